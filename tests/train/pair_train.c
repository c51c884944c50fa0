/*
 * pair_train.c - fit the weights of pair.c: make train EARSHOT_DATA=FOLDER.
 *
 * The folder holds train/banking77.groups.tsv (question TAB intent), train/rqe.pairs.tsv and
 * train/meta.pairs.tsv (label TAB question TAB question).  Prints the rows of the table
 * in pair.c.  Logistic regressions by Newton's method on standardised features,
 * ridge on all but the bias; each set and each label has the same weight in sum.
 *
 *  short: what matters is learned from RQE's pairs of short questions that are not word for word
 *         the same.  Their negatives are mostly easy, so how much is enough is learned
 *         apart: slope and bias from BANKING77, where each question gives one pair with its
 *         intent and one without, drawn from its BM25 top 40.
 *  long:  Meta pairs, and RQE pairs with a long side at a low weight.
 */

#include "pair.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rng.h"
#include "search.h"

#define TOP         40
#define STEPS       30
#define SEED        1
#define N           PAIR_FEATURES
#define RIDGE_SHORT .01
#define RIDGE_LONG  .02

enum { BANKING, RQE, META, MAX_SETS };

struct row {
    float x[N];
    bool y;
    int set;
    double weight;
};

struct rows {
    struct row *rows;
    size_t n, cap;
};

struct lab {
    struct tokenizer *tk;
    struct idf *idf;
    struct arena *arena;
    struct rows brief, full;
};

static void
add_row(struct lab *lab, const struct pair_result *r, bool y, int set)
{
    struct rows *to = r->is_long ? &lab->full : &lab->brief;

    to->rows = mem_grow(to->rows, &to->cap, to->n + 1, sizeof(*to->rows));
    memcpy(to->rows[to->n].x, r->features, sizeof(r->features));
    to->rows[to->n].y = y;
    to->rows[to->n++].set = set;
}

static FILE *
open_data(const char *name)
{
    const char *dir = getenv("EARSHOT_DATA");
    char path[1024];
    FILE *f;

    snprintf(path, sizeof(path), "%s/train/%s", dir != NULL ? dir : ".", name);
    f = fopen(path, "r");
    if (f == NULL) {
        fprintf(stderr, "cannot read %s: set EARSHOT_DATA\n", path);
        exit(EXIT_FAILURE);
    }
    return f;
}

static void
read_pairs(struct lab *lab, const char *name, int set)
{
    FILE *f = open_data(name);
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;

    while ((n = getline(&line, &cap, f)) > 0) {
        struct text t = text_trim((struct text){ line, (size_t)n });
        struct text label = text_before(t, '\t'), rest = text_after(t, '\t');
        struct text x = text_before(rest, '\t'), y = text_after(rest, '\t');
        struct pair_side a, b;
        struct pair_result r;

        if (text_eq_nocase(x, y))
            continue;
        arena_clear(lab->arena);
        pair_side_make(lab->tk, lab->idf, x, NULL, lab->arena, &a);
        pair_side_make(lab->tk, lab->idf, y, NULL, lab->arena, &b);
        pair_compare(&a, &b, idf_most(lab->idf), &r);
        add_row(lab, &r, text_is(label, "1"), set);
    }
    free(line);
    fclose(f);
}

struct asked {
    char *line;
    struct text text, group;
    struct pair_side side;
};

/* One of the hits that is (not) in the group of q, at random; NULL: there is none. */
static const struct asked *
draw(const struct asked *all, size_t q, const struct search_hit *hits, size_t n, bool same,
     struct rng *rng)
{
    const struct asked *picked = NULL;
    uint64_t seen = 0;

    for (size_t i = 0; i < n; i++) {
        const struct asked *c = &all[hits[i].doc];

        if (hits[i].doc == q || text_eq(c->group, all[q].group) != same)
            continue;
        if (rng_below(rng, ++seen) == 0)
            picked = c;
    }
    return picked;
}

static void
draw_pairs(struct lab *lab, const struct asked *all, size_t n, const struct search_index *ix,
           int set)
{
    struct arena *scratch = arena_new();
    struct rng rng;

    rng_seed(&rng, SEED);
    for (size_t i = 0; i < n; i++) {
        struct search_terms t;
        struct search_query q;
        struct search_hit hits[TOP];
        size_t n_hits;

        arena_clear(scratch);
        search_terms_init(&t, scratch);
        search_query_init(&q, scratch);
        search_add_words(&t, &all[i].side.tokens, SEARCH_NO_STOP);
        search_query_add(&q, ix, &t, 1);
        n_hits = search_top(&q, TOP, hits);
        for (int same = 0; same < 2; same++) {
            const struct asked *c = draw(all, i, hits, n_hits, same, &rng);
            struct pair_result r;

            if (c == NULL)
                continue;
            pair_compare(&all[i].side, &c->side, idf_most(lab->idf), &r);
            if (!r.is_long)
                add_row(lab, &r, same, set);
        }
    }
    arena_free(scratch);
}

static void
read_groups(struct lab *lab, const char *name, int set)
{
    FILE *f = open_data(name);
    struct arena *a = arena_new();
    struct search_index *ix = search_new(&search_short);
    struct asked *all = NULL;
    size_t n = 0, cap = 0, cap_line = 0;
    char *line = NULL;
    ssize_t len;

    while ((len = getline(&line, &cap_line, f)) > 0) {
        struct text t = text_trim(arena_text(a, (struct text){ line, (size_t)len }));
        struct search_terms terms;

        all = mem_grow(all, &cap, n + 1, sizeof(*all));
        all[n].text = text_before(t, '\t');
        all[n].group = text_after(t, '\t');
        pair_side_make(lab->tk, lab->idf, all[n].text, NULL, a, &all[n].side);
        search_terms_init(&terms, a);
        search_add_words(&terms, &all[n].side.tokens, SEARCH_ALL);
        search_add(ix, &terms);
        n++;
    }
    draw_pairs(lab, all, n, ix, set);
    free(line);
    free(all);
    fclose(f);
    search_free(ix);
    arena_free(a);
}

/* Each set and label gets its share of 1, times the set's weight. */
static void
weigh(struct rows *r, const double set_weight[MAX_SETS])
{
    size_t count[MAX_SETS][2] = { { 0 } };

    for (size_t i = 0; i < r->n; i++)
        count[r->rows[i].set][r->rows[i].y]++;
    for (size_t i = 0; i < r->n; i++)
        r->rows[i].weight =
            set_weight[r->rows[i].set] / (double)count[r->rows[i].set][r->rows[i].y];
}

/* Solve m x = v in place by Gauss-Jordan; features that do not vary were given a diagonal of 1. */
static void
solve(double m[N][N], double v[N])
{
    for (size_t c = 0; c < N; c++) {
        size_t p = c;

        for (size_t r = c + 1; r < N; r++)
            if (fabs(m[r][c]) > fabs(m[p][c]))
                p = r;
        for (size_t k = 0; k < N; k++) {
            double t = m[c][k];

            m[c][k] = m[p][k];
            m[p][k] = t;
        }
        double t = v[c];

        v[c] = v[p];
        v[p] = t;
        for (size_t r = 0; r < N; r++) {
            double q = r == c ? 0 : m[r][c] / m[c][c];

            for (size_t k = c; k < N && q != 0; k++)
                m[r][k] -= q * m[c][k];
            v[r] -= q * v[c];
        }
    }
    for (size_t c = 0; c < N; c++)
        v[c] /= m[c][c];
}

static void
newton_step(const struct rows *r, const double scale[N], const bool use[N], double ridge,
            double w[N])
{
    double h[N][N] = { { 0 } }, g[N] = { 0 };

    for (size_t i = 0; i < r->n; i++) {
        double x[N], z = 0, p;

        for (size_t k = 0; k < N; k++) {
            x[k] = use[k] ? (double)r->rows[i].x[k] / scale[k] : 0;
            z += w[k] * x[k];
        }
        p = 1 / (1 + exp(-z));
        for (size_t k = 0; k < N; k++) {
            g[k] += r->rows[i].weight * (r->rows[i].y - p) * x[k];
            for (size_t m = 0; m < N; m++)
                h[k][m] += r->rows[i].weight * p * (1 - p) * x[k] * x[m];
        }
    }
    for (size_t k = 0; k < N; k++) {
        g[k] -= k == PAIR_BIAS ? 0 : ridge * w[k];
        h[k][k] += use[k] ? (k == PAIR_BIAS ? 1e-9 : ridge) : 1;
    }
    solve(h, g);
    for (size_t k = 0; k < N; k++)
        w[k] += g[k];
}

static void
fit(const struct rows *r, const bool use[N], double ridge, double w[N])
{
    double scale[N] = { 0 }, mean[N] = { 0 }, total = 0;

    memset(w, 0, N * sizeof(*w));
    for (size_t i = 0; i < r->n; i++) {
        total += r->rows[i].weight;
        for (size_t k = 0; k < N; k++)
            mean[k] += r->rows[i].weight * (double)r->rows[i].x[k];
    }
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < N; k++) {
            double d = (double)r->rows[i].x[k] - mean[k] / total;

            scale[k] += r->rows[i].weight * d * d / total;
        }
    for (size_t k = 0; k < N; k++)
        scale[k] = scale[k] > 1e-12 ? sqrt(scale[k]) : 1;
    for (int i = 0; i < STEPS; i++)
        newton_step(r, scale, use, ridge, w);
    for (size_t k = 0; k < N; k++)
        w[k] /= scale[k];
}

static double
accuracy(const struct rows *r, const double w[N])
{
    double right = 0, all = 0;

    for (size_t i = 0; i < r->n; i++) {
        double z = 0;

        for (size_t k = 0; k < N; k++)
            z += w[k] * (double)r->rows[i].x[k];
        right += r->rows[i].weight * ((z > 0) == r->rows[i].y);
        all += r->rows[i].weight;
    }
    return right / all;
}

/* Keep the direction of w; fit its length and the bias on one set. */
static void
calibrate(const struct rows *r, int set, double w[N])
{
    static const bool use[N] = { [PAIR_BIAS] = true, [PAIR_COS] = true };
    double only[MAX_SETS] = { 0 }, c[N];
    struct rows z = { NULL, 0, 0 };

    for (size_t i = 0; i < r->n; i++) {
        struct row row = { .x = { [PAIR_BIAS] = 1 }, .y = r->rows[i].y, .set = set };

        if (r->rows[i].set != set)
            continue;
        for (size_t k = 0; k < N; k++)
            row.x[PAIR_COS] += (float)(w[k] * (double)r->rows[i].x[k]);
        z.rows = mem_grow(z.rows, &z.cap, z.n + 1, sizeof(*z.rows));
        z.rows[z.n++] = row;
    }
    only[set] = 1;
    weigh(&z, only);
    fit(&z, use, 0, c);
    for (size_t k = 0; k < N; k++)
        w[k] *= c[PAIR_COS];
    w[PAIR_BIAS] += c[PAIR_BIAS];
    free(z.rows);
}

int
main(void)
{
    static struct lab lab;
    static const double short_sets[MAX_SETS] = { [RQE] = 1 };
    static const double long_sets[MAX_SETS] = { [RQE] = .1, [META] = 1 };
    /* Others fit RQE better and carry over to other sets worse. */
    static const bool use_short[N] = {
        [PAIR_BIAS] = true,     [PAIR_GRAMS] = true,     [PAIR_COVER] = true,
        [PAIR_SAME_ASK] = true, [PAIR_OTHER_ASK] = true, [PAIR_SAME_LAST] = true,
        [PAIR_NAMES] = true
    };
    bool use_long[N];
    double brief[N], full[N];

    lab.tk = token_new();
    lab.idf = idf_new();
    lab.arena = arena_new();
    read_groups(&lab, "banking77.groups.tsv", BANKING);
    read_pairs(&lab, "rqe.pairs.tsv", RQE);
    read_pairs(&lab, "meta.pairs.tsv", META);
    for (size_t k = 0; k < N; k++) /* those had no sensible sign */
        use_long[k] = k != PAIR_NAMES && k != PAIR_NEGATION && k != PAIR_LENGTH;
    weigh(&lab.brief, short_sets);
    fit(&lab.brief, use_short, RIDGE_SHORT, brief);
    calibrate(&lab.brief, BANKING, brief);
    weigh(&lab.full, long_sets);
    fit(&lab.full, use_long, RIDGE_LONG, full);
    for (size_t k = 0; k < N; k++)
        printf("%-10s %8.2f %8.2f\n", pair_feature_name((enum pair_feature)k), brief[k], full[k]);
    printf("short %zu pairs, long %zu pairs, %.3f right\n", lab.brief.n, lab.full.n,
           accuracy(&lab.full, full));
    free(lab.brief.rows);
    free(lab.full.rows);
    arena_free(lab.arena);
    idf_free(lab.idf);
    token_free(lab.tk);
    return 0;
}
