/*
 * book.h - an Excel file (XLSX) with a sheet for each list, by libxlsxwriter.
 *
 * Rows go to disk as they come: memory does not grow with them.  Text is always
 * text there, whatever it begins with; a cell holds BOOK_CELL_CHARS, what is longer ends in
 * an ellipsis; a sheet holds BOOK_ROWS rows, what comes after them is dropped and counted.
 * A column that people fill in is formatted as text: what they type stays what they typed.
 * A cell that is one http or https address is a link, BOOK_LINKS of them a sheet.
 * Lists are written through table.h (table_open_sheet()).
 */
#ifndef BOOK_H
#define BOOK_H

#include <stdint.h>
#include <stdio.h>

#include "status.h"
#include "table.h"
#include "text.h"

#define BOOK_CELL_CHARS 32767   /* Excel's limit, in UTF-16 units */
#define BOOK_ROWS       1048575 /* Excel's, less the header */

#define BOOK_LINKS      10000 /* Excel's is 65,530; each stays in memory until the end */
#define BOOK_LINK_BYTES 2000  /* Excel's limit is 2,079 characters */

struct book;

/* A new file below the system's folder for such; ST_IO.  created_s: what its properties say. */
enum status book_open(int64_t created_s, struct book **ret, struct err *err);

/* Begin a sheet; the header is written from the columns, which are borrowed until the next one: as
 * wide as their max_chars says, or for sentences.  name: up to 31 characters, no []:*?/\ */
void book_sheet(struct book *b, const char *name, const struct table_column *columns, size_t n);

/* The cells of a row, by column; then the row ends. */
void book_text(struct book *b, size_t column, struct text v);
void book_number(struct book *b, size_t column, double v);
void book_time(struct book *b, size_t column, int64_t at_s);
void book_end_row(struct book *b);

/* Copy the file to out and free the book, whatever is returned; out NULL: free it only. */
enum status book_close(struct book *b, FILE *out, struct err *err);

#endif /* BOOK_H */
