/*
 * spreadsheet.h - the cells of a spreadsheet as texts: Excel's (xlsx.h) or OpenDocument's (ods.h),
 * told by what is in the archive.
 */
#ifndef SPREADSHEET_H
#define SPREADSHEET_H

#include "arena.h"
#include "csv.h"
#include "status.h"

struct spreadsheet;

/* file is borrowed until spreadsheet_close(); texts live in the arena.  ST_INVALID: it is neither,
 * or protected by a password. */
enum status spreadsheet_open(struct text file, struct arena *a, struct spreadsheet **ret,
                             struct err *err);
void spreadsheet_close(struct spreadsheet *w); /* accepts NULL */

/* Sheets that are not hidden, in their order. */
size_t spreadsheet_n_sheets(const struct spreadsheet *w);
struct text spreadsheet_sheet_name(const struct spreadsheet *w, size_t sheet);

/* Begin reading a sheet. */
enum status spreadsheet_begin(struct spreadsheet *w, size_t sheet, struct err *err);
/*
 * The next row that has something in it, cells by their column (those past CSV_MAX_FIELDS are
 * left out), *line its number.  ST_NOTFOUND: that was all; ST_INVALID: broken XML.
 */
enum status spreadsheet_next(struct spreadsheet *w, struct csv_row *ret, int *line,
                             struct err *err);

/* "C" for 2. */
const char *spreadsheet_column(int column, struct arena *a);
/* A cell in which a spreadsheet says that it could not calculate: #NAME?, Err:508. */
bool spreadsheet_is_error(struct text t);

#endif /* SPREADSHEET_H */
