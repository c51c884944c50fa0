/* listen.c - see listen.h. */

#include "listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#define MAX_PORT 65535
#define V4_LOOP  127 /* 127.0.0.0/8, RFC 1122 3.2.1.3 */

static enum status
refuse(struct text t, struct err *err)
{
    return err_set(err, ST_INVALID,
                   "listen = %.*s: wanted an address and a port, 127.0.0.1:8377 or [::1]:8377",
                   TEXT_ARG(text_sub(t, 0, LISTEN_TEXT_BYTES)));
}

enum status
listen_parse(struct text t, struct listen_address *ret, struct err *err)
{
    bool v6 = t.n > 0 && t.p[0] == '[';
    struct text host = v6 ? text_before(text_from(t, 1), ']') : text_before(t, ':');
    struct text port = v6 ? text_after(text_after(t, ']'), ':') : text_after(t, ':');
    struct listen_address a = { .bytes =
                                    v6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in) };
    struct sockaddr_in6 *at6 = (struct sockaddr_in6 *)&a.at;
    struct sockaddr_in *at4 = (struct sockaddr_in *)&a.at;
    char z[LISTEN_TEXT_BYTES];
    int64_t n;

    if (host.n >= sizeof(z) || !text_to_int(port, &n) || n < 0 || n > MAX_PORT)
        return refuse(t, err);
    snprintf(z, sizeof(z), "%.*s", TEXT_ARG(host));
    a.at.ss_family = v6 ? AF_INET6 : AF_INET;
    if (inet_pton(a.at.ss_family, z, v6 ? (void *)&at6->sin6_addr : (void *)&at4->sin_addr) != 1)
        return refuse(t, err);
    a.loopback =
        v6 ? IN6_IS_ADDR_LOOPBACK(&at6->sin6_addr) : ntohl(at4->sin_addr.s_addr) >> 24 == V4_LOOP;
    listen_set_port(&a, (uint16_t)n);
    *ret = a;
    return ST_OK;
}

void
listen_set_port(struct listen_address *a, uint16_t port)
{
    if (a->at.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&a->at)->sin6_port = htons(port);
    else
        ((struct sockaddr_in *)&a->at)->sin_port = htons(port);
}

const char *
listen_host(const struct sockaddr *at, char out[LISTEN_TEXT_BYTES])
{
    bool v6 = at->sa_family == AF_INET6;

    if (inet_ntop(at->sa_family,
                  v6 ? (const void *)&((const struct sockaddr_in6 *)(const void *)at)->sin6_addr
                     : (const void *)&((const struct sockaddr_in *)(const void *)at)->sin_addr,
                  out, LISTEN_TEXT_BYTES) == NULL)
        out[0] = '\0';
    return out;
}

const char *
listen_print(const struct sockaddr *at, char out[LISTEN_TEXT_BYTES])
{
    char host[LISTEN_TEXT_BYTES];
    bool v6 = at->sa_family == AF_INET6;
    uint16_t port = v6 ? ((const struct sockaddr_in6 *)(const void *)at)->sin6_port
                       : ((const struct sockaddr_in *)(const void *)at)->sin_port;

    snprintf(out, LISTEN_TEXT_BYTES, v6 ? "[%.48s]:%u" : "%.48s:%u", listen_host(at, host),
             ntohs(port));
    return out;
}
