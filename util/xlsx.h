/*
 * xlsx.h - the cells of an Excel workbook as texts, by libzip and libxml2's reader.
 *
 * Read as Excel, LibreOffice, Google Sheets and Numbers write it: shared and inline strings, runs
 * of rich text (phonetic ones left out), numbers as written but whole ones without ".0", dates as
 * RFC 3339 by the cell's number format, booleans as TRUE and FALSE, errors as #NAME? and their
 * like, formulas as the value they had.  Cells that are left out are empty.
 *
 * What is not done: formulas are not calculated; encrypted workbooks and the old .xls are refused.
 *
 * Sources: ECMA-376 part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (shared strings), 18.8.30
 * (number formats), 22.9.2.19 (_xHHHH_).
 */
#ifndef XLSX_H
#define XLSX_H

#include "arena.h"
#include "csv.h"
#include "status.h"

#define XLSX_MAX_STRINGS 2000000

struct xlsx;

/* file is borrowed until xlsx_close(); texts live in the arena.  ST_INVALID: no workbook. */
enum status xlsx_open(struct text file, struct arena *a, struct xlsx **ret, struct err *err);
void xlsx_close(struct xlsx *x); /* accepts NULL */

/* Sheets that are not hidden, in their order. */
size_t xlsx_n_sheets(const struct xlsx *x);
struct text xlsx_sheet_name(const struct xlsx *x, size_t sheet);

/* Begin reading a sheet. */
enum status xlsx_begin(struct xlsx *x, size_t sheet, struct err *err);
/*
 * The next row that has something in it, cells by their column (those past CSV_MAX_FIELDS are
 * left out), *line its number.  ST_NOTFOUND: that was all; ST_INVALID: broken XML.
 */
enum status xlsx_next(struct xlsx *x, struct csv_row *ret, int *line, struct err *err);

#endif /* XLSX_H */
