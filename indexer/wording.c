#include "wording.h"

#include <string.h>

#include "buf.h"
#include "utf8.h"

#define FEW_WORDS  2             /* fewer words than this that are no small ones say too little */
#define BODY_BYTES ((size_t)200) /* of the body that then stand beside */
#define ELLIPSIS   "\xE2\x80\xA6"

/* What forums put before and behind a title; compared without case. */
static const char *const heads[] = { "re:", "fwd:", "fw:", "aw:", "question:", "q:" };
static const char *const tails[] = { "[closed]", "[duplicate]", "[on hold]",
                                     "[solved]", "(solved)",    "[answered]",
                                     "[locked]", "[migrated]",  "[protected]" };

static struct text
strip(struct text t)
{
    for (size_t i = 0; i < N_ELEMENTS(heads); i++)
        if (text_starts_nocase(t, text_of(heads[i])))
            return strip(text_trim(text_from(t, strlen(heads[i]))));
    for (size_t i = 0; i < N_ELEMENTS(tails); i++) {
        size_t n = strlen(tails[i]);

        if (t.n > n && text_eq_nocase(text_from(t, t.n - n), text_of(tails[i])))
            return strip(text_trim(text_sub(t, 0, t.n - n)));
    }
    return t;
}

/* Control characters and runs of blanks become one blank each. */
static struct text
squeeze(struct text t, struct arena *a)
{
    char *p = arena_alloc(a, t.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < t.n; i++) {
        bool blank = (unsigned char)t.p[i] <= ' ' || t.p[i] == 0x7F;

        if (!blank)
            p[n++] = t.p[i];
        else if (n > 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return text_trim((struct text){ p, n });
}

/* The sentence that ends at the first question mark; the beginning if there is none. */
static struct text
first_asking(struct text body)
{
    size_t mark = text_find_char(body, '?'), from;

    if (mark == TEXT_NPOS)
        return body;
    for (from = mark; from > 0; from--)
        if (memchr(".!?\n", body.p[from - 1], 4) != NULL)
            break;
    return text_trim(text_sub(body, from, mark + 1 - from));
}

static struct text
cut(struct text t, struct arena *a)
{
    size_t n = utf8_cut(t, WORDING_MAX_BYTES);

    if (n == t.n)
        return t;
    while (n > WORDING_MAX_BYTES / 2 && t.p[n] != ' ')
        n--;
    n = utf8_cut(t, n);
    return text_of(arena_printf(a, "%.*s" ELLIPSIS, (int)n, t.p));
}

struct text
wording_clean(struct text title, struct text body, struct arena *a)
{
    struct text t = strip(squeeze(title, a));

    if (t.n == 0)
        t = squeeze(first_asking(text_sub(body, 0, BUF_SMALL)), a);
    return cut(t, a);
}

struct text
wording_compared(struct tokenizer *tk, struct text wording, struct text body, const char *language,
                 struct arena *a)
{
    struct token_list l;
    size_t n = 0;

    token_split(tk, wording, language, a, &l);
    for (size_t i = 0; i < l.n; i++)
        n += !(l.tokens[i].flags & TOKEN_STOP);
    if (n >= FEW_WORDS || body.n == 0)
        return wording;
    body.n = utf8_cut(body, BODY_BYTES);
    return text_of(arena_printf(a, "%.*s %.*s", TEXT_ARG(wording), TEXT_ARG(body)));
}
