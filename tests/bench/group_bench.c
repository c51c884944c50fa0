/*
 * group_bench.c - grouping questions by intent: from scratch, and one more among many.
 *
 * Beside it: asking SQLite's FTS5 for the 20 likeliest others of each question,
 * which is no more than the first step of a grouping made with it.
 *
 * Quality is measured at each size: wordings of the same intents are planted among made-up
 * questions, and with EARSHOT_DATA=FOLDER real questions whose groups are known
 * (FOLDER/ir/qqp_r.groups.tsv) besides.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../indexer/group.h"
#include "bench.h"
#include "mem.h"
#include "questions_gen.h"
#include "rival.h"

#define CANDIDATES   20
#define MAX_SAMPLE   200
#define MAX_WORDS    32
#define MAX_INTENTS  10000
#define PLANT_SHARE  10  /* one intent for so many questions */
#define NEW_ONES     500 /* run twice, the first time unmeasured */
#define RIVAL_LIMIT  100000
#define REAL         "ir/qqp_r.groups.tsv"
#define REAL_ALONE   10000000 /* above all numbers of groups in it */
#define LABEL_NOBODY QUESTIONS_GEN_ALONE

struct grouping {
    const struct questions_gen *g;
    struct group_member *members; /* owned */
    struct tokenizer *tk;
    struct group_set *set; /* owned; grouped, for one more */
    void *fts5;
    size_t sample, n_found, n_asked;
};

static struct group_set *
fill(struct grouping *x)
{
    struct group_set *s = group_new(x->tk);

    for (size_t i = 0; i < x->g->n; i++)
        group_add(s, x->g->questions[i], NULL, GROUP_NEW);
    group_run(s, GROUP_THRESHOLD, x->members);
    return s;
}

static void
run_ours(void *self)
{
    group_free(fill(self));
}

static void
run_one_more(void *self, size_t i)
{
    struct grouping *x = self;
    struct group_member m;

    (void)i; /* each run is one that was not asked before */
    group_add(x->set, x->g->queries[x->n_asked++ % x->g->n_intents], NULL, GROUP_NEW);
    group_run(x->set, GROUP_THRESHOLD, &m);
}

static void
run_fts5(void *self)
{
    struct grouping *x = self;
    struct arena *a = arena_new();
    uint32_t found[CANDIDATES];

    for (size_t i = 0; i < x->sample; i++) {
        const char *words[MAX_WORDS];
        struct token_list l;
        size_t n = 0;

        arena_clear(a);
        token_split(x->tk, x->g->questions[i * (x->g->n / x->sample)], NULL, a, &l);
        for (size_t k = 0; k < l.n && n < MAX_WORDS; k++) {
            if (!(l.tokens[k].flags & TOKEN_STOP))
                words[n++] = arena_str(a, l.tokens[k].word);
        }
        x->n_found += rival_fts5.search(x->fts5, words, n, CANDIDATES, found);
    }
    arena_free(a);
}

/* ---- quality ---- */

struct labelled {
    uint32_t group, label;
};

static int
by_group(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->label < y->label ? -1 : x->label > y->label;
}

static double
pairs_of(size_t n)
{
    return (double)n * ((double)n - 1) / 2;
}

/* Pairs of one group and label are right; others that have a labelled question are wrong. */
static void
note_quality(struct bench *b, const char *what, const struct group_member *members,
             const uint32_t *labels, size_t n)
{
    struct labelled *v = mem_zalloc(n * sizeof(*v));
    double made = 0, right = 0, there = 0;
    uint32_t most = 0;
    size_t *of_label;

    for (size_t i = 0; i < n; i++)
        most = labels[i] != LABEL_NOBODY && labels[i] > most ? labels[i] : most;
    of_label = mem_zalloc(((size_t)most + 1) * sizeof(*of_label));
    for (size_t i = 0; i < n; i++) {
        v[i] = (struct labelled){ members[i].group, labels[i] };
        if (labels[i] != LABEL_NOBODY)
            there += (double)of_label[labels[i]]++;
    }
    qsort(v, n, sizeof(*v), by_group);
    for (size_t i = 0, from, same; i < n;) {
        size_t nobody = 0;

        for (from = i; i < n && v[i].group == v[from].group;) {
            for (same = i; i < n && v[i].group == v[from].group && v[i].label == v[same].label;)
                i++;
            if (v[same].label == LABEL_NOBODY)
                nobody = i - same;
            else
                right += pairs_of(i - same);
        }
        made += pairs_of(i - from) - pairs_of(nobody);
    }
    bench_note(b, "%s: pairs put together %.0f, right %.0f of %.0f: P %.3f R %.3f F1 %.3f", what,
               made, right, there, made > 0 ? right / made : 1, there > 0 ? right / there : 1,
               made + there > 0 ? 2 * right / (made + there) : 1);
    free(v);
    free(of_label);
}

/* The real questions among the made-up ones, evenly. */
static void
real_quality(struct bench *b, const char *size, struct grouping *x)
{
    const char *data = getenv("EARSHOT_DATA");
    char path[512], what[64];
    struct text file, rest, line;
    uint32_t *labels = mem_zalloc(2 * x->g->n * sizeof(*labels));
    struct group_set *s = group_new(x->tk);
    struct group_member *m = mem_zalloc(2 * x->g->n * sizeof(*m));
    size_t n = 0, n_real = 0, made_up = 0;

    snprintf(path, sizeof(path), "%s/%s", data != NULL ? data : "", REAL);
    if (data == NULL || !bench_read_file(path, &file)) {
        bench_note(b, "%s: no real questions (EARSHOT_DATA/%s)", size, REAL);
    } else {
        size_t lines = 0;

        for (size_t i = 0; i < file.n; i++)
            lines += file.p[i] == '\n';
        for (rest = file; text_cut(&rest, "\n", &line) && n_real < x->g->n; n_real++) {
            int64_t label;

            for (; made_up * lines < n_real * x->g->n && made_up < x->g->n; made_up++, n++) {
                labels[n] = LABEL_NOBODY;
                group_add(s, x->g->questions[made_up], NULL, GROUP_NEW);
            }
            if (!text_to_int(text_after(line, '\t'), &label))
                label = REAL_ALONE + (int64_t)n_real;
            labels[n++] = (uint32_t)label;
            group_add(s, text_before(line, '\t'), NULL, GROUP_NEW);
        }
        group_run(s, GROUP_THRESHOLD, m);
        snprintf(what, sizeof(what), "%zu real among %s", n_real, size);
        note_quality(b, what, m, labels, n);
        free((void *)(uintptr_t)file.p);
    }
    group_free(s);
    free(labels);
    free(m);
}

/* ---- sizes ---- */

static void
one_more(struct bench *b, size_t n, const char *size, struct grouping *x)
{
    struct bench_work w = { "one more", size, "question", NEW_ONES };
    struct bench_step step = { "earshot", run_one_more, x };

    if (n / PLANT_SHARE < 2 * NEW_ONES)
        return;
    x->set = fill(x);
    bench_latency(b, &w, &step, 1);
    group_free(x->set);
    x->set = NULL;
}

static void
at_size(struct bench *b, size_t n, const char *size)
{
    size_t n_intents = n / PLANT_SHARE < MAX_INTENTS ? n / PLANT_SHARE : MAX_INTENTS;
    struct questions_gen g;
    struct grouping x = { .g = &g, .tk = token_new(), .sample = MAX_SAMPLE };
    struct bench_work w = { "group", size, "question", (double)n };
    struct bench_side sides[] = {
        { .name = "earshot", .run = run_ours, .self = &x },
        { .name = "FTS5 candidates", .run = run_fts5, .self = &x },
    };
    bool rival = n <= RIVAL_LIMIT;
    char dir[256], what[64];

    sides[1].share = (double)x.sample / (double)n;
    questions_gen_make(n + 1, n, n_intents, &g);
    x.members = mem_zalloc(n * sizeof(*x.members));
    x.fts5 = rival_fts5.open(bench_mkdir(dir));
    for (size_t i = 0; i < n && rival; i++)
        rival_fts5.add(x.fts5, g.questions[i].p, g.questions[i].n);
    rival_fts5.ready(x.fts5);
    bench_compare(b, &w, sides, rival ? 2 : 1);
    one_more(b, n, size, &x);
    snprintf(what, sizeof(what), "planted among %s", size);
    note_quality(b, what, x.members, g.intent, n);
    real_quality(b, size, &x);
    rival_fts5.close(x.fts5);
    bench_rmdir(dir);
    free(x.members);
    token_free(x.tk);
    questions_gen_release(&g);
}

int
main(void)
{
    struct bench *b = bench_new("Groups: questions grouped from scratch, and one more");

    at_size(b, 10000, "10k");
    at_size(b, 100000, "100k");
    if (bench_large())
        at_size(b, 1000000, "1M");
    bench_end(b);
    return 0;
}
