/* ods_cell.c - see ods_cell.h. */

#include "ods_cell.h"

#include <string.h>

#define MAX_BLANKS 1000 /* of one text:s */
#define DAY_BYTES  10   /* 2026-11-02 */

/* ---- names ---- */

static bool
is_in(xmlTextReaderPtr r, const char *area)
{
    const xmlChar *uri = xmlTextReaderConstNamespaceUri(r);
    struct text t = text_of((const char *)uri);

    return text_starts(t, TEXT_LIT(ODS_NAMES)) &&
           text_is(text_before(text_from(t, sizeof(ODS_NAMES) - 1), ':'), area);
}

struct text
ods_cell_attr(xmlTextReaderPtr r, const char *area, const char *name, struct arena *a)
{
    struct text ret = TEXT_NONE;

    for (int more = xmlTextReaderMoveToFirstAttribute(r); more == 1;
         more = xmlTextReaderMoveToNextAttribute(r))
        if (spreadsheet_parts_named(r, name) && is_in(r, area) &&
            xmlTextReaderConstValue(r) != NULL)
            ret = arena_text(a, text_of((const char *)xmlTextReaderConstValue(r)));
    (void)xmlTextReaderMoveToElement(r); /* back to where it was */
    return ret;
}

/* ---- paragraphs ---- */

/*
 * Line ends and the blanks around them are the file's own layout: one blank, and none at the
 * beginning.  Other blanks stay, though 6.1.2 has one left of several: LibreOffice writes those of
 * a cell of several paragraphs so, and reads them so.
 */
static void
add_words(struct buf *out, struct text t, bool *begins)
{
    static const char blanks[] = " \t\r\n";

    for (size_t i = 0, end; i < t.n; i = end) {
        bool line_end = false;

        for (end = i; end < t.n && memchr(blanks, t.p[end], sizeof(blanks) - 1) != NULL; end++)
            line_end = line_end || t.p[end] == '\n' || t.p[end] == '\r';
        if (end == i) {
            buf_add_char(out, t.p[end++]);
            *begins = false;
        } else if (!line_end) {
            for (; i < end; i++)
                buf_add_char(out, ' ');
        } else if (!*begins) {
            buf_add_char(out, ' ');
        }
    }
}

/* Elements that stand for blanks (6.1.3 to 6.1.5). */
static bool
add_blanks(const struct ods_cell *cell, bool *begins)
{
    int64_t n = 1;

    if (spreadsheet_parts_named(cell->r, "tab")) {
        buf_add_char(cell->text, '\t');
    } else if (spreadsheet_parts_named(cell->r, "line-break")) {
        buf_add_char(cell->text, '\n');
    } else if (spreadsheet_parts_named(cell->r, "s")) {
        if (!text_to_int(ods_cell_attr(cell->r, "text", "c", cell->scratch), &n) || n < 1)
            n = 1;
        for (int64_t i = 0; i < n && i < MAX_BLANKS; i++)
            buf_add_char(cell->text, ' ');
    } else {
        return false;
    }
    *begins = spreadsheet_parts_named(cell->r, "line-break");
    return true;
}

/* What is no text of the paragraph: comments, drawings, notes, how a word is pronounced. */
static bool
is_aside(xmlTextReaderPtr r)
{
    return !is_in(r, "text") || spreadsheet_parts_named(r, "note") ||
           spreadsheet_parts_named(r, "ruby-text");
}

/* The text:p that has just begun, to its end. */
static bool
read_paragraph(const struct ods_cell *cell, enum status *st, struct err *err)
{
    xmlTextReaderPtr r = cell->r;
    int depth = xmlTextReaderDepth(r);
    bool begins = true;

    if (xmlTextReaderIsEmptyElement(r))
        return true;
    while (spreadsheet_parts_next(r, ODS_CONTENT, st, err)) {
        int type = xmlTextReaderNodeType(r);

        if (xmlTextReaderDepth(r) <= depth)
            return true;
        if (spreadsheet_parts_is_text(r))
            add_words(cell->text, text_of((const char *)xmlTextReaderConstValue(r)), &begins);
        else if (type == XML_READER_TYPE_ELEMENT && !add_blanks(cell, &begins) && is_aside(r) &&
                 !spreadsheet_parts_skip(r, ODS_CONTENT, st, err))
            return false;
    }
    return false;
}

/* All paragraphs to the end of the cell, one a line. */
static enum status
read_shown(const struct ods_cell *cell, struct err *err)
{
    xmlTextReaderPtr r = cell->r;
    int depth = xmlTextReaderDepth(r);
    enum status st = ST_OK;
    bool more = false;

    buf_clear(cell->text);
    if (xmlTextReaderIsEmptyElement(r))
        return ST_OK;
    while (spreadsheet_parts_next(r, ODS_CONTENT, &st, err)) {
        if (xmlTextReaderDepth(r) <= depth)
            return ST_OK;
        if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT)
            continue;
        if (!spreadsheet_parts_named(r, "p") || !is_in(r, "text")) {
            if (!spreadsheet_parts_skip(r, ODS_CONTENT, &st, err))
                break;
            continue;
        }
        if (more)
            buf_add_char(cell->text, '\n');
        more = true;
        if (!read_paragraph(cell, &st, err))
            break;
    }
    return st != ST_OK ? st : err_set(err, ST_INVALID, "%s: it is cut off", ODS_CONTENT);
}

/* ---- values ---- */

/* "2026-11-02T12:00:00.5" as RFC 3339, as which Excel's dates are told; midnight is a day. */
static struct text
date_of(struct text t, struct arena *a)
{
    struct text clock = text_from(t, DAY_BYTES + 1);

    if (t.n <= DAY_BYTES || t.p[DAY_BYTES] != 'T')
        return arena_text(a, t);
    clock = text_before(text_before(clock, '.'), 'Z');
    if (text_is(clock, "00:00:00"))
        return arena_text(a, text_sub(t, 0, DAY_BYTES));
    return text_of(arena_printf(a, "%.*sT%.*sZ", DAY_BYTES, t.p, TEXT_ARG(clock)));
}

static struct text
bool_of(struct text t, struct arena *a)
{
    (void)a;
    return text_is(t, "true") ? TEXT_LIT("TRUE") : TEXT_LIT("FALSE");
}

static struct text
string_of(struct text t, struct arena *a)
{
    return arena_text(a, t);
}

/* Where the value stands, by its type (19.385); what is not here is told as it is shown. */
static const struct {
    const char *type, *attr;
    struct text (*tell)(struct text t, struct arena *a);
} values[] = {
    { "float", "value", spreadsheet_parts_number_text },
    { "percentage", "value", spreadsheet_parts_number_text },
    { "currency", "value", spreadsheet_parts_number_text },
    { "date", "date-value", date_of },
    { "boolean", "boolean-value", bool_of },
    { "string", "string-value", string_of },
};

enum status
ods_cell_read(const struct ods_cell *cell, struct text *ret, struct err *err)
{
    struct text type = ods_cell_attr(cell->r, "office", "value-type", cell->scratch);
    struct text value = TEXT_NONE;
    enum status st;
    size_t i = 0;

    while (i < N_ELEMENTS(values) && !text_is(type, values[i].type))
        i++;
    if (i < N_ELEMENTS(values))
        value = ods_cell_attr(cell->r, "office", values[i].attr, cell->scratch);
    st = read_shown(cell, err);
    if (st != ST_OK)
        return st;
    if (cell->text->over || value.n > cell->text->max)
        return ST_LIMIT;
    *ret = value.n > 0 ? values[i].tell(value, cell->arena)
                       : arena_text(cell->arena, buf_text(cell->text));
    return ST_OK;
}
