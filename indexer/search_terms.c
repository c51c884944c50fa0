/* search_terms.c - what of a text becomes terms; see search.h. */

#include <string.h>
#include <xxhash.h>

#include "search.h"
#include "utf8.h"

#define MAX_FOLDED (TOKEN_MAX_WORD * 4) /* bytes of a folded word that grams are made of */

void
search_terms_init(struct search_terms *t, struct arena *a)
{
    *t = (struct search_terms){ .arena = a };
}

void
search_terms_clear(struct search_terms *t)
{
    t->n = 0;
}

void
search_terms_add(struct search_terms *t, uint64_t id)
{
    t->ids = arena_grow(t->arena, t->ids, t->n, &t->cap, sizeof(*t->ids));
    t->ids[t->n++] = id;
}

uint64_t
search_pair(uint64_t first, uint64_t second)
{
    /* Not symmetric: "from A to B" must not be "from B to A". */
    uint64_t x = first * UINT64_C(0x9E3779B97F4A7C15) ^ (second + (first >> 29));

    x = (x ^ x >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return x ^ x >> 32;
}

/* Does every token of the list fall to the stop lists? */
static bool
all_stop(const struct token_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (!(l->tokens[i].flags & TOKEN_STOP))
            return false;
    return true;
}

void
search_add_words(struct search_terms *t, const struct token_list *l, enum search_words which)
{
    bool all = which == SEARCH_ALL || all_stop(l);

    for (size_t i = 0; i < l->n; i++)
        if (all || !(l->tokens[i].flags & TOKEN_STOP))
            search_terms_add(t, l->tokens[i].id);
}

void
search_add_pairs(struct search_terms *t, const struct token_list *l, size_t max_gap,
                 enum search_words which)
{
    bool all = which == SEARCH_ALL || all_stop(l);

    for (size_t i = 0; i < l->n; i++)
        for (size_t k = i + 1; k < l->n && k - i <= max_gap; k++)
            if (all || !(l->tokens[i].flags & l->tokens[k].flags & TOKEN_STOP))
                search_terms_add(t, search_pair(l->tokens[i].id, l->tokens[k].id));
}

/* The n-grams of one folded word between two spaces. */
static void
add_grams(struct search_terms *t, struct text word, size_t n_chars)
{
    char padded[MAX_FOLDED + 2];
    size_t starts[MAX_FOLDED + 3], n = 0;
    struct text in = { padded, 0 };

    word.n = utf8_cut(word, MAX_FOLDED);
    padded[0] = ' ';
    memcpy(padded + 1, word.p, word.n);
    padded[word.n + 1] = ' ';
    in.n = word.n + 2;
    for (size_t at = 0; at < in.n;) {
        starts[n++] = at;
        (void)utf8_next(in, &at); /* only the step is wanted */
    }
    starts[n] = in.n;
    if (n <= n_chars) {
        search_terms_add(t, XXH3_64bits(in.p, in.n));
        return;
    }
    for (size_t i = 0; i + n_chars <= n; i++)
        search_terms_add(t, XXH3_64bits(in.p + starts[i], starts[i + n_chars] - starts[i]));
}

void
search_add_grams(struct search_terms *t, const struct token_list *l, size_t n_chars,
                 enum search_words which)
{
    bool all = which == SEARCH_ALL || all_stop(l);

    for (size_t i = 0; i < l->n; i++)
        if (all || !(l->tokens[i].flags & TOKEN_STOP))
            add_grams(t, l->tokens[i].folded, n_chars);
}
