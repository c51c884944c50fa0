/* markup.c - see markup.h.  Runs that need nothing are copied whole: most text is one. */

#include "markup.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define NONCHARACTER_FE 0xFFFEu
#define NONCHARACTER_FF 0xFFFFu

/* What a character becomes; NULL: itself. */
typedef const char *escape_fn(uint32_t c);

static const char *
escape_nothing(uint32_t c)
{
    (void)c;
    return NULL;
}

static const char *
escape_text(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        return NULL;
    }
}

static const char *
escape_attr(uint32_t c)
{
    switch (c) {
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    default:
        return escape_text(c);
    }
}

/* Of an address: what would end it, or what a person could not tell from its end. */
static const char *
escape_url(uint32_t c)
{
    switch (c) {
    case '"':
        return "%22";
    case '\'':
        return "%27";
    case '<':
        return "%3C";
    case '>':
        return "%3E";
    case '\\':
        return "%5C";
    case '`':
        return "%60";
    case ' ':
        return "%20";
    case '\t':
    case '\n':
        return "";
    default:
        return escape_text(c);
    }
}

static void
write_escaped(struct buf *b, struct text t, escape_fn *escape)
{
    size_t begin = 0; /* of the run that needs nothing */

    for (size_t at = 0; at < t.n;) {
        size_t here = at;
        uint32_t c = utf8_next(t, &at);
        const char *to = c == '\t' || c == '\n' || !utf8_drives_terminal(c) ? escape(c) : "";

        if (c == NONCHARACTER_FE || c == NONCHARACTER_FF)
            c = UTF8_REPLACEMENT;
        if (to == NULL && c != UTF8_REPLACEMENT)
            continue;
        buf_add_text(b, text_sub(t, begin, here - begin));
        if (to != NULL)
            buf_add_str(b, to);
        else
            buf_add_utf8(b, c);
        begin = at;
    }
    buf_add_text(b, text_from(t, begin));
}

void
markup_clean(struct buf *b, struct text t)
{
    write_escaped(b, t, escape_nothing);
}

void
markup_text(struct buf *b, struct text t)
{
    write_escaped(b, t, escape_text);
}

void
markup_attr(struct buf *b, struct text t)
{
    write_escaped(b, t, escape_attr);
}

bool
markup_is_url(struct text t)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:" };

    t = text_trim(t);
    for (size_t i = 0; i < N_ELEMENTS(schemes); i++)
        if (text_starts_nocase(t, text_of(schemes[i])) && t.n > strlen(schemes[i]))
            return true;
    return false;
}

void
markup_url(struct buf *b, struct text t)
{
    if (markup_is_url(t))
        write_escaped(b, text_trim(t), escape_url);
    else
        buf_add_char(b, '#');
}

void
markup_json(struct buf *b, const json_t *o)
{
    char *z = json_dumps(o, JSON_COMPACT | JSON_ENCODE_ANY);
    struct text rest = text_of(z);

    /* Outside of strings JSON has none of these, and inside an escape is always right. */
    while (rest.n > 0) {
        size_t n = 0;

        while (n < rest.n && strchr("<>&\xE2\x7F", rest.p[n]) == NULL)
            n++;
        buf_add_text(b, text_sub(rest, 0, n));
        rest = text_from(rest, n);
        if (rest.n == 0)
            break;
        if (text_starts(rest, TEXT_LIT("\xE2\x80\xA8")) ||
            text_starts(rest, TEXT_LIT("\xE2\x80\xA9"))) {
            buf_add_str(b, rest.p[2] == '\xA8' ? "\\u2028" : "\\u2029");
            rest = text_from(rest, sizeof("\xE2\x80\xA8") - 1);
            continue;
        }
        if (rest.p[0] == '\xE2')
            buf_add_char(b, rest.p[0]);
        else
            buf_addf(b, "\\u%04x", (unsigned)(unsigned char)rest.p[0]);
        rest = text_from(rest, 1);
    }
    free(z);
}
