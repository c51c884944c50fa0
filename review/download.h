/*
 * download.h - a list as a file beside its page: the same rows by table.h, in the form that the
 * ending of the path asks for (.csv, .jsonl, .json).
 *
 *     if (!download_begin(r, res, &d, columns, n))
 *         return;
 *     ... rows into d.table ...
 *     download_end(r, res, &d, "audit");
 *
 * The file is made in memory; one that is larger than an answer may be is refused, not cut.
 */
#ifndef DOWNLOAD_H
#define DOWNLOAD_H

#include <stdio.h>

#include "request.h"
#include "table.h"

struct download {
    struct table *table;
    FILE *file;  /* into bytes */
    char *bytes; /* owned until the end */
    size_t n;
    const char *ending; /* "csv" */
};

/* False: an error has been answered. */
bool download_begin(const struct request *r, struct response *res, struct download *d,
                    const struct table_column *columns, size_t n_columns);
/* name: of the file, without its ending. */
void download_end(const struct request *r, struct response *res, struct download *d,
                  const char *name);

#endif /* DOWNLOAD_H */
