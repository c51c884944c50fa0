/*
 * unpack_stream.h - content codings undone as the bytes arrive: gzip, deflate,
 * br, zstd, also one around another.
 *
 * The fetcher's, in place of libcurl's own, which (7.88) refuses a gzip body
 * of several members and one with bytes after its end, takes half a stream for
 * a whole one, and lets a zstd frame ask for a window of 128 MiB.
 *
 * Sources: RFC 9110 8.4 (the order of codings), RFC 1952 2.2 (members), RFC
 * 1950 and 1951 (deflate, which servers send with and without its header), RFC
 * 7932, RFC 8878; RFC 9659 3 (zstd's window on the web: 8 MB).
 */
#ifndef UNPACK_STREAM_H
#define UNPACK_STREAM_H

#include "buf.h"
#include "status.h"
#include "text.h"

#define UNPACK_MAX_CODINGS 4 /* around one body; servers send one, mistaken ones two */

/* What the codings above are asked for with. */
#define UNPACK_ACCEPT "gzip, deflate, br, zstd"

struct unpack_stream;

/*
 * For a body with this Content-Encoding ("gzip", "gzip, br", "identity").
 * NULL: one of the codings is none of ours, or there are too many.
 */
struct unpack_stream *unpack_stream_new(struct text codings);
void unpack_stream_free(struct unpack_stream *s); /* accepts NULL */

/*
 * The next n bytes of the body; what they unpack to is appended to out.
 * ST_LIMIT: out is full, and holds the beginning.  ST_INVALID: broken from here.
 * What follows the end of the last member is ignored, and a body that does not
 * begin as its gzip or zstd label says is taken as it is.
 */
enum status unpack_stream_add(struct unpack_stream *s, struct text bytes, struct buf *out,
                              struct err *err);

/* The body has ended.  ST_INVALID: but a stream in it has not. */
enum status unpack_stream_end(struct unpack_stream *s, struct buf *out, struct err *err);

#endif /* UNPACK_STREAM_H */
