/* spreadsheet.c - see spreadsheet.h. */

#include "spreadsheet.h"

#include <stdlib.h>

#include "mem.h"
#include "ods.h"
#include "spreadsheet_parts.h"
#include "xlsx.h"

#define TYPE_BYTES ((size_t)256) /* of a media type: the longest of OpenDocument's has 58 */

struct spreadsheet {
    struct xlsx *xlsx; /* owned, one of them */
    struct ods *ods;
};

/* OpenDocument says in its first file what it is; ODF 1.3 part 2, 3.3. */
static bool
is_ods(struct text file)
{
    struct zipfile *z = NULL;
    struct buf type;
    bool yes;

    if (zipfile_open(file, &z, NULL) != ST_OK)
        return false; /* the other one will tell */
    buf_init(&type, TYPE_BYTES);
    yes = zipfile_read(z, "mimetype", &type, NULL) == ST_OK &&
          text_starts(buf_text(&type), TEXT_LIT(ODS_TYPES));
    buf_release(&type);
    zipfile_close(z);
    return yes;
}

enum status
spreadsheet_open(struct text file, struct arena *a, struct spreadsheet **ret, struct err *err)
{
    struct spreadsheet w = { NULL, NULL };
    enum status st =
        is_ods(file) ? ods_open(file, a, &w.ods, err) : xlsx_open(file, a, &w.xlsx, err);

    if (st != ST_OK)
        return st;
    *ret = mem_zalloc(sizeof(**ret));
    **ret = w;
    return ST_OK;
}

void
spreadsheet_close(struct spreadsheet *w)
{
    if (w == NULL)
        return;
    xlsx_close(w->xlsx);
    ods_close(w->ods);
    free(w);
}

size_t
spreadsheet_n_sheets(const struct spreadsheet *w)
{
    return w->ods != NULL ? ods_n_sheets(w->ods) : xlsx_n_sheets(w->xlsx);
}

struct text
spreadsheet_sheet_name(const struct spreadsheet *w, size_t sheet)
{
    return w->ods != NULL ? ods_sheet_name(w->ods, sheet) : xlsx_sheet_name(w->xlsx, sheet);
}

enum status
spreadsheet_begin(struct spreadsheet *w, size_t sheet, struct err *err)
{
    return w->ods != NULL ? ods_begin(w->ods, sheet, err) : xlsx_begin(w->xlsx, sheet, err);
}

enum status
spreadsheet_next(struct spreadsheet *w, struct csv_row *ret, int *line, struct err *err)
{
    return w->ods != NULL ? ods_next(w->ods, ret, line, err) : xlsx_next(w->xlsx, ret, line, err);
}

const char *
spreadsheet_column(int column, struct arena *a)
{
    return spreadsheet_parts_column(column, a);
}

bool
spreadsheet_is_error(struct text t)
{
    static const char *const errors[] = { "#N/A",   "#NAME?", "#REF!",   "#VALUE!", "#DIV/0!",
                                          "#NULL!", "#NUM!",  "#SPILL!", "#CALC!" };
    int64_t number = 0;

    for (size_t i = 0; i < N_ELEMENTS(errors); i++)
        if (text_is(t, errors[i]))
            return true;
    return text_starts(t, TEXT_LIT("Err:")) && text_to_int(text_after(t, ':'), &number);
}
