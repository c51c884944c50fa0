/*
 * xlsx_parts.h - the parts of a workbook besides its sheets; xlsx.c's own.
 */
#ifndef XLSX_PARTS_H
#define XLSX_PARTS_H

#include "spreadsheet_parts.h"

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

/* Append the text of a <si> or <is> that has just begun, to its end. */
bool xlsx_parts_string(xmlTextReaderPtr r, const char *end, struct buf *out, const char *part,
                       enum status *st, struct err *err);
/* _x000D_ undone, CR dropped. */
struct text xlsx_parts_unescape(struct text t, struct arena *a);

#endif /* XLSX_PARTS_H */
