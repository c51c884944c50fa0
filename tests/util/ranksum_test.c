/* ranksum_test.c - two samples against published examples, and every pair counted. */
#include <math.h>

#include "../../include/ranksum.h"
#include "../test.h"
#include "rng.h"

#define MAX 40

static const struct {
    const char *from;
    double a[MAX], b[MAX];
    size_t n_a, n_b;
    double u, p; /* p < 0: not given */
} rows[] = {
    /* R prints 0.2207 = 2 * 0.1103 without the continuity correction that is made here. */
    { "Hollander and Wolfe 1973, p. 69 (R, ?wilcox.test)",
      { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 },
      { 1.15, 0.88, 0.90, 0.74, 1.21 },
      10,
      5,
      35,
      -1 },
    { "R, ?wilcox.test: ozone in May and August, with ties",
      { 41, 36, 12, 18, 28, 23, 19, 8, 7,  16, 11, 14,  18,
        14, 34, 6,  30, 11, 1,  11, 4, 32, 23, 45, 115, 37 },
      { 39, 9,  16, 78, 35, 66, 122, 89,  110, 44, 28,  65, 22,
        59, 23, 31, 44, 21, 9,  45,  168, 73,  76, 118, 84, 85 },
      26,
      26,
      127.5,
      .0001208 },
    { "all the same", { 2, 2, 2 }, { 2, 2 }, 3, 2, 3, 1 },
    { "one side is empty", { 2 }, { 0 }, 1, 0, 0, 1 },
    { "one against one", { 1 }, { 2 }, 1, 1, 0, 1 },
};

static void
test_rows(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double a[MAX], b[MAX];
        struct ranksum r;

        memcpy(a, rows[i].a, sizeof(a));
        memcpy(b, rows[i].b, sizeof(b));
        r = ranksum_test(a, rows[i].n_a, b, rows[i].n_b);
        CHECK(fabs(r.u - rows[i].u) < 1e-9, "%s: U %.1f", rows[i].from, r.u);
        CHECK(rows[i].p < 0 || fabs(r.p - rows[i].p) < 5e-8, "%s: p %.7f", rows[i].from, r.p);
    }
}
TEST_FN(test_rows)

/* U by looking at every pair; the other way round it is the rest, and z has the other sign. */
static void
test_pairs(void)
{
    struct rng rng;

    rng_seed(&rng, 1947);
    for (int round = 0; round < 500; round++) {
        double a[MAX], b[MAX], u = 0;
        size_t n_a = 1 + rng_below(&rng, MAX), n_b = 1 + rng_below(&rng, MAX);
        struct ranksum r, back;

        for (size_t i = 0; i < n_a; i++)
            a[i] = (double)rng_below(&rng, 12);
        for (size_t i = 0; i < n_b; i++)
            b[i] = (double)rng_below(&rng, 12);
        for (size_t i = 0; i < n_a; i++)
            for (size_t k = 0; k < n_b; k++)
                u += a[i] > b[k] ? 1 : a[i] == b[k] ? .5 : 0;
        r = ranksum_test(a, n_a, b, n_b);
        back = ranksum_test(b, n_b, a, n_a);
        CHECK(r.u == u, "round %d: %.1f, wanted %.1f", round, r.u, u);
        CHECK(back.u == (double)(n_a * n_b) - u && fabs(back.z + r.z) < 1e-9 &&
                  fabs(back.p - r.p) < 1e-9 && r.p >= 0 && r.p <= 1,
              "round %d: z %.3f, back %.3f", round, r.z, back.z);
    }
}
TEST_FN(test_pairs)

static const struct {
    const char *from;
    double v[MAX], at, want;
    size_t n;
} quantiles[] = {
    { "one", { 7 }, .25, 7, 1 },
    { "median of two", { 1, 2 }, .5, 1.5, 2 },
    { "R, quantile(1:10, .25)", { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, .25, 3.25, 10 },
    { "R, quantile(1:10, .75)", { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, .75, 7.75, 10 },
    { "the largest", { 1, 2, 3 }, 1, 3, 3 },
};

static void
test_quantile(void)
{
    for (size_t i = 0; i < N_ROWS(quantiles); i++) {
        double x = ranksum_quantile(quantiles[i].v, quantiles[i].n, quantiles[i].at);

        CHECK(fabs(x - quantiles[i].want) < 1e-9, "%s: %g", quantiles[i].from, x);
    }
    /* Noether 1987: (1.960 + .842)^2 / (3 * .01) is 261.6 for both sides. */
    assert_int_equal(ranksum_needed(.6), 131);
    assert_int_equal(ranksum_needed(.4), 131);
}
TEST_FN(test_quantile)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_pairs), TEST(test_quantile) };

    return TEST_RUN(tests);
}
