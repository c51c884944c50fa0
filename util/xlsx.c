/* xlsx.c - see xlsx.h. */

#include "xlsx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"
#include "xlsx_parts.h"

#define LETTERS     26
#define MAX_LETTERS 3     /* XFD */
#define DAYS_1900   25569 /* from Excel's day 0, 1899-12-30, to 1970-01-01 */
#define DAYS_1904   24107
#define MAX_DAY     2958466 /* 9999-12-31 */
#define S_PER_DAY   86400

struct xlsx {
    struct arena *arena;
    struct zipfile *zip;
    struct xlsx_book book;
    struct buf body, cell;
    xmlTextReaderPtr r; /* over the sheet; NULL: none is begun */
    const char *part;
    int line; /* of the row read last */
    size_t n_cells;
};

enum status
xlsx_open(struct text file, struct arena *a, struct xlsx **ret, struct err *err)
{
    struct xlsx *x = mem_zalloc(sizeof(*x));
    enum status st = zipfile_open(file, &x->zip, err);

    x->arena = a;
    buf_init(&x->body, SPREADSHEET_PART_BYTES);
    buf_init(&x->cell, SPREADSHEET_CELL_BYTES);
    if (st == ST_OK)
        st = xlsx_parts_read(x->zip, a, &x->book, err);
    if (st == ST_OK && x->book.n_sheets == 0)
        st = err_set(err, ST_INVALID, "no sheet in it is to be seen");
    if (st == ST_OK)
        *ret = x;
    else
        xlsx_close(x);
    return st;
}

void
xlsx_close(struct xlsx *x)
{
    if (x == NULL)
        return;
    if (x->r != NULL)
        xmlFreeTextReader(x->r);
    zipfile_close(x->zip);
    buf_release(&x->body);
    buf_release(&x->cell);
    free(x);
}

size_t
xlsx_n_sheets(const struct xlsx *x)
{
    return x->book.n_sheets;
}

struct text
xlsx_sheet_name(const struct xlsx *x, size_t sheet)
{
    return x->book.sheets[sheet].name;
}

enum status
xlsx_begin(struct xlsx *x, size_t sheet, struct err *err)
{
    if (x->r != NULL)
        xmlFreeTextReader(x->r);
    x->r = NULL;
    x->part = x->book.sheets[sheet].part;
    x->line = 0;
    x->n_cells = 0;
    return spreadsheet_parts_open(x->zip, x->part, &x->body, &x->r, err);
}

/* The column of "AB12"; -1: it has none. */
static int
column_of(struct text ref)
{
    int n = 0;

    for (size_t i = 0; i < ref.n && i <= MAX_LETTERS && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        n = n * LETTERS + (ref.p[i] - 'A' + 1);
    return n - 1;
}

static struct text
date_of(const struct xlsx *x, double day)
{
    char z[CLOCK_RFC3339_BYTES];
    int64_t at_s = llround((day - (x->book.from_1904 ? DAYS_1904 : DAYS_1900)) * (double)S_PER_DAY);
    struct text t = text_of(clock_rfc3339(at_s, z));

    return arena_text(x->arena, at_s % S_PER_DAY == 0 ? text_before(t, 'T') : t);
}

/* A number as people read it. */
static struct text
number_of(const struct xlsx *x, struct text t, int64_t style)
{
    double v;

    if (style >= 0 && (size_t)style < x->book.n_styles && x->book.is_date[style] &&
        spreadsheet_parts_number(t, &v) && v >= 0 && v < MAX_DAY)
        return date_of(x, v);
    return spreadsheet_parts_number_text(t, x->arena);
}

static struct text
value_of(const struct xlsx *x, struct text type, int64_t style, struct text raw)
{
    int64_t i = 0;

    if (text_is(type, "s"))
        return text_to_int(text_trim(raw), &i) && i >= 0 && (size_t)i < x->book.n_strings
                   ? x->book.strings[i]
                   : TEXT_NONE;
    if (text_is(type, "inlineStr") || text_is(type, "str"))
        return xlsx_parts_unescape(raw, x->arena);
    if (text_is(type, "b"))
        return text_is(text_trim(raw), "1") ? TEXT_LIT("TRUE") : TEXT_LIT("FALSE");
    if (type.n == 0 || text_is(type, "n"))
        return number_of(x, text_trim(raw), style);
    return arena_text(x->arena, raw); /* e: an error; d: a date as ISO 8601 has it */
}

/* One <c>; *at is the column it stands in unless it says so itself. */
static enum status
take_cell(struct xlsx *x, struct arena *scratch, struct csv_row *ret, int *at, struct err *err)
{
    struct text type = spreadsheet_parts_attr(x->r, "t", scratch), v;
    int column = column_of(spreadsheet_parts_attr(x->r, "r", scratch));
    int64_t style = -1;
    enum status st = ST_OK;

    (void)text_to_int(spreadsheet_parts_attr(x->r, "s", scratch), &style); /* most have none */
    if (++x->n_cells > SPREADSHEET_MAX_CELLS)
        return err_set(err, ST_LIMIT, "more than %d cells", SPREADSHEET_MAX_CELLS);
    *at = column >= 0 ? column : *at + 1;
    buf_clear(&x->cell);
    if (!xlsx_parts_string(x->r, "c", &x->cell, x->part, &st, err))
        return st != ST_OK ? st : err_set(err, ST_INVALID, "%.100s: it is cut off", x->part);
    if (x->cell.over)
        return err_set(err, ST_LIMIT, "%s%d: more than %zu bytes",
                       spreadsheet_parts_column(*at, scratch), x->line, SPREADSHEET_CELL_BYTES);
    if (*at >= CSV_MAX_FIELDS || x->cell.n == 0)
        return ST_OK;
    v = value_of(x, type, style, buf_text(&x->cell));
    while (ret->n <= (size_t)*at)
        ret->v[ret->n++] = TEXT_NONE;
    ret->v[*at] = v;
    return ST_OK;
}

static enum status
read_row(struct xlsx *x, struct csv_row *ret, struct err *err)
{
    struct arena *scratch = arena_new();
    enum status st = ST_NOTFOUND;
    int at = -1;
    bool in_row = false;

    while (spreadsheet_parts_next(x->r, x->part, &st, err)) {
        if (spreadsheet_parts_starts(x->r, "row")) {
            int64_t number = 0;

            arena_clear(scratch);
            ret->n = 0;
            at = -1;
            in_row = !xmlTextReaderIsEmptyElement(x->r);
            x->line++;
            if (text_to_int(spreadsheet_parts_attr(x->r, "r", scratch), &number) && number > 0 &&
                number < INT32_MAX)
                x->line = (int)number;
        } else if (in_row && spreadsheet_parts_starts(x->r, "c")) {
            st = take_cell(x, scratch, ret, &at, err);
            if (st != ST_OK)
                break;
            st = ST_NOTFOUND;
        } else if (in_row && spreadsheet_parts_ends(x->r, "row") && !csv_is_empty(ret)) {
            st = ST_OK;
            break;
        }
    }
    arena_free(scratch);
    return st;
}

enum status
xlsx_next(struct xlsx *x, struct csv_row *ret, int *line, struct err *err)
{
    enum status st;

    ret->n = 0;
    st = read_row(x, ret, err);
    *line = x->line;
    return st;
}
