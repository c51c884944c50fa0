/*
 * httpd.h - the HTTP side of the test site, on GNU libmicrohttpd: one daemon
 * per host, one thread per connection, conditional requests, the request log.
 *
 * A log line: {"host","start_ms","end_ms","method","uri","status","agent",
 * "if_none_match","retry_after_s","delay_ms","disallowed","validators"}; times are Unix
 * milliseconds: the request line read, the last byte handed to the kernel.
 */
#ifndef HTTPD_H
#define HTTPD_H

#include "site.h"
#include "status.h"

#define HTTPD_TRIES 20 /* ports tried until all addresses have it free */

extern const char *const httpd_names[SITE_N];

struct httpd;

/* s->port 0 asks for a free one; sets s->port and s->base. */
enum status httpd_start(struct site *s, struct httpd **ret, struct err *err);
void httpd_stop(struct httpd *h); /* accepts NULL */

#endif /* HTTPD_H */
