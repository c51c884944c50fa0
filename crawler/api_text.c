/* api_text.c - bodies of API answers as plain text: HTML, Markdown or as they are. */
#include "api_parts.h"

#include <string.h>

#include "buf.h"
#include "extract_entity.h"

#define MAX_BODY ((size_t)1024 * 1024) /* bytes of one post; forums allow 32 to 64 KB */

/* "[words](address)" and "![words](address)" at *at: the words; false: it is none. */
static bool
take_link(struct text t, size_t *at, struct buf *out)
{
    struct text rest = text_from(t, *at + (t.p[*at] == '!'));
    size_t close = rest.n > 0 && rest.p[0] == '[' ? text_find(rest, TEXT_LIT("](")) : TEXT_NPOS;
    size_t end = close != TEXT_NPOS ? text_find_char(text_from(rest, close), ')') : TEXT_NPOS;

    if (end == TEXT_NPOS || text_find_char(text_sub(rest, 0, close), '\n') != TEXT_NPOS)
        return false;
    buf_add_text(out, text_sub(rest, 1, close - 1));
    *at += (t.p[*at] == '!') + close + end + 1;
    return true;
}

/* One line: the marks of emphasis and code go, words stay. */
static void
add_line(struct text t, struct buf *out)
{
    for (size_t i = 0; i < t.n;) {
        char c = t.p[i];
        char next = i + 1 < t.n ? t.p[i + 1] : '\0';

        if ((c == '[' || (c == '!' && next == '[')) && take_link(t, &i, out))
            continue;
        if (c == '\\' && next != '\0' && strchr("\\`*_{}[]()#+-.!>~|", next) != NULL) {
            buf_add_char(out, next);
            i += 2;
            continue;
        }
        if (c != '*' && c != '`' && !(c == '_' && next == '_') && !(c == '~' && next == '~'))
            buf_add_char(out, c);
        i += 1 + ((c == '_' && next == '_') || (c == '~' && next == '~'));
    }
}

/* Quotes repeat what somebody else wrote: they are left out. */
static struct text
of_markdown(struct text t, struct arena *a)
{
    struct text line, ret;
    struct buf out;

    buf_init(&out, MAX_BODY);
    while (text_cut(&t, "\n", &line)) {
        struct text bare = text_trim(line);

        if (text_starts(bare, TEXT_LIT(">")) || text_starts(bare, TEXT_LIT("```")))
            continue;
        while (bare.n > 0 && bare.p[0] == '#')
            bare = text_from(bare, 1);
        add_line(text_trim(bare), &out);
        buf_add_char(&out, '\n');
    }
    ret = extract_entity_decode(text_trim(buf_text(&out)), a);
    ret = arena_text(a, ret);
    buf_release(&out);
    return ret;
}

struct text
api_text_plain(struct text t, enum api_format format, struct arena *a)
{
    t = text_sub(t, 0, MAX_BODY);
    if (format == API_HTML)
        return text_trim(extract_entity_strip(t, a));
    return format == API_MARKDOWN ? of_markdown(t, a) : text_trim(t);
}
