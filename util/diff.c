/* diff.c - see diff.h. */

#include "diff.h"

#include <stdint.h>

/* The words of a side, each with the white space behind it; the first has that before it, too. */
struct side {
    struct text *words;
    size_t n, cap;
};

static bool
is_space(char c)
{
    return (unsigned char)c <= ' ';
}

static void
cut(struct text t, struct arena *a, struct side *ret)
{
    size_t at = 0;

    while (at < t.n) {
        size_t end = at;

        while (end < t.n && is_space(t.p[end]))
            end++;
        while (end < t.n && !is_space(t.p[end]))
            end++;
        while (end < t.n && is_space(t.p[end]))
            end++;
        ret->words = arena_grow(a, ret->words, ret->n, &ret->cap, sizeof(*ret->words));
        ret->words[ret->n++] = text_sub(t, at, end - at);
        at = end;
    }
}

static bool
same(struct text a, struct text b)
{
    return text_eq(text_trim(a), text_trim(b));
}

struct runs {
    struct diff_run *v;
    size_t n, cap;
    struct arena *arena;
};

/* Neighbours of one kind are one run: they follow each other in their text. */
static void
add(struct runs *r, enum diff_kind kind, const struct text *words, size_t n)
{
    struct text t;

    if (n == 0)
        return;
    t = (struct text){ words[0].p, (size_t)(words[n - 1].p + words[n - 1].n - words[0].p) };
    if (r->n > 0 && r->v[r->n - 1].kind == kind) {
        r->v[r->n - 1].text.n += t.n;
        return;
    }
    r->v = arena_grow(r->arena, r->v, r->n, &r->cap, sizeof(*r->v));
    r->v[r->n++] = (struct diff_run){ kind, t };
}

/*
 * table[i][j]: words that was from i and is from j have in common, at most.  Then one walk
 * from the beginning: what is in both is kept, else the side goes on whose rest has more in
 * common; removed before added.
 */
static void
middle(struct runs *r, const struct text *was, size_t n_was, const struct text *is, size_t n_is)
{
    size_t width = n_is + 1, i, j, from_i = 0, from_j = 0;
    uint16_t *table = arena_alloc(r->arena, (n_was + 1) * width * sizeof(*table));

    for (j = 0; j <= n_is; j++)
        table[n_was * width + j] = 0;
    for (i = n_was; i-- > 0;) {
        table[i * width + n_is] = 0;
        for (j = n_is; j-- > 0;) {
            uint16_t down = table[(i + 1) * width + j], right = table[i * width + j + 1];

            table[i * width + j] = same(was[i], is[j])
                                       ? (uint16_t)(table[(i + 1) * width + j + 1] + 1)
                                       : (down >= right ? down : right);
        }
    }
    for (i = 0, j = 0; i < n_was && j < n_is;) {
        if (same(was[i], is[j])) {
            add(r, DIFF_REMOVED, was + from_i, i - from_i);
            add(r, DIFF_ADDED, is + from_j, j - from_j);
            add(r, DIFF_KEPT, is + j, 1);
            from_i = ++i;
            from_j = ++j;
        } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    add(r, DIFF_REMOVED, was + from_i, n_was - from_i);
    add(r, DIFF_ADDED, is + from_j, n_is - from_j);
}

size_t
diff_words(struct text was, struct text is, struct arena *a, struct diff_run **ret)
{
    struct side x = { .n = 0 }, y = { .n = 0 };
    struct runs r = { .arena = a };
    size_t head = 0, tail = 0, n_x, n_y;

    cut(was, a, &x);
    cut(is, a, &y);
    while (head < x.n && head < y.n && same(x.words[head], y.words[head]))
        head++;
    while (head + tail < x.n && head + tail < y.n &&
           same(x.words[x.n - 1 - tail], y.words[y.n - 1 - tail]))
        tail++;
    n_x = x.n - head - tail;
    n_y = y.n - head - tail;
    add(&r, DIFF_KEPT, y.words, head);
    if (n_x > 0 && n_y > 0 && n_x <= DIFF_MAX_WORDS && n_y <= DIFF_MAX_WORDS) {
        middle(&r, x.words + head, n_x, y.words + head, n_y);
    } else {
        add(&r, DIFF_REMOVED, n_x > 0 ? x.words + head : NULL, n_x);
        add(&r, DIFF_ADDED, n_y > 0 ? y.words + head : NULL, n_y);
    }
    add(&r, DIFF_KEPT, tail > 0 ? y.words + y.n - tail : NULL, tail);
    *ret = r.v;
    return r.n;
}

const char *
diff_kind_name(enum diff_kind kind)
{
    static const char *const names[] = { "kept", "removed", "added" };

    return names[kind];
}
