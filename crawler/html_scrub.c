/*
 * html_scrub.c - take out what libxml2 would wrongly read as markup.
 *
 * A tokenizer of just enough HTML to know where tags, comments and raw text
 * are: HTML standard 13.2.5.  The content of textarea, xmp, iframe, noembed,
 * noframes and style goes, and that of scripts but for JSON, which nobody would
 * read: libxml2 takes as long for it as for text.  In title, "<" becomes "&lt;".
 */

#include "html.h"

#include <string.h>

#include "buf.h"

/* A tag with more attributes or gaps is left out: libxml2 compares each with each. */
#define SCRUB_MAX_ATTRS 2000

enum raw { RAW_DROP, RAW_ESCAPE, RAW_SCRIPT };

static const struct {
    struct text name;
    enum raw what;
} raws[] = {
    { { "textarea", 8 }, RAW_DROP }, { { "xmp", 3 }, RAW_DROP },      { { "iframe", 6 }, RAW_DROP },
    { { "noembed", 7 }, RAW_DROP },  { { "noframes", 8 }, RAW_DROP }, { { "style", 5 }, RAW_DROP },
    { { "title", 5 }, RAW_ESCAPE },  { { "script", 6 }, RAW_SCRIPT },
};

static bool
ends_name(struct text t, size_t at)
{
    return at >= t.n || memchr(" \t\n\r\f/>", t.p[at], sizeof(" \t\n\r\f/>") - 1) != NULL;
}

/* Past the ">" of a tag that starts at at, quotes respected. */
static size_t
tag_end(struct text t, size_t at, size_t *n_attrs)
{
    char quote = '\0';
    bool value = false; /* quotes count only after "=" */

    for (; at < t.n; at++) {
        char c = t.p[at];

        if (quote != '\0') {
            const char *p = memchr(t.p + at, quote, t.n - at);

            at = p != NULL ? (size_t)(p - t.p) : t.n - 1;
            quote = '\0';
        } else if (c == '>') {
            return at + 1;
        } else if ((c == '"' || c == '\'') && value) {
            quote = c;
            value = false;
        } else if (c == '=') {
            value = true;
            ++*n_attrs;
        } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '/') {
            value = false;
        } else {
            *n_attrs += !value; /* a gap before a name: bare attributes count too */
        }
    }
    return t.n;
}

/* Offset of "</name" from at on; t.n when it never comes. */
static size_t
find_close(struct text t, size_t at, struct text name)
{
    const char *hit;

    while (at < t.n && (hit = memchr(t.p + at, '<', t.n - at)) != NULL) {
        at = (size_t)(hit - t.p);
        if (at + 1 < t.n && t.p[at + 1] == '/' && text_starts_nocase(text_from(t, at + 2), name) &&
            ends_name(t, at + 2 + name.n))
            return at;
        at++;
    }
    return t.n;
}

/* Index in raws of the element that starts at "<"; N_ELEMENTS(raws) if it is none. */
static size_t
raw_at(struct text t, size_t at)
{
    size_t i;

    if (at + 1 >= t.n || strchr("tTxXiInNsS", t.p[at + 1]) == NULL)
        return N_ELEMENTS(raws); /* the first letters of the names: most tags end here */
    for (i = 0; i < N_ELEMENTS(raws); i++)
        if (text_starts_nocase(text_from(t, at + 1), raws[i].name) &&
            ends_name(t, at + 1 + raws[i].name.n))
            break;
    return i;
}

static void
put_escaped(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i] == '<')
            buf_add_str(out, "&lt;");
        else
            buf_add_char(out, t.p[i]);
}

struct scrub {
    struct text t;
    size_t done; /* bytes of t that are in out already */
    struct buf out;
    bool never[N_ELEMENTS(raws)]; /* no end tag of that name comes any more */
};

/* Copy what is due up to end, and leave out what follows it up to resume. */
static void
leave_out(struct scrub *s, size_t end, size_t resume)
{
    buf_add_text(&s->out, text_sub(s->t, s->done, end - s->done));
    s->done = resume;
}

/* Somebody reads what is in the script: its tag speaks of JSON, or hides its words. */
static bool
is_read(struct text tag)
{
    return text_find_nocase(tag, TEXT_LIT("json")) != TEXT_NPOS ||
           text_find(tag, TEXT_LIT("&#")) != TEXT_NPOS;
}

/* A raw-text element whose tag is at .. from: deal with its content; where to go on. */
static size_t
scrub_raw(struct scrub *s, size_t at, size_t from, size_t which)
{
    size_t close = s->never[which] ? s->t.n : find_close(s->t, from, raws[which].name);
    struct text inside = text_sub(s->t, from, close - from);

    s->never[which] = close == s->t.n;
    /* A title that never closes is a mistake of the page's, not its content. */
    if (close == s->t.n && raws[which].what == RAW_ESCAPE)
        return from;
    if (inside.n == 0 ||
        (raws[which].what == RAW_SCRIPT && is_read(text_sub(s->t, at, from - at))) ||
        (raws[which].what == RAW_ESCAPE && text_find_char(inside, '<') == TEXT_NPOS))
        return close;
    leave_out(s, from, close);
    if (raws[which].what == RAW_ESCAPE)
        put_escaped(&s->out, inside);
    return close;
}

/* One "<" at at: a comment, a tag or neither; where to go on. */
static size_t
scrub_one(struct scrub *s, size_t at)
{
    struct text body = s->t;
    size_t which, end, hit, n_attrs = 0;

    if (text_starts(text_from(body, at), TEXT_LIT("<!--"))) {
        hit = text_find(text_from(body, at + 2), TEXT_LIT("-->"));
        return hit == TEXT_NPOS ? body.n : at + 2 + hit;
    }
    which = raw_at(body, at);
    if (which == N_ELEMENTS(raws) &&
        (at + 1 >= body.n || memchr(" <=\n\t0123456789", body.p[at + 1], 15) != NULL))
        return at + 1;
    end = tag_end(body, at + 1, &n_attrs);
    if (n_attrs > SCRUB_MAX_ATTRS) {
        leave_out(s, at, end);
        return end;
    }
    return which == N_ELEMENTS(raws) ? end : scrub_raw(s, at, end, which);
}

struct text
html_scrub(struct text body, struct arena *a)
{
    struct scrub s = { body, 0 };
    struct text kept;
    size_t at = 0;
    const char *p;

    buf_init(&s.out, body.n * sizeof("&lt;"));
    while (at < body.n && (p = memchr(body.p + at, '<', body.n - at)) != NULL)
        at = scrub_one(&s, (size_t)(p - body.p));
    if (s.done == 0)
        return body;
    buf_add_text(&s.out, text_from(body, s.done));
    kept = (struct text){ arena_copy(a, s.out.p, s.out.n), s.out.n };
    buf_release(&s.out);
    return kept;
}
