/* byline.c - see byline.h. */

#include "byline.h"

#include "buf.h"

static const struct text editor = { "{editor}", sizeof("{editor}") - 1 };

static struct text
filled(struct text t, struct text mark, struct text with, struct arena *a)
{
    struct text ret;
    struct buf b;
    size_t at;

    if (text_find(t, mark) == TEXT_NPOS)
        return t;
    buf_init(&b, BUF_PAGE);
    while ((at = text_find(t, mark)) != TEXT_NPOS) {
        buf_add_text(&b, text_sub(t, 0, at));
        buf_add_text(&b, with);
        t = text_from(t, at + mark.n);
    }
    buf_add_text(&b, t);
    ret = arena_text(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

/* "{editor}, Physics" before anybody has signed: "Physics". */
static struct text
unsigned_part(struct text byline)
{
    struct text t = text_from(byline, editor.n);

    while (t.n > 0 && (t.p[0] == ',' || t.p[0] == ' '))
        t = text_from(t, 1);
    return t;
}

static size_t
last_line(struct text t)
{
    size_t at = t.n;

    while (at > 0 && t.p[at - 1] != '\n')
        at--;
    return at;
}

struct text
byline_sign(struct text answer, const struct department_config *d, struct text person,
            struct arena *a)
{
    struct text byline, line;
    size_t at;

    if (text_find(answer, editor) != TEXT_NPOS)
        return filled(answer, editor, person, a);
    if (d == NULL || d->byline == NULL || !text_starts(text_of(d->byline), editor))
        return answer;
    byline = filled(text_of(d->byline), TEXT_LIT("{department}"), text_of(d->name), a);
    answer = text_trim(answer);
    at = last_line(answer);
    line = text_trim(text_from(answer, at));
    if (line.n == 0 || !text_eq(line, unsigned_part(byline)))
        return answer;
    return text_of(arena_printf(a, "%.*s%.*s", TEXT_ARG(text_sub(answer, 0, at)),
                                TEXT_ARG(filled(byline, editor, person, a))));
}
