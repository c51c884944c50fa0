/*
 * rows.h - a table that people filled in, as rows below a header: CSV (csv.h), an Excel or an
 * OpenDocument workbook (util/spreadsheet.h), told by how the file begins.
 *
 * Of a workbook the sheet is read that has the wanted column in its header: the first of those
 * that are not hidden.  The header is the first row that has it, among the first ROWS_ABOVE ones:
 * people write titles above.  Places in messages are "FILE:3" or "FILE, sheet X, C3".
 */
#ifndef ROWS_H
#define ROWS_H

#include "arena.h"
#include "csv.h"
#include "status.h"

#define ROWS_ABOVE 20

struct rows;

/*
 * all: the file's bytes, borrowed until rows_close(); texts live in the arena.  ST_INVALID: empty,
 * no such column, not UTF-8, or a file that is none of these; err begins with the place.
 */
enum status rows_open(const char *path, struct text all, const char *need, struct arena *a,
                      struct rows **ret, struct err *err);
void rows_close(struct rows *r); /* accepts NULL */

const struct csv_row *rows_header(const struct rows *r);
int rows_column(const struct rows *r, const char *name); /* -1: it has none */

/* ST_NOTFOUND: that was all. */
enum status rows_next(struct rows *r, struct csv_row *ret, struct err *err);

int rows_line(const struct rows *r); /* of the row read last; of the header before that */
/* Where a line's cell stands; column -1: the line. */
const char *rows_place(const struct rows *r, int line, int column);

/* "#NAME?", "Err:508" and their like: what a spreadsheet shows where it could not calculate. */
bool rows_is_error(struct text t);

#endif /* ROWS_H */
