/*
 * url_host.h - the host of an address: domain, IPv4, IPv6 or opaque.
 *
 * Source: URL Standard, section 3 ("host parser" and what it calls); domains
 * go to ASCII by UTS 46, nontransitional, without STD3 rules, through libidn2.
 */
#ifndef URL_HOST_H
#define URL_HOST_H

#include "buf.h"
#include "text.h"

/*
 * Parse host (valid UTF-8, no tabs or newlines) and append its serialisation
 * to out, "" included.  special: of http, https, ws, wss, ftp or file, where
 * the host is a domain or an IP address.  Returns NULL, or what is wrong with
 * it as a static phrase; out is undefined then.
 */
const char *url_host_parse(struct text host, bool special, struct buf *out);

#endif /* URL_HOST_H */
