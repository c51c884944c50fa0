/*
 * archive_record.h - the records of our archives, as text, for archive.c.
 *
 *   record = "WARC/1.1" CRLF *( field CRLF ) CRLF block CRLF CRLF     ISO 28500:2017, 4
 *
 * The functions append all but ARCHIVE_RECORD_END, and of an answer all but its body:
 * a sitemap of 50 MB is not copied.
 */
#ifndef ARCHIVE_RECORD_H
#define ARCHIVE_RECORD_H

#include "archive.h"
#include "buf.h"

#define ARCHIVE_ID_BYTES   48                      /* "urn:uuid:" and 36 more */
#define ARCHIVE_MAX_HEAD   (4 * FETCH_MAX_HEADERS) /* of a record, what it adds to HTTP's counted */
#define ARCHIVE_RECORD_END "\r\n\r\n"

void archive_make_id(char out[ARCHIVE_ID_BYTES]);

/* The record that opens a file. */
void archive_record_info(struct buf *out, const struct archive_config *cfg, const char *name,
                         const char *id, int64_t at_s);
/* What was answered, response or revisit. */
void archive_record_answer(struct buf *out, const struct archive_answer *a, const char *info_id,
                           const char *id);
/* What belongs behind that: the payload, or nothing in a revisit. */
struct text archive_record_body(const struct archive_answer *a);
/* What was asked; nothing when the fetcher does not tell. */
void archive_record_request(struct buf *out, const struct archive_answer *a, const char *info_id,
                            const char *answer_id);

#endif /* ARCHIVE_RECORD_H */
