/* pages_pairs_test.c - counts of pairs, by a plain table of them. */

#include "../test.h"

#include "../../drafter/pages_pairs.h"
#include "rng.h"

#define N_KINDS    50000 /* more than the first table has room for */
#define N_PASSAGES 4000
#define MAX_PAIRS  200

/* Pairs are hashes. */
static uint64_t
pair_of(uint64_t i)
{
    return (i + 1) * UINT64_C(0xD6E8FEB86659FD93) ^ i << 40;
}

static void
test_counts(void)
{
    static uint32_t want[N_KINDS], seen[N_KINDS];
    struct pages_pairs *t = pages_pairs_new();
    struct rng r;

    rng_seed(&r, 1);
    for (uint32_t d = 1; d <= N_PASSAGES; d++) {
        uint64_t pairs[MAX_PAIRS];
        size_t n = rng_below(&r, MAX_PAIRS);
        uint32_t times = d % 8 == 0 ? PAGES_PAIRS_EVERY : 1;

        for (size_t i = 0; i < n; i++) {
            uint64_t k = rng_below(&r, 1 + rng_below(&r, N_KINDS));

            pairs[i] = pair_of(k);
            want[k] += seen[k] != d ? times : 0;
            seen[k] = d;
        }
        pages_pairs_count(t, pairs, n, times);
    }
    for (uint64_t k = 0; k < N_KINDS; k++)
        CHECK(pages_pairs_df(t, pair_of(k)) == want[k], "pair %u: %u, not %u", (unsigned)k,
              pages_pairs_df(t, pair_of(k)), want[k]);
    CHECK(pages_pairs_df(t, 0) == 0, "a pair of hash 0");
    CHECK(pages_pairs_bytes(t) > N_KINDS, "memory");
    pages_pairs_free(t);
}
TEST_FN(test_counts)

/* A count that is full stays as it is, and harms no other. */
static void
test_full(void)
{
    struct pages_pairs *t = pages_pairs_new();
    const uint64_t pair = pair_of(1), other = pair_of(2);
    enum { ROOM = 1 << 24 };

    pages_pairs_count(t, &other, 1, 7);
    pages_pairs_count(t, &pair, 1, ROOM - 1);
    pages_pairs_count(t, &pair, 1, 1);
    CHECK(pages_pairs_df(t, pair) == ROOM - 1, "%u", pages_pairs_df(t, pair));
    CHECK(pages_pairs_df(t, other) == 7, "%u", pages_pairs_df(t, other));
    pages_pairs_free(t);
}
TEST_FN(test_full)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_counts), TEST(test_full) };

    return TEST_RUN(tests);
}
