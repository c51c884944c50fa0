/* ods.c - see ods.h. */

#include "ods.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "ods_cell.h"

#define MEDIA_TYPE     ODS_TYPES "spreadsheet" /* "-template" behind it is one, too */
#define MANIFEST       "META-INF/manifest.xml"
#define MANIFEST_BYTES ((size_t)1024 * 1024) /* it names the files; a workbook has a dozen */
#define TABLE_DEPTH    3    /* below document-content, body and spreadsheet: no copy in a history */
#define MAX_HIDDEN     1000 /* styles of sheets that are not shown */
#define MAX_REPEAT     ODS_MAX_LINE

struct sheet {
    struct text name, style;
    size_t table; /* which of all tables, hidden ones counted */
};

struct ods {
    struct arena *arena;
    struct zipfile *zip;
    struct buf body, shown;
    struct sheet sheets[SPREADSHEET_MAX_SHEETS];
    size_t n_sheets;
    xmlTextReaderPtr r; /* over the body; NULL: none is begun */
    size_t n_begun;     /* tables that the reader has come to */
    bool in_table;
    struct csv_row row; /* read last ... */
    int line, left;     /* ... its next line, and how often it is still to come ... */
    bool again;         /* ... not for the first time */
    size_t n_cells, n_bytes;
};

/* ---- what is in it ---- */

struct listing {
    struct ods *o;
    struct arena *scratch;
    struct text style; /* the one of a table that was begun last */
    struct text *hidden;
    size_t n_hidden, n_tables;
};

static void
list_node(struct listing *l)
{
    struct ods *o = l->o;

    if (spreadsheet_parts_starts(o->r, "style")) {
        l->style = ods_cell_attr(o->r, "style", "name", l->scratch);
    } else if (spreadsheet_parts_starts(o->r, "table-properties")) {
        if (l->n_hidden < MAX_HIDDEN &&
            text_is(ods_cell_attr(o->r, "table", "display", l->scratch), "false"))
            l->hidden[l->n_hidden++] = l->style;
    } else if (spreadsheet_parts_starts(o->r, "table") && xmlTextReaderDepth(o->r) == TABLE_DEPTH) {
        if (o->n_sheets < SPREADSHEET_MAX_SHEETS)
            o->sheets[o->n_sheets++] =
                (struct sheet){ ods_cell_attr(o->r, "table", "name", o->arena),
                                ods_cell_attr(o->r, "table", "style-name", l->scratch),
                                l->n_tables };
        l->n_tables++;
    }
}

static bool
is_hidden(const struct listing *l, struct text style)
{
    for (size_t i = 0; i < l->n_hidden; i++)
        if (text_eq(l->hidden[i], style))
            return true;
    return false;
}

static enum status
list_sheets(struct ods *o, struct err *err)
{
    struct listing l = { .o = o, .scratch = arena_new() };
    enum status st = spreadsheet_parts_open(o->zip, ODS_CONTENT, &o->body, &o->r, err);
    size_t n = 0;

    l.hidden = arena_alloc(l.scratch, MAX_HIDDEN * sizeof(*l.hidden));
    while (st == ST_OK && spreadsheet_parts_next(o->r, ODS_CONTENT, &st, err))
        list_node(&l);
    for (size_t i = 0; i < o->n_sheets; i++)
        if (!is_hidden(&l, o->sheets[i].style))
            o->sheets[n++] = o->sheets[i];
    o->n_sheets = n;
    arena_free(l.scratch);
    if (o->r != NULL)
        xmlFreeTextReader(o->r);
    o->r = NULL;
    if (st == ST_OK && n == 0)
        return err_set(err, ST_INVALID, "no sheet in it is to be seen");
    return st;
}

/* Is it a spreadsheet that anybody may read? */
static enum status
check_kind(struct ods *o, struct err *err)
{
    struct buf *b = &o->body;

    if (zipfile_read(o->zip, "mimetype", b, err) != ST_OK ||
        !text_starts(buf_text(b), TEXT_LIT(MEDIA_TYPE)))
        return err_set(err, ST_INVALID,
                       "an OpenDocument file, but no spreadsheet: save the table as .ods or .xlsx");
    buf_release(b);
    buf_init(b, MANIFEST_BYTES);
    if (zipfile_read(o->zip, MANIFEST, b, NULL) == ST_OK &&
        text_find(buf_text(b), TEXT_LIT("encryption-data")) != TEXT_NPOS)
        return err_set(err, ST_INVALID, "protected by a password: save it without one");
    buf_release(b);
    buf_init(b, SPREADSHEET_PART_BYTES);
    return ST_OK;
}

enum status
ods_open(struct text file, struct arena *a, struct ods **ret, struct err *err)
{
    struct ods *o = mem_zalloc(sizeof(*o));
    enum status st = zipfile_open(file, &o->zip, err);

    o->arena = a;
    buf_init(&o->body, BUF_SMALL);
    buf_init(&o->shown, SPREADSHEET_CELL_BYTES);
    if (st == ST_OK)
        st = check_kind(o, err);
    if (st == ST_OK)
        st = list_sheets(o, err);
    if (st == ST_OK)
        *ret = o;
    else
        ods_close(o);
    return st;
}

void
ods_close(struct ods *o)
{
    if (o == NULL)
        return;
    if (o->r != NULL)
        xmlFreeTextReader(o->r);
    zipfile_close(o->zip);
    buf_release(&o->body);
    buf_release(&o->shown);
    free(o);
}

size_t
ods_n_sheets(const struct ods *o)
{
    return o->n_sheets;
}

struct text
ods_sheet_name(const struct ods *o, size_t sheet)
{
    return o->sheets[sheet].name;
}

/* On to the table, from the top where the reader is past its beginning. */
enum status
ods_begin(struct ods *o, size_t sheet, struct err *err)
{
    size_t table = o->sheets[sheet].table;
    enum status st = ST_OK;

    if (o->r != NULL && o->n_begun > table) {
        xmlFreeTextReader(o->r);
        o->r = NULL;
    }
    if (o->r == NULL) {
        o->n_begun = 0;
        st = spreadsheet_parts_again(&o->body, ODS_CONTENT, &o->r, err);
    }
    while (st == ST_OK && o->n_begun <= table &&
           spreadsheet_parts_next(o->r, ODS_CONTENT, &st, err))
        o->n_begun +=
            spreadsheet_parts_starts(o->r, "table") && xmlTextReaderDepth(o->r) == TABLE_DEPTH;
    o->in_table = st == ST_OK && !xmlTextReaderIsEmptyElement(o->r);
    o->line = 1;
    o->left = 0;
    o->n_cells = o->n_bytes = 0;
    return st;
}

/* ---- rows ---- */

/* How many such rows or columns there are: 1 unless it says so; what is absurd is cut. */
static int
repeat_of(const struct ods *o, const char *name, struct arena *scratch)
{
    int64_t n = 1;

    if (!text_to_int(ods_cell_attr(o->r, "table", name, scratch), &n) || n < 1)
        return 1;
    return n < MAX_REPEAT ? (int)n : MAX_REPEAT;
}

/* A cell that has just begun and stands at *at, which goes on behind it. */
static enum status
take_cell(struct ods *o, struct arena *scratch, int *at, struct err *err)
{
    struct ods_cell cell = { o->r, &o->shown, scratch, o->arena };
    int first = *at, end = *at + repeat_of(o, "number-columns-repeated", scratch);
    struct text v = TEXT_NONE;
    enum status st;

    *at = end < MAX_REPEAT ? end : MAX_REPEAT;
    if (++o->n_cells > SPREADSHEET_MAX_CELLS)
        return err_set(err, ST_LIMIT, "more than %d cells", SPREADSHEET_MAX_CELLS);
    st = ods_cell_read(&cell, &v, err);
    if (st == ST_LIMIT)
        return err_set(err, st, "%s%d: more than %zu bytes",
                       spreadsheet_parts_column(first, scratch), o->line, SPREADSHEET_CELL_BYTES);
    if (st != ST_OK || v.n == 0)
        return st;
    for (int i = first; i < end && i < CSV_MAX_FIELDS; i++) {
        while (o->row.n <= (size_t)i)
            o->row.v[o->row.n++] = TEXT_NONE;
        o->row.v[i] = v;
    }
    return ST_OK;
}

/* The row that has just begun, to its end. */
static enum status
take_row(struct ods *o, struct arena *scratch, struct err *err)
{
    int depth = xmlTextReaderDepth(o->r), at = 0;
    enum status st = ST_OK;

    o->row.n = 0;
    if (xmlTextReaderIsEmptyElement(o->r))
        return ST_OK;
    while (spreadsheet_parts_next(o->r, ODS_CONTENT, &st, err)) {
        if (xmlTextReaderDepth(o->r) <= depth)
            return ST_OK;
        if (spreadsheet_parts_starts(o->r, "table-cell")) {
            st = take_cell(o, scratch, &at, err);
            if (st != ST_OK)
                return st;
        } else if (xmlTextReaderNodeType(o->r) == XML_READER_TYPE_ELEMENT) {
            if (spreadsheet_parts_named(o->r, "covered-table-cell")) /* a merged one lies over it */
                at += repeat_of(o, "number-columns-repeated", scratch);
            at = at < MAX_REPEAT ? at : MAX_REPEAT;
            if (!spreadsheet_parts_skip(o->r, ODS_CONTENT, &st, err))
                break;
        }
    }
    return st != ST_OK ? st : err_set(err, ST_INVALID, "%s: it is cut off", ODS_CONTENT);
}

static int
line_after(int line, int repeat)
{
    return repeat < ODS_MAX_LINE - line ? line + repeat : ODS_MAX_LINE;
}

/* Read on to a row with something in it. */
static enum status
read_row(struct ods *o, struct arena *scratch, struct err *err)
{
    enum status st = ST_NOTFOUND;

    while (o->in_table && spreadsheet_parts_next(o->r, ODS_CONTENT, &st, err)) {
        int repeat;

        if (xmlTextReaderDepth(o->r) <= TABLE_DEPTH) {
            o->in_table = false;
            break;
        }
        if (spreadsheet_parts_starts(o->r, "shapes") &&
            !spreadsheet_parts_skip(o->r, ODS_CONTENT, &st, err))
            break;
        if (!spreadsheet_parts_starts(o->r, "table-row"))
            continue;
        arena_clear(scratch);
        repeat = repeat_of(o, "number-rows-repeated", scratch);
        st = take_row(o, scratch, err);
        if (st != ST_OK)
            return st;
        if (!csv_is_empty(&o->row)) {
            o->left = repeat;
            o->again = false;
            return ST_OK;
        }
        o->line = line_after(o->line, repeat);
        st = ST_NOTFOUND;
    }
    return st;
}

/* One row may be written once for a million: count what it becomes. */
static enum status
count_row(struct ods *o, struct err *err)
{
    if (o->again)
        o->n_cells += o->row.n;
    o->again = true;
    for (size_t i = 0; i < o->row.n; i++)
        o->n_bytes += o->row.v[i].n;
    if (o->n_cells > SPREADSHEET_MAX_CELLS)
        return err_set(err, ST_LIMIT, "more than %d cells", SPREADSHEET_MAX_CELLS);
    if (o->n_bytes > ODS_MAX_BYTES)
        return err_set(err, ST_LIMIT, "row %d: with the rows that repeat, more than %zu bytes",
                       o->line, ODS_MAX_BYTES);
    return ST_OK;
}

enum status
ods_next(struct ods *o, struct csv_row *ret, int *line, struct err *err)
{
    struct arena *scratch;
    enum status st = ST_OK;

    ret->n = 0;
    if (o->left == 0) {
        scratch = arena_new();
        st = read_row(o, scratch, err);
        arena_free(scratch);
    }
    *line = o->line;
    if (st == ST_OK)
        st = count_row(o, err);
    if (st != ST_OK)
        return st;
    ret->n = o->row.n;
    memcpy(ret->v, o->row.v, o->row.n * sizeof(*ret->v));
    o->left--;
    o->line = line_after(o->line, 1);
    return ST_OK;
}
