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
#define MIDDLE      .585
#define STEEPNESS   9.0
#define PREFERRED   100.0 /* more than all that makes a wording clear */
#define FIRST_SLOTS 1024  /* a power of 2 */
#define GOOD_WORDS  9.0   /* a clear question has about so many */

struct item {
    struct text text;
    struct token_list tokens; /* in the set's arena */
    uint64_t fingerprint;
    uint32_t pinned;
    uint32_t wording; /* which of the set's */
    int8_t preferred; /* as the head: 1 or -1; 0: no matter */
};

/* What is the same word for word is looked for and compared once, with its number of copies. */
struct wording {
    uint32_t item; /* the first that has it */
    uint32_t copies;
};

/*
 * Invariant: document number i of both indexes is wording i.  slots: open
 * addressing by fingerprint, a wording's number + 1 or 0, at most half full.
 */
struct group_set {
    struct tokenizer *tokenizer;   /* borrowed */
    struct arena *arena, *scratch; /* owned; the first: texts, tokens, vectors */
    struct idf *idf;
    struct search_index *words, *pairs;
    struct item *items; /* owned */
    size_t n, cap;
    struct wording *wordings; /* owned */
    size_t n_wordings, cap_wordings;
    uint32_t *slots; /* owned */
    size_t n_slots;  /* a power of 2, or 0 */
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
    free(s->wordings);
    free(s->slots);
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

/* The slot of the fingerprint's wording that may take it, or where a new one goes. */
static uint32_t *
find_slot(const struct group_set *s, const struct item *it)
{
    size_t mask = s->n_slots - 1, at = it->fingerprint & mask;

    for (; s->slots[at] != 0; at = (at + 1) & mask) {
        const struct item *first = &s->items[s->wordings[s->slots[at] - 1].item];

        if (first->fingerprint == it->fingerprint && first->tokens.n == it->tokens.n &&
            (it->pinned == GROUP_NEW || it->pinned == first->pinned))
            break;
    }
    return &s->slots[at];
}

static void
grow_slots(struct group_set *s)
{
    free(s->slots);
    s->n_slots = s->n_slots == 0 ? FIRST_SLOTS : 2 * s->n_slots;
    s->slots = mem_zalloc(s->n_slots * sizeof(*s->slots));
    for (uint32_t w = 0; w < s->n_wordings; w++) {
        const struct item *it = &s->items[s->wordings[w].item];
        size_t mask = s->n_slots - 1, at = it->fingerprint & mask;

        if (it->tokens.n == 0)
            continue;
        while (s->slots[at] != 0)
            at = (at + 1) & mask;
        s->slots[at] = w + 1;
    }
}

static void
index_wording(struct group_set *s, const struct item *it)
{
    struct search_terms terms;

    search_terms_init(&terms, s->scratch);
    search_add_words(&terms, &it->tokens, SEARCH_ALL);
    search_add(s->words, &terms);
    search_terms_clear(&terms);
    search_add_pairs(&terms, &it->tokens, 1, SEARCH_NO_STOP);
    search_add(s->pairs, &terms);
}

static uint32_t
add_wording(struct group_set *s, const struct item *it)
{
    s->wordings = mem_grow(s->wordings, &s->cap_wordings, s->n_wordings + 1, sizeof(*s->wordings));
    s->wordings[s->n_wordings] = (struct wording){ .item = (uint32_t)s->n, .copies = 1 };
    index_wording(s, it);
    return (uint32_t)s->n_wordings++;
}

/* The number of the item's wording: one that was there, or a new one.  No words are like no other.
 */
static uint32_t
find_wording(struct group_set *s, const struct item *it)
{
    uint32_t *slot;

    if (it->tokens.n == 0)
        return add_wording(s, it);
    if (2 * (s->n_wordings + 1) > s->n_slots)
        grow_slots(s);
    slot = find_slot(s, it);
    if (*slot == 0)
        *slot = add_wording(s, it) + 1;
    else
        s->wordings[*slot - 1].copies++;
    return *slot - 1;
}

uint32_t
group_add(struct group_set *s, struct text text, const char *language, uint32_t pinned)
{
    struct item it = { .pinned = pinned };
    uint64_t hash = 0;

    arena_clear(s->scratch);
    it.text = arena_text(s->arena, text);
    token_split(s->tokenizer, it.text, language, s->arena, &it.tokens);
    if (it.tokens.n > PAIR_MAX_WORDS)
        it.tokens.n = PAIR_MAX_WORDS;
    for (size_t i = 0; i < it.tokens.n; i++)
        hash = search_pair(hash, it.tokens.tokens[i].id);
    it.fingerprint = hash;
    idf_add(s->idf, &it.tokens, s->scratch);
    it.wording = find_wording(s, &it);
    s->items = mem_grow(s->items, &s->cap, s->n + 1, sizeof(*s->items));
    s->items[s->n] = it;
    return (uint32_t)s->n++;
}

void
group_prefer(struct group_set *s, uint32_t number, bool wanted)
{
    s->items[number].preferred = wanted ? 1 : -1;
}

struct same {
    uint64_t fingerprint;
    uint32_t wording;
};

static int
by_fingerprint(const void *a, const void *b)
{
    const struct same *x = a, *y = b;

    if (x->fingerprint != y->fingerprint)
        return x->fingerprint < y->fingerprint ? -1 : 1;
    return x->wording < y->wording ? -1 : x->wording > y->wording;
}

/* Edges between wordings that are the same but for the group they are pinned to. */
static void
link_exact(const struct group_set *s, struct linker *l)
{
    struct same *all = mem_zalloc(s->n_wordings * sizeof(*all));

    for (size_t i = 0; i < s->n_wordings; i++)
        all[i] = (struct same){ s->items[s->wordings[i].item].fingerprint, (uint32_t)i };
    qsort(all, s->n_wordings, sizeof(*all), by_fingerprint);
    for (size_t i = 1; i < s->n_wordings; i++)
        if (all[i].fingerprint == all[i - 1].fingerprint)
            link_add(l, (struct link_edge){ all[i - 1].wording, all[i].wording });
    free(all);
}

static void
link_candidates(const struct group_set *s, struct linker *l)
{
    struct arena *scratch = s->scratch;

    for (size_t i = 0; i < s->n_wordings; i++) {
        const struct item *it = &s->items[s->wordings[i].item];
        struct search_hit hits[CANDIDATES + 1];
        struct search_terms t;
        struct search_query q;
        size_t n;

        if (it->pinned != GROUP_NEW)
            continue;
        arena_clear(scratch);
        search_terms_init(&t, scratch);
        search_query_init(&q, scratch);
        search_add_words(&t, &it->tokens, SEARCH_NO_STOP);
        search_query_add(&q, s->words, &t, 1);
        search_terms_clear(&t);
        search_add_pairs(&t, &it->tokens, 1, SEARCH_NO_STOP);
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
        double score =
            ret[i].p + clearness(&s->items[i]) + PREFERRED * (double)s->items[i].preferred;

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
    const struct item *x = &s->items[i], *y = &s->items[head];

    if (i == head)
        return GROUP_ALONE;
    if (x->fingerprint == y->fingerprint)
        return GROUP_EXACT;
    return pair_side_dot(&v[x->wording], &v[y->wording]) >= GROUP_NEAR ? GROUP_CLOSE : GROUP_INTENT;
}

/* From wordings back to questions. */
static void
tell(const struct group_set *s, const struct linker *l, const uint32_t *clusters,
     const struct pair_vector *v, struct group_member *ret)
{
    for (size_t i = 0; i < s->n; i++) {
        uint32_t w = s->items[i].wording, first = s->wordings[clusters[w]].item;

        ret[i] =
            (struct group_member){ first, first, probability((double)link_fit(l, w)), GROUP_ALONE };
    }
    choose_heads(s, ret);
    for (size_t i = 0; i < s->n; i++)
        ret[i].why = why(s, v, i, ret[i].head);
}

void
group_run(struct group_set *s, double threshold, struct group_member *ret)
{
    size_t n = s->n_wordings;
    struct pair_vector *v = mem_zalloc(n * sizeof(*v));
    uint32_t *numbers = mem_zalloc(3 * n * sizeof(*numbers)); /* three lists */
    uint32_t *labels = numbers, *copies = labels + n, *clusters = copies + n;
    struct link_items items = { v, labels, copies, (uint32_t)n };
    struct linker *l;

    for (size_t i = 0; i < n; i++) {
        const struct item *it = &s->items[s->wordings[i].item];

        v[i] = pair_side_vector(&it->tokens, s->idf, s->arena);
        labels[i] = it->pinned;
        copies[i] = s->wordings[i].copies;
    }
    l = link_new(&items, (float)likeness_of(threshold));
    link_exact(s, l);
    link_candidates(s, l);
    link_run(l, clusters);
    tell(s, l, clusters, v, ret);
    link_free(l);
    free(numbers);
    free(v);
}

const char *
group_why_name(enum group_why w)
{
    static const char *const names[] = { "alone", "exact", "near", "intent" };

    return names[w];
}
