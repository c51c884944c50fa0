/*
 * warc_stream.h - the bytes of an archive, gzip undone, for warc.c.
 *
 * Each record of a compressed archive is a gzip member of its own (ISO 28500,
 * annex D), so the end of a member is where a record must end even when its
 * length lies.  A broken member is left behind: reading goes on at the next
 * bytes that begin one.
 */
#ifndef WARC_STREAM_H
#define WARC_STREAM_H

#include "buf.h"
#include "text.h"
#include "warc.h"

struct warc_stream;

struct warc_stream *warc_stream_new(struct warc_source source);
void warc_stream_free(struct warc_stream *s); /* accepts NULL */

/* The first bytes, gzip undone, up to 16; fewer only if there are no more. */
struct text warc_stream_peek(struct warc_stream *s);

/*
 * Append the next line without its LF or CR LF to out, up to its cap; what is over
 * is passed by.  False at the end, or where the next record begins in a member of its
 * own when within is true.
 */
bool warc_stream_line(struct warc_stream *s, bool within, struct buf *out);

/*
 * Read n bytes, appending to out (NULL: passing them over) what its cap allows.
 * Returns how many there were: fewer than n at the end or at the next record.
 */
uint64_t warc_stream_read(struct warc_stream *s, uint64_t n, struct buf *out);

/*
 * Have t, the last bytes that were read, come again.  False: not with gzip, where members
 * bound records, and not for ever.
 */
bool warc_stream_unread(struct warc_stream *s, struct text t);

/*
 * Pass over the line ends behind a record, *n of them.  True: the source or a gzip member
 * ends there, too; false: something else follows.
 */
bool warc_stream_skip_ends(struct warc_stream *s, unsigned *n);

/*
 * Offsets in the source: where what is read next begins (with gzip, its
 * member), and where what was read last ended (with gzip, its member, after
 * warc_stream_skip_ends() said true).
 */
int64_t warc_stream_begin_next(struct warc_stream *s);
int64_t warc_stream_end(const struct warc_stream *s);
bool warc_stream_is_gzip(const struct warc_stream *s);
/* Where the member begins that the end of the source cut; -1: none was. */
int64_t warc_stream_cut_at(const struct warc_stream *s);

void warc_stream_set_arc(struct warc_stream *s); /* its records begin with any line */

bool warc_stream_failed(const struct warc_stream *s);     /* the source reported a failure */
uint64_t warc_stream_broken(const struct warc_stream *s); /* members left behind */

#endif /* WARC_STREAM_H */
