/*
 * index_bench.c - questions indexed on disk and searched there: our segments beside
 * SQLite's FTS5 and, where it is installed, Xapian, on the same questions and queries.
 *
 * Ours is measured twice: words alone, which is what the rivals do, and words
 * with ordered pairs as a score of their own, as the program searches.  nDCG@10
 * on planted wordings says whether speed was bought with quality.
 */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../../indexer/corpus.h"
#include "bench.h"
#include "mem.h"
#include "questions_gen.h"
#include "rival.h"
#include "search.h"

#define N_INTENTS   500
#define MAX_RIVALS  2
#define K           10
#define PAIR_WEIGHT .2F /* as the program has it among short questions */
#define RIVALS_ONCE 100000

/* What a query is for the rivals: its words, but the small ones. */
struct query {
    const char **words;
    size_t n;
};

enum { WORDS, PAIRS };

static const struct corpus_kind kinds[] = { { 1, { &search_short }, 1 },
                                            { 2, { &search_short, &search_short }, 1 } };

struct ours {
    const struct questions_gen *g;
    struct tokenizer *tk;
    struct arena *arena;
    struct corpus *corpus;
    char dir[256];
    bool with_pairs; /* or words alone */
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
must(enum status st, const struct err *err)
{
    if (st == ST_OK)
        return;
    fprintf(stderr, "bench: %s\n", err->msg);
    exit(EXIT_FAILURE);
}

static void
ours_forget(void *self)
{
    struct ours *o = self;

    corpus_close(o->corpus);
    token_free(o->tk);
    bench_rmdir(o->dir);
    bench_mkdir(o->dir);
    o->corpus = NULL;
    o->tk = NULL;
}

static void
ours_build(void *self)
{
    struct ours *o = self;
    struct err err = { "" };

    o->tk = token_new();
    must(corpus_open(o->dir, CORPUS_WRITE, &kinds[o->with_pairs], &o->corpus, &err), &err);
    for (size_t i = 0; i < o->g->n; i++) {
        struct corpus_doc doc = { .key = (int64_t)i, .hash = i };
        struct search_terms t[2];
        struct token_list l;

        arena_clear(o->arena);
        search_terms_init(&t[WORDS], o->arena);
        search_terms_init(&t[PAIRS], o->arena);
        token_split(o->tk, o->g->questions[i], NULL, o->arena, &l);
        search_add_words(&t[WORDS], &l, SEARCH_ALL);
        if (o->with_pairs)
            search_add_pairs(&t[PAIRS], &l, 1, SEARCH_NO_STOP);
        must(corpus_add(o->corpus, &doc, t, &err), &err);
    }
    must(corpus_commit(o->corpus, 0, &err), &err);
}

static void
ours_query(void *self, size_t i)
{
    struct ours *o = self;
    struct corpus_hit hits[K];
    struct corpus_query q;
    struct search_terms t;
    struct token_list l;
    struct err err;

    arena_clear(o->arena);
    search_terms_init(&t, o->arena);
    corpus_query_init(&q, o->arena);
    token_split(o->tk, o->g->queries[i], NULL, o->arena, &l);
    search_add_words(&t, &l, SEARCH_NO_STOP);
    corpus_query_add(&q, WORDS, &t, 1);
    if (o->with_pairs) {
        search_terms_clear(&t);
        search_add_pairs(&t, &l, 1, SEARCH_NO_STOP);
        corpus_query_add(&q, PAIRS, &t, PAIR_WEIGHT);
    }
    must(corpus_search(o->corpus, &q, K, hits, &o->n_found, &err), &err);
    for (size_t r = 0; r < o->n_found; r++)
        o->found[r] = (uint32_t)hits[r].key;
}

/* Bytes of the files in a folder and in those below it. */
static uint64_t
folder_bytes(const char *dir)
{
    DIR *d = opendir(dir);
    uint64_t sum = 0;

    if (d == NULL)
        return 0;
    for (const struct dirent *e; (e = readdir(d)) != NULL;) {
        char path[1024];
        struct stat sb;

        snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
        if (e->d_name[0] == '.' || stat(path, &sb) != 0)
            continue;
        sum += S_ISDIR(sb.st_mode) ? folder_bytes(path) : (uint64_t)sb.st_size;
    }
    closedir(d);
    return sum;
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
    bench_note(b, "%s: nDCG@%d of ours %s %.3f; %.0f bytes a question on disk, %zu segments", size,
               K, o->with_pairs ? "with pairs" : "words alone", ours / (double)o->g->n_intents,
               (double)folder_bytes(o->dir) / (double)o->g->n, corpus_figures(o->corpus).segments);
    for (size_t r = 0; r < n_rivals; r++)
        bench_note(b, "%s: nDCG@%d of %s %.3f; %.0f bytes a question on disk", size, K,
                   t[r].rival->name, theirs[r] / (double)o->g->n_intents,
                   (double)folder_bytes(t[r].dir) / (double)o->g->n);
}

static double
wall_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What one whole indexing takes, and how long the index takes to open. */
static void
note_growth(struct bench *b, const char *size, struct ours *o)
{
    double cpu_s, build_s, open_s;
    struct err err = { "" };

    ours_forget(o);
    bench_peak_reset();
    cpu_s = bench_cpu_s();
    ours_build(o);
    build_s = bench_cpu_s() - cpu_s;
    corpus_close(o->corpus);
    open_s = wall_s();
    must(corpus_open(o->dir, CORPUS_READ, &kinds[o->with_pairs], &o->corpus, &err), &err);
    bench_note(
        b, "%s: indexed in %.2f s of one core, %.0f a second; peak %zu MB; opened in %.2f ms", size,
        build_s, (double)o->g->n / build_s, bench_peak() >> 20, (wall_s() - open_s) * 1000);
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
    if (o->with_pairs)
        note_growth(b, size, o);
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
    bench_rmdir(o.dir);
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
