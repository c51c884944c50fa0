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
        CHECK(weblog_window_begins(w, rows[i].visitor, 0, rows[i].at_s) == rows[i].begins, "%s",
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
        CHECK(weblog_window_begins(w, (i << 16) + 5, 0, 1000 + (int64_t)i), "visitor %d", (int)i);
    for (uint64_t i = 1; i < 9; i++)
        CHECK(!weblog_window_begins(w, (i << 16) + 5, 0, 1100), "visitor %d is known", (int)i);
    CHECK(weblog_window_begins(w, 5, 0, 1101), "the first is not");
    weblog_window_free(w);
}
TEST_FN(test_full)

static void
add(void *self, uint64_t visitor, size_t page, int64_t at_s)
{
    int64_t *sum = self;

    *sum += (int64_t)visitor * 1000000 + (int64_t)page * 10000 + at_s;
}

static void
test_each(void)
{
    struct weblog_window *w = weblog_window_new();
    int64_t sum = 0;

    (void)weblog_window_begins(w, 1, 7, 1000);
    (void)weblog_window_begins(w, 2, 8, 2000);
    (void)weblog_window_begins(w, 2, 8, 2500);
    (void)weblog_window_begins(w, 2 + (UINT64_C(1) << 16), 9, 2100);
    weblog_window_each(w, 2101, add, &sum);
    CHECK(sum == 2082500, "one, and its latest request: %lld", (long long)sum);
    weblog_window_free(w);
}
TEST_FN(test_each)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_window), TEST(test_full), TEST(test_each) };

    return TEST_RUN(tests);
}
