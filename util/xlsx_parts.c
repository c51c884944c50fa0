/* xlsx_parts.c - see xlsx_parts.h. */

#include "xlsx_parts.h"

#include <limits.h>
#include <string.h>

#include "xlsx.h"

#define ESCAPE_CHARS 7  /* _xHHHH_ */
#define DATE_FIRST   14 /* built-in formats that are dates: 14 to 22, 45 to 47 (18.8.30) */
#define DATE_LAST    22
#define TIME_FIRST   45
#define TIME_LAST    47
#define MAX_FORMATS  1000

bool
xlsx_parts_string(xmlTextReaderPtr r, const char *end, struct buf *out, const char *part,
                  enum status *st, struct err *err)
{
    bool in_t = false, phonetic = false;

    if (xmlTextReaderIsEmptyElement(r))
        return true;
    while (spreadsheet_parts_next(r, part, st, err)) {
        if (spreadsheet_parts_ends(r, end))
            return true;
        if (spreadsheet_parts_starts(r, "rPh"))
            phonetic = !xmlTextReaderIsEmptyElement(r);
        else if (spreadsheet_parts_ends(r, "rPh"))
            phonetic = false;
        else if (spreadsheet_parts_starts(r, "t") || spreadsheet_parts_starts(r, "v"))
            in_t = !xmlTextReaderIsEmptyElement(r);
        else if (spreadsheet_parts_ends(r, "t") || spreadsheet_parts_ends(r, "v"))
            in_t = false;
        else if (in_t && !phonetic && spreadsheet_parts_is_text(r))
            buf_add_str(out, (const char *)xmlTextReaderConstValue(r)); /* past its cap: cut */
    }
    return false;
}

static int
hex_of(struct text t)
{
    int sum = 0;

    for (size_t i = 0; i < t.n; i++) {
        const char *digits = "0123456789ABCDEF", *at = strchr(digits, t.p[i] & ~0x20);

        if (t.p[i] >= '0' && t.p[i] <= '9')
            at = digits + (t.p[i] - '0');
        if (at == NULL || t.p[i] == '\0')
            return -1;
        sum = sum * 16 + (int)(at - digits);
    }
    return sum;
}

struct text
xlsx_parts_unescape(struct text t, struct arena *a)
{
    struct buf b;

    if (text_find(t, TEXT_LIT("_x")) == TEXT_NPOS && text_find_char(t, '\r') == TEXT_NPOS)
        return arena_text(a, t);
    buf_init(&b, t.n + 1);
    for (size_t i = 0; i < t.n; i++) {
        struct text e = text_sub(t, i, ESCAPE_CHARS);
        int code = -1;

        if (e.n == ESCAPE_CHARS && text_starts(e, TEXT_LIT("_x")) && e.p[ESCAPE_CHARS - 1] == '_')
            code = hex_of(text_sub(e, 2, ESCAPE_CHARS - 3));
        if (code > 0 && code != '\r')
            buf_add_utf8(&b, (uint32_t)code);
        else if (code < 0 && t.p[i] != '\r')
            buf_add_char(&b, t.p[i]);
        i += code >= 0 ? ESCAPE_CHARS - 1 : 0;
    }
    t = arena_text(a, buf_text(&b));
    buf_release(&b);
    return t;
}

/* A part that is read from its beginning to its end: each element that begins goes to take. */
struct part {
    struct zipfile *z;
    struct arena *arena;
    struct xlsx_book *book;
    struct buf *body;
    const char *name;
    xmlTextReaderPtr r;
    void *self;
    enum status st;
    struct err *err;
};

static enum status
read_part(struct part *p, void (*take)(struct part *p))
{
    p->st = spreadsheet_parts_open(p->z, p->name, p->body, &p->r, p->err);
    if (p->st != ST_OK)
        return p->st;
    while (p->st == ST_OK && spreadsheet_parts_next(p->r, p->name, &p->st, p->err))
        if (xmlTextReaderNodeType(p->r) == XML_READER_TYPE_ELEMENT)
            take(p);
    xmlFreeTextReader(p->r);
    return p->st;
}

/* The sheets with the ids of their parts, which the relations name. */
struct listing {
    struct text id[SPREADSHEET_MAX_SHEETS];
    struct xlsx_sheet sheets[SPREADSHEET_MAX_SHEETS];
    size_t n;
};

static void
take_sheet(struct part *p)
{
    struct listing *l = p->self;
    struct text state;

    if (spreadsheet_parts_named(p->r, "workbookPr")) {
        struct text v = spreadsheet_parts_attr(p->r, "date1904", p->arena);

        p->book->from_1904 = text_is(v, "1") || text_is(v, "true");
    }
    if (!spreadsheet_parts_named(p->r, "sheet") || l->n == SPREADSHEET_MAX_SHEETS)
        return;
    state = spreadsheet_parts_attr(p->r, "state", p->arena);
    if (text_is(state, "hidden") || text_is(state, "veryHidden"))
        return;
    l->sheets[l->n].name = spreadsheet_parts_attr(p->r, "name", p->arena);
    l->id[l->n++] = spreadsheet_parts_attr(p->r, "id", p->arena);
}

static void
take_relation(struct part *p)
{
    struct listing *l = p->self;
    struct text id, target;

    if (!spreadsheet_parts_named(p->r, "Relationship"))
        return;
    id = spreadsheet_parts_attr(p->r, "Id", p->arena);
    target = spreadsheet_parts_attr(p->r, "Target", p->arena);
    for (size_t i = 0; i < l->n; i++)
        if (text_eq(l->id[i], id))
            l->sheets[i].part =
                text_starts(target, TEXT_LIT("/"))
                    ? arena_str(p->arena, text_from(target, 1))
                    : arena_printf(p->arena, "xl/%.*s", TEXT_ARG(text_sub(target, 0, BUF_SMALL)));
}

struct strings {
    struct buf one;
    size_t cap;
};

static void
take_string(struct part *p)
{
    struct strings *s = p->self;
    struct xlsx_book *book = p->book;

    if (!spreadsheet_parts_named(p->r, "si"))
        return;
    if (book->n_strings == XLSX_MAX_STRINGS) {
        p->st = err_set(p->err, ST_LIMIT, "more than %d texts", XLSX_MAX_STRINGS);
        return;
    }
    buf_clear(&s->one);
    (void)xlsx_parts_string(p->r, "si", &s->one, p->name, &p->st, p->err); /* in p->st */
    book->strings =
        arena_grow(p->arena, book->strings, book->n_strings, &s->cap, sizeof(*book->strings));
    book->strings[book->n_strings++] = xlsx_parts_unescape(buf_text(&s->one), p->arena);
}

struct styles {
    int64_t dates[MAX_FORMATS]; /* custom formats that show a date */
    size_t n_dates, cap;
    bool in_cells;
};

/* y, m, d or h outside quotes, brackets and escapes. */
static bool
shows_date(struct text code)
{
    char until = '\0';

    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];

        if (until != '\0')
            until = c == until ? '\0' : until;
        else if (c == '"' || c == '[')
            until = c == '"' ? '"' : ']';
        else if (c == '\\' || c == '_' || c == '*')
            i++;
        else if (strchr("ymdhYMDH", c) != NULL)
            return true;
    }
    return false;
}

static bool
is_date_format(const struct styles *s, int64_t id)
{
    for (size_t i = 0; i < s->n_dates; i++)
        if (s->dates[i] == id)
            return true;
    return (id >= DATE_FIRST && id <= DATE_LAST) || (id >= TIME_FIRST && id <= TIME_LAST);
}

static void
take_style(struct part *p)
{
    struct styles *s = p->self;
    struct xlsx_book *book = p->book;
    int64_t id = 0;

    if (spreadsheet_parts_named(p->r, "numFmt") && s->n_dates < MAX_FORMATS &&
        text_to_int(spreadsheet_parts_attr(p->r, "numFmtId", p->arena), &id) &&
        shows_date(spreadsheet_parts_attr(p->r, "formatCode", p->arena)))
        s->dates[s->n_dates++] = id;
    if (spreadsheet_parts_named(p->r, "cellXfs") || spreadsheet_parts_named(p->r, "cellStyleXfs") ||
        spreadsheet_parts_named(p->r, "dxfs"))
        s->in_cells = spreadsheet_parts_named(p->r, "cellXfs");
    if (!spreadsheet_parts_named(p->r, "xf") || !s->in_cells)
        return;
    (void)text_to_int(spreadsheet_parts_attr(p->r, "numFmtId", p->arena),
                      &id); /* 0: a plain number */
    book->is_date =
        arena_grow(p->arena, book->is_date, book->n_styles, &s->cap, sizeof(*book->is_date));
    book->is_date[book->n_styles++] = is_date_format(s, id);
}

static enum status
read_optional(struct part *p, const char *name, void (*take)(struct part *p), void *self)
{
    enum status st;

    p->name = name;
    p->self = self;
    st = read_part(p, take);
    if (st == ST_NOTFOUND)
        st = ST_OK; /* a workbook of inline strings, or without formats */
    return st;
}

static enum status
read_sheets(struct part *p)
{
    struct listing *l = arena_alloc(p->arena, sizeof(*l));
    enum status st;

    p->name = "xl/workbook.xml";
    p->self = l;
    st = read_part(p, take_sheet);
    if (st != ST_OK)
        return st == ST_NOTFOUND ? err_set(p->err, ST_INVALID,
                                           "an archive, but no workbook: save it as .xlsx or .ods")
                                 : st;
    p->name = "xl/_rels/workbook.xml.rels";
    st = read_part(p, take_relation);
    if (st != ST_OK)
        return st == ST_NOTFOUND ? err_set(p->err, ST_INVALID, "a workbook without relations") : st;
    p->book->sheets = l->sheets;
    for (size_t i = 0; i < l->n; i++)
        if (l->sheets[i].part != NULL)
            p->book->sheets[p->book->n_sheets++] = l->sheets[i];
    return ST_OK;
}

enum status
xlsx_parts_read(struct zipfile *z, struct arena *a, struct xlsx_book *ret, struct err *err)
{
    struct buf body;
    struct strings strings = { .cap = 0 };
    struct part p = { .z = z, .arena = a, .book = ret, .body = &body, .err = err };
    enum status st;

    buf_init(&body, SPREADSHEET_PART_BYTES);
    buf_init(&strings.one, SPREADSHEET_CELL_BYTES);
    st = read_sheets(&p);
    if (st == ST_OK)
        st = read_optional(&p, "xl/sharedStrings.xml", take_string, &strings);
    if (st == ST_OK)
        st = read_optional(&p, "xl/styles.xml", take_style, arena_alloc(a, sizeof(struct styles)));
    buf_release(&strings.one);
    buf_release(&body);
    return st;
}
