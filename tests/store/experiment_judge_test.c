/* experiment_judge_test.c - what is said of an experiment, and what is not. */

#include <math.h>

#include "../test.h"

#include "store_experiment.h"

#define FROM_S INT64_C(1793491200) /* 2026-11-01 */
#define TO_S   INT64_C(1796083200) /* 2026-12-01 */
#define DAY_S  INT64_C(86400)

#define U STORE_EXPERIMENT_UNCHANGED
#define R STORE_EXPERIMENT_REJECTED
#define T STORE_EXPERIMENT_THERE

static const struct {
    const char *from;
    enum store_experiment_metric metric;
    enum store_experiment_state state;
    struct proportion a, b;
    int64_t open;      /* assigned to A and not decided */
    int64_t planned_s; /* after TO_S: it was ended early */
    const char *says;
    bool compared;
} rows[] = {
    { "planned",
      U,
      STORE_EXPERIMENT_PLANNED,
      { 0, 0 },
      { 0, 0 },
      0,
      TO_S,
      "It begins on 2026-11-01.",
      false },
    { "a clear difference, while it runs",
      U,
      STORE_EXPERIMENT_RUNNING,
      { 56, 70 },
      { 10, 80 },
      3,
      TO_S,
      "It runs until 2026-11-30; until then there are counts and no verdict. To tell a difference "
      "of 10 points, each arm needs up to 400 that are decided.",
      false },
    { "the section is gone",
      U,
      STORE_EXPERIMENT_REMOVED,
      { 56, 70 },
      { 10, 80 },
      0,
      TO_S,
      "Its section was taken out of the settings before it was over: there are counts and no "
      "verdict.",
      false },
    { "Newcombe 1998 (a): 5.24 to 33.39",
      U,
      STORE_EXPERIMENT_OVER,
      { 56, 70 },
      { 48, 80 },
      0,
      TO_S,
      "A (warm) is better by 5 to 33 points.",
      true },
    { "the other way round",
      U,
      STORE_EXPERIMENT_OVER,
      { 48, 80 },
      { 56, 70 },
      0,
      TO_S,
      "B (plain) is better by 5 to 33 points.",
      true },
    { "the less, the better",
      R,
      STORE_EXPERIMENT_OVER,
      { 56, 70 },
      { 48, 80 },
      0,
      TO_S,
      "B (plain) is better by 5 to 33 points.",
      true },
    { "by less than a point",
      U,
      STORE_EXPERIMENT_OVER,
      { 5000, 10000 },
      { 4840, 10000 },
      0,
      TO_S,
      "A (warm) is better by 0.2 to 3 points.",
      true },
    { "Newcombe 1998 (d), of what was posted",
      T,
      STORE_EXPERIMENT_OVER,
      { 5, 56 },
      { 0, 29 },
      0,
      TO_S,
      "No difference can be told: to tell one of 10 points, each arm needs about 60 more that are "
      "posted.",
      true },
    { "enough, and none",
      U,
      STORE_EXPERIMENT_OVER,
      { 500, 1000 },
      { 500, 1000 },
      0,
      TO_S,
      "No difference can be told, and there were enough to tell one of 10 points: A's share is "
      "between 4 points below B's and 4 above.",
      true },
    { "all of both",
      U,
      STORE_EXPERIMENT_OVER,
      { 10, 10 },
      { 10, 10 },
      0,
      TO_S,
      "No difference can be told: to tell one of 10 points, each arm needs about 70 more that are "
      "decided.",
      true },
    { "an empty arm",
      U,
      STORE_EXPERIMENT_OVER,
      { 1, 1 },
      { 0, 0 },
      1,
      TO_S,
      "There is nothing to compare: an arm has none that is decided. 1 of its groups is not "
      "decided, so this may still move.",
      false },
    { "ended early, and not all decided",
      U,
      STORE_EXPERIMENT_OVER,
      { 56, 70 },
      { 48, 80 },
      2,
      TO_S + 9 * DAY_S,
      "A (warm) is better by 5 to 33 points. It was ended early: it was planned to go on until "
      "2026-12-09. 2 of its groups are not decided, so this may still move.",
      true },
};

static struct store_experiment
experiment(enum store_experiment_metric metric, int64_t planned_s)
{
    return (struct store_experiment){ .metric = metric,
                                      .voice = { TEXT_LIT("warm"), TEXT_LIT("plain") },
                                      .from_s = FROM_S,
                                      .to_s = TO_S,
                                      .planned_s = planned_s,
                                      .active = true };
}

static void
test_shares(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_experiment x = experiment(rows[i].metric, rows[i].planned_s);
        struct store_experiment_outcome o = { .state = rows[i].state };
        bool over = rows[i].state == STORE_EXPERIMENT_OVER;

        o.side[0] = (struct store_experiment_side){ .assigned = rows[i].a.n + rows[i].open,
                                                    .decided = rows[i].a.n,
                                                    .p = rows[i].a };
        o.side[1] = (struct store_experiment_side){ .assigned = rows[i].b.n,
                                                    .decided = rows[i].b.n,
                                                    .p = rows[i].b };
        store_experiment_judge(&x, a, &o);
        CHECK(text_is(o.says, rows[i].says), "%s: %.*s", rows[i].from, TEXT_ARG(o.says));
        CHECK(o.final == over && o.compared == rows[i].compared, "%s: judged", rows[i].from);
        CHECK((over && rows[i].a.n > 0) == (o.share[0].high > 0), "%s: its interval", rows[i].from);
    }
    arena_free(a);
}
TEST_FN(test_shares)

static void
test_gone(void)
{
    struct store_experiment x = experiment(U, TO_S);
    struct store_experiment_outcome o = { .state = STORE_EXPERIMENT_OVER };
    struct arena *a = arena_new();

    x.active = false;
    for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
        o.side[k] = (struct store_experiment_side){ .assigned = 1, .decided = 1, .p = { 1, 1 } };
    store_experiment_judge(&x, a, &o);
    CHECK(text_ends(o.says, TEXT_LIT("Its section is not in the settings any more.")), "%.*s",
          TEXT_ARG(o.says));
    arena_free(a);
}
TEST_FN(test_gone)

static const struct {
    const char *from;
    double step_a, step_b; /* A's spans are step_a, 2 step_a, ... */
    int64_t n_a, n_b;
    const char *says;
} spans[] = {
    { "A is sooner", 1, 3, 40, 40,
      "A (warm) is approved sooner: the medians are 20.5 h for A and 61.5 h for B (Mann-Whitney, "
      "p below 0.001)." },
    { "B is", 2, 1, 20, 20,
      "B (plain) is approved sooner: the medians are 21.0 h for A and 10.5 h for B (Mann-Whitney, "
      "p = 0.005)." },
    { "too few", 1, 1, 20, 20,
      "No difference can be told: to find that one is the larger in 60 % of pairs, each arm needs "
      "about 120 more that are approved." },
    { "enough", 1, 1, 140, 140,
      "No difference can be told, and there were enough to find that one is the larger in 60 % of "
      "pairs." },
    { "none", 1, 1, 20, 0, "There is nothing to compare: an arm has none that is approved." },
};

static void
test_spans(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(spans); i++) {
        struct store_experiment x = experiment(STORE_EXPERIMENT_TO_APPROVED, TO_S);
        struct store_experiment_outcome o = { .state = STORE_EXPERIMENT_OVER };
        const double steps[] = { spans[i].step_a, spans[i].step_b };
        const int64_t n[] = { spans[i].n_a, spans[i].n_b };

        for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++) {
            o.side[k].values = arena_alloc(a, ((size_t)n[k] + 1) * sizeof(double));
            for (int64_t j = 0; j < n[k]; j++)
                o.side[k].values[o.side[k].p.n++] = steps[k] * (double)(j + 1);
            o.side[k].assigned = o.side[k].decided = n[k];
        }
        store_experiment_judge(&x, a, &o);
        CHECK(text_is(o.says, spans[i].says), "%s: %.*s", spans[i].from, TEXT_ARG(o.says));
        CHECK(o.final && !o.compared, "%s: no difference of shares", spans[i].from);
    }
    arena_free(a);
}
TEST_FN(test_spans)

static const struct {
    const char *from;
    enum store_experiment_metric metric;
    enum store_experiment_state state;
    int64_t k, n;
    const char *counted, *result;
} told[] = {
    { "a share", U, STORE_EXPERIMENT_OVER, 81, 263, "81 of 263", "31 % (26 to 37 %)" },
    { "not yet", U, STORE_EXPERIMENT_RUNNING, 81, 263, "81 of 263", "\xE2\x80\x93" },
    { "of none", U, STORE_EXPERIMENT_OVER, 0, 0, "0 of 0", "\xE2\x80\x93" },
    { "hours", STORE_EXPERIMENT_TO_APPROVED, STORE_EXPERIMENT_OVER, 0, 5, "5",
      "3.0 h (2.0 to 4.0 h)" },
    { "visits", STORE_EXPERIMENT_VISITS, STORE_EXPERIMENT_OVER, 0, 5, "5", "3.0 (2.0 to 4.0)" },
    { "visits, not yet", STORE_EXPERIMENT_VISITS, STORE_EXPERIMENT_RUNNING, 0, 5, "5",
      "\xE2\x80\x93" },
};

static void
test_told(void)
{
    double values[] = { 1, 2, 3, 4, 5 };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(told); i++) {
        struct store_experiment x = experiment(told[i].metric, TO_S);
        struct store_experiment_outcome o = { .state = told[i].state };
        struct store_experiment_told t;

        o.side[1] = (struct store_experiment_side){ .p = { told[i].k, told[i].n } };
        if (store_experiment_meaning(x.metric)->ranked)
            o.side[1].values = values;
        store_experiment_judge(&x, a, &o);
        store_experiment_tell(&x, &o, STORE_EXPERIMENT_B, a, &t);
        CHECK(strcmp(t.counted, told[i].counted) == 0 && strcmp(t.result, told[i].result) == 0,
              "%s: %s, %s", told[i].from, t.counted, t.result);
    }
    arena_free(a);
}
TEST_FN(test_told)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_shares), TEST(test_gone), TEST(test_spans),
                                        TEST(test_told) };

    return TEST_RUN(tests);
}
