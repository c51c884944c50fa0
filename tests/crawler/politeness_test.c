/* The clock of one host, moved by hand. */
#include "../test.h"

#include "../../crawler/politeness.h"
#include "clock.h"

#define FLOOR_MS INT64_C(5000)
#define T0_MS    INT64_C(1795300000000)

static void
test_delay(void)
{
    static const struct {
        int64_t floor_ms, crawl_delay_ms, response_ms, want_ms;
        const char *from;
    } rows[] = {
        { 5000, 0, 0, 5000, "the floor" },
        { 5000, 1000, 0, 5000, "a Crawl-delay below the floor changes nothing" },
        { 200, 1000, 0, 1000, "Crawl-delay above the floor" },
        { 200, 0, 20, 200, "a quick server" },
        { 200, 0, 3000, 6000, "a slow one: k = 2" },
        { 200, 0, 300000, 60000, "slowness is capped" },
        { 200, 600000, 300000, 600000, "the largest wins" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_host h = { .crawl_delay_ms = rows[i].crawl_delay_ms,
                                .response_ms = rows[i].response_ms };
        int64_t got = politeness_delay_ms(&h, rows[i].floor_ms);

        CHECK(got == rows[i].want_ms, "%s: %lld", rows[i].from, (long long)got);
    }
}
TEST_FN(test_delay)

static void
answer(struct store_host *h, int64_t from_ms, int64_t to_ms, struct fetchplan plan)
{
    struct politeness_answer in = { &plan, from_ms, to_ms };

    politeness_before(h, FLOOR_MS, from_ms);
    CHECK(h->next_ok_ms >= from_ms + FLOOR_MS, "the estimate is short");
    politeness_after(h, FLOOR_MS, &in);
}

static const struct fetchplan ok = { .action = FETCHPLAN_OK };

static void
test_from_end_to_start(void)
{
    struct store_host h = { 0 };

    answer(&h, T0_MS, T0_MS + 1500, ok);
    CHECK(h.next_ok_ms == T0_MS + 1500 + FLOOR_MS, "%lld", (long long)h.next_ok_ms);
    CHECK(h.asked_ms == 0, "under way no more");
    CHECK(h.requests == 1 && h.last_ok_s == (T0_MS + 1500) / 1000, "counts");
}
TEST_FN(test_from_end_to_start)

/* Crawl-delay becomes known with the answer: it binds the very next request. */
static void
test_crawl_delay_at_once(void)
{
    struct store_host h = { 0 };

    answer(&h, T0_MS, T0_MS + 10, ok);
    politeness_set_crawl_delay(&h, FLOOR_MS, 20000, T0_MS + 10);
    CHECK(h.next_ok_ms == T0_MS + 10 + 20000, "%lld", (long long)h.next_ok_ms);
}
TEST_FN(test_crawl_delay_at_once)

/* Blocks last, count once per window, and are forgiven after a quiet time. */
static void
test_block(void)
{
    struct fetchplan busy = { FETCHPLAN_RETRY_LATER, 60000, true, false, "429" };
    struct store_host h = { 0 };
    int64_t end_ms;

    answer(&h, T0_MS, T0_MS + 10, busy);
    end_ms = T0_MS + 10 + 60000;
    CHECK(h.blocked_until_ms == end_ms && h.next_ok_ms == end_ms, "blocked");
    CHECK(h.backoff_step == 1, "one step");
    answer(&h, T0_MS + 20, T0_MS + 30, busy);
    CHECK(h.backoff_step == 1, "the same window counts once");
    end_ms = h.blocked_until_ms;
    answer(&h, end_ms, end_ms + 10, ok);
    CHECK(h.backoff_step == 1 && h.next_ok_ms == end_ms + 10 + FLOOR_MS, "not forgiven yet");
    answer(&h, end_ms + POLITENESS_QUIET_MS, end_ms + POLITENESS_QUIET_MS, ok);
    CHECK(h.backoff_step == 0 && h.failures == 0, "forgiven");
}
TEST_FN(test_block)

/* Killed while an answer took longer than anybody thought: the delay begins at the restart. */
static void
test_recover(void)
{
    static const struct {
        int64_t killed_ms; /* after the request was sent */
        int64_t wait_ms;   /* at least, from the restart */
        const char *from;
    } rows[] = {
        { 10, FLOOR_MS, "killed at once" },
        { 4000, FLOOR_MS, "killed within the estimate" },
        { 60000, FLOOR_MS, "killed long after it" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_host h = { .response_ms = 20 };
        int64_t now_ms = T0_MS + rows[i].killed_ms;

        politeness_before(&h, FLOOR_MS, T0_MS);
        CHECK(h.asked_ms == T0_MS, "under way");
        politeness_recover(&h, now_ms);
        CHECK(h.next_ok_ms >= now_ms + rows[i].wait_ms, "%s: %lld", rows[i].from,
              (long long)(h.next_ok_ms - now_ms));
        CHECK(h.asked_ms == 0, "once");
        h.next_ok_ms = now_ms;
        politeness_recover(&h, now_ms);
        CHECK(h.next_ok_ms == now_ms, "nothing was under way");
    }
}
TEST_FN(test_recover)

static void
test_park(void)
{
    struct fetchplan no = { FETCHPLAN_PARK, 0, true, false, "403 on every page" };
    struct store_host h = { 0 };

    answer(&h, T0_MS, T0_MS, no);
    CHECK(h.parked_until_s == T0_MS / 1000 + POLITENESS_PARK_S, "parked");
    CHECK(h.next_ok_ms == h.parked_until_s * 1000, "nothing before");
    CHECK(text_is(h.parked_why, "403 on every page"), "why");
    politeness_before(&h, FLOOR_MS, h.parked_until_s * 1000);
    CHECK(h.parked_until_s == 0 && h.parked_why.n == 0, "tried again");
}
TEST_FN(test_park)

static void
test_why(void)
{
    static const struct {
        int64_t crawl_delay_ms, response_ms;
        const char *want;
    } rows[] = {
        { 0, 0, "configured" },
        { 5000, 2500, "configured" },
        { 5001, 0, "robots.txt asks for it (Crawl-delay)" },
        { 0, 2501, "twice the time of its last answer" },
        { 8000, 3000, "robots.txt asks for it (Crawl-delay)" },
        { 8000, 4001, "twice the time of its last answer" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_host h = { .crawl_delay_ms = rows[i].crawl_delay_ms,
                                .response_ms = rows[i].response_ms };
        const char *got = politeness_delay_why(&h, FLOOR_MS);

        CHECK(strcmp(got, rows[i].want) == 0, "row %zu: %s", i, got);
    }
}
TEST_FN(test_why)

#define YEAR_MS (INT64_C(365) * 86400000)
#define DAY_S   INT64_C(86400)
#define T0_S    (T0_MS / 1000)

/* What no wait explains is cut to the longest wait; what one explains stays. */
static void
test_heal(void)
{
    static const struct {
        struct store_host h;
        bool healed;
        int64_t next_ms; /* afterwards, from T0 */
        const char *from;
    } rows[] = {
        { { .next_ok_ms = T0_MS + 5000 }, false, 5000, "the plain delay" },
        { { .next_ok_ms = T0_MS + 660000 }, false, 660000, "a slow answer and its delay" },
        { { .next_ok_ms = T0_MS + 660001 }, true, 660000, "further than that" },
        { { .next_ok_ms = T0_MS + YEAR_MS }, true, 660000, "a clock that went a year back" },
        { { .next_ok_ms = T0_MS + YEAR_MS, .crawl_delay_ms = 600000 },
          true,
          1200000,
          "with a Crawl-delay" },
        { { .next_ok_ms = T0_MS + YEAR_MS, .crawl_delay_ms = YEAR_MS },
          true,
          1200000,
          "a damaged one" },
        { { .next_ok_ms = T0_MS + 80000000, .blocked_until_ms = T0_MS + 80000000 },
          false,
          80000000,
          "blocked for most of a day" },
        { { .next_ok_ms = T0_MS + YEAR_MS, .blocked_until_ms = T0_MS + YEAR_MS },
          true,
          95040000,
          "blocked for a year: 24 h and a tenth" },
        { { .next_ok_ms = T0_MS + 86400000, .parked_until_s = T0_S + DAY_S },
          false,
          86400000,
          "parked for a day" },
        { { .next_ok_ms = T0_MS + YEAR_MS, .parked_until_s = T0_S + 365 * DAY_S },
          true,
          86400000,
          "parked for a year" },
        { { .next_ok_ms = POLITENESS_FOR_GOOD_S * 1000, .parked_until_s = POLITENESS_FOR_GOOD_S },
          false,
          POLITENESS_FOR_GOOD_S * 1000 - T0_MS,
          "parked by a person" },
        { { .next_ok_ms = T0_MS + 80000000, .robots_expires_s = T0_S + 80000 },
          false,
          80000000,
          "until robots.txt is asked for again" },
        { { .next_ok_ms = T0_MS, .robots_expires_s = T0_S + 365 * DAY_S },
          true,
          0,
          "robots.txt of the future" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_host h = rows[i].h;
        bool healed = politeness_heal(&h, FLOOR_MS, T0_MS) != NULL;

        CHECK(healed == rows[i].healed, "%s: %d", rows[i].from, healed);
        CHECK(h.next_ok_ms == T0_MS + rows[i].next_ms, "%s: %lld", rows[i].from,
              (long long)(h.next_ok_ms - T0_MS));
        CHECK(politeness_heal(&h, FLOOR_MS, T0_MS) == NULL, "%s: once is enough", rows[i].from);
    }
}
TEST_FN(test_heal)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_delay),
                                        TEST(test_from_end_to_start),
                                        TEST(test_crawl_delay_at_once),
                                        TEST(test_block),
                                        TEST(test_recover),
                                        TEST(test_park),
                                        TEST(test_why),
                                        TEST(test_heal) };

    return TEST_RUN(tests);
}
