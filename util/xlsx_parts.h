/*
 * xlsx_parts.h - the parts of a workbook besides its sheets; xlsx.c's own.
 */
#ifndef XLSX_PARTS_H
#define XLSX_PARTS_H

#include <libxml/xmlreader.h>

#include "arena.h"
#include "buf.h"
#include "status.h"
#include "text.h"
#include "zipfile.h"

struct xlsx_sheet {
    struct text name;
    const char *part; /* its path in the archive */
};

struct xlsx_book {
    struct xlsx_sheet *sheets;
    size_t n_sheets;
    struct text *strings; /* shared ones */
    size_t n_strings;
    bool *is_date; /* by cell style */
    size_t n_styles;
    bool from_1904; /* day 0 */
};

/* All parts but the sheets. */
enum status xlsx_parts_read(struct zipfile *z, struct arena *a, struct xlsx_book *ret,
                            struct err *err);

/*
 * A reader over a part, which is read into b; entities are never replaced, and a document type
 * ends it.  Next: false at the end, with *st told when the XML is broken.
 */
enum status xlsx_parts_open(struct zipfile *z, const char *part, struct buf *b,
                            xmlTextReaderPtr *ret, struct err *err);
bool xlsx_parts_next(xmlTextReaderPtr r, const char *part, enum status *st, struct err *err);

bool xlsx_parts_starts(xmlTextReaderPtr r, const char *name);
bool xlsx_parts_ends(xmlTextReaderPtr r, const char *name);
/* An attribute by its local name, in the arena; TEXT_NONE: it has none. */
struct text xlsx_parts_attr(xmlTextReaderPtr r, const char *name, struct arena *a);
/* Append the text of a <si> or <is> that has just begun, to its end. */
bool xlsx_parts_string(xmlTextReaderPtr r, const char *end, struct buf *out, const char *part,
                       enum status *st, struct err *err);
/* _x000D_ undone, CR dropped. */
struct text xlsx_parts_unescape(struct text t, struct arena *a);

#endif /* XLSX_PARTS_H */
