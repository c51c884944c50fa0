/* proportion_test.c - intervals of shares against published examples. */
#include <math.h>

#include "../../include/proportion.h"
#include "../test.h"

#define NEAR(x, y) (fabs((x) - (y)) < .00006) /* four decimals were printed */

static const struct {
    const char *from;
    struct proportion p;
    double low, high;
} shares[] = {
    { "Newcombe 1998, Stat. Med. 17, 857, table I", { 81, 263 }, .2553, .3662 },
    { "the same", { 15, 148 }, .0624, .1605 },
    { "the same, none", { 0, 20 }, 0, .1611 },
    { "the same", { 1, 29 }, .0061, .1718 },
    { "the same, mirrored", { 20, 20 }, .8389, 1 },
};

static const struct {
    const char *from;
    struct proportion a, b;
    double low, high;
} differences[] = {
    { "Newcombe 1998, Stat. Med. 17, 873, table II (a)", { 56, 70 }, { 48, 80 }, .0524, .3339 },
    { "(b)", { 9, 10 }, { 3, 10 }, .1705, .8090 },
    { "(c)", { 6, 7 }, { 2, 7 }, .0582, .8062 },
    { "(d)", { 5, 56 }, { 0, 29 }, -.0381, .1926 },
    { "(e)", { 0, 10 }, { 0, 20 }, -.1611, .2775 },
    { "(f)", { 0, 10 }, { 0, 10 }, -.2775, .2775 },
    { "(g)", { 10, 10 }, { 0, 20 }, .6791, 1 },
    { "(h)", { 10, 10 }, { 0, 10 }, .6075, 1 },
    { "(a) the other way round", { 48, 80 }, { 56, 70 }, -.3339, -.0524 },
};

static const struct {
    const char *from;
    double p, q, z_power;
    int64_t want;
} needed[] = {
    { "R, ?power.prop.test: 76.7 with a power of .90", .50, .75, 1.2815515655446004, 77 },
    { "the same, the other way round", .75, .50, 1.2815515655446004, 77 },
    { "Fleiss 2003, table A.4 less 2 / .1 / 2 of the correction: 376", .60, .70, PROPORTION_80,
      356 },
};

static void
test_wilson(void)
{
    for (size_t i = 0; i < N_ROWS(shares); i++) {
        struct proportion_interval x = proportion_wilson(shares[i].p);

        CHECK(NEAR(x.low, shares[i].low) && NEAR(x.high, shares[i].high), "%s: %.4f to %.4f",
              shares[i].from, x.low, x.high);
    }
}
TEST_FN(test_wilson)

static void
test_newcombe(void)
{
    for (size_t i = 0; i < N_ROWS(differences); i++) {
        struct proportion_interval x = proportion_newcombe(differences[i].a, differences[i].b);

        CHECK(NEAR(x.low, differences[i].low) && NEAR(x.high, differences[i].high),
              "%s: %.4f to %.4f", differences[i].from, x.low, x.high);
    }
}
TEST_FN(test_newcombe)

static void
test_needed(void)
{
    for (size_t i = 0; i < N_ROWS(needed); i++) {
        int64_t n = proportion_needed(needed[i].p, needed[i].q, needed[i].z_power);

        CHECK(n == needed[i].want, "%s: %lld", needed[i].from, (long long)n);
    }
}
TEST_FN(test_needed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_wilson), TEST(test_newcombe), TEST(test_needed) };

    return TEST_RUN(tests);
}
