/* extract_entity.c - see extract_entity.h. */

#include "extract_entity.h"

#include <ctype.h>
#include <string.h>

#include "buf.h"
#include "html.h"

#define ENTITY_MAX_BYTES 12 /* "&thetasym;" and hexadecimal numbers fit */

/* clang-format off */
static const struct {
    const char *name;
    uint32_t c;
} entities[] = {
    { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xA0 },
    { "hellip", 0x2026 }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 },
    { "ldquo", 0x201C }, { "rdquo", 0x201D }, { "bdquo", 0x201E }, { "laquo", 0xAB }, { "raquo", 0xBB },
    { "euro", 0x20AC }, { "pound", 0xA3 }, { "copy", 0xA9 }, { "reg", 0xAE }, { "trade", 0x2122 }, { "deg", 0xB0 },
    { "auml", 0xE4 }, { "ouml", 0xF6 }, { "uuml", 0xFC }, { "Auml", 0xC4 }, { "Ouml", 0xD6 }, { "Uuml", 0xDC },
    { "szlig", 0xDF }, { "eacute", 0xE9 }, { "egrave", 0xE8 }, { "agrave", 0xE0 }, { "aacute", 0xE1 },
    { "ccedil", 0xE7 }, { "ecirc", 0xEA }, { "acirc", 0xE2 }, { "icirc", 0xEE }, { "ocirc", 0xF4 }, { "ucirc", 0xFB },
    { "iacute", 0xED }, { "oacute", 0xF3 }, { "uacute", 0xFA }, { "ntilde", 0xF1 }, { "aring", 0xE5 },
    { "oslash", 0xF8 }, { "aelig", 0xE6 }, { "iexcl", 0xA1 }, { "iquest", 0xBF }, { "times", 0xD7 },
    { "middot", 0xB7 }, { "bull", 0x2022 }, { "sup2", 0xB2 }, { "frac12", 0xBD },
};
/* clang-format on */

/* The character that the name or number between "&" and ";" means; 0 if none. */
static uint32_t
code_of(struct text name)
{
    uint32_t c = 0;
    bool hex = name.n > 1 && (name.p[1] | 0x20) == 'x';

    for (size_t i = 0; i < N_ELEMENTS(entities); i++)
        if (text_is(name, entities[i].name))
            return entities[i].c;
    if (name.n < 2 || name.p[0] != '#')
        return 0;
    for (size_t i = hex ? 2 : 1; i < name.n; i++) {
        int d = tolower((unsigned char)name.p[i]);

        if (hex ? !isxdigit(d) : !isdigit(d))
            return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)(isdigit(d) ? d - '0' : d - 'a' + 10);
        if (c > 0x10FFFF)
            return 0;
    }
    return c;
}

struct text
extract_entity_decode(struct text t, struct arena *a)
{
    struct buf out;
    struct text kept;

    if (text_find_char(t, '&') == TEXT_NPOS)
        return arena_text(a, t);
    buf_init(&out, t.n + 1);
    for (size_t i = 0; i < t.n; i++) {
        size_t end =
            t.p[i] == '&' ? text_find_char(text_sub(t, i, ENTITY_MAX_BYTES), ';') : TEXT_NPOS;
        uint32_t c = end != TEXT_NPOS ? code_of(text_sub(t, i + 1, end - 1)) : 0;

        if (c != 0) {
            buf_add_utf8(&out, c);
            i += end;
        } else {
            buf_add_char(&out, t.p[i]);
        }
    }
    kept = arena_text(a, buf_text(&out));
    buf_release(&out);
    return kept;
}

static bool
is_line(struct text tag)
{
    char name[ENTITY_MAX_BYTES] = "";
    size_t n = 0;
    enum html_tag id;

    if (tag.n > 0 && tag.p[0] == '/')
        tag = text_from(tag, 1);
    while (n < tag.n && n + 1 < sizeof(name) && isalnum((unsigned char)tag.p[n])) {
        name[n] = (char)tolower((unsigned char)tag.p[n]);
        n++;
    }
    id = html_tag_of(name);
    return id == HTML_BR || html_is_block(id);
}

struct text
extract_entity_strip(struct text t, struct arena *a)
{
    struct buf out;
    struct text kept;
    bool tags = true; /* another ">" may come */

    buf_init(&out, t.n + 1);
    for (size_t i = 0; i < t.n; i++) {
        size_t end = tags && t.p[i] == '<' ? text_find_char(text_from(t, i), '>') : TEXT_NPOS;

        tags = tags && (t.p[i] != '<' || end != TEXT_NPOS);
        if (end == TEXT_NPOS || i + 1 >= t.n ||
            !(isalpha((unsigned char)t.p[i + 1]) || t.p[i + 1] == '/' || t.p[i + 1] == '!')) {
            buf_add_char(&out, t.p[i]);
            continue;
        }
        if (is_line(text_sub(t, i + 1, end - 1)) && out.n > 0 && out.p[out.n - 1] != '\n')
            buf_add_char(&out, '\n');
        i += end;
    }
    kept = extract_entity_decode(text_trim(buf_text(&out)), a);
    buf_release(&out);
    return kept;
}
