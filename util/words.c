/* words.c - see words.h. */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "words_fold.h"

#define GROWTH 12 /* bytes for one at most: U+FDFA's 3 become 33 */

/* Where one stands: from, to in the text. */
struct range {
    size_t from, to;
};

struct ranges {
    struct range *v; /* owned */
    size_t n, cap;
};

struct words
words_of(const struct text *what, size_t n, struct arena *a)
{
    struct words ret = { arena_alloc(a, (n + 1) * sizeof(*ret.v)), 0 };
    struct buf b;

    for (size_t i = 0; i < n; i++) {
        struct text t;

        buf_init(&b, what[i].n * GROWTH);
        words_fold(what[i], WORDS_RAW, &b);
        t = text_trim(buf_text(&b));
        if (t.n > 0)
            ret.v[ret.n++] = arena_text(a, t);
        buf_release(&b);
    }
    return ret;
}

/* How many readings there are to look at: one of plain ASCII, which most texts are. */
static enum words_reading
readings(struct text t, bool *ascii)
{
    unsigned char any = 0, special = 0;

    for (size_t i = 0; i < t.n; i++) {
        any |= (unsigned char)t.p[i];
        special |= (unsigned char)words_read_special((unsigned char)t.p[i]);
    }
    *ascii = any < 0x80;
    return special ? WORDS_READINGS : WORDS_RAW + 1;
}

/*
 * The readings in which one of the words can be.  Of plain ASCII it is told without folding it: the
 * first word of one of them stands there.
 */
static enum words_reading
worth(struct text t, const struct words *w)
{
    bool ascii;
    enum words_reading n = readings(t, &ascii);

    if (!ascii || n > WORDS_RAW + 1)
        return n;
    for (size_t i = 0; i < w->n; i++)
        if (text_find_nocase(t, text_before(w->v[i], ' ')) != TEXT_NPOS)
            return n;
    return WORDS_RAW;
}

static void
add_range(struct ranges *r, size_t from, size_t to)
{
    r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
    r->v[r->n++] = (struct range){ from, to };
}

/*
 * From places in what words_fold() made to places in the text, both in order.  A letter that was
 * made of several, or into several, is not taken apart: pieces go whole.
 */
static void
unfold(struct text t, enum words_reading how, struct range *v, size_t n)
{
    struct words_fold f = { t, how, 0 };
    char piece[WORDS_PIECE_BYTES];
    size_t done = 0, from = 0; /* bytes made; where the last piece begins */

    for (size_t i = 0; i < n; i++) {
        struct range was = v[i];

        for (; done <= was.from; done += words_fold_next(&f, piece))
            from = f.at;
        v[i].from = from;
        for (; done < was.to; done += words_fold_next(&f, piece))
            from = f.at;
        v[i].to = f.at;
    }
}

/* All places of one reading. */
static void
find_in(struct text t, enum words_reading how, const struct words *w, struct ranges *ret)
{
    struct buf b;

    buf_init(&b, t.n * GROWTH);
    words_fold(t, how, &b);
    for (size_t i = 0; i < w->n; i++) {
        size_t first = ret->n, at = 0, hit;

        while ((hit = text_find(text_from(buf_text(&b), at), w->v[i])) != TEXT_NPOS) {
            add_range(ret, at + hit, at + hit + w->v[i].n);
            at += hit + w->v[i].n;
        }
        if (ret->n > first)
            unfold(t, how, ret->v + first, ret->n - first);
    }
    buf_release(&b);
}

static bool
any_in(struct text t, enum words_reading how, const struct words *w)
{
    bool ret = false;
    struct buf b;

    buf_init(&b, t.n * GROWTH);
    words_fold(t, how, &b);
    for (size_t i = 0; i < w->n && !ret; i++)
        ret = text_find(buf_text(&b), w->v[i]) != TEXT_NPOS;
    buf_release(&b);
    return ret;
}

bool
words_any(struct text t, const struct words *w)
{
    enum words_reading n = worth(t, w);

    for (enum words_reading how = WORDS_RAW; how < n; how++)
        if (any_in(t, how, w))
            return true;
    return false;
}

static int
by_place(const void *a, const void *b)
{
    const struct range *x = a, *y = b;

    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->to > y->to) - (x->to < y->to);
}

bool
words_replace(struct text t, const struct words *w, const char *mark, struct buf *out)
{
    struct ranges r = { NULL, 0, 0 };
    enum words_reading n;
    size_t at = 0;

    n = worth(t, w);
    for (enum words_reading how = WORDS_RAW; how < n; how++)
        find_in(t, how, w, &r);
    if (r.n > 1)
        qsort(r.v, r.n, sizeof(*r.v), by_place);
    for (size_t i = 0; i < r.n; i++) {
        if (i == 0 || r.v[i].from >= at) { /* else it goes with the one before */
            buf_add_text(out, text_sub(t, at, r.v[i].from - at));
            buf_add_str(out, mark);
        }
        at = r.v[i].to > at ? r.v[i].to : at;
    }
    buf_add_text(out, text_from(t, at));
    free(r.v);
    return r.n > 0;
}

/* The value that takes the place of a string; NULL: it may stay. */
static json_t *
mend_string(json_t *v, const struct words *w, const char *mark)
{
    struct text t = { json_string_value(v), json_string_length(v) };
    json_t *ret = NULL;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    if (words_replace(t, w, mark, &b))
        ret = json_stringn(buf_str(&b), b.n);
    buf_release(&b);
    return ret;
}

bool
words_replace_json(json_t *v, const struct words *w, const char *mark)
{
    const char *key;
    json_t *member;
    size_t i;
    void *safe;
    bool any = false;

    json_object_foreach_safe(v, safe, key, member)
    {
        json_t *is = json_is_string(member) ? mend_string(member, w, mark) : NULL;

        if (is != NULL)
            json_object_set_new(v, key, is);
        any = is != NULL || words_replace_json(member, w, mark) || any;
    }
    json_array_foreach(v, i, member)
    {
        json_t *is = json_is_string(member) ? mend_string(member, w, mark) : NULL;

        if (is != NULL)
            json_array_set_new(v, i, is);
        any = is != NULL || words_replace_json(member, w, mark) || any;
    }
    return any;
}
