/* spreadsheet_parts.c - see spreadsheet_parts.h. */

#include "spreadsheet_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS      26
#define MAX_LETTERS  3      /* XFD */
#define MAX_WHOLE    9.0e15 /* whole numbers below it are exact */
#define NUMBER_BYTES 64

/* ---- a part ---- */

enum status
spreadsheet_parts_again(struct buf *b, const char *part, xmlTextReaderPtr *ret, struct err *err)
{
    *ret = xmlReaderForMemory(buf_str(b), (int)b->n, NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                  XML_PARSE_COMPACT);
    return *ret != NULL ? ST_OK : err_set(err, ST_INVALID, "%.100s: no XML", part);
}

enum status
spreadsheet_parts_open(struct zipfile *z, const char *part, struct buf *b, xmlTextReaderPtr *ret,
                       struct err *err)
{
    struct err why = { "" };
    enum status st;

    buf_clear(b);
    st = zipfile_read(z, part, b, &why);
    if (st != ST_OK)
        return err_set(err, st, "%.100s: %.200s", part, why.msg);
    return spreadsheet_parts_again(b, part, ret, err);
}

bool
spreadsheet_parts_next(xmlTextReaderPtr r, const char *part, enum status *st, struct err *err)
{
    int more = xmlTextReaderRead(r);

    if (more == 1 && xmlTextReaderNodeType(r) == XML_READER_TYPE_DOCUMENT_TYPE) {
        *st = err_set(err, ST_INVALID, "%.100s: it has a document type, as no workbook does", part);
        return false;
    }
    if (more < 0)
        *st = err_set(err, ST_INVALID, "%.100s: broken XML in line %d", part,
                      xmlTextReaderGetParserLineNumber(r));
    return more == 1;
}

bool
spreadsheet_parts_skip(xmlTextReaderPtr r, const char *part, enum status *st, struct err *err)
{
    int depth = xmlTextReaderDepth(r);

    if (xmlTextReaderIsEmptyElement(r))
        return true;
    while (spreadsheet_parts_next(r, part, st, err))
        if (xmlTextReaderDepth(r) <= depth)
            return true;
    return false;
}

/* ---- a node ---- */

bool
spreadsheet_parts_named(xmlTextReaderPtr r, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName(r);

    return local != NULL && strcmp((const char *)local, name) == 0;
}

bool
spreadsheet_parts_starts(xmlTextReaderPtr r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT && spreadsheet_parts_named(r, name);
}

bool
spreadsheet_parts_ends(xmlTextReaderPtr r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_END_ELEMENT &&
           spreadsheet_parts_named(r, name);
}

bool
spreadsheet_parts_is_text(xmlTextReaderPtr r)
{
    int type = xmlTextReaderNodeType(r);

    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_WHITESPACE || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

struct text
spreadsheet_parts_attr(xmlTextReaderPtr r, const char *name, struct arena *a)
{
    struct text ret = TEXT_NONE;

    for (int more = xmlTextReaderMoveToFirstAttribute(r); more == 1;
         more = xmlTextReaderMoveToNextAttribute(r))
        if (spreadsheet_parts_named(r, name) && xmlTextReaderConstValue(r) != NULL)
            ret = arena_text(a, text_of((const char *)xmlTextReaderConstValue(r)));
    (void)xmlTextReaderMoveToElement(r); /* back to where it was */
    return ret;
}

/* ---- columns and numbers ---- */

const char *
spreadsheet_parts_column(int column, struct arena *a)
{
    char z[MAX_LETTERS + 1] = "";
    int i = MAX_LETTERS;

    for (int n = column + 1; n > 0 && i > 0; n = (n - 1) / LETTERS)
        z[--i] = (char)('A' + (n - 1) % LETTERS);
    return arena_str(a, (struct text){ z + i, (size_t)(MAX_LETTERS - i) });
}

bool
spreadsheet_parts_number(struct text t, double *ret)
{
    char z[NUMBER_BYTES], *end;

    if (t.n == 0 || t.n >= sizeof(z))
        return false;
    snprintf(z, sizeof(z), "%.*s", TEXT_ARG(t));
    *ret = strtod(z, &end);
    return *end == '\0' && isfinite(*ret);
}

struct text
spreadsheet_parts_number_text(struct text t, struct arena *a)
{
    double v;

    if (spreadsheet_parts_number(t, &v) && fabs(v) < MAX_WHOLE && v == floor(v))
        return text_of(arena_printf(a, "%.0f", v));
    return arena_text(a, t);
}
