/*
 * ods.h - the cells of an OpenDocument spreadsheet (.ods) as texts, by libzip and libxml2's reader.
 *
 * The same texts that xlsx.h gives of the same table: numbers as written but whole ones without
 * ".0", dates as RFC 3339, booleans as TRUE and FALSE, times as they are shown, paragraphs of a
 * cell as lines, formulas as the value they had, errors as #NAME? or Err:508.  Comments, drawings
 * and what lies under a merged cell are left out.
 *
 * What is not done: formulas are not calculated; files that are protected by a password, and text
 * documents or presentations, are refused.
 *
 * Sources: OpenDocument 1.3 part 2, 3 (packages) and 4 (encryption); part 3, 6.1 (white space),
 * 9.1 (tables), 19.385 (office:value-type), 19.675 and 19.681 (repeated columns and rows).
 */
#ifndef ODS_H
#define ODS_H

#include "arena.h"
#include "csv.h"
#include "status.h"

#define ODS_TYPES    "application/vnd.oasis.opendocument."
#define ODS_MAX_LINE 0x1000000 /* LibreOffice's sheets end there at the latest */
/* Rows and cells that are written once and stand for many: what they become, altogether. */
#define ODS_MAX_BYTES ((size_t)192 * 1024 * 1024)

struct ods;

/* As xlsx.h has them. */
enum status ods_open(struct text file, struct arena *a, struct ods **ret, struct err *err);
void ods_close(struct ods *o); /* accepts NULL */
size_t ods_n_sheets(const struct ods *o);
struct text ods_sheet_name(const struct ods *o, size_t sheet);
enum status ods_begin(struct ods *o, size_t sheet, struct err *err);
enum status ods_next(struct ods *o, struct csv_row *ret, int *line, struct err *err);

#endif /* ODS_H */
