/* around.c - see store_around.h. */

#include "store_around.h"

#include "db.h"

static bool
is_space(char c)
{
    return (unsigned char)c <= ' ';
}

/* The end of t, a block at most (they are parted by empty lines), beginning with a word. */
static struct text
tail(struct text t)
{
    size_t from = t.n > STORE_AROUND_BYTES ? t.n - STORE_AROUND_BYTES : 0;

    while (from > 0 && from < t.n && !is_space(t.p[from]))
        from++;
    t = text_from(t, from);
    for (size_t i = t.n; i > 1; i--)
        if (t.p[i - 1] == '\n' && t.p[i - 2] == '\n')
            return text_from(t, i);
    return t;
}

static struct text
head(struct text t)
{
    size_t n = t.n > STORE_AROUND_BYTES ? STORE_AROUND_BYTES : t.n, end;

    while (n > 0 && n < t.n && !is_space(t.p[n]))
        n--;
    t = text_sub(t, 0, n);
    end = text_find(t, TEXT_LIT("\n\n"));
    return end != TEXT_NPOS ? text_sub(t, 0, end) : t;
}

bool
store_around(struct store *s, int64_t url_id, int64_t start, struct text sentence, struct arena *a,
             struct store_around *ret)
{
    struct db_query *q = db_query(s, "SELECT text FROM page_text WHERE url_id = ?");
    struct text page = TEXT_NONE;
    size_t at = start > 0 ? (size_t)start : 0;

    db_bind_int(q, url_id);
    if (db_row(q))
        page = db_text(q, 0);
    if (at > page.n || !text_starts(text_from(page, at), sentence))
        at = text_find(page, sentence); /* it has moved */
    if (sentence.n > 0 && at != TEXT_NPOS)
        *ret = (struct store_around){ arena_text(a, tail(text_sub(page, 0, at))),
                                      arena_text(a, sentence),
                                      arena_text(a, head(text_from(page, at + sentence.n))) };
    db_done(q);
    return sentence.n > 0 && at != TEXT_NPOS;
}
