#include "guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define V4_AT     12 /* where the IPv4 address stands in a v4-mapped one */
#define V4_BITS   32
#define V6_BITS   128
#define MAX_ADDR  64 /* bytes of an address in text, brackets and prefix length included */
#define SIXTO4_AT 2  /* 2002:a.b.c.d::/48 */

/*
 * What is not the public internet: every block of the IANA special-purpose
 * registries that is not globally reachable, and multicast.  The blocks inside
 * 192.0.0.0/24 and 2001::/23 that are reachable serve protocols, not sites.
 */
static const struct {
    const char *cidr, *name;
} blocks[] = {
    { "0.0.0.0/8", "this network" },
    { "10.0.0.0/8", "private use" },
    { "100.64.0.0/10", "shared address space of carriers" },
    { "127.0.0.0/8", "loopback" },
    { "169.254.0.0/16", "link-local" },
    { "172.16.0.0/12", "private use" },
    { "192.0.0.0/24", "IETF protocol assignments" },
    { "192.0.2.0/24", "documentation" },
    { "192.88.99.0/24", "6to4 relay anycast" },
    { "192.168.0.0/16", "private use" },
    { "198.18.0.0/15", "benchmarking" },
    { "198.51.100.0/24", "documentation" },
    { "203.0.113.0/24", "documentation" },
    { "224.0.0.0/4", "multicast" },
    { "240.0.0.0/4", "reserved" },
    { "::/128", "unspecified" },
    { "::1/128", "loopback" },
    { "64:ff9b:1::/48", "local-use translation" },
    { "100::/64", "discard-only" },
    { "2001::/23", "IETF protocol assignments" },
    { "2001:db8::/32", "documentation" },
    { "3fff::/20", "documentation" },
    { "fc00::/7", "unique-local" },
    { "fe80::/10", "link-local" },
    { "fec0::/10", "site-local" },
    { "ff00::/8", "multicast" },
};

/* IPv6 blocks that carry an IPv4 address, and where in it. */
static const struct {
    const char *cidr;
    size_t at;
} carriers[] = {
    { "64:ff9b::/96", V4_AT }, /* NAT64 */
    { "2002::/16", SIXTO4_AT },
};

static const uint8_t v4_prefix[V4_AT] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

static bool
in_range(const uint8_t bytes[GUARD_BYTES], const struct guard_range *r)
{
    size_t whole = r->bits / 8;
    unsigned rest = r->bits % 8;

    if (memcmp(bytes, r->bytes, whole) != 0)
        return false;
    return rest == 0 || ((bytes[whole] ^ r->bytes[whole]) >> (8 - rest)) == 0;
}

static bool
is_v4(const uint8_t bytes[GUARD_BYTES])
{
    return memcmp(bytes, v4_prefix, sizeof(v4_prefix)) == 0;
}

/* "192.0.2.1", "::1" or "[::1]" into bytes. */
static bool
parse_address(struct text t, uint8_t bytes[GUARD_BYTES])
{
    char z[MAX_ADDR];

    if (t.n > 1 && t.p[0] == '[' && t.p[t.n - 1] == ']')
        t = text_sub(t, 1, t.n - 2);
    if (t.n == 0 || t.n >= sizeof(z) || memchr(t.p, '\0', t.n) != NULL)
        return false;
    memcpy(z, t.p, t.n);
    z[t.n] = '\0';
    if (inet_pton(AF_INET6, z, bytes) == 1)
        return true;
    memcpy(bytes, v4_prefix, sizeof(v4_prefix));
    return inet_pton(AF_INET, z, bytes + V4_AT) == 1;
}

enum status
guard_range_parse(struct text cidr, struct guard_range *ret, struct err *err)
{
    struct text address = text_before(cidr, '/');
    struct guard_range r = { .bits = V6_BITS };
    int64_t bits = V6_BITS, most = V6_BITS;

    if (!parse_address(address, r.bytes))
        return err_set(err, ST_INVALID, "range \"%.*s\": want an IP address like 127.0.0.0/8",
                       TEXT_ARG(text_sub(cidr, 0, MAX_ADDR)));
    if (text_find_char(address, ':') == TEXT_NPOS)
        most = V4_BITS;
    if (address.n < cidr.n) {
        if (!text_to_int(text_after(cidr, '/'), &bits) || bits < 0 || bits > most)
            return err_set(err, ST_INVALID, "range \"%.*s\": want 0 to %d bits after '/'",
                           TEXT_ARG(text_sub(cidr, 0, MAX_ADDR)), (int)most);
        r.bits = (unsigned)(bits + V6_BITS - most);
    }
    for (unsigned i = r.bits; i < V6_BITS; i++) /* what is past the prefix counts for nothing */
        r.bytes[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    *ret = r;
    return ST_OK;
}

/* The name of the block that keeps these bytes from being public; NULL: none does. */
static const char *
block_of(const uint8_t bytes[GUARD_BYTES])
{
    struct guard_range r;
    bool global_unicast = (bytes[0] & 0xE0) == 0x20; /* 2000::/3 */

    for (size_t i = 0; i < N_ELEMENTS(blocks); i++)
        if (guard_range_parse(text_of(blocks[i].cidr), &r, NULL) == ST_OK && in_range(bytes, &r))
            return blocks[i].name;
    for (size_t i = 0; i < N_ELEMENTS(carriers); i++) {
        if (guard_range_parse(text_of(carriers[i].cidr), &r, NULL) == ST_OK &&
            in_range(bytes, &r)) {
            uint8_t v4[GUARD_BYTES];

            memcpy(v4, v4_prefix, sizeof(v4_prefix));
            memcpy(v4 + V4_AT, bytes + carriers[i].at, sizeof(v4) - V4_AT);
            return block_of(v4);
        }
    }
    return is_v4(bytes) || global_unicast ? NULL : "not global unicast";
}

static enum status
check_bytes(const uint8_t bytes[GUARD_BYTES], const struct guard_range *allow, size_t n,
            struct err *err)
{
    char shown[INET6_ADDRSTRLEN] = "";
    const char *block = block_of(bytes);

    if (block == NULL)
        return ST_OK;
    for (size_t i = 0; i < n; i++)
        if (in_range(bytes, &allow[i]))
            return ST_OK;
    if (is_v4(bytes))
        inet_ntop(AF_INET, bytes + V4_AT, shown, sizeof(shown));
    else
        inet_ntop(AF_INET6, bytes, shown, sizeof(shown));
    return err_set(err, ST_DENIED, "address %s is not public (%s); allow_address may permit it",
                   shown, block);
}

enum status
guard_check(const struct sockaddr *addr, const struct guard_range *allow, size_t n, struct err *err)
{
    uint8_t bytes[GUARD_BYTES];

    if (addr->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, addr, sizeof(in));
        memcpy(bytes, v4_prefix, sizeof(v4_prefix));
        memcpy(bytes + V4_AT, &in.sin_addr, sizeof(in.sin_addr));
    } else if (addr->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;

        memcpy(&in6, addr, sizeof(in6));
        memcpy(bytes, &in6.sin6_addr, sizeof(in6.sin6_addr));
    } else {
        return err_set(err, ST_INVALID, "address family %d: want IPv4 or IPv6",
                       (int)addr->sa_family);
    }
    return check_bytes(bytes, allow, n, err);
}

enum status
guard_check_text(struct text addr, const struct guard_range *allow, size_t n, struct err *err)
{
    uint8_t bytes[GUARD_BYTES];

    if (!parse_address(addr, bytes))
        return err_set(err, ST_INVALID, "\"%.*s\": want an IP address",
                       TEXT_ARG(text_sub(addr, 0, MAX_ADDR)));
    return check_bytes(bytes, allow, n, err);
}

bool
guard_is_here(struct text host)
{
    static const uint8_t loopback[GUARD_BYTES] = { [GUARD_BYTES - 1] = 1 };
    static const struct guard_range v4 = { { [10] = 0xFF, 0xFF, 127 }, V6_BITS - 24 };
    uint8_t bytes[GUARD_BYTES];

    if (text_eq_nocase(host, TEXT_LIT("localhost")))
        return true;
    return parse_address(host, bytes) &&
           (memcmp(bytes, loopback, sizeof(loopback)) == 0 || in_range(bytes, &v4));
}
