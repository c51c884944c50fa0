/* search_test.c - the index against a scorer that looks at every document, and terms row by row. */

#include "search.h"

#include <math.h>

#include "../test.h"

#include "mem.h"
#include "rng.h"
#include "search_oracle.h"

#define N_DOCS    400
#define MAX_LEN   30
#define N_TERMS   60
#define N_QUERIES 300
#define N_NAIVE   10 /* of them also by the formula itself */
#define TOP       10

struct corpus {
    uint64_t terms[N_DOCS][MAX_LEN];
    size_t n[N_DOCS];
};

/* Small numbers stand often: two draws, the smaller one, squared. */
static uint64_t
draw_term(struct rng *r)
{
    uint64_t a = rng_below(r, N_TERMS), b = rng_below(r, N_TERMS);

    return 1 + (a < b ? a : b);
}

static void
fill(struct corpus *c, struct rng *r, struct search_index *ix, struct arena *a)
{
    for (size_t d = 0; d < N_DOCS; d++) {
        struct search_terms t;

        search_terms_init(&t, a);
        c->n[d] = rng_below(r, MAX_LEN); /* 0 too: an empty document */
        for (size_t i = 0; i < c->n[d]; i++) {
            c->terms[d][i] = draw_term(r);
            search_terms_add(&t, c->terms[d][i]);
        }
        CHECK(search_add(ix, &t) == d, "document %zu", d);
    }
}

/* BM25 straight from the formula in search.h, counting anew each time. */
static double
naive(const struct corpus *c, const struct search_params *p, uint64_t term, size_t doc)
{
    double df = 0, total = 0, tf = 0, idf;

    for (size_t d = 0; d < N_DOCS; d++) {
        bool has = false;

        for (size_t i = 0; i < c->n[d]; i++)
            has |= c->terms[d][i] == term;
        df += has;
        total += (double)c->n[d];
    }
    for (size_t i = 0; i < c->n[doc]; i++)
        tf += c->terms[doc][i] == term;
    idf = log(1 + (N_DOCS - df + .5) / (df + .5));
    return idf * tf * ((double)p->k1 + 1) /
           (tf + (double)p->k1 *
                     (1 - (double)p->b + (double)p->b * (double)c->n[doc] / (total / N_DOCS)));
}

static bool
odd_only(const void *self, uint32_t doc)
{
    (void)self;
    return doc % 2 == 1;
}

/* The k best of the dense scores by looking for the best k times. */
static void
check_top(const float *want, bool odd, const struct search_hit *hits, size_t n, size_t query)
{
    static bool taken[N_DOCS];
    size_t k = 0;

    memset(taken, 0, sizeof(taken));
    for (; k < TOP; k++) {
        size_t best = N_DOCS;

        for (size_t d = 0; d < N_DOCS; d++)
            if (!taken[d] && want[d] > 0 && (!odd || d % 2 == 1) &&
                (best == N_DOCS || want[d] > want[best]))
                best = d;
        if (best == N_DOCS)
            break;
        taken[best] = true;
        if (k < n)
            CHECK(fabsf(hits[k].score - want[best]) < 1e-4F, "query %zu hit %zu: %f, want %f",
                  query, k, (double)hits[k].score, (double)want[best]);
    }
    CHECK(n == k, "query %zu: %zu hits, want %zu", query, n, k);
    for (size_t i = 1; i < n; i++)
        CHECK(hits[i - 1].score > hits[i].score || hits[i - 1].doc < hits[i].doc,
              "query %zu: order", query);
}

static void
test_agrees_with_naive(void)
{
    static struct corpus one, two;
    static float dense[N_DOCS];
    struct search_index *a = search_new(&search_short), *b = search_new(&search_title);
    struct arena *arena = arena_new();
    struct rng r;

    rng_seed(&r, 7);
    fill(&one, &r, a, arena);
    fill(&two, &r, b, arena);
    for (size_t q = 0; q < N_QUERIES; q++) {
        struct search_terms t;
        struct search_query query;
        struct search_hit hits[TOP];
        size_t n;

        search_terms_init(&t, arena);
        for (size_t i = 0, len = 1 + rng_below(&r, 6); i < len; i++)
            search_terms_add(&t, draw_term(&r) + rng_below(&r, 20) / 19 * N_TERMS);
        memset(dense, 0, sizeof(dense));
        search_dense(a, &t, 1, dense);
        search_dense(b, &t, .6F, dense);
        for (size_t d = 0; q < N_NAIVE && d < N_DOCS; d++) {
            double w = 0;

            for (size_t i = 0; i < t.n; i++)
                w += naive(&one, &search_short, t.ids[i], d) +
                     (double).6F * naive(&two, &search_title, t.ids[i], d);
            CHECK(fabs((double)dense[d] - w) < 1e-4, "query %zu doc %zu", q, d);
        }
        search_query_init(&query, arena);
        search_query_add(&query, a, &t, 1);
        search_query_add(&query, b, &t, .6F);
        if (q % 2 == 1)
            query.accept = odd_only;
        n = search_top(&query, TOP, hits);
        check_top(dense, q % 2 == 1, hits, n, q);
        n = search_top_dense(dense, N_DOCS, TOP, hits);
        check_top(dense, false, hits, n, q);
    }
    arena_free(arena);
    search_free(a);
    search_free(b);
}
TEST_FN(test_agrees_with_naive)

static void
test_lengths(void)
{
    struct arena *a = arena_new();
    struct search_index *ix = search_new(&search_short);
    struct search_terms t;

    search_terms_init(&t, a);
    search_terms_add(&t, 5);
    search_terms_add(&t, 6);
    search_terms_add(&t, 5);
    search_add(ix, &t);
    search_terms_clear(&t);
    search_add(ix, &t);
    search_terms_add(&t, 5);
    search_add(ix, &t);
    CHECK(search_length(ix, 0) == 3 && search_length(ix, 1) == 0, "length");
    arena_free(a);
    search_free(ix);
}
TEST_FN(test_lengths)

/* How many terms a text gives. */
static const struct {
    const char *text;
    size_t words, content, pairs, content_pairs, skips, grams;
} rows[] = {
    /* clang-format off */
    { "", 0, 0, 0, 0, 0, 0 },
    { "visa", 1, 1, 0, 0, 0, 3 },
    { "the visa", 2, 1, 1, 1, 1, 5 },
    { "how do I renew", 4, 1, 3, 1, 6, 8 },
    { "how do I", 3, 3, 2, 2, 3, 4 }, /* nothing but small words: all of them count */
    { "\xC3\xA9t\xC3\xA9", 1, 1, 0, 0, 0, 2 },
    /* clang-format on */
};

static void
test_terms(void)
{
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct token_list l;
        struct search_terms t[6];

        token_split(tk, text_of(rows[i].text), "en", a, &l);
        for (size_t k = 0; k < N_ROWS(t); k++)
            search_terms_init(&t[k], a);
        search_add_words(&t[0], &l, SEARCH_ALL);
        search_add_words(&t[1], &l, SEARCH_NO_STOP);
        search_add_pairs(&t[2], &l, 1, SEARCH_ALL);
        search_add_pairs(&t[3], &l, 1, SEARCH_NO_STOP);
        search_add_pairs(&t[4], &l, 3, SEARCH_ALL);
        search_add_grams(&t[5], &l, 4, SEARCH_ALL);
        CHECK(t[0].n == rows[i].words, "row %zu words %zu", i, t[0].n);
        CHECK(t[1].n == rows[i].content, "row %zu content %zu", i, t[1].n);
        CHECK(t[2].n == rows[i].pairs, "row %zu pairs %zu", i, t[2].n);
        CHECK(t[3].n == rows[i].content_pairs, "row %zu content pairs %zu", i, t[3].n);
        CHECK(t[4].n == rows[i].skips, "row %zu skips %zu", i, t[4].n);
        CHECK(t[5].n == rows[i].grams, "row %zu grams %zu", i, t[5].n);
    }
    CHECK(search_pair(1, 2) != search_pair(2, 1), "a pair has an order");
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_terms)

#define COMMON    500
#define PROPOSALS 20

/* A word proposes its first documents only; what another proposes still gets its whole score. */
static void
test_proposals(void)
{
    struct arena *a = arena_new();
    struct search_index *ix = search_new(&search_short);
    struct search_hit hits[8];
    struct search_query q;
    struct search_terms t;
    float whole;

    search_terms_init(&t, a);
    for (uint32_t d = 0; d < COMMON; d++) {
        search_terms_clear(&t);
        search_terms_add(&t, 1);
        search_terms_add(&t, d == COMMON - 1 ? 2 : 100 + d);
        search_add(ix, &t);
    }
    search_terms_clear(&t);
    search_terms_add(&t, 1);
    search_terms_add(&t, 2);
    search_query_init(&q, a);
    search_query_add(&q, ix, &t, 1);
    CHECK(search_top(&q, 8, hits) == 8 && hits[0].doc == COMMON - 1, "all of them");
    whole = hits[0].score;
    q.proposals = PROPOSALS;
    CHECK(search_top(&q, 8, hits) == 8, "enough are proposed");
    CHECK(hits[0].doc == COMMON - 1 && hits[0].score >= whole && hits[0].score <= whole,
          "the rare word proposes the last one, with both words' score: %u", hits[0].doc);
    for (uint32_t i = 1; i < 8; i++)
        CHECK(hits[i].doc == i - 1, "ties: the first ones, got %u", hits[i].doc);
    search_free(ix);
    arena_free(a);
}
TEST_FN(test_proposals)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_agrees_with_naive), TEST(test_proposals),
                                        TEST(test_lengths), TEST(test_terms) };

    return TEST_RUN(tests);
}
