/* table_text.c - see table.h: cells made safe, and columns aligned for people. */
#include "table_private.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "buf.h"
#include "mem.h"
#include "terminal.h"
#include "utf8.h"

#define DELETE            0x7F
#define GAP               2  /* columns between two columns of a table */
#define NARROWEST         8  /* a column is not cut below that to fit the terminal */
#define READABLE          24 /* nor below that while there is an optional one to leave out */
#define WRAPPED           16 /* nor is one that goes on in the next line narrower */
#define TITLE_BYTES       64
#define ADDRESS_END_OF_10 6 /* how much of a cut address is its end */
#define BOLD              "\033[1m"
#define PLAIN             "\033[0m"

void
table_put(struct table *t, struct text v)
{
    if (v.n > 0)
        fwrite(v.p, 1, v.n, t->out);
}

bool
table_is_words(const struct table_column *c)
{
    return c->type == TABLE_COLUMN_TEXT || c->type == TABLE_COLUMN_JSON;
}

/* Nothing that a terminal, CSV, or a cell of Excel takes for anything but itself. */
static bool
is_harmless(const struct table *t, char c)
{
    return c >= ' ' && c < DELETE && (t->format != TABLE_MD || strchr("\\|[]`<", c) == NULL);
}

/* How much of v, from at on, is harmless: most of what people write. */
static size_t
harmless_run(const struct table *t, struct text v, size_t at)
{
    size_t end = at;

    while (end < v.n && is_harmless(t, v.p[end]))
        end++;
    return end - at;
}

struct text
table_tame(struct table *t, struct text v)
{
    struct buf b;
    struct text out;
    size_t run = harmless_run(t, v, 0);

    if (run == v.n) /* TABLE_TEXT keeps it until the last row */
        return t->format == TABLE_TEXT ? arena_text(t->arena, v) : v;
    buf_init(&b, BUF_PAGE);
    for (size_t at = 0; at < v.n; run = harmless_run(t, v, at)) {
        uint32_t c;

        buf_add(&b, v.p + at, run);
        at += run;
        if (at == v.n)
            break;
        c = utf8_next(v, &at);
        if (c == '\n' || c == '\t' || c == '\r' || c == 0x2028 || c == 0x2029)
            c = t->format == TABLE_CSV || (t->format == TABLE_XLSX && c == '\n') ? c : ' ';
        else if (utf8_drives_terminal(c))
            c = '?';
        if (t->format == TABLE_MD && c < 0x80 && strchr("\\|[]`", (int)c) != NULL)
            buf_add_char(&b, '\\');
        if (t->format == TABLE_MD && c == '<')
            buf_add_str(&b, "&lt;");
        else
            buf_add_utf8(&b, c);
    }
    out = arena_text(t->arena, buf_text(&b));
    buf_release(&b);
    return out;
}

static size_t
width_of(struct text v)
{
    size_t w = 0;

    for (size_t at = 0; at < v.n;) {
        int one = utf8proc_charwidth((utf8proc_int32_t)utf8_next(v, &at));

        w += one > 0 ? (size_t)one : 0;
    }
    return w;
}

/* v cut to max columns, the last of them an ellipsis. */
static struct text
clip(struct text v, size_t max)
{
    size_t w = 0, keep = 0;

    for (size_t at = 0; at < v.n;) {
        int one = utf8proc_charwidth((utf8proc_int32_t)utf8_next(v, &at));

        w += one > 0 ? (size_t)one : 0;
        if (w < max)
            keep = at;
    }
    return w <= max ? v : text_sub(v, 0, keep);
}

/* Where a line of v that starts at from ends, to have width columns at most: at a blank. */
static size_t
line_end(struct text v, size_t from, size_t width)
{
    size_t w = 0, end = from;

    for (size_t at = from; at < v.n;) {
        size_t here = at;
        int one = utf8proc_charwidth((utf8proc_int32_t)utf8_next(v, &at));

        if (v.p[here] == ' ' && here > from)
            end = here;
        w += one > 0 ? (size_t)one : 0;
        if (w > width && end > from)
            return end;
    }
    return v.n; /* it fits, or is one long word */
}

/* v in lines of width columns, all but the first indented; words stay whole. */
static void
put_wrapped(struct table *t, struct text v, size_t indent, size_t width)
{
    for (size_t at = 0; at < v.n;) {
        size_t end = line_end(v, at, width);

        if (at > 0)
            fprintf(t->out, "\n%*s", (int)indent, "");
        table_put(t, text_sub(v, at, end - at));
        for (at = end; at < v.n && v.p[at] == ' ';)
            at++;
    }
}

/* How wide the terminal is; SIZE_MAX: out is none, or stays as it is. */
static size_t
terminal_of(const struct table *t)
{
    return isatty(fileno(t->out)) ? terminal_columns(fileno(t->out)) : SIZE_MAX;
}

static bool
right_aligned(const struct table_column *c)
{
    return c->type == TABLE_COLUMN_INT || c->type == TABLE_COLUMN_REAL;
}

/*
 * Where the end begins that stands behind the ellipsis: an address that is cut
 * keeps more of its end than of its start, which is the same in a whole column.
 */
static size_t
end_shown(struct text v, size_t width)
{
    size_t n = width * ADDRESS_END_OF_10 / 10;

    return text_starts(v, TEXT_LIT("http")) && text_find(v, TEXT_LIT("://")) != TEXT_NPOS &&
                   text_is_ascii(v)
               ? v.n - (n < v.n ? n : v.n)
               : v.n;
}

static void
put_padded(struct table *t, const struct table_column *c, struct text v, size_t width, bool last)
{
    bool cut = width_of(v) > width;
    struct text end = text_from(v, cut ? end_shown(v, width) : v.n);
    struct text shown = clip(v, width - end.n);
    size_t w = width_of(shown) + cut + end.n, pad = width > w ? width - w : 0;

    if (right_aligned(c))
        fprintf(t->out, "%*s", (int)pad, "");
    table_put(t, shown);
    if (cut)
        fputs("…", t->out);
    table_put(t, end);
    if (!right_aligned(c) && !last)
        fprintf(t->out, "%*s", (int)pad, "");
    if (!last)
        fprintf(t->out, "%*s", GAP, "");
}

/* What the columns that are shown take, were those of words cut to most. */
static size_t
taken(const struct table *t, const size_t *width, size_t most)
{
    size_t all = 0;

    for (size_t c = 0; c < t->n_columns; c++) {
        if (width[c] == 0)
            continue;
        all += all > 0 ? GAP : 0;
        all += table_is_words(&t->columns[c]) && width[c] > most ? most : width[c];
    }
    return all;
}

/* Leave out optional columns, the last one first, until the others are readable. */
static void
leave_out(const struct table *t, size_t *width, size_t terminal)
{
    for (size_t c = t->n_columns; c > 0 && taken(t, width, READABLE) > terminal; c--)
        if (t->columns[c - 1].optional)
            width[c - 1] = 0;
}

/* Take from the widest columns that may be cut until all fit into terminal columns. */
static void
fit(const struct table *t, size_t *width, size_t terminal)
{
    while (taken(t, width, SIZE_MAX) > terminal) {
        size_t widest = t->n_columns;

        for (size_t c = 0; c < t->n_columns; c++)
            if (table_is_words(&t->columns[c]) && width[c] > NARROWEST &&
                (widest == t->n_columns || width[c] > width[widest]))
                widest = c;
        if (widest == t->n_columns)
            return;
        width[widest]--;
    }
}

/* How wide each column is, 0 if it is not shown; the last that is shown. */
static size_t
measure(const struct table *t, size_t *width)
{
    size_t last = 0;
    bool terminal = !t->whole && isatty(fileno(t->out));

    for (size_t c = 0; c < t->n_columns; c++) {
        const struct table_column *column = &t->columns[c];

        if (column->detail)
            continue;
        width[c] = strlen(column->name);
        for (size_t r = 0; r < t->n_rows; r++) {
            size_t w = width_of(t->rows[r * t->n_columns + c]);

            width[c] = w > width[c] ? w : width[c];
        }
        if (terminal && column->max_chars > 0 && width[c] > column->max_chars)
            width[c] = column->max_chars;
    }
    if (terminal) {
        leave_out(t, width, terminal_columns(fileno(t->out)));
        fit(t, width, terminal_columns(fileno(t->out)));
    }
    for (size_t c = 0; c < t->n_columns; c++)
        last = width[c] > 0 ? c : last;
    return last;
}

/* "times_asked" as "TIMES ASKED" */
static const char *
title_of(const struct table_column *c, char out[TITLE_BYTES])
{
    snprintf(out, TITLE_BYTES, "%s", c->name);
    for (char *p = out; *p != '\0'; p++)
        *p = *p == '_' ? ' ' : (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return out;
}

static void
print_titles(struct table *t, const size_t *width, size_t last)
{
    if (t->bold)
        fputs(BOLD, t->out);
    for (size_t c = 0; c < t->n_columns; c++) {
        char name[TITLE_BYTES];

        if (width[c] > 0)
            put_padded(t, &t->columns[c], text_of(title_of(&t->columns[c], name)), width[c],
                       c == last);
    }
    fputs(t->bold ? PLAIN "\n" : "\n", t->out);
}

/* How wide the lines of the last column are that go on in the next one; 0: they do not. */
static size_t
room_for_last(const struct table *t, const size_t *width, size_t last)
{
    size_t before = taken(t, width, SIZE_MAX) - width[last], terminal = terminal_of(t), room;

    if (terminal == SIZE_MAX || terminal <= before || !(t->whole || t->columns[last].wrap))
        return 0;
    room = t->whole ? terminal - before : width[last];
    return room >= WRAPPED ? room : 0;
}

void
table_print_aligned(struct table *t)
{
    size_t *width = mem_zalloc(t->n_columns * sizeof(*width));
    size_t last = measure(t, width), room = room_for_last(t, width, last);
    size_t before = taken(t, width, SIZE_MAX) - width[last];

    print_titles(t, width, last);
    for (size_t r = 0; r < t->n_rows; r++) {
        for (size_t c = 0; c < t->n_columns; c++) {
            struct text v = t->rows[r * t->n_columns + c];

            if (c == last && room > 0)
                put_wrapped(t, v, before, room);
            else if (width[c] > 0)
                put_padded(t, &t->columns[c], v, width[c], c == last);
        }
        fputc('\n', t->out);
    }
    free(width);
}

void
table_print_records(struct table *t)
{
    char name[TITLE_BYTES];
    size_t width = 0, terminal = terminal_of(t), room;

    for (size_t c = 0; c < t->n_columns; c++)
        width = strlen(t->columns[c].name) > width ? strlen(t->columns[c].name) : width;
    room = terminal >= width + GAP + WRAPPED ? terminal - width - GAP : SIZE_MAX;
    for (size_t r = 0; r < t->n_rows; r++) {
        if (r > 0)
            fputc('\n', t->out);
        for (size_t c = 0; c < t->n_columns; c++) {
            fprintf(t->out, "%s%-*s%s  ", t->bold ? BOLD : "", (int)width,
                    title_of(&t->columns[c], name), t->bold ? PLAIN : "");
            put_wrapped(t, t->rows[r * t->n_columns + c], width + GAP, room);
            fputc('\n', t->out);
        }
    }
}
