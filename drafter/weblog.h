/*
 * weblog.h - one line of a web server's log.
 *
 *     line     = [ vhost SP ] client SP ident SP user SP "[" time "]" SP quoted SP status SP bytes
 *                [ SP quoted SP quoted [ SP anything ] ]
 *     vhost    = name [ ":" port ]
 *     time     = 22/Nov/2026:03:34:14 SP +0000
 *     quoted   = DQUOTE *( not DQUOTE or "\" / "\" any ) DQUOTE
 *
 * These are NCSA's common format (nothing behind bytes), the combined format (referer and agent
 * behind it) and Apache's vhost_combined (with vhost).  Whether a line begins with a virtual
 * host is seen from its words: ident is "-" nearly everywhere.
 *
 * Sources: Apache 2.4, mod_log_config ("%h %l %u %t \"%r\" %>s %b ...", and how quotes, back
 * slashes and unprintable bytes are escaped), Debian's apache2.conf (vhost_combined), nginx,
 * ngx_http_log_module (combined; \xXX for quotes, back slashes, controls and bytes over 126).
 *
 * What it does not do: read files (weblog_read.h), say which page a request was for
 * (weblog_pages.h) or what counts as a visit (weblog_count.h).
 */
#ifndef WEBLOG_H
#define WEBLOG_H

#include "buf.h"

/* Texts point into the line, escaped as they stand there; "-" is "" . */
struct weblog_line {
    struct text vhost; /* "www.example.org:443"; "" : the format has none */
    struct text client;
    struct text request;        /* the whole of it */
    struct text referer, agent; /* "" : the format has none, or none was sent */
    struct text logged;         /* all but vhost: the same in every log the request is in */
    int64_t at_s;
    int status;    /* 0: "-" */
    bool combined; /* it has referer and agent */
};

/* False: it is no line of a log, and *ret_why says what was wanted; *ret is undefined then. */
bool weblog_parse(struct text line, struct weblog_line *ret, const char **ret_why);

/* "GET /a/b HTTP/1.1" taken apart; false: it is no request. */
bool weblog_request(struct text request, struct text *ret_method, struct text *ret_target);

/* What a quoted field says: \" \\ \n \t \xhh resolved into b, or t itself when it has none. */
struct text weblog_unescape(struct text t, struct buf *b);

#endif /* WEBLOG_H */
