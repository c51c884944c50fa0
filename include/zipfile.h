/*
 * zipfile.h - the files in a ZIP archive that is in memory, by libzip.
 *
 * Archives are hostile: a file may claim any size.  What counts is what comes out, and no more of
 * it than a cap is unpacked; the archive as a whole has one, too.
 */
#ifndef ZIPFILE_H
#define ZIPFILE_H

#include "buf.h"
#include "status.h"

#define ZIPFILE_MAX_FILES   10000                       /* in an archive: a workbook has a dozen */
#define ZIPFILE_MAX_BYTES   ((size_t)192 * 1024 * 1024) /* unpacked of one archive, altogether */
#define ZIPFILE_MAX_RATIO   500 /* of a file over ZIPFILE_RATIO_BYTES: a sheet's is below 100 */
#define ZIPFILE_RATIO_BYTES ((size_t)1024 * 1024)

struct zipfile;

bool zipfile_is(struct text head);

/* bytes is borrowed until zipfile_close().  ST_INVALID: no archive, or a broken one. */
enum status zipfile_open(struct text bytes, struct zipfile **ret, struct err *err);
void zipfile_close(struct zipfile *z); /* accepts NULL */

/* The name of the i-th file; NULL past the last. */
const char *zipfile_name(struct zipfile *z, size_t i);

/* Append the file of that name.  ST_NOTFOUND; ST_LIMIT: larger than out's cap, or than the
 * archive may be; ST_INVALID: broken, or encrypted. */
enum status zipfile_read(struct zipfile *z, const char *name, struct buf *out, struct err *err);

#endif /* ZIPFILE_H */
