/* weblog_window_test.c - one visitor within half an hour is one visit. */

#include "../test.h"

#include "../../drafter/weblog_window.h"

static void
test_window(void)
{
    static const struct {
        uint64_t visitor;
        int64_t at_s;
        bool begins;
        const char *from;
    } rows[] = {
        { 1, 10000, true, "the first request" },
        { 1, 10000, false, "the same second" },
        { 1, 11799, false, "within half an hour" },
        { 1, 13500, false, "of the last one, not of the first" },
        { 2, 13500, true, "somebody else" },
        { 1, 15300, false, "exactly half an hour" },
        { 1, 17101, true, "more than that" },
        { 1, 17050, false, "a line that was written late" },
        { 1, 18900, false, "does not set the time back" },
        { 1, 9000, true, "an older log" },
        { 1, 9001, false, "goes on from there" },
        { UINT64_C(1) << 16 | 1, 9001, true, "the same row of the table" },
    };
    struct weblog_window *w = weblog_window_new();

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(weblog_window_begins(w, rows[i].visitor, rows[i].at_s) == rows[i].begins, "%s",
              rows[i].from);
    weblog_window_free(w);
}
TEST_FN(test_window)

/* A full row forgets who was quiet for longest, and nobody else. */
static void
test_full(void)
{
    struct weblog_window *w = weblog_window_new();

    for (uint64_t i = 0; i < 9; i++)
        CHECK(weblog_window_begins(w, (i << 16) + 5, 1000 + (int64_t)i), "visitor %d", (int)i);
    for (uint64_t i = 1; i < 9; i++)
        CHECK(!weblog_window_begins(w, (i << 16) + 5, 1100), "visitor %d is known", (int)i);
    CHECK(weblog_window_begins(w, 5, 1101), "the first is not");
    weblog_window_free(w);
}
TEST_FN(test_full)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_window), TEST(test_full) };

    return TEST_RUN(tests);
}
