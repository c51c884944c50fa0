/*
 * group_run.c - see group.h.  Candidates from the index, likeness and joining by link.c.
 *
 * Only what is new is looked for.  Of the groups that are known, a run loads those that a
 * candidate is in which is alike enough: the work follows from how many are new.
 */

#include <math.h>
#include <stdlib.h>

#include "buf.h"
#include "group_private.h"
#include "mem.h"

#define CANDIDATES 20 /* a question's nearest others: holds .93 of its duplicates (R@10) */
/*
 * Postings of one word that propose candidates, the oldest: what more wordings than that share
 * tells little, and with all of them a collection of the same line fifty thousand times
 * takes fifty thousand squared steps.
 */
#define PROPOSALS ((size_t)256)
/*
 * A known group is compared by so many of its wordings, the oldest: a mean over them is as
 * good as one over a thousand, and a new question costs the same whatever it is near.
 */
#define SAMPLE 64
/*
 * A likeness as a probability: logistic.  The middle is where, of pairs put together in labelled
 * collections, about three of four were right (November 2026).
 */
#define MIDDLE     .585
#define STEEPNESS  9.0
#define GOOD_WORDS 9.0   /* a clear question has about so many */
#define PREFERRED  100.0 /* more than all that makes a wording clear */

/* The wordings that are compared: new ones first, in their order; then those of known groups. */
struct run {
    struct group_set *s;
    struct arena *arena; /* vectors */
    float floor;
    uint32_t *wordings, *labels, *copies; /* owned; by place */
    struct pair_vector *vectors;          /* owned; by place */
    size_t n, n_new, cap_wordings, cap_labels, cap_copies, cap_vectors;
    struct link_edge *edges; /* owned; places */
    size_t n_edges, cap_edges;
};

static void
split_tokens(struct run *r, uint32_t wording, struct token_list *ret)
{
    const struct group_item *it = &r->s->items[r->s->wordings[wording].item];

    arena_clear(r->s->scratch);
    token_split(r->s->tokenizer, it->text, it->language, r->s->scratch, ret);
    if (ret->n > PAIR_MAX_WORDS)
        ret->n = PAIR_MAX_WORDS;
}

/* Its place, and its vector there. */
static uint32_t
place_of(struct run *r, uint32_t wording)
{
    struct group_wording *w = &r->s->wordings[wording];
    struct pair_vector v;
    struct token_list l;

    if (w->place != GROUP_NEW)
        return w->place;
    split_tokens(r, wording, &l);
    v = pair_side_vector(&l, r->s->idf, r->s->scratch);
    v.terms = arena_copy(r->arena, v.terms, v.n * sizeof(*v.terms));
    r->wordings = mem_grow(r->wordings, &r->cap_wordings, r->n + 1, sizeof(*r->wordings));
    r->labels = mem_grow(r->labels, &r->cap_labels, r->n + 1, sizeof(*r->labels));
    r->copies = mem_grow(r->copies, &r->cap_copies, r->n + 1, sizeof(*r->copies));
    r->vectors = mem_grow(r->vectors, &r->cap_vectors, r->n + 1, sizeof(*r->vectors));
    r->wordings[r->n] = wording;
    r->labels[r->n] = w->label;
    r->copies[r->n] = w->copies;
    r->vectors[r->n] = v;
    return w->place = (uint32_t)r->n++;
}

/* Up to so many wordings of a known group, and its head's. */
static void
load_label(struct run *r, uint32_t label, size_t sample)
{
    const struct group_label *l = &r->s->labels[label];

    for (uint32_t w = l->first; w != GROUP_NEW && sample > 0; sample--) {
        (void)place_of(r, w); /* that it has one is all */
        w = r->s->wordings[w].next;
    }
    if (l->head != GROUP_NEW)
        (void)place_of(r, r->s->items[l->head].wording);
}

static size_t
find_candidates(struct run *r, uint32_t wording, struct search_hit *hits)
{
    struct group_set *s = r->s;
    struct search_terms t;
    struct search_query q;
    struct token_list l;

    split_tokens(r, wording, &l);
    search_terms_init(&t, s->scratch);
    search_query_init(&q, s->scratch);
    q.proposals = PROPOSALS;
    search_add_words(&t, &l, SEARCH_NO_STOP);
    search_query_add(&q, s->words, &t, 1);
    search_terms_clear(&t);
    search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
    search_query_add(&q, s->pairs, &t, search_pair_weight(s->words));
    return search_top(&q, CANDIDATES + 1, hits);
}

/* Edges from a new wording to those that are alike enough; whole groups of these are loaded. */
static void
link_candidates(struct run *r, uint32_t place)
{
    struct search_hit hits[CANDIDATES + 1];
    size_t n = find_candidates(r, r->wordings[place], hits);

    for (size_t k = 0; k < n; k++) {
        uint32_t other = place_of(r, hits[k].doc);

        if (other == place || pair_side_dot(&r->vectors[place], &r->vectors[other]) < r->floor)
            continue;
        if (r->labels[other] != GROUP_NEW)
            load_label(r, r->labels[other], SAMPLE);
        r->edges = mem_grow(r->edges, &r->cap_edges, r->n_edges + 1, sizeof(*r->edges));
        r->edges[r->n_edges++] = (struct link_edge){ place, other };
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

/* New clusters get labels; what joined a known group gets its. */
static void
put_labels(struct run *r, const uint32_t *clusters)
{
    uint32_t *of = mem_zalloc((r->n + 1) * sizeof(*of)); /* by cluster: label + 1 */

    for (size_t i = 0; i < r->n; i++)
        if (r->labels[i] != GROUP_NEW)
            of[clusters[i]] = r->labels[i] + 1;
    for (size_t i = 0; i < r->n_new; i++) {
        uint32_t *label = &of[clusters[i]];

        if (*label == 0)
            *label = group_open(r->s) + 1;
        group_put(r->s, r->wordings[i], *label - 1);
    }
    free(of);
}

/* ---- heads and reasons ---- */

/* How clear a wording is, beside how well it stands for its group. */
static double
clearness(struct run *r, const struct group_item *it)
{
    struct text t = text_trim(it->text);
    double c = PREFERRED * (double)it->preferred;
    double off = ((double)it->n_tokens - GOOD_WORDS) / GOOD_WORDS;
    struct token_list l;

    arena_clear(r->s->scratch);
    token_split(r->s->tokenizer, text_sub(t, 0, BUF_SMALL), it->language, r->s->scratch, &l);
    if (t.n > 0 && t.p[t.n - 1] == '?')
        c += .05;
    if (l.n > 0 && l.tokens[0].flags & TOKEN_QUESTION_WORD)
        c += .03;
    if (l.n > 0 && l.tokens[0].flags & TOKEN_CAPITAL)
        c += .02;
    return c - .05 * off * off;
}

static double
fit_of(const struct run *r, const struct linker *l, uint32_t wording)
{
    uint32_t place = r->s->wordings[wording].place;

    return place != GROUP_NEW ? probability((double)link_fit(l, place)) : 0;
}

/* Known heads stay; else the clearest, the first of equals. */
static void
offer_head(struct run *r, const struct linker *l, uint32_t number)
{
    const struct group_item *it = &r->s->items[number];
    struct group_label *label = &r->s->labels[r->s->wordings[it->wording].label];
    double score;

    if (label->head != GROUP_NEW && label->chosen_in != r->s->n_runs)
        return;
    score = fit_of(r, l, it->wording) + clearness(r, it);
    if (label->head == GROUP_NEW || score > label->best) {
        label->head = number;
        label->best = score;
        label->chosen_in = r->s->n_runs;
    }
}

static enum group_why
why(const struct run *r, uint32_t number, uint32_t head)
{
    const struct group_item *x = &r->s->items[number], *y = &r->s->items[head];
    uint32_t a = r->s->wordings[x->wording].place, b = r->s->wordings[y->wording].place;

    if (number == head)
        return GROUP_ALONE;
    if (x->fingerprint == y->fingerprint)
        return GROUP_EXACT;
    if (a == GROUP_NEW || b == GROUP_NEW)
        return GROUP_INTENT;
    return pair_side_dot(&r->vectors[a], &r->vectors[b]) >= GROUP_NEAR ? GROUP_CLOSE : GROUP_INTENT;
}

/* What a run says of the questions since the last one; whole: of pinned ones too. */
static void
tell(struct run *r, const struct linker *l, bool whole, struct group_member *ret)
{
    struct group_set *s = r->s;

    for (size_t i = r->n_new; i < r->n && !whole; i++)
        offer_head(r, l, s->wordings[r->wordings[i]].item);
    for (size_t i = s->told; i < s->n; i++)
        if (whole || !s->items[i].pinned)
            offer_head(r, l, (uint32_t)i);
    for (size_t i = s->told; i < s->n; i++) {
        const struct group_item *it = &s->items[i];
        const struct group_label *label = &s->labels[s->wordings[it->wording].label];
        struct group_member m = { .group = s->wordings[label->first].item };

        m.head = label->head != GROUP_NEW ? label->head : m.group;
        if (whole || !it->pinned) {
            m.p = fit_of(r, l, it->wording);
            m.why = why(r, (uint32_t)i, m.head);
        }
        ret[i - s->told] = m;
    }
}

/* ---- a run ---- */

static void
collect(struct run *r, bool whole)
{
    struct group_set *s = r->s;

    for (size_t w = s->run_wordings; w < s->n_wordings; w++)
        if (s->wordings[w].label == GROUP_NEW)
            (void)place_of(r, (uint32_t)w); /* they come in order */
    r->n_new = r->n;
    for (size_t i = s->told; i < s->n; i++) { /* word for word what was known */
        const struct group_item *it = &s->items[i];
        uint32_t label = s->wordings[it->wording].label;

        if (label == GROUP_NEW || (it->pinned && !whole))
            continue;
        (void)place_of(r, it->wording); /* the sample may be without it */
        if (!whole)
            load_label(r, label, SAMPLE);
    }
    for (size_t i = 0; i < r->n_new; i++)
        link_candidates(r, (uint32_t)i);
}

static void
finish(struct run *r)
{
    for (size_t i = 0; i < r->n; i++)
        r->s->wordings[r->wordings[i]].place = GROUP_NEW;
    r->s->told = r->s->n;
    r->s->run_wordings = r->s->n_wordings;
    arena_free(r->arena);
    free(r->wordings);
    free(r->labels);
    free(r->copies);
    free(r->vectors);
    free(r->edges);
}

static void
run(struct group_set *s, double threshold, bool whole, struct group_member *ret)
{
    struct run r = { .s = s, .arena = arena_new(), .floor = (float)likeness_of(threshold) };
    struct link_items items;
    struct linker *l;
    uint32_t *clusters;

    s->n_runs++;
    collect(&r, whole);
    items = (struct link_items){ r.vectors, r.labels, r.copies, (uint32_t)r.n };
    clusters = mem_zalloc((r.n + 1) * sizeof(*clusters));
    l = link_new(&items, r.floor);
    for (size_t i = 0; i < r.n_edges; i++)
        link_add(l, r.edges[i]);
    link_run(l, clusters);
    put_labels(&r, clusters);
    tell(&r, l, whole, ret);
    link_free(l);
    free(clusters);
    finish(&r);
}

void
group_run(struct group_set *s, double threshold, struct group_member *ret)
{
    run(s, threshold, false, ret);
}

void
group_refit(struct group_set *s, struct group_member *ret)
{
    run(s, 1, true, ret);
}
