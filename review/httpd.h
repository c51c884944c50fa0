/*
 * httpd.h - the HTTP server of the web application: GNU libmicrohttpd, and its limits.
 *
 * A few threads, each with an epoll of its own and, from its first request on, a store handle
 * of its own.  A request is read whole (REQUEST_MAX_BODY), parsed, dispatched (route.h) and
 * answered; every answer carries the same security headers.  What it does not do: TLS (a proxy's
 * business), uploads, streaming, HTTP/2.
 *
 * Against slow and greedy clients: HTTPD_MAX_CONNECTIONS in all and so many an address, headers up
 * to HTTPD_MEMORY, and a connection that has not brought a whole request within receive_ms, or
 * taken its answer within send_ms, is closed.
 */
#ifndef HTTPD_H
#define HTTPD_H

#include "listen.h"
#include "route.h"

#define HTTPD_MAX_CONNECTIONS 1000 /* browsers of a university's editors, and idle ones */
#define HTTPD_PER_ADDRESS     100  /* six a browser; an office behind one address */
#define HTTPD_MEMORY          ((size_t)32 * 1024) /* of a line and headers */
#define HTTPD_MAX_TARGET      ((size_t)8 * 1024)  /* path and query; filters are far shorter */
#define HTTPD_RECEIVE_MS      20000               /* from the first byte, or the last answer, on */
#define HTTPD_SEND_MS         300000              /* a large download over a slow line */

struct httpd;

struct httpd_config {
    struct listen_address listen;
    const struct serve *serve;
    const struct route *const *routes;
    unsigned threads;
    bool tls_proxy;              /* believe the last entry of X-Forwarded-For, and its TLS */
    int64_t receive_ms, send_ms; /* 0: the above */
};

/* Listen.  ST_IO: the address is taken or not ours.  On ST_OK *ret is the caller's to close. */
enum status httpd_open(const struct httpd_config *c, struct httpd **ret, struct err *err);
/* Where it listens: the port it was given when 0 was asked for. */
const char *httpd_address(const struct httpd *h, char out[LISTEN_TEXT_BYTES]);
/* How long the request that has been at work longest has been; 0: none is.  Writing takes
 * STORE_BUSY_MS at most, a large file half a minute: what takes far longer is stuck. */
int64_t httpd_busy_ms(struct httpd *h);
/* Take no more, let what is under way end (a few seconds at most), close the stores. */
void httpd_close(struct httpd *h);

#endif /* HTTPD_H */
