/*
 * spreadsheet_parts.h - what readers of workbooks share: limits, a part of the archive as XML,
 * columns and numbers; xlsx*.c's and ods*.c's own.
 */
#ifndef SPREADSHEET_PARTS_H
#define SPREADSHEET_PARTS_H

#include <libxml/xmlreader.h>

#include "arena.h"
#include "buf.h"
#include "status.h"
#include "text.h"
#include "zipfile.h"

#define SPREADSHEET_PART_BYTES ((size_t)64 * 1024 * 1024) /* of one part, unpacked */
#define SPREADSHEET_CELL_BYTES ((size_t)256 * 1024) /* Excel's own limit is 32,767 characters */
#define SPREADSHEET_MAX_CELLS  5000000              /* looked at in one sheet */
#define SPREADSHEET_MAX_SHEETS 200

/*
 * A reader over a part, which is read into b; entities are never replaced, and a document type
 * ends it.  Next: false at the end, with *st told when the XML is broken.
 */
enum status spreadsheet_parts_open(struct zipfile *z, const char *part, struct buf *b,
                                   xmlTextReaderPtr *ret, struct err *err);
/* The same over one that is in b. */
enum status spreadsheet_parts_again(struct buf *b, const char *part, xmlTextReaderPtr *ret,
                                    struct err *err);
bool spreadsheet_parts_next(xmlTextReaderPtr r, const char *part, enum status *st, struct err *err);
/* To the end of the element that has just begun; false as next. */
bool spreadsheet_parts_skip(xmlTextReaderPtr r, const char *part, enum status *st, struct err *err);

bool spreadsheet_parts_named(xmlTextReaderPtr r, const char *name); /* by its local name */
bool spreadsheet_parts_starts(xmlTextReaderPtr r, const char *name);
bool spreadsheet_parts_ends(xmlTextReaderPtr r, const char *name);
bool spreadsheet_parts_is_text(xmlTextReaderPtr r);
/* An attribute by its local name, in the arena; TEXT_NONE: it has none. */
struct text spreadsheet_parts_attr(xmlTextReaderPtr r, const char *name, struct arena *a);

/* "C" for 2. */
const char *spreadsheet_parts_column(int column, struct arena *a);
/* A number as programs write it; as people read it, in the arena: what is none stays as it is. */
bool spreadsheet_parts_number(struct text t, double *ret);
struct text spreadsheet_parts_number_text(struct text t, struct arena *a);

#endif /* SPREADSHEET_PARTS_H */
