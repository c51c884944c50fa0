/*
 * weblog_read.h - the lines of a log, plain or gzip, from a file or standard input.
 *
 * Memory is the same for every file: one block of input and one of lines.  gzip members that
 * follow each other are one log, as rotation with cat leaves them.
 */
#ifndef WEBLOG_READ_H
#define WEBLOG_READ_H

#include <stdint.h>

#include "status.h"
#include "text.h"

#define WEBLOG_READ_LINE_BYTES                                                                     \
    ((size_t)64 * 1024) /* servers stop at 8 KiB of request, and escapes make four bytes of one */

struct weblog_read;

/* path "-": standard input.  ST_NOTFOUND, ST_IO. */
enum status weblog_read_open(const char *path, struct weblog_read **ret, struct err *err);
void weblog_read_close(struct weblog_read *r); /* accepts NULL */

/*
 * The next line without its end, until the call after; false at the end or on failure, which
 * weblog_read_check() tells.  *ret_whole false: it was longer than a line may be, and was cut.
 */
bool weblog_read_line(struct weblog_read *r, struct text *ret, bool *ret_whole);
/* ST_IO; ST_INVALID: broken gzip; ST_LIMIT: it unpacks to far more than a log does. */
enum status weblog_read_check(const struct weblog_read *r, struct err *err);

int64_t weblog_read_at(const struct weblog_read *r);   /* bytes of the file read so far */
int64_t weblog_read_size(const struct weblog_read *r); /* of the file; 0: not known */

#endif /* WEBLOG_READ_H */
