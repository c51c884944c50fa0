/* numbers_meaning_test.c - the names of figures and parts, their meanings, and periods. */

#include "../test.h"

#include "clock.h"
#include "store_numbers.h"

#define DAY_S INT64_C(86400)

static void
test_periods(void)
{
    static const struct {
        enum store_numbers_unit unit;
        const char *at, *from_, *next, *from;
    } rows[] = {
        { STORE_NUMBERS_DAY, "2026-11-22T10:00:00Z", "2026-11-22", "2026-11-23", "a Sunday" },
        { STORE_NUMBERS_WEEK, "2026-11-22T10:00:00Z", "2026-11-16", "2026-11-23", "its week" },
        { STORE_NUMBERS_WEEK, "2026-11-23T00:00:00Z", "2026-11-23", "2026-11-30", "Monday" },
        { STORE_NUMBERS_WEEK, "1970-01-01", "1969-12-29", "1970-01-05", "before the epoch" },
        { STORE_NUMBERS_MONTH, "2024-02-29", "2024-02-01", "2024-03-01", "a leap day" },
        { STORE_NUMBERS_MONTH, "2026-12-31T23:59:59Z", "2026-12-01", "2027-01-01", "a year ends" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t at_s, from_s, next_s, next;
        bool has_time;

        assert_true(clock_parse_rfc3339(text_of(rows[i].at), &at_s, &has_time));
        assert_true(clock_parse_rfc3339(text_of(rows[i].from_), &from_s, &has_time));
        assert_true(clock_parse_rfc3339(text_of(rows[i].next), &next_s, &has_time));
        CHECK(store_numbers_period(rows[i].unit, at_s, &next) == from_s && next == next_s, "%s",
              rows[i].from);
    }
    CHECK(store_numbers_unit_of(0, 31 * DAY_S) == STORE_NUMBERS_DAY, "a month by days");
    CHECK(store_numbers_unit_of(0, 90 * DAY_S) == STORE_NUMBERS_WEEK, "90 days by weeks");
    CHECK(store_numbers_unit_of(0, 365 * DAY_S) == STORE_NUMBERS_MONTH, "a year by months");
}
TEST_FN(test_periods)

static void
test_meanings(void)
{
    for (int i = 0; i < STORE_NUMBERS_FIGURES; i++) {
        const struct store_numbers_meaning *m = store_numbers_meaning((enum store_numbers_figure)i);

        CHECK(m->means[strlen(m->means) - 1] == '.', "%s is told in a sentence", m->name);
        CHECK(store_numbers_figure_of(text_of(m->name)) == i, "%s is found again", m->name);
    }
    for (int i = 0; i < STORE_NUMBERS_PARTS; i++)
        CHECK(store_numbers_part_of(text_of(store_numbers_part_name((enum store_numbers_part)i))) ==
                  i,
              "parts are found again");
    CHECK(store_numbers_figure_of(TEXT_LIT("x")) < 0 && store_numbers_part_of(TEXT_NONE) < 0,
          "nothing else is one");
}
TEST_FN(test_meanings)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_periods), TEST(test_meanings) };

    return TEST_RUN(tests);
}
