/* lines.c - see lines.h. */

#include "lines.h"

#include <string.h>
#include <utf8proc.h>

#include "utf8.h"

static const char *const codes[] = {
    [LINES_BOLD] = "\x1B[1m",  [LINES_QUIET] = "\x1B[2m", [LINES_GOOD] = "\x1B[32m",
    [LINES_WARN] = "\x1B[33m", [LINES_BAD] = "\x1B[31m",
};

void
lines_init(struct lines *l, struct buf *out, size_t columns, bool color)
{
    *l = (struct lines){ .out = out, .columns = columns, .color = color };
}

static void
style_on(struct lines *l, enum lines_style style)
{
    if (l->color && style != LINES_PLAIN)
        buf_add_str(l->out, codes[style]);
}

static void
style_off(struct lines *l, enum lines_style style)
{
    if (l->color && style != LINES_PLAIN)
        buf_add_str(l->out, "\x1B[0m");
}

static void
pad(struct lines *l, size_t to)
{
    for (; l->at < to; l->at++)
        buf_add_char(l->out, ' ');
}

void
lines_title(struct lines *l, const char *title)
{
    buf_add_char(l->out, '\n');
    style_on(l, LINES_BOLD);
    buf_add_str(l->out, title);
    style_off(l, LINES_BOLD);
    buf_add_char(l->out, '\n');
}

void
lines_begin(struct lines *l, size_t indent, const char *mark, enum lines_style style)
{
    style_on(l, style);
    buf_add_str(l->out, mark);
    style_off(l, style);
    l->at = utf8_count(text_of(mark));
    l->indent = indent;
    l->fresh = true;
    pad(l, indent);
    if (l->at > indent)
        pad(l, l->at + 1); /* a long mark: one blank after it */
}

static size_t
width_of(struct text word)
{
    size_t n = 0;

    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);
        int w = utf8_drives_terminal(c) ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);

        n += w > 0 ? (size_t)w : 0;
    }
    return n;
}

static void
add_word(struct lines *l, struct text word, enum lines_style style)
{
    size_t width = width_of(word);

    if (!l->fresh && l->at + 1 + width > l->columns) {
        buf_add_char(l->out, '\n');
        l->at = 0;
        l->fresh = true;
        pad(l, l->indent);
    }
    if (!l->fresh)
        buf_add_char(l->out, ' ');
    l->at += width + !l->fresh;
    l->fresh = false;
    style_on(l, style);
    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);

        buf_add_utf8(l->out, utf8_drives_terminal(c) ? '?' : c);
    }
    style_off(l, style);
}

void
lines_add(struct lines *l, struct text t, enum lines_style style)
{
    struct text word;

    while (text_cut(&t, " \t\r\n", &word))
        if (word.n > 0)
            add_word(l, word, style);
}

void
lines_addf(struct lines *l, enum lines_style style, const char *fmt, ...)
{
    struct buf b;
    va_list ap;

    buf_init(&b, BUF_PAGE);
    va_start(ap, fmt);
    buf_vaddf(&b, fmt, ap);
    va_end(ap);
    lines_add(l, buf_text(&b), style);
    buf_release(&b);
}

void
lines_end(struct lines *l)
{
    while (l->out->n > 0 && l->out->p[l->out->n - 1] == ' ')
        l->out->n--; /* of an empty paragraph's margin */
    buf_add_char(l->out, '\n');
    l->at = 0;
}

void
lines_block(struct lines *l, size_t indent, struct text t, enum lines_style style)
{
    struct text line;

    while (text_cut(&t, "\n", &line)) {
        lines_begin(l, indent, "", LINES_PLAIN);
        lines_add(l, line, style);
        lines_end(l);
    }
}
