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
put_word(struct lines *l, struct text word, enum lines_style style)
{
    style_on(l, style);
    for (size_t at = 0; at < word.n;) {
        uint32_t c = utf8_next(word, &at);

        buf_add_utf8(l->out, utf8_drives_terminal(c) ? '?' : c);
    }
    style_off(l, style);
    l->at += width_of(word);
    l->fresh = false;
}

static void
new_line(struct lines *l)
{
    buf_add_char(l->out, '\n');
    l->at = 0;
    l->fresh = true;
    pad(l, l->indent);
}

/* Bytes of a list with bars that fit into width, up to a bar; 0: none do. */
static size_t
part_of_list(struct text word, size_t width)
{
    size_t best = 0;

    for (size_t i = 0; i < word.n && i < width; i++)
        if (word.p[i] == '|' && i + 1 < word.n && width_of(text_sub(word, 0, i + 1)) <= width)
            best = i + 1;
    return best;
}

static void
add_word(struct lines *l, struct text word, enum lines_style style)
{
    while (l->at + !l->fresh + width_of(word) > l->columns) {
        size_t room = l->columns > l->at + !l->fresh ? l->columns - l->at - !l->fresh : 0;
        size_t n = part_of_list(word, room);

        if (n == 0 && l->fresh)
            break; /* nothing to be done */
        if (n > 0) {
            buf_add_str(l->out, l->fresh ? "" : " ");
            put_word(l, text_sub(word, 0, n), style);
            word = text_from(word, n);
        }
        new_line(l);
    }
    if (!l->fresh) {
        buf_add_char(l->out, ' ');
        l->at++;
    }
    put_word(l, word, style);
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

/* Where the explanation of "gaps  what no page answers" begins; 0: it is none. */
static size_t
item_column(struct text line)
{
    size_t at = text_find(line, TEXT_LIT("  "));

    if (at == TEXT_NPOS || at == 0 || text_find_char(text_sub(line, 0, at), ' ') != TEXT_NPOS ||
        strchr(".:;?!", line.p[at - 1]) != NULL)
        return 0; /* two blanks after a sentence */
    while (at < line.n && line.p[at] == ' ')
        at++;
    return at;
}

void
lines_fill(struct lines *l, struct text t)
{
    struct text line;
    bool open = false;

    while (text_cut(&t, "\n", &line)) {
        size_t column = item_column(line);
        bool more = open && line.n > 0 && column == 0 && (l->indent == 0 || line.p[0] == ' ');

        if (!more && open)
            lines_end(l);
        if (line.n == 0)
            buf_add_char(l->out, '\n');
        else if (!more) {
            struct buf mark;

            buf_init(&mark, BUF_SMALL);
            buf_add_text(&mark, text_trim(text_sub(line, 0, column)));
            lines_begin(l, column, buf_str(&mark), LINES_PLAIN);
            buf_release(&mark);
            line = text_from(line, column);
        }
        open = line.n > 0;
        lines_add(l, line, LINES_PLAIN);
    }
    if (open)
        lines_end(l);
}
