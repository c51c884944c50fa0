/* compare_test.c - from when on spans are compared, with what, and what a trend is. */
#include "fixture.h"

#include "../../store/db.h"
#include "clock.h"
#include "store_compare.h"

#define DAY_S INT64_C(86400)

static int64_t
at(const char *date)
{
    int64_t at_s = 0;

    CHECK(clock_parse_rfc3339(text_of(date), &at_s, NULL), "%s", date);
    return at_s;
}

static void
open_two(struct fixture *f, const char *first, const char *second, int64_t baseline_days)
{
    fixture_open(f, STORE_SCHEMA);
    store_begin(f->store);
    db_script(f->store, "INSERT INTO department (id, key, name, language, active)"
                        " VALUES (1, 'a', 'Physics', 'en', 1), (2, 'b', 'Library', 'en', 1)");
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_begin(f->store);
    if (baseline_days > 0)
        db_script(f->store, "UPDATE department SET baseline_s = 2419200");
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_set_role(f->store, STORE_CRAWLER);
    store_begin(f->store);
    if (first != NULL) {
        store_compare_begun(f->store, 1, at(first));
        store_compare_begun(f->store, 1, at(first) + 40 * DAY_S); /* the first time counts */
    }
    if (second != NULL)
        store_compare_begun(f->store, 2, at(second));
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

static const struct {
    const char *first, *second; /* when they began */
    int64_t baseline_days, department_id;
    const char *since, *until;
    enum store_compare_verdict verdict;
    size_t n_periods;
    const char *says, *from;
} periods[] = {
    { NULL, NULL, 28, 1, "2026-05-01", "2026-06-01", STORE_COMPARE_NOTHING, 0,
      "Nothing was listened for", "nothing has begun" },
    { "2026-06-01T09:00:00Z", NULL, 28, 1, "2026-05-01", "2026-06-01", STORE_COMPARE_NOTHING, 0,
      "Nothing was listened for", "it had not begun" },
    { "2026-05-01T09:00:00Z", NULL, 0, 1, "2026-05-01", "2026-06-01", STORE_COMPARE_FEW, 1,
      "since 2026-05-01 there was 1.", "one period: the day it began is whole" },
    { "2026-05-01", NULL, 0, 1, "2026-06-01", "2026-07-01", STORE_COMPARE_FEW, 2,
      "since 2026-05-01 there were 2.", "two periods" },
    { "2026-05-01", NULL, 0, 1, "2026-07-01", "2026-08-01", STORE_COMPARE_FEW, 3, "there were 3.",
      "three periods" },
    { "2026-05-01", NULL, 0, 1, "2026-08-01", "2026-09-01", STORE_COMPARE_MAY, 4, "",
      "four periods" },
    { "2026-05-01", NULL, 0, 1, "2026-09-01", "2026-10-01", STORE_COMPARE_MAY, 4, "",
      "five periods" },
    { "2026-05-02", NULL, 0, 1, "2026-08-01", "2026-09-01", STORE_COMPARE_FEW, 3, "there were 3.",
      "a month that began late is no whole one" },
    { "2026-05-10", NULL, 28, 1, "2026-05-01", "2026-06-01", STORE_COMPARE_BASELINE, 0,
      "Baseline until 2026-06-07: what it was like before; no comparison yet.", "a baseline" },
    { "2026-05-10", NULL, 28, 1, "2026-06-01", "2026-07-01", STORE_COMPARE_BASELINE, 1,
      "Baseline until 2026-06-07", "it ends in the span" },
    { "2026-05-10", NULL, 28, 1, "2026-06-07", "2026-06-08", STORE_COMPARE_MAY, 4, "",
      "a day after it has four days, of the baseline too" },
    { "2026-05-10", NULL, 28, 1, "2026-06-06", "2026-06-07", STORE_COMPARE_BASELINE, 4,
      "Baseline until", "however many there are" },
    { "2026-01-01", "2026-07-15", 28, 0, "2026-08-01", "2026-09-01", STORE_COMPARE_BASELINE, 1,
      "Baseline of Library until 2026-08-12", "of several the last" },
    { "2026-07-15", "2026-07-15", 28, 0, "2026-08-01", "2026-09-01", STORE_COMPARE_BASELINE, 1,
      "Baseline of 2 departments until 2026-08-12", "of several that began together" },
    { "2026-01-01", "2026-07-15", 28, 1, "2026-08-01", "2026-09-01", STORE_COMPARE_MAY, 4, "",
      "the other one alone" },
    { "2026-01-01", "2026-10-15", 28, 0, "2026-08-01", "2026-09-01", STORE_COMPARE_MAY, 4, "",
      "what began later does not count" },
};

static void
test_periods(void)
{
    for (size_t i = 0; i < N_ROWS(periods); i++) {
        struct store_numbers_query q = { .departments = &periods[i].department_id,
                                         .n_departments = periods[i].department_id != 0,
                                         .since_s = at(periods[i].since),
                                         .until_s = at(periods[i].until) };
        struct arena *a = arena_new();
        struct store_compare c;
        struct fixture f;

        open_two(&f, periods[i].first, periods[i].second, periods[i].baseline_days);
        store_begin_read(f.store);
        store_compare_read(f.store, &q, q.until_s, a, &c);
        store_rollback(f.store);
        CHECK(c.verdict == periods[i].verdict && c.n_periods == periods[i].n_periods,
              "%s: %d, %zu periods", periods[i].from, c.verdict, c.n_periods);
        CHECK(periods[i].says[0] == '\0'
                  ? store_compare_why(&c, a)[0] == '\0'
                  : strstr(store_compare_why(&c, a), periods[i].says) != NULL,
              "%s: %s", periods[i].from, store_compare_why(&c, a));
        arena_free(a);
        fixture_close(&f);
    }
}
TEST_FN(test_periods)

/* What it is compared with: as many months, or days; of a span that goes on as much of each. */
static void
test_spans(void)
{
    static const struct {
        const char *since, *until, *now;
        const char *before[2 * STORE_COMPARE_BEFORE];
        const char *from;
    } rows[] = {
        { "2026-03-01",
          "2026-04-01",
          "2026-05-01",
          { "2026-02-01", "2026-03-01", "2026-01-01", "2026-02-01", "2025-12-01", "2026-01-01" },
          "months" },
        { "2026-01-01",
          "2026-04-01",
          "2026-05-01",
          { "2025-10-01", "2026-01-01", "2025-07-01", "2025-10-01", "2025-04-01", "2025-07-01" },
          "quarters" },
        { "2026-03-02",
          "2026-03-09",
          "2026-05-01",
          { "2026-02-23", "2026-03-02", "2026-02-16", "2026-02-23", "2026-02-09", "2026-02-16" },
          "weeks" },
        { "2026-03-01",
          "2026-04-01",
          "2026-03-30",
          { "2026-02-01", "2026-03-01", "2026-01-01", "2026-01-30", "2025-12-01", "2025-12-30" },
          "29 days have passed, more than February has" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t id = 1;
        struct store_numbers_query q = { .departments = &id,
                                         .n_departments = 1,
                                         .since_s = at(rows[i].since),
                                         .until_s = at(rows[i].until) };
        struct arena *a = arena_new();
        struct store_compare c;
        struct fixture f;

        open_two(&f, "2020-01-01", NULL, 28);
        store_begin_read(f.store);
        store_compare_read(f.store, &q, at(rows[i].now), a, &c);
        store_rollback(f.store);
        CHECK(c.verdict == STORE_COMPARE_MAY, "%s", rows[i].from);
        for (size_t k = 0; k < STORE_COMPARE_BEFORE; k++)
            CHECK(c.since_s[k] == at(rows[i].before[2 * k]) &&
                      c.ends_s[k] == at(rows[i].before[2 * k + 1]),
                  "%s: %zu before: %lld to %lld", rows[i].from, k + 1, (long long)c.since_s[k],
                  (long long)c.ends_s[k]);
        arena_free(a);
        fixture_close(&f);
    }
}
TEST_FN(test_spans)

static void
test_trend(void)
{
    static const struct {
        int64_t now, then[STORE_COMPARE_BEFORE];
        const char *counts, *hours; /* what a count's is called, and a median's */
        const char *from;
    } rows[] = {
        { 9, { 8, 3, 5 }, "up", "up", "more than in each" },
        { 9, { 8, 9, 5 }, "within", "within", "as much as once is not more" },
        { 2, { 8, 3, 5 }, "down", "down", "less than in each" },
        { 3, { 8, 3, 5 }, "within", "within", "as little as once is not less" },
        { 6, { 8, 3, 5 }, "within", "within", "between" },
        { 0, { 0, 0, 0 }, "within", "", "nothing at all" },
        { 4, { 0, 3, 2 }, "up", "", "no median in one of them" },
        { 0, { 4, 3, 2 }, "down", "", "no median now" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_compare c = { .verdict = STORE_COMPARE_MAY };
        struct store_numbers now = { .count = { [STORE_NUMBERS_FOUND] = rows[i].now } };
        enum store_numbers_figure median = STORE_NUMBERS_TO_POSTED;

        now.count[median] = rows[i].now > 0;
        now.hours[median] = (double)rows[i].now;
        for (size_t k = 0; k < STORE_COMPARE_BEFORE; k++) {
            c.then[k].count[STORE_NUMBERS_FOUND] = rows[i].then[k];
            c.then[k].count[median] = rows[i].then[k] > 0;
            c.then[k].hours[median] = (double)rows[i].then[k];
        }
        for (int hours = 0; hours < 2; hours++) {
            enum store_compare_trend t =
                store_compare_trend(&c, &now, hours == 0 ? STORE_NUMBERS_FOUND : median);
            const char *want = hours == 0 ? rows[i].counts : rows[i].hours;

            CHECK(strcmp(store_compare_trend_name(t), want) == 0, "%s: %s", rows[i].from,
                  store_compare_trend_name(t));
            CHECK((store_compare_trend_words(t)[0] == '\0') == (want[0] == '\0'), "%s: words",
                  rows[i].from);
        }
        c.verdict = STORE_COMPARE_FEW;
        CHECK(store_compare_trend(&c, &now, STORE_NUMBERS_FOUND) == STORE_COMPARE_NONE,
              "%s: none without a comparison", rows[i].from);
    }
}
TEST_FN(test_trend)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_periods), TEST(test_spans), TEST(test_trend) };

    return TEST_RUN(tests);
}
