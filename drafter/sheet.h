/*
 * sheet.h - a question sheet for a live session: what nobody answers, but alarms, with room to
 * write.
 *
 * As a page to print; as a table its columns are sheet_columns, and import answers takes it back.
 * The page streams: begin, rows, end.
 */
#ifndef SHEET_H
#define SHEET_H

#include "buf.h"
#include "store_export.h"
#include "table.h"

#define SHEET_COLUMNS 5
#define SHEET_SCHEMA  "sheet/1"
extern const struct table_column sheet_columns[SHEET_COLUMNS];

/* Is it for a sheet?  What a person must see first is for nobody who is handed one. */
bool sheet_takes(const struct store_export_group *g);

void sheet_put(struct table *t, const struct store_export_group *g);

void sheet_html_begin(struct buf *b, struct text name); /* of the department; "": of all */
/* whose: of several departments, each question says of which it is. */
void sheet_html_row(struct buf *b, const struct store_export_group *g, bool whose);
void sheet_html_end(struct buf *b);

#endif /* SHEET_H */
