/* What a small memory of links keeps, and what it forgets first. */
#include "../test.h"

#include "../../crawler/seen.h"
#include "mem.h"
#include "rng.h"

static void
test_remembers(void)
{
    struct seen *s = mem_zalloc(sizeof(*s));
    int64_t id = -1;

    CHECK(!seen_find(s, seen_key(TEXT_LIT("/a"), 1), &id) && id == -1, "nothing yet");
    seen_put(s, seen_key(TEXT_LIT("/a"), 1), 7);
    seen_put(s, seen_key(TEXT_LIT("/b"), 1), 0);
    CHECK(seen_find(s, seen_key(TEXT_LIT("/a"), 1), &id) && id == 7, "a row");
    CHECK(seen_find(s, seen_key(TEXT_LIT("/b"), 1), &id) && id == 0, "a link without a row");
    CHECK(!seen_find(s, seen_key(TEXT_LIT("/a"), 2), &id), "met under other circumstances");
    CHECK(!seen_find(s, seen_key(TEXT_LIT("/a "), 1), &id), "another link");
    free(s);
}
TEST_FN(test_remembers)

/* A set against a list that is kept in order of use. */
static void
test_forgets_the_oldest(void)
{
    struct seen *s = mem_zalloc(sizeof(*s));
    uint64_t list[SEEN_WAYS];
    size_t n = 0;
    struct rng rng;

    rng_seed(&rng, 5);
    for (int64_t step = 0; step < 5000; step++) {
        /* all in one set: the low bits choose it */
        uint64_t v = 1 + rng_below(&rng, SEEN_WAYS + 3);
        XXH128_hash_t key = { v * SEEN_SETS + 3, v };
        size_t at = 0;
        int64_t id = 0;
        bool known;

        while (at < n && list[at] != v)
            at++;
        known = at < n;
        CHECK(seen_find(s, key, &id) == known, "step %lld", (long long)step);
        CHECK(!known || id == (int64_t)v, "step %lld: %lld", (long long)step, (long long)id);
        if (!known) {
            seen_put(s, key, (int64_t)v);
            n += n < SEEN_WAYS;
            at = n - 1;
        }
        memmove(list + 1, list, at * sizeof(*list));
        list[0] = v;
    }
    free(s);
}
TEST_FN(test_forgets_the_oldest)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_remembers), TEST(test_forgets_the_oldest) };

    return TEST_RUN(tests);
}
