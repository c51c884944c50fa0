/*
 * index_bench.c - questions indexed and searched: our index beside SQLite's
 * FTS5 and, where it is installed, Xapian, on the same questions and queries.
 *
 * Ours is measured twice: words alone, which is what the rivals do, and words
 * with ordered pairs as a score of their own, as the program searches.  nDCG@10
 * on planted wordings says whether speed was bought with quality.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "mem.h"
#include "questions_gen.h"
#include "rival.h"
#include "search.h"

#define N_INTENTS   500
#define MAX_RIVALS  2
#define K           10
#define PAIR_WEIGHT .6F
#define RIVALS_ONCE 100000

/* What a query is for the rivals: its words, but the small ones. */
struct query {
    const char **words;
    size_t n;
};

struct ours {
    const struct questions_gen *g;
    struct tokenizer *tk;
    struct arena *arena;
    struct search_index *words, *pairs; /* pairs: NULL, words alone */
    bool with_pairs;
    uint32_t found[K];
    size_t n_found;
};

struct theirs {
    const struct questions_gen *g;
    const struct rival *rival;
    const struct query *queries;
    void *engine;
    char dir[256];
    uint32_t found[K];
    size_t n_found;
};

static void
ours_forget(void *self)
{
    struct ours *o = self;

    search_free(o->words);
    search_free(o->pairs);
    token_free(o->tk);
    o->words = o->pairs = NULL;
    o->tk = NULL;
}

static void
ours_build(void *self)
{
    struct ours *o = self;

    o->tk = token_new();
    o->words = search_new(&search_short);
    o->pairs = o->with_pairs ? search_new(&search_short) : NULL;
    for (size_t i = 0; i < o->g->n; i++) {
        struct token_list l;
        struct search_terms t;

        arena_clear(o->arena);
        search_terms_init(&t, o->arena);
        token_split(o->tk, o->g->questions[i], NULL, o->arena, &l);
        search_add_words(&t, &l, SEARCH_ALL);
        search_add(o->words, &t);
        if (o->pairs == NULL)
            continue;
        search_terms_clear(&t);
        search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
        search_add(o->pairs, &t);
    }
}

static void
ours_query(void *self, size_t i)
{
    struct ours *o = self;
    struct search_hit hits[K];
    struct search_query q;
    struct search_terms t;
    struct token_list l;

    arena_clear(o->arena);
    search_terms_init(&t, o->arena);
    search_query_init(&q, o->arena);
    token_split(o->tk, o->g->queries[i], NULL, o->arena, &l);
    search_add_words(&t, &l, SEARCH_NO_STOP);
    search_query_add(&q, o->words, &t, 1);
    if (o->pairs != NULL) {
        search_terms_clear(&t);
        search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
        search_query_add(&q, o->pairs, &t, PAIR_WEIGHT);
    }
    o->n_found = search_top(&q, K, hits);
    for (size_t r = 0; r < o->n_found; r++)
        o->found[r] = hits[r].doc;
}

static void
theirs_forget(void *self)
{
    struct theirs *t = self;

    if (t->engine != NULL) {
        t->rival->close(t->engine);
        bench_rmdir(t->dir);
    }
    bench_mkdir(t->dir);
    t->engine = NULL;
}

static void
theirs_build(void *self)
{
    struct theirs *t = self;

    t->engine = t->rival->open(t->dir);
    for (size_t i = 0; i < t->g->n; i++)
        t->rival->add(t->engine, t->g->questions[i].p, t->g->questions[i].n);
    t->rival->ready(t->engine);
}

static void
theirs_query(void *self, size_t i)
{
    struct theirs *t = self;

    t->n_found = t->rival->search(t->engine, t->queries[i].words, t->queries[i].n, K, t->found);
}

static struct query *
read_queries(const struct questions_gen *g, struct arena *a)
{
    struct query *ret = arena_alloc(a, g->n_intents * sizeof(*ret));
    struct tokenizer *tk = token_new();

    for (size_t i = 0; i < g->n_intents; i++) {
        struct token_list l;

        token_split(tk, g->queries[i], NULL, a, &l);
        ret[i].words = arena_alloc(a, (l.n + 1) * sizeof(*ret[i].words));
        for (size_t k = 0; k < l.n; k++) {
            if (!(l.tokens[k].flags & TOKEN_STOP))
                ret[i].words[ret[i].n++] = arena_str(a, l.tokens[k].word);
        }
    }
    token_free(tk);
    return ret;
}

static void
note_quality(struct bench *b, const char *size, struct ours *o, struct theirs *t, size_t n_rivals)
{
    double ours = 0, theirs[MAX_RIVALS] = { 0 };

    for (size_t i = 0; i < o->g->n_intents; i++) {
        ours_query(o, i);
        ours += questions_gen_ndcg(o->g, i, o->found, o->n_found, K);
        for (size_t r = 0; r < n_rivals; r++) {
            theirs_query(&t[r], i);
            theirs[r] += questions_gen_ndcg(o->g, i, t[r].found, t[r].n_found, K);
        }
    }
    bench_note(b, "%s: nDCG@%d of ours %s %.3f; %.0f bytes of memory a question", size, K,
               o->with_pairs ? "with pairs" : "words alone", ours / (double)o->g->n_intents,
               (double)(search_bytes(o->words) + (o->pairs ? search_bytes(o->pairs) : 0)) /
                   (double)o->g->n);
    for (size_t r = 0; r < n_rivals; r++)
        bench_note(b, "%s: nDCG@%d of %s %.3f", size, K, t[r].rival->name,
                   theirs[r] / (double)o->g->n_intents);
}

static void
compare(struct bench *b, const char *size, struct ours *o, struct theirs *t, size_t n_rivals)
{
    const char *what = o->with_pairs ? "with pairs" : "words alone";
    char index[64], query[64];
    struct bench_work build = { index, size, "question", (double)o->g->n };
    struct bench_work ask = { query, size, "query", (double)o->g->n_intents };
    struct bench_side sides[BENCH_MAX_SIDES] = {
        { .name = "earshot", .prepare = ours_forget, .run = ours_build, .self = o },
    };
    struct bench_step steps[BENCH_MAX_SIDES] = { { "earshot", ours_query, o } };

    for (size_t r = 0; r < n_rivals; r++) {
        sides[r + 1] = (struct bench_side){
            .name = t[r].rival->name, .prepare = theirs_forget, .run = theirs_build, .self = &t[r]
        };
        steps[r + 1] = (struct bench_step){ t[r].rival->name, theirs_query, &t[r] };
    }
    snprintf(index, sizeof(index), "index %s", what);
    snprintf(query, sizeof(query), "query %s", what);
    bench_compare(b, &build, sides, n_rivals + 1);
    bench_latency(b, &ask, steps, n_rivals + 1);
    note_quality(b, size, o, t, n_rivals);
    ours_forget(o);
}

static void
at_size(struct bench *b, size_t n, const char *size)
{
    static const struct rival *const rivals[] = {
        &rival_fts5,
#ifdef HAVE_XAPIAN
        &rival_xapian,
#endif
    };
    struct questions_gen g;
    struct arena *a = arena_new();
    struct ours o = { .g = &g, .arena = arena_new() };
    struct theirs t[MAX_RIVALS];
    const struct query *queries;

    questions_gen_make(n, n, N_INTENTS, &g);
    queries = read_queries(&g, a);
    for (size_t r = 0; r < N_ELEMENTS(rivals); r++)
        t[r] = (struct theirs){ .g = &g, .rival = rivals[r], .queries = queries };
    compare(b, size, &o, t, N_ELEMENTS(rivals));
    o.with_pairs = true; /* above RIVALS_ONCE their figures stand from the comparison before */
    compare(b, size, &o, t, n <= RIVALS_ONCE ? N_ELEMENTS(rivals) : 0);
    for (size_t r = 0; r < N_ELEMENTS(rivals); r++) {
        theirs_forget(&t[r]);
        bench_rmdir(t[r].dir);
    }
    questions_gen_release(&g);
    arena_free(o.arena);
    arena_free(a);
}

int
main(void)
{
    struct bench *b = bench_new("Index: short questions tokenised, stemmed, indexed and searched");

    at_size(b, 10000, "10k");
    at_size(b, 100000, "100k");
    if (bench_large())
        at_size(b, 1000000, "1M");
#ifndef HAVE_XAPIAN
    bench_note(b, "Xapian (libxapian-dev) is not installed: skipped");
#endif
    bench_end(b);
    return 0;
}
