/*
 * group_bench.c - grouping questions by intent, from scratch.
 *
 * Beside it: asking SQLite's FTS5 for the 20 likeliest others of each question,
 * which is no more than the first step of a grouping made with it.
 */

#include <stdlib.h>

#include "../../indexer/group.h"
#include "bench.h"
#include "mem.h"
#include "questions_gen.h"
#include "rival.h"

#define CANDIDATES  20
#define MAX_SAMPLE  1000
#define MAX_WORDS   32
#define PLANT_SHARE 10 /* one intent for so many questions */

struct grouping {
    const struct questions_gen *g;
    struct group_member *members; /* owned */
    void *fts5;
    size_t sample;
    size_t n_found;
};

static void
run_ours(void *self)
{
    struct grouping *x = self;
    struct tokenizer *tk = token_new();
    struct group_set *s = group_new(tk);

    for (size_t i = 0; i < x->g->n; i++)
        group_add(s, x->g->questions[i], NULL, GROUP_NEW);
    group_run(s, GROUP_THRESHOLD, x->members);
    group_free(s);
    token_free(tk);
}

static void
run_fts5(void *self)
{
    struct grouping *x = self;
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    uint32_t found[CANDIDATES];

    for (size_t i = 0; i < x->sample; i++) {
        const char *words[MAX_WORDS];
        struct token_list l;
        size_t n = 0;

        arena_clear(a);
        token_split(tk, x->g->questions[i * (x->g->n / x->sample)], NULL, a, &l);
        for (size_t k = 0; k < l.n && n < MAX_WORDS; k++) {
            if (!(l.tokens[k].flags & TOKEN_STOP))
                words[n++] = arena_str(a, l.tokens[k].word);
        }
        x->n_found += rival_fts5.search(x->fts5, words, n, CANDIDATES, found);
    }
    arena_free(a);
    token_free(tk);
}

/* Pairs of planted wordings in one group, over planted pairs and over pairs in groups. */
static void
note_quality(struct bench *b, const char *size, const struct grouping *x)
{
    size_t *in_group = mem_zalloc(x->g->n * sizeof(*in_group));
    double made = 0, right = 0, planted;

    for (size_t i = 0; i < x->g->n; i++)
        made += (double)in_group[x->members[i].group]++;
    for (size_t i = 0; i < x->g->n; i++) {
        for (size_t k = i + 1; x->g->intent[i] != QUESTIONS_GEN_ALONE && k < x->g->n; k++)
            right +=
                x->g->intent[i] == x->g->intent[k] && x->members[i].group == x->members[k].group;
    }
    planted = (double)x->g->n_intents * QUESTIONS_GEN_WORDINGS * (QUESTIONS_GEN_WORDINGS - 1) / 2;
    bench_note(b, "%s: pairs in groups %.0f; of %.0f planted pairs found %.0f", size, made, planted,
               right);
    free(in_group);
}

static void
at_size(struct bench *b, size_t n, const char *size)
{
    struct questions_gen g;
    struct grouping x = { .g = &g, .sample = n < MAX_SAMPLE ? n : MAX_SAMPLE };
    struct bench_work w = { "group", size, "question", (double)n };
    struct bench_side sides[] = {
        { .name = "earshot", .run = run_ours, .self = &x },
        { .name = "FTS5 candidates", .run = run_fts5, .self = &x },
    };
    char dir[256];

    sides[1].share = (double)x.sample / (double)n;
    questions_gen_make(n + 1, n, n / PLANT_SHARE, &g);
    x.members = mem_zalloc(n * sizeof(*x.members));
    x.fts5 = rival_fts5.open(bench_mkdir(dir));
    for (size_t i = 0; i < n; i++)
        rival_fts5.add(x.fts5, g.questions[i].p, g.questions[i].n);
    rival_fts5.ready(x.fts5);
    bench_compare(b, &w, sides, N_ELEMENTS(sides));
    note_quality(b, size, &x);
    rival_fts5.close(x.fts5);
    bench_rmdir(dir);
    free(x.members);
    questions_gen_release(&g);
}

int
main(void)
{
    struct bench *b = bench_new("Groups: questions grouped from scratch");

    at_size(b, 1000, "1k");
    at_size(b, 10000, "10k");
    if (bench_large())
        at_size(b, 100000, "100k");
    bench_end(b);
    return 0;
}
