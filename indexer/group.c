/* group.c - see group.h.  Candidates from the index, likeness and joining by link.c. */

#include "group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "link.h"
#include "mem.h"
#include "search.h"

#define CANDIDATES 20 /* a question's nearest others: holds .93 of its duplicates (R@10) */
/*
 * A likeness as a probability: logistic.  The middle is where, of pairs put together in labelled
 * collections, about three of four were right (November 2026).
 */
#define MIDDLE     .585
#define STEEPNESS  9.0
#define GOOD_WORDS 9.0 /* a clear question has about so many */

struct item {
    struct text text;
    struct token_list tokens; /* in the set's arena */
    uint64_t fingerprint;
    uint32_t pinned;
};

struct group_set {
    struct tokenizer *tokenizer;   /* borrowed */
    struct arena *arena, *scratch; /* owned; the first: texts, tokens, vectors */
    struct idf *idf;
    struct search_index *words, *pairs;
    struct item *items; /* owned */
    size_t n, cap;
};

struct group_set *
group_new(struct tokenizer *tk)
{
    struct group_set *s = mem_zalloc(sizeof(*s));

    s->tokenizer = tk;
    s->arena = arena_new();
    s->scratch = arena_new();
    s->idf = idf_new();
    s->words = search_new(&search_short);
    s->pairs = search_new(&search_short);
    return s;
}

void
group_free(struct group_set *s)
{
    if (s == NULL)
        return;
    search_free(s->words);
    search_free(s->pairs);
    idf_free(s->idf);
    arena_free(s->arena);
    arena_free(s->scratch);
    free(s->items);
    free(s);
}

void
group_stems(const struct token_list *l, struct buf *out)
{
    for (size_t i = 0; i < l->n; i++) {
        if (i > 0)
            buf_add_char(out, ' ');
        buf_add_text(out, l->tokens[i].stem);
    }
}

uint32_t
group_add(struct group_set *s, struct text text, const char *language, uint32_t pinned)
{
    struct arena *scratch = s->scratch;
    struct search_terms terms;
    struct item it = { .pinned = pinned };
    uint64_t hash = 0;

    arena_clear(scratch);
    it.text = arena_text(s->arena, text);
    token_split(s->tokenizer, it.text, language, s->arena, &it.tokens);
    if (it.tokens.n > PAIR_MAX_WORDS)
        it.tokens.n = PAIR_MAX_WORDS;
    for (size_t i = 0; i < it.tokens.n; i++)
        hash = search_pair(hash, it.tokens.tokens[i].id);
    it.fingerprint = hash;
    idf_add(s->idf, &it.tokens, scratch);
    search_terms_init(&terms, scratch);
    search_add_words(&terms, &it.tokens, SEARCH_ALL);
    search_add(s->words, &terms);
    search_terms_clear(&terms);
    search_add_pairs(&terms, &it.tokens, 1, SEARCH_NO_STOP);
    search_add(s->pairs, &terms);
    s->items = mem_grow(s->items, &s->cap, s->n + 1, sizeof(*s->items));
    s->items[s->n] = it;
    return (uint32_t)s->n++;
}

struct same {
    uint64_t fingerprint;
    uint32_t item;
};

static int
by_fingerprint(const void *a, const void *b)
{
    const struct same *x = a, *y = b;

    if (x->fingerprint != y->fingerprint)
        return x->fingerprint < y->fingerprint ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

/* Edges between questions of the same words: each with the one before. */
static void
link_exact(const struct group_set *s, struct linker *l)
{
    struct same *all = mem_zalloc(s->n * sizeof(*all));

    for (size_t i = 0; i < s->n; i++)
        all[i] = (struct same){ s->items[i].fingerprint, (uint32_t)i };
    qsort(all, s->n, sizeof(*all), by_fingerprint);
    for (size_t i = 1; i < s->n; i++)
        if (all[i].fingerprint == all[i - 1].fingerprint)
            link_add(l, (struct link_edge){ all[i - 1].item, all[i].item });
    free(all);
}

static void
link_candidates(const struct group_set *s, struct linker *l)
{
    struct arena *scratch = s->scratch;

    for (size_t i = 0; i < s->n; i++) {
        struct search_hit hits[CANDIDATES + 1];
        struct search_terms t;
        struct search_query q;
        size_t n;

        if (s->items[i].pinned != GROUP_NEW)
            continue;
        arena_clear(scratch);
        search_terms_init(&t, scratch);
        search_query_init(&q, scratch);
        search_add_words(&t, &s->items[i].tokens, SEARCH_NO_STOP);
        search_query_add(&q, s->words, &t, 1);
        search_terms_clear(&t);
        search_add_pairs(&t, &s->items[i].tokens, 1, SEARCH_NO_STOP);
        search_query_add(&q, s->pairs, &t, search_pair_weight(s->words));
        n = search_top(&q, N_ELEMENTS(hits), hits);
        for (size_t k = 0; k < n; k++)
            link_add(l, (struct link_edge){ (uint32_t)i, hits[k].doc });
    }
}

/* A likeness as a probability, and back. */
static double
probability(double likeness)
{
    return 1 / (1 + exp(-STEEPNESS * (likeness - MIDDLE)));
}

static double
likeness_of(double p)
{
    if (p <= 0)
        return 0;
    return p >= 1 ? 1 : MIDDLE + log(p / (1 - p)) / STEEPNESS;
}

/* How clear a wording is, beside how well it stands for its group. */
static double
clearness(const struct item *it)
{
    const struct token_list *l = &it->tokens;
    struct text t = text_trim(it->text);
    double c = 0, off = ((double)l->n - GOOD_WORDS) / GOOD_WORDS;

    if (t.n > 0 && t.p[t.n - 1] == '?')
        c += .05;
    if (l->n > 0 && l->tokens[0].flags & TOKEN_QUESTION_WORD)
        c += .03;
    if (l->n > 0 && l->tokens[0].flags & TOKEN_CAPITAL)
        c += .02;
    return c - .05 * off * off;
}

static void
choose_heads(const struct group_set *s, struct group_member *ret)
{
    double *best = mem_zalloc(s->n * sizeof(*best));

    for (size_t i = 0; i < s->n; i++) {
        uint32_t g = ret[i].group;
        double score = ret[i].p + clearness(&s->items[i]);

        if (g == i || score > best[g]) { /* the first of a group is the group */
            best[g] = score;
            ret[g].head = (uint32_t)i;
        }
    }
    for (size_t i = s->n; i-- > 0;)
        ret[i].head = ret[ret[i].group].head;
    free(best);
}

static enum group_why
why(const struct group_set *s, const struct pair_vector *v, size_t i, size_t head)
{
    if (i == head)
        return GROUP_ALONE;
    if (s->items[i].fingerprint == s->items[head].fingerprint)
        return GROUP_EXACT;
    return pair_side_dot(&v[i], &v[head]) >= GROUP_NEAR ? GROUP_CLOSE : GROUP_INTENT;
}

void
group_run(struct group_set *s, double threshold, struct group_member *ret)
{
    struct pair_vector *v = mem_zalloc(s->n * sizeof(*v));
    uint32_t *labels = mem_zalloc(s->n * sizeof(*labels));
    uint32_t *clusters = mem_zalloc(s->n * sizeof(*clusters));
    struct link_items items = { v, labels, (uint32_t)s->n };
    struct linker *l;

    for (size_t i = 0; i < s->n; i++) {
        v[i] = pair_side_vector(&s->items[i].tokens, s->idf, s->arena);
        labels[i] = s->items[i].pinned;
    }
    l = link_new(&items, (float)likeness_of(threshold));
    link_exact(s, l);
    link_candidates(s, l);
    link_run(l, clusters);
    for (size_t i = 0; i < s->n; i++)
        ret[i] =
            (struct group_member){ clusters[i], clusters[i],
                                   probability((double)link_fit(l, (uint32_t)i)), GROUP_ALONE };
    choose_heads(s, ret);
    for (size_t i = 0; i < s->n; i++)
        ret[i].why = why(s, v, i, ret[i].head);
    link_free(l);
    free(clusters);
    free(labels);
    free(v);
}

const char *
group_why_name(enum group_why w)
{
    static const char *const names[] = { "alone", "exact", "near", "intent" };

    return names[w];
}
