/*
 * archive.h - keep every answer as it came, for whoever wants to look again.
 *
 * WARC 1.1 (ISO 28500:2017), one gzip member per record, in
 * DIR/archive/earshot-YYYYMMDD.warc.gz; a new day begins a new file.  Off
 * unless [crawler] archive = yes.  What is kept holds personal data as it was
 * published: retention reaches into this folder.
 *
 * Not the bytes on the wire: transfer and content coding are undone, and of
 * the header the fields that the crawler reads are kept.  Pages that say
 * noarchive are the caller's to leave out.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "fetch.h"

struct archive;

/* software is named in the record that opens a file.  *ret is the caller's to close. */
enum status archive_open(const char *dir, const char *software, struct archive **ret,
                         struct err *err);
void archive_close(struct archive *a); /* accepts NULL */

/* Append one answer to a request for url; one write, so that a kill leaves whole records. */
enum status archive_add(struct archive *a, struct text url, const struct fetch_response *r,
                        struct err *err);

#endif /* ARCHIVE_H */
