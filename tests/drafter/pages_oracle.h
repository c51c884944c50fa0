/*
 * pages_oracle.h - the score of every page of a site, the slow and simple way: ten inverted
 * indexes (search.h), dense scores of all their documents, the best document of each page.
 *
 * It shares no code with drafter/pages*.c but the splitting of texts into words and passages, and
 * states the weights again.
 */
#ifndef PAGES_ORACLE_H
#define PAGES_ORACLE_H

#include <stdlib.h>
#include <string.h>

#include "../indexer/search_oracle.h"
#include "mem.h"
#include "passage.h"
#include "search.h"
#include "token.h"

#define ORACLE_LEAD 120
#define ORACLE_SKIP 3
#define ORACLE_GRAM 4

enum oracle_field {
    O_WIDE,
    O_WIDE_PAIRS,
    O_SKIP,
    O_SECTION,
    O_SECTION_PAIRS,
    O_WHOLE,
    O_TITLE,
    O_HEADING,
    O_GRAMS,
    O_LEAD,
    O_N
};

struct oracle {
    struct search_index *index[O_N];
    uint32_t *page[O_N];
    size_t cap[O_N];
    uint32_t n;
    struct arena *a;
    struct tokenizer *tk;
};

static inline void
oracle_open(struct oracle *o)
{
    const struct search_params *params[O_N] = {
        [O_WIDE] = &search_long,    [O_WIDE_PAIRS] = &search_long,    [O_SKIP] = &search_long,
        [O_SECTION] = &search_long, [O_SECTION_PAIRS] = &search_long, [O_WHOLE] = &search_long,
        [O_TITLE] = &search_title,  [O_HEADING] = &search_heading,    [O_GRAMS] = &search_long,
        [O_LEAD] = &search_long,
    };

    memset(o, 0, sizeof(*o));
    for (size_t i = 0; i < O_N; i++)
        o->index[i] = search_new(params[i]);
    o->a = arena_new();
    o->tk = token_new();
}

static inline void
oracle_close(struct oracle *o)
{
    for (size_t i = 0; i < O_N; i++) {
        search_free(o->index[i]);
        free(o->page[i]);
    }
    arena_free(o->a);
    token_free(o->tk);
}

static inline void
oracle_put(struct oracle *o, enum oracle_field f, struct search_terms *t)
{
    uint32_t doc = search_add(o->index[f], t);

    o->page[f] = mem_grow(o->page[f], &o->cap[f], (size_t)doc + 1, sizeof(uint32_t));
    o->page[f][doc] = o->n;
    search_terms_clear(t);
}

static inline struct token_list
oracle_part(const struct token_list *l, struct passage_span at)
{
    struct token_list ret = { l->tokens, 0, l->language };

    while (ret.tokens < l->tokens + l->n && ret.tokens->at < at.start)
        ret.tokens++;
    while (ret.tokens + ret.n < l->tokens + l->n && ret.tokens[ret.n].at < at.end)
        ret.n++;
    return ret;
}

static inline void
oracle_passages(struct oracle *o, const struct passage_page *split, const struct token_list *title,
                const struct token_list *body, struct search_terms *t)
{
    for (size_t i = 0; i < split->n_passages; i++) {
        const struct passage *g = &split->passages[i];
        bool wide = g->kind == PASSAGE_WIDE;
        struct token_list lists[3] = { *title, oracle_part(body, g->at) };
        size_t n = 2;

        if (g->heading != PASSAGE_NO_HEADING)
            lists[n++] = oracle_part(body, split->headings[g->heading].at);
        for (size_t k = 0; k < n; k++)
            search_add_words(t, &lists[k], SEARCH_ALL);
        oracle_put(o, wide ? O_WIDE : O_SECTION, t);
        for (size_t k = 0; k < n; k++)
            search_add_pairs(t, &lists[k], 1, SEARCH_ALL);
        oracle_put(o, wide ? O_WIDE_PAIRS : O_SECTION_PAIRS, t);
        for (size_t k = 0; k < n && wide; k++)
            search_add_pairs(t, &lists[k], ORACLE_SKIP, SEARCH_ALL);
        if (wide)
            oracle_put(o, O_SKIP, t);
    }
}

static inline void
oracle_headings(struct oracle *o, const struct passage_page *split, const struct token_list *title,
                const struct token_list *body, struct search_terms *t)
{
    size_t n = 0;

    for (size_t i = 0; i < split->n_headings; i++) {
        struct token_list h = oracle_part(body, split->headings[i].at);
        bool same = h.n == title->n;

        for (size_t k = 0; k < h.n && same; k++)
            same = h.tokens[k].id == title->tokens[k].id;
        if (same)
            continue;
        n++;
        search_add_words(t, &h, SEARCH_ALL);
        oracle_put(o, O_HEADING, t);
        search_add_grams(t, title, ORACLE_GRAM, SEARCH_ALL);
        search_add_grams(t, &h, ORACLE_GRAM, SEARCH_ALL);
        oracle_put(o, O_GRAMS, t);
    }
    if (n > 0)
        return;
    search_add_grams(t, title, ORACLE_GRAM, SEARCH_ALL);
    oracle_put(o, O_GRAMS, t);
}

static inline void
oracle_add(struct oracle *o, struct text title_text, struct text text)
{
    struct passage_page split;
    struct token_list title, body, lead;
    struct search_terms t;

    arena_clear(o->a);
    passage_split(text, o->a, &split);
    token_split(o->tk, title_text, NULL, o->a, &title);
    token_split(o->tk, text, NULL, o->a, &body);
    search_terms_init(&t, o->a);
    oracle_passages(o, &split, &title, &body, &t);
    oracle_headings(o, &split, &title, &body, &t);
    for (int i = 0; i < 3; i++)
        search_add_words(&t, &title, SEARCH_ALL);
    search_add_words(&t, &body, SEARCH_ALL);
    oracle_put(o, O_WHOLE, &t);
    search_add_words(&t, &title, SEARCH_ALL);
    oracle_put(o, O_TITLE, &t);
    lead = body;
    lead.n = lead.n < ORACLE_LEAD ? lead.n : ORACLE_LEAD;
    search_add_words(&t, &title, SEARCH_ALL);
    search_add_words(&t, &lead, SEARCH_ALL);
    oracle_put(o, O_LEAD, &t);
    o->n++;
}

/* best[page] = weight x the best document of the page, by a field and one beside it. */
static inline void
oracle_part_of(struct oracle *o, float weight, enum oracle_field f, const struct search_terms *t,
               enum oracle_field g, const struct search_terms *u, float *sum)
{
    uint32_t n = (uint32_t)o->index[f]->n_docs;
    float *scores = mem_zalloc((n + 1) * sizeof(float)), *best = mem_zalloc(o->n * sizeof(float));

    search_dense(o->index[f], t, 1, scores);
    if (u != NULL)
        search_dense(o->index[g], u, .6F, scores);
    for (uint32_t i = 0; i < n; i++)
        if (scores[i] > best[o->page[f][i]])
            best[o->page[f][i]] = scores[i];
    for (uint32_t i = 0; i < o->n; i++)
        sum[i] += weight * best[i];
    free(scores);
    free(best);
}

/* sum[page]: the score before the page is looked at closely.  Tokens as pages_find() has them. */
static inline void
oracle_scores(struct oracle *o, const struct token_list *q, float *sum)
{
    struct search_terms words, pairs, skips, grams;

    arena_clear(o->a);
    search_terms_init(&words, o->a);
    search_terms_init(&pairs, o->a);
    search_terms_init(&skips, o->a);
    search_terms_init(&grams, o->a);
    search_add_words(&words, q, SEARCH_NO_STOP);
    search_add_pairs(&pairs, q, 1, SEARCH_NO_STOP);
    search_add_pairs(&skips, q, ORACLE_SKIP, SEARCH_NO_STOP);
    search_add_grams(&grams, q, ORACLE_GRAM, SEARCH_NO_STOP);
    memset(sum, 0, o->n * sizeof(float));
    oracle_part_of(o, .5F, O_WIDE, &words, O_WIDE_PAIRS, &pairs, sum);
    oracle_part_of(o, .5F, O_SECTION, &words, O_SECTION_PAIRS, &pairs, sum);
    oracle_part_of(o, .3F, O_WHOLE, &words, O_N, NULL, sum);
    oracle_part_of(o, .3F, O_TITLE, &words, O_N, NULL, sum);
    oracle_part_of(o, .6F, O_HEADING, &words, O_N, NULL, sum);
    oracle_part_of(o, .15F, O_GRAMS, &grams, O_N, NULL, sum);
    oracle_part_of(o, .1F, O_SKIP, &skips, O_N, NULL, sum);
    oracle_part_of(o, .1F, O_LEAD, &words, O_N, NULL, sum);
}

#endif /* PAGES_ORACLE_H */
