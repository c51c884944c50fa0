/* Seeded random numbers: the published algorithm, its bounds, no bias to be seen. */
#include "../test.h"

#include "rng.h"

#define DRAWS 60000

/*
 * xoshiro256** from the state { 1, 2, 3, 4 }: the authors' reference code gives
 * these first numbers (also in the test suites of other languages' copies).
 */
static void
test_reference(void)
{
    static const uint64_t want[] = { 11520, 0, 1509978240, UINT64_C(1215971899390074240) };
    struct rng r = { { 1, 2, 3, 4 } };

    for (size_t i = 0; i < N_ROWS(want); i++) {
        uint64_t got = rng_next(&r);

        CHECK(got == want[i], "number %zu: %llu", i, (unsigned long long)got);
    }
}
TEST_FN(test_reference)

/* splitmix64 from seed 0 begins with this number (Vigna's reference code). */
static void
test_seed(void)
{
    struct rng a, b, c;

    rng_seed(&a, 0);
    CHECK(a.s[0] == UINT64_C(0xE220A8397B1DCDAF), "%llx", (unsigned long long)a.s[0]);
    rng_seed(&a, 5);
    rng_seed(&b, 5);
    rng_seed(&c, 6);
    CHECK(rng_next(&a) == rng_next(&b), "one seed, one sequence");
    CHECK(rng_next(&a) != rng_next(&c), "another seed, another one");
}
TEST_FN(test_seed)

static void
test_below(void)
{
    static const uint64_t bounds[] = { 1, 2, 3, 6, 10 };
    struct rng r;

    rng_seed(&r, 7);
    for (size_t i = 0; i < N_ROWS(bounds); i++) {
        size_t count[10] = { 0 };
        double mean = (double)DRAWS / (double)bounds[i], chi = 0;

        for (int j = 0; j < DRAWS; j++) {
            uint64_t x = rng_below(&r, bounds[i]);

            assert_true(x < bounds[i]);
            count[x]++;
        }
        for (size_t j = 0; j < bounds[i]; j++)
            chi += ((double)count[j] - mean) * ((double)count[j] - mean) / mean;
        CHECK(chi < 30, "bound %llu: chi-square %.1f", (unsigned long long)bounds[i], chi);
    }
    CHECK(rng_below(&r, UINT64_MAX) < UINT64_MAX, "the largest bound ends too");
}
TEST_FN(test_below)

static void
test_unit(void)
{
    struct rng r;
    double sum = 0, least = 1, most = 0;

    rng_seed(&r, 9);
    for (int i = 0; i < DRAWS; i++) {
        double x = rng_unit(&r);

        sum += x;
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    CHECK(least >= 0 && least < .001 && most < 1 && most > .999, "%g .. %g", least, most);
    CHECK(sum / DRAWS > .49 && sum / DRAWS < .51, "mean %g", sum / DRAWS);
}
TEST_FN(test_unit)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_reference), TEST(test_seed), TEST(test_below),
                                        TEST(test_unit) };

    return TEST_RUN(tests);
}
