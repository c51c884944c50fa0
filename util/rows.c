/* rows.c - see rows.h. */

#include "rows.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"
#include "spreadsheet.h"
#include "zipfile.h"

#define HEAD_BYTES ((size_t)4096) /* how a file begins: a declaration, a comment, the first tag */
#define BOM        "\xEF\xBB\xBF"

struct rows {
    struct arena *arena;
    const char *path;
    struct csv csv;
    struct spreadsheet *book; /* owned; NULL: it is CSV */
    struct text sheet;
    struct csv_row header;
    int line;
};

const char *
rows_place(const struct rows *r, int line, int column)
{
    if (r->book == NULL)
        return arena_printf(r->arena, "%s:%d", r->path, line);
    if (column < 0)
        return arena_printf(r->arena, "%s, sheet %.*s, row %d", r->path,
                            TEXT_ARG(text_sub(r->sheet, 0, UTF8_MAX_BYTES * 31)), line);
    return arena_printf(r->arena, "%s, sheet %.*s, %s%d", r->path,
                        TEXT_ARG(text_sub(r->sheet, 0, UTF8_MAX_BYTES * 31)),
                        spreadsheet_column(column, r->arena), line);
}

/* Spreadsheets on older systems save CSV in the system's own encoding. */
static enum status
check_utf8(const char *path, struct text all, struct err *err)
{
    int line = 1;
    struct text rest = all, one;

    if (text_starts(all, TEXT_LIT("\xFF\xFE")) || text_starts(all, TEXT_LIT("\xFE\xFF")))
        return err_set(err, ST_INVALID,
                       "%s: UTF-16: save it as CSV UTF-8, or as .xlsx or "
                       ".ods",
                       path);
    for (; text_cut(&rest, "\n", &one); line++)
        if (!utf8_valid(one))
            return err_set(err, ST_INVALID,
                           "%s:%d: not UTF-8 (Latin-1 or Windows-1252?): save it as CSV UTF-8, or "
                           "as .xlsx or .ods",
                           path, line);
    return ST_OK;
}

static enum status
open_csv(struct rows *r, struct text all, const char *need, struct err *err)
{
    struct err why = { "" };
    enum status st = check_utf8(r->path, all, err);

    if (st != ST_OK)
        return st;
    csv_init(&r->csv, all);
    st = csv_next(&r->csv, r->arena, &r->header, &why);
    if (st == ST_NOTFOUND)
        return err_set(err, ST_INVALID, "%s: it is empty", r->path);
    if (st != ST_OK)
        return err_set(err, st, "%s: %.200s", r->path, why.msg);
    r->line = r->csv.line;
    if (csv_column(&r->header, need) < 0)
        return err_set(err, ST_INVALID, "%s:%d: no column \"%s\"", r->path, r->line, need);
    return ST_OK;
}

/* Does the sheet have the header among its first rows?  ST_NOTFOUND: no. */
static enum status
find_header(struct rows *r, size_t sheet, const char *need, struct err *err)
{
    enum status st = spreadsheet_begin(r->book, sheet, err);

    for (int i = 0; st == ST_OK && i < ROWS_ABOVE; i++) {
        st = spreadsheet_next(r->book, &r->header, &r->line, err);
        if (st == ST_OK && csv_column(&r->header, need) >= 0)
            return ST_OK;
    }
    return st == ST_OK ? ST_NOTFOUND : st;
}

static enum status
open_book(struct rows *r, struct text all, const char *need, struct err *err)
{
    struct err why = { "" };
    enum status st = spreadsheet_open(all, r->arena, &r->book, &why);

    if (st != ST_OK)
        return err_set(err, st, "%s: %.300s", r->path, why.msg);
    for (size_t i = 0; i < spreadsheet_n_sheets(r->book); i++) {
        r->sheet = spreadsheet_sheet_name(r->book, i);
        st = find_header(r, i, need, &why);
        if (st == ST_OK)
            return ST_OK;
        if (st != ST_NOTFOUND)
            return err_set(err, st, "%s, sheet %.*s: %.300s", r->path, TEXT_ARG(r->sheet), why.msg);
    }
    r->sheet = spreadsheet_sheet_name(r->book, 0);
    return err_set(err, ST_INVALID, "%s: no sheet that can be seen has a column \"%s\"", r->path,
                   need);
}

/* What is no table but is taken for one, by how it begins; NULL: none of these. */
static const char *
wrong_kind(struct text all)
{
    static const struct {
        const char *begins, *what;
    } kinds[] = {
        { "\xD0\xCF\x11\xE0",
          "an old .xls, or protected by a password: save it as .xlsx without one" },
        { "<?xml", "XML, no table: save it as .ods, .xlsx or CSV UTF-8" },
        { "<!doctype", "a web page, no table: save it as .ods, .xlsx or CSV UTF-8" },
        { "<html", "a web page, no table: save it as .ods, .xlsx or CSV UTF-8" },
        { "%PDF-", "a PDF, no table: save it as .ods, .xlsx or CSV UTF-8" },
        { "\x1F\x8B", "packed by gzip: unpack it, or save it as .ods, .xlsx or CSV UTF-8" },
    };
    struct text head = text_sub(all, 0, HEAD_BYTES);

    if (text_starts(head, TEXT_LIT(BOM)))
        head = text_from(head, sizeof(BOM) - 1);
    head = text_trim(head);
    if (text_starts(head, TEXT_LIT("<?xml")) &&
        text_find(head, TEXT_LIT("<office:document")) != TEXT_NPOS)
        return "a flat OpenDocument file (.fods): save it as .ods";
    for (size_t i = 0; i < N_ELEMENTS(kinds); i++)
        if (text_starts_nocase(head, text_of(kinds[i].begins)))
            return kinds[i].what;
    return NULL;
}

enum status
rows_open(const char *path, struct text all, const char *need, struct arena *a, struct rows **ret,
          struct err *err)
{
    struct rows *r = mem_zalloc(sizeof(*r));
    const char *wrong = wrong_kind(all);
    enum status st;

    r->arena = a;
    r->path = path;
    if (wrong != NULL)
        st = err_set(err, ST_INVALID, "%s: %s", path, wrong);
    else if (zipfile_is(all))
        st = open_book(r, all, need, err);
    else
        st = open_csv(r, all, need, err);
    if (st == ST_OK)
        *ret = r;
    else
        rows_close(r);
    return st;
}

void
rows_close(struct rows *r)
{
    if (r == NULL)
        return;
    spreadsheet_close(r->book);
    free(r);
}

const struct csv_row *
rows_header(const struct rows *r)
{
    return &r->header;
}

int
rows_column(const struct rows *r, const char *name)
{
    return csv_column(&r->header, name);
}

int
rows_line(const struct rows *r)
{
    return r->line;
}

enum status
rows_next(struct rows *r, struct csv_row *ret, struct err *err)
{
    struct err why = { "" };
    enum status st;

    do {
        if (r->book != NULL)
            st = spreadsheet_next(r->book, ret, &r->line, &why);
        else
            st = csv_next(&r->csv, r->arena, ret, &why);
        if (st == ST_OK && r->book == NULL)
            r->line = r->csv.line;
    } while (st == ST_OK && csv_is_empty(ret)); /* emptied ones are saved as separators */
    if (st == ST_OK || st == ST_NOTFOUND)
        return st;
    if (r->book == NULL)
        return err_set(err, st, "%s: %.300s", r->path, why.msg);
    return err_set(err, st, "%s, sheet %.*s: %.300s", r->path, TEXT_ARG(r->sheet), why.msg);
}

bool
rows_is_error(struct text t)
{
    return spreadsheet_is_error(t);
}
