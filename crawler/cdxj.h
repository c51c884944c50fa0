/*
 * cdxj.h - the index beside an archive: which page at what time is where.
 *
 *   index = *( key SP timestamp SP json LF )         sorted by bytes
 *   key       surt.h
 *   timestamp 14 digits, UTC
 *   json      url, mime, status, digest (base 32, without "sha1:"), length, offset, filename
 *
 * As pywb writes and reads it (numbers are strings, a revisit's mime is warc/revisit).
 */
#ifndef CDXJ_H
#define CDXJ_H

#include "arena.h"
#include "buf.h"
#include "status.h"

#define CDXJ_ENDING ".cdxj" /* in place of .warc, .warc.gz, .arc or .arc.gz */

struct cdxj_entry {
    struct text url;
    int64_t at_s;
    struct text mime;   /* a Content-Type; what follows ';' is left out */
    unsigned status;    /* 0: none */
    struct text digest; /* base 32 */
    int64_t offset, length;
    struct text file;
    bool revisit;
};

/* Append the entry's line. */
void cdxj_add(struct buf *out, const struct cdxj_entry *e, struct arena *arena);

/* Sort the lines and write them to path, which is then never half there. */
enum status cdxj_write(const char *path, struct text lines, struct err *err);

/* The index's path for an archive's, in the arena. */
const char *cdxj_path(const char *archive, struct arena *arena);

#endif /* CDXJ_H */
