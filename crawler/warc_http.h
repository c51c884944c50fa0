/*
 * warc_http.h - an HTTP/1 response as it stands in an archive, for warc.c.
 *
 * Sources: RFC 9112 (messages, chunked), RFC 9110 (content coding).  Archives hold
 * what crawlers wrote: a body that is not coded as its header claims is taken
 * as it is.
 */
#ifndef WARC_HTTP_H
#define WARC_HTTP_H

#include "warc.h"

/*
 * Fill status, headers, type, body, truncated (or-ed) and coded of *ret from
 * block; they live in the arena.  False if block is no HTTP response.
 */
bool warc_http_read(struct text block, struct arena *arena, struct warc_record *ret);

/* "HTTP/1.1 200 OK": the status; 0 if it is no such line. */
unsigned warc_http_status(struct text line);

/* Where the empty line that ends the header ends; block.n if there is none. */
size_t warc_http_header_end(struct text block);

/* The value of the first header of that name, any case. */
struct text warc_http_field(struct text headers, const char *name);

#endif /* WARC_HTTP_H */
