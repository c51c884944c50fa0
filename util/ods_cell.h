/* ods_cell.h - what a cell of an OpenDocument table says; ods.c's own. */
#ifndef ODS_CELL_H
#define ODS_CELL_H

#include "spreadsheet_parts.h"

#define ODS_CONTENT "content.xml"
#define ODS_NAMES   "urn:oasis:names:tc:opendocument:xmlns:" /* all its namespaces begin so */

struct ods_cell {
    xmlTextReaderPtr r;
    struct buf *text;      /* for what is shown; its cap is the cell's */
    struct arena *scratch; /* for attributes */
    struct arena *arena;   /* for the value */
};

/*
 * The value of the cell that has just begun, to its end.  ST_LIMIT: more than the cap; ST_INVALID:
 * broken XML.
 */
enum status ods_cell_read(const struct ods_cell *cell, struct text *ret, struct err *err);

/* An attribute of the namespace ODS_NAMES area ":1.0": others have some of the same names. */
struct text ods_cell_attr(xmlTextReaderPtr r, const char *area, const char *name, struct arena *a);

#endif /* ODS_CELL_H */
