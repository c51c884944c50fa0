/* quoted.c - see quoted.h. */

#include "quoted.h"

#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "quoted_words.h"

#define MAX_LINES      20000 /* of a letter; what follows is somebody's log */
#define HEADING_LINES  3     /* "On ... wrote:" is wrapped to so many at most */
#define HEADING_BYTES  400
#define BLOCK_LINES    5  /* of a header block below From */
#define UNDERLINE      20 /* that many _ and nothing else part letters, too */
#define CLOSING_LINES  8  /* below the closing formula: name, office, street */
#define CLOSING_BYTES  80 /* of each */
#define CLOSING_WORDS  9  /* blanks: more make a sentence */
#define SENTENCE_WORDS 3  /* ... or so many before a full stop */
#define DEVICE_BYTES   80
#define NAME_BYTES     60

struct cutting {
    const struct quoted_in *in;
    struct arena *arena;
    struct text *lines; /* trimmed at their ends */
    bool *drop;
    size_t n; /* what is from here on is cut */
};

static void
split(struct cutting *c)
{
    struct text rest = c->in->body, line;
    size_t cap = 0;

    c->lines = NULL;
    while (c->n < MAX_LINES && text_cut(&rest, "\n", &line)) {
        while (line.n > 0 && isspace((unsigned char)line.p[line.n - 1]))
            line.n--;
        c->lines = arena_grow(c->arena, c->lines, c->n, &cap, sizeof(*c->lines));
        c->lines[c->n++] = line;
    }
    c->drop = arena_alloc(c->arena, c->n + 1);
}

static bool
is_quoted(struct text line)
{
    return text_starts(text_trim(line), TEXT_LIT(">"));
}

/* 12:34, 12.34, 2026: a heading tells when. */
static bool
tells_when(struct text t)
{
    for (size_t i = 0; i + 2 < t.n; i++)
        if (isdigit((unsigned char)t.p[i]) && (t.p[i + 1] == ':' || t.p[i + 1] == '.') &&
            isdigit((unsigned char)t.p[i + 2]))
            return true;
    return text_find_char(t, '@') != TEXT_NPOS;
}

/* The next line that is not empty; c->n: there is none. */
static size_t
next_line(const struct cutting *c, size_t i)
{
    while (i < c->n && text_trim(c->lines[i]).n == 0)
        i++;
    return i;
}

/* Is it a quoted one? */
static bool
quote_follows(const struct cutting *c, size_t i)
{
    size_t next = next_line(c, i);

    return next < c->n && is_quoted(c->lines[next]);
}

/* Of how many lines is the heading of a quote that begins at line i?  0: it is none. */
static size_t
heading_at(const struct cutting *c, size_t i)
{
    struct buf b;
    size_t n = 0;
    bool is = false;

    buf_init(&b, HEADING_BYTES);
    while (!is && n < HEADING_LINES && i + n < c->n && (n == 0 || c->lines[i + n].n > 0) &&
           !is_quoted(c->lines[i + n])) {
        struct text line = text_trim(c->lines[i + n++]), all;
        bool opens, quotes;

        if (!buf_add_text(&b, line) || !buf_add_char(&b, ' '))
            break;
        all = text_trim(buf_text(&b));
        if (!text_ends(all, TEXT_LIT(":")) || !quoted_words_wrote(all))
            continue;
        opens = quoted_words_open(text_before(all, ' '));
        quotes = quote_follows(c, i + n);
        is = (opens && tells_when(all)) || (quotes && n == 1) || (quotes && opens);
    }
    buf_release(&b);
    return is ? n : 0;
}

/* "*From:* Ann" as its name: From. */
static struct text
header_name(struct text line)
{
    size_t colon = text_find_char(line, ':');

    if (colon == TEXT_NPOS)
        return TEXT_NONE;
    line = text_trim(text_sub(line, 0, colon));
    while (line.n > 0 && line.p[0] == '*')
        line = text_from(line, 1);
    return text_trim(line);
}

static bool
is_block(const struct cutting *c, size_t i)
{
    size_t n = 0;

    if (!quoted_words_from(header_name(c->lines[i])))
        return false;
    for (size_t k = i + 1; k < c->n && k <= i + BLOCK_LINES; k++)
        n += quoted_words_header(header_name(c->lines[k]));
    return n >= 2;
}

static bool
is_underline(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] != '_')
            return false;
    return t.n >= UNDERLINE;
}

/* Everything below this line is not the writer's. */
static bool
ends(const struct cutting *c, size_t i)
{
    struct text t = text_trim(c->lines[i]);

    return text_is(t, "--") || is_underline(t) || quoted_words_below(t) || is_block(c, i) ||
           text_is(t, "-----BEGIN PGP SIGNATURE-----");
}

/* OpenPGP's opening mark, its Hash: lines and the empty one. */
static size_t
armor_at(const struct cutting *c, size_t i)
{
    size_t k = i;

    if (!text_is(c->lines[i], "-----BEGIN PGP SIGNED MESSAGE-----"))
        return 0;
    while (k < c->n && c->lines[k].n > 0)
        k++;
    return k - i;
}

static void
mark(struct cutting *c)
{
    for (size_t i = 0; i < c->n; i++) {
        size_t heading = is_quoted(c->lines[i]) ? 0 : heading_at(c, i);
        size_t armor = armor_at(c, i);

        if (heading > 0 && !c->in->out && !quote_follows(c, i + heading)) {
            c->n = i; /* quoted without marks: who answers below would have marked it */
            return;
        }
        if (ends(c, i)) {
            c->n = i;
            return;
        }
        c->drop[i] = is_quoted(c->lines[i]) ||
                     (c->lines[i].n <= DEVICE_BYTES && quoted_words_device(text_trim(c->lines[i])));
        for (size_t k = 0; k < heading + armor; k++)
            c->drop[i + k] = true;
        i += heading + armor > 0 ? heading + armor - 1 : 0;
    }
}

/* Does a line below the formula say something?  Names and offices are short, and no sentences. */
static bool
goes_on(struct text t)
{
    size_t blanks = 0;

    for (size_t i = 0; i < t.n; i++)
        blanks += t.p[i] == ' ';
    return t.n > CLOSING_BYTES || blanks >= CLOSING_WORDS ||
           (blanks >= SENTENCE_WORDS &&
            (text_ends(t, TEXT_LIT(".")) || text_ends(t, TEXT_LIT("!")))) ||
           text_find_char(t, '?') != TEXT_NPOS || text_starts_nocase(t, TEXT_LIT("ps")) ||
           text_starts_nocase(t, TEXT_LIT("p.s"));
}

/* The last closing formula, with what stands below it. */
static void
cut_closing(struct cutting *c)
{
    size_t below = 0;

    for (size_t i = c->n; i-- > 0 && below <= CLOSING_LINES;) {
        struct text t = text_trim(c->lines[i]);

        if (c->drop[i] || t.n == 0)
            continue;
        if (quoted_words_close(t)) {
            c->n = i;
            return;
        }
        if (goes_on(t))
            return;
        below++;
    }
}

/* A short last line that says the writer's name, or a part of it. */
static bool
is_name(const struct cutting *c, struct text line)
{
    struct text word, name = c->in->name;

    if (line.n == 0 || line.n > NAME_BYTES || name.n == 0)
        return false;
    while (text_cut(&line, " ,.", &word))
        if (word.n > 0 && text_find_nocase(name, word) == TEXT_NPOS)
            return false;
    return true;
}

static void
cut_name(struct cutting *c)
{
    while (c->n > 0) {
        struct text t = text_trim(c->lines[c->n - 1]);

        if (!c->drop[c->n - 1] && t.n > 0 && !is_name(c, t))
            return;
        c->n--;
    }
}

struct text
quoted_cut(const struct quoted_in *in, struct arena *a)
{
    struct cutting c = { .in = in, .arena = a };
    struct text ret;
    struct buf b;

    split(&c);
    mark(&c);
    cut_closing(&c);
    cut_name(&c);
    buf_init(&b, in->body.n + 1);
    for (size_t i = 0, empty = 0; i < c.n; i++) {
        empty = c.lines[i].n == 0 ? empty + 1 : 0;
        if (c.drop[i] || empty > 1 || (b.n == 0 && empty > 0))
            continue;
        buf_add_text(&b, c.lines[i]);
        buf_add_char(&b, '\n');
    }
    ret = arena_text(a, text_trim(buf_text(&b)));
    buf_release(&b);
    return ret;
}

struct text
quoted_subject(struct text t)
{
    for (;;) {
        size_t colon = text_find_char(t, ':'), close = text_find_char(t, ']');
        struct text rest = TEXT_NONE;

        t = text_trim(t);
        if (text_starts(t, TEXT_LIT("[")) && close != TEXT_NPOS)
            rest = text_after(t, ']');
        else if (colon != TEXT_NPOS && quoted_words_answer(text_before(t, ':')))
            rest = text_after(t, ':');
        if (text_trim(rest).n == 0)
            return t;
        t = rest;
    }
}
