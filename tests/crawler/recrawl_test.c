/* Intervals grow by 40 %, shrink by 20 %, and stay within bounds. */
#include "../test.h"

#include "../../crawler/recrawl.h"

#define DAY_S INT64_C(86400)

static void
test_interval(void)
{
    static const struct {
        enum recrawl_kind kind;
        int64_t last_s;
        bool changed;
        int64_t want_s;
        const char *from;
    } rows[] = {
        { RECRAWL_PAGE, 0, true, 7 * DAY_S, "first visit" },
        { RECRAWL_PAGE, 10 * DAY_S, false, 14 * DAY_S, "+40 %" },
        { RECRAWL_PAGE, 10 * DAY_S, true, 8 * DAY_S, "-20 %" },
        { RECRAWL_PAGE, 50 * DAY_S, false, 60 * DAY_S, "not above the most" },
        { RECRAWL_PAGE, DAY_S, true, DAY_S, "not below the least" },
        { RECRAWL_OPEN, 0, true, DAY_S, "an open question is seen sooner ..." },
        { RECRAWL_SETTLED, 0, true, 14 * DAY_S, "... than a settled one" },
        { RECRAWL_SETTLED, DAY_S, true, 7 * DAY_S, "it settled since" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t got = recrawl_interval_s(rows[i].kind, rows[i].last_s, rows[i].changed);

        CHECK(got == rows[i].want_s, "%s: %lld", rows[i].from, (long long)got);
    }
}
TEST_FN(test_interval)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_interval) };

    return TEST_RUN(tests);
}
