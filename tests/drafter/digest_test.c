/* digest_test.c - who wants what, and for which day; what it says is tests/cli/T111-digest.sh's. */
#include "../../drafter/digest.h"

#include "../test.h"

static void
test_wanted(void)
{
    static const struct {
        const char *settings, *want;
    } rows[] = {
        { "{}", "none" },
        { "", "none" },
        { "{\"digest\":\"daily\"}", "daily" },
        { "{\"digest\":\"weekly\"}", "weekly" },
        { "{\"digest\":\"hourly\"}", "none" },
        { "{\"digest\":7}", "none" },
        { "nonsense", "none" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_account who = { .settings = text_of(rows[i].settings) };

        CHECK(strcmp(digest_wanted(&who), rows[i].want) == 0, "%s", rows[i].settings);
    }
}
TEST_FN(test_wanted)

static void
test_period(void)
{
    static const int64_t sunday = 20779;
    static const struct {
        const char *from, *timetable;
        int64_t now_s;
        const char *day, *week;
        const int64_t *slot_day;
    } rows[] = {
        { "a Sunday", NULL, 1795310054, "2026-11-22", "2026-W47" },
        { "Monday in the east", "daily 07:00 Pacific/Auckland", 1795350000, "2026-11-23",
          "2026-W48" },
        { "ISO 8601: the year of the week", NULL, 1798848000, "2027-01-02", "2026-W53" },
        { "a slot of 23:58 on Sunday, at 0:16", "daily 23:58", 1795393000, "2026-11-22", "2026-W47",
          &sunday },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct timetable t;
        struct config c = { 0 };
        struct digest_in in = {
            .arena = a, .config = &c, .now_s = rows[i].now_s, .day = rows[i].slot_day
        };

        if (rows[i].timetable != NULL) {
            CHECK(timetable_parse(text_of(rows[i].timetable), a, &t, NULL) == ST_OK, "reads");
            c.mail.digest_timetable = &t;
        }
        CHECK(strcmp(digest_period(&in, false), rows[i].day) == 0, "%s: %s", rows[i].from,
              digest_period(&in, false));
        CHECK(strcmp(digest_period(&in, true), rows[i].week) == 0, "%s: %s", rows[i].from,
              digest_period(&in, true));
    }
    arena_free(a);
}
TEST_FN(test_period)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_wanted), TEST(test_period) };

    return TEST_RUN(tests);
}
