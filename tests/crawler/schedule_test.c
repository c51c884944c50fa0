/* The heap against a search of all items, and how much it moves when there are many. */
#include "../test.h"

#include "../../crawler/schedule.h"
#include "rng.h"

#define N_ITEMS 300
#define N_STEPS 20000

static int64_t
least(const struct schedule_item *v, const struct schedule *s)
{
    int64_t at_ms = INT64_MAX;

    for (size_t i = 0; i < N_ITEMS; i++)
        if (v[i].in == s && v[i].at_ms < at_ms)
            at_ms = v[i].at_ms;
    return at_ms;
}

static void
test_against_a_search(void)
{
    static struct schedule_item v[N_ITEMS];
    struct schedule s[2] = { { 0 } };
    struct rng rng;

    rng_seed(&rng, 1);
    for (size_t step = 0; step < N_STEPS; step++) {
        struct schedule_item *item = &v[rng_below(&rng, N_ITEMS)];
        const struct schedule *in = &s[rng_below(&rng, 2)];

        if (rng_below(&rng, 3) == 0)
            schedule_drop(item);
        else
            schedule_put(&s[rng_below(&rng, 2)], item, (int64_t)rng_below(&rng, 500));
        CHECK((schedule_first(in) == NULL) == (least(v, in) == INT64_MAX), "empty or not");
        CHECK(schedule_first(in) == NULL || schedule_first(in)->at_ms == least(v, in),
              "step %zu: not the first", step);
    }
    schedule_release(&s[0]);
    schedule_release(&s[1]);
    CHECK(v[0].in == NULL, "released");
}
TEST_FN(test_against_a_search)

/* Of those with the same time the smallest rank comes first, in whatever order they came. */
static void
test_ranks(void)
{
    static struct schedule_item v[N_ITEMS];
    struct schedule s = { 0 };

    for (size_t i = 0; i < N_ITEMS; i++) {
        v[i].rank = i * 7 % N_ITEMS;
        schedule_put(&s, &v[i], 5);
    }
    for (size_t i = 0; i < N_ITEMS; i++) {
        struct schedule_item *first = schedule_first(&s);

        CHECK(first->rank == i, "rank %zu in place %zu", (size_t)first->rank, i);
        schedule_drop(first);
    }
    schedule_release(&s);
}
TEST_FN(test_ranks)

/* Take the first, put it back later, as a crawl does: what does one turn move? */
static double
moves_per_turn(size_t n)
{
    struct schedule_item *v = calloc(n, sizeof(*v));
    struct schedule s = { 0 };
    struct rng rng;
    uint64_t before;

    rng_seed(&rng, 1);
    for (size_t i = 0; i < n; i++)
        schedule_put(&s, &v[i], (int64_t)rng_below(&rng, 1000000));
    before = s.moves;
    for (size_t i = 0; i < N_STEPS; i++) {
        struct schedule_item *first = schedule_first(&s);

        schedule_put(&s, first, first->at_ms + 5000 + (int64_t)rng_below(&rng, 1000000));
    }
    before = s.moves - before;
    schedule_release(&s);
    free(v);
    return (double)before / N_STEPS;
}

static void
test_growth(void)
{
    double few = moves_per_turn(100), more = moves_per_turn(1000), many = moves_per_turn(10000);

    CHECK(many <= 2.2 * few && many < 18,
          "moves per turn: %.1f of 100, %.1f of 1,000, %.1f of 10,000", few, more, many);
    printf("moves per turn: %.1f of 100, %.1f of 1,000, %.1f of 10,000\n", few, more, many);
}
TEST_FN(test_growth)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_against_a_search), TEST(test_ranks),
                                        TEST(test_growth) };

    return TEST_RUN(tests);
}
