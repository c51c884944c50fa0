/*
 * guard.h - is this IP address one that a crawler of the public web may ask?
 *
 * Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890
 * and its successors), multicast (RFC 5771, RFC 4291).  An IPv6 address that
 * carries an IPv4 address (v4-mapped, NAT64, 6to4) is
 * judged by that too.  Pure: resolving, and asking again at connect time for
 * each address on each hop, is the fetcher's.
 */
#ifndef GUARD_H
#define GUARD_H

#include <sys/socket.h>

#include "status.h"
#include "text.h"

#define GUARD_BYTES 16 /* of an IPv6 address */

/* A range of addresses: the first bits bits of bytes. */
struct guard_range {
    uint8_t bytes[GUARD_BYTES]; /* IPv4 as v4-mapped (::ffff:a.b.c.d) */
    unsigned bits;              /* 0 to 128 */
};

/* Read "127.0.0.0/8", "::1", "fd00::/8"; ST_INVALID names what is wrong. */
enum status guard_range_parse(struct text cidr, struct guard_range *ret, struct err *err);

/*
 * ST_OK: the address is public, or in one of the n ranges of allow.  ST_DENIED:
 * the message names the address and the registry's name of its block.
 * ST_INVALID: neither IPv4 nor IPv6.
 */
enum status guard_check(const struct sockaddr *addr, const struct guard_range *allow, size_t n,
                        struct err *err);

/* The same for an address in text ("192.0.2.1", "2001:db8::1", brackets allowed). */
enum status guard_check_text(struct text addr, const struct guard_range *allow, size_t n,
                             struct err *err);

/*
 * Is it this machine, as far as the words of an address say: "localhost", or an address of the
 * loopback, in brackets or not?  A name that only resolves to one is not taken for it.
 */
bool guard_is_here(struct text host);

#endif /* GUARD_H */
