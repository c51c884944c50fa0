/* fetchplan_test.c - what politeness makes of each outcome. */
#include "../../crawler/fetchplan.h"

#include "../test.h"

#define HOUR_S 3600
#define DAY_S  86400
#define NOW    INT64_C(784111777) /* Sun, 06 Nov 1994 08:49:37 GMT */

static const struct {
    const char *from;
    unsigned status;
    enum fetchplan_failure failure;
    const char *retry_after;
    unsigned failures;
    enum fetchplan_action action;
    int64_t wait_s;
    bool host;
    bool answered;
} rows[] = {
    /* clang-format off */
    { "9110 15.3", 200, 0, NULL, 0, FETCHPLAN_OK, 0, false },
    { "9110 15.3", 204, 0, NULL, 0, FETCHPLAN_OK, 0, false },
    { "9110 15.4.5", 304, 0, NULL, 0, FETCHPLAN_NOT_MODIFIED, 0, false },
    { "9110 15.4.2", 301, 0, NULL, 0, FETCHPLAN_REDIRECT, 0, false },
    { "9110 15.4.9", 308, 0, NULL, 0, FETCHPLAN_REDIRECT, 0, false },
    { "9110 10.2.3", 307, 0, "9", 0, FETCHPLAN_REDIRECT, 9, false },
    { "9110 15.4.1", 300, 0, NULL, 0, FETCHPLAN_DROP, 0, false },
    { "9110 15.5.2", 401, 0, NULL, 0, FETCHPLAN_DROP, 0, false },
    { "ours: unwelcome", 403, 0, NULL, 0, FETCHPLAN_PARK, DAY_S, true },
    { "9110 15.5.5", 404, 0, NULL, 0, FETCHPLAN_GONE, 0, false },
    { "9110 15.5.11", 410, 0, NULL, 0, FETCHPLAN_GONE, 0, false },
    { "9110 15.5.9", 408, 0, NULL, 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "6585 4", 429, 0, "120", 0, FETCHPLAN_RETRY_LATER, 120, true },
    { "6585 4, no header", 429, 0, NULL, 3, FETCHPLAN_RETRY_LATER, 480, true },
    { "9110 15.6.4", 503, 0, "Sun, 06 Nov 1994 09:49:37 GMT", 0, FETCHPLAN_RETRY_LATER, HOUR_S,
      true },
    { "ours: a date past", 503, 0, "Sun, 06 Nov 1994 07:49:37 GMT", 0, FETCHPLAN_RETRY_LATER, 60,
      true },
    { "ours: nonsense", 503, 0, "soon", 1, FETCHPLAN_RETRY_LATER, 120, true },
    { "ours: seconds with a unit", 503, 0, "3600 s", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "ours: two lines in one", 429, 0, "3600, 5", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "ours: the longest of two", 429, 0, "5, 3600", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "ours: seconds and a date", 429, 0, "5, Sun, 06 Nov 1994 09:49:37 GMT", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "ours: a date and seconds", 429, 0, "Sun, 06 Nov 1994 09:49:37 GMT, 5", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "9110 5.6.7: asctime's date has no comma", 429, 0, "Sun Nov  6 09:49:37 1994", 0, FETCHPLAN_RETRY_LATER, HOUR_S, true },
    { "ours: a day that is none", 429, 0, "Foo, 06 Nov", 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: nothing between commas", 429, 0, ",, 120 ,", 0, FETCHPLAN_RETRY_LATER, 120, true },
    { "ours: neither seconds nor a date", 503, 0, "1e3", 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: digits are seconds", 503, 0, "20261122", 0, FETCHPLAN_RETRY_LATER, DAY_S, true },
    { "ours: negative", 503, 0, "-5", 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: zero", 429, 0, "0", 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: cap", 503, 0, "99999999999999999999", 0, FETCHPLAN_RETRY_LATER, DAY_S, true },
    { "ours: cap", 503, 0, NULL, 60, FETCHPLAN_RETRY_LATER, DAY_S, true },
    { "9110 15.6.1", 500, 0, NULL, 0, FETCHPLAN_RETRY_LATER, 60, false },
    { "ours: enough", 500, 0, NULL, 7, FETCHPLAN_DROP, 0, false },
    { "9110 15.6.3", 502, 0, NULL, 1, FETCHPLAN_RETRY_LATER, 120, true },
    { "ours: front", 522, 0, NULL, 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: unwelcome", 999, 0, NULL, 0, FETCHPLAN_PARK, DAY_S, true },
    { "ours: no such status", 42, 0, NULL, 0, FETCHPLAN_DROP, 0, false },
    { "ours: DNS", 0, FETCHPLAN_DNS, NULL, 0, FETCHPLAN_RETRY_LATER, 60, true },
    { "ours: timeout", 0, FETCHPLAN_TIMEOUT, NULL, 6, FETCHPLAN_RETRY_LATER, 3840, true },
    { "ours: enough", 0, FETCHPLAN_TIMEOUT, NULL, 7, FETCHPLAN_PARK, DAY_S, true },
    { "ours: after a status line", 0, FETCHPLAN_TIMEOUT, NULL, 1, FETCHPLAN_RETRY_LATER, 120, false, true },
    { "ours: after a status line", 0, FETCHPLAN_RESET, NULL, 0, FETCHPLAN_RETRY_LATER, 60, false, true },
    { "ours: after a status line", 0, FETCHPLAN_PROTOCOL, NULL, 7, FETCHPLAN_DROP, 0, false, true },
    { "ours: guard", 0, FETCHPLAN_DENIED, NULL, 0, FETCHPLAN_PARK, DAY_S, true },
    { "ours: cap of a body", 200, FETCHPLAN_TOO_BIG, NULL, 0, FETCHPLAN_DROP, 0, false },
    { "ours: hops", 302, FETCHPLAN_REDIRECTS, NULL, 0, FETCHPLAN_DROP, 0, false },
    /* clang-format on */
};

static void
test_page(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fetchplan_in in = {
            .status = rows[i].status,
            .failure = rows[i].failure,
            .retry_after = text_of(rows[i].retry_after),
            .answered = rows[i].answered,
            .location = TEXT_LIT("/x"),
            .failures = rows[i].failures,
            .now_s = NOW,
        };
        struct fetchplan got = fetchplan_page(&in);

        CHECK(got.action == rows[i].action && got.wait_ms == rows[i].wait_s * 1000 &&
                  got.host == rows[i].host,
              "row %zu (%s): %u: %s, %lld ms, %s", i, rows[i].from, rows[i].status,
              fetchplan_action_name(got.action), (long long)got.wait_ms,
              got.host ? "host" : "page");
        CHECK(got.why != NULL && got.why[0] != '\0', "row %zu: no word why", i);
    }
}
TEST_FN(test_page)

static void
test_redirect_to_nowhere(void)
{
    struct fetchplan_in in = { .status = 302 };

    CHECK(fetchplan_page(&in).action == FETCHPLAN_DROP, "no Location");
}
TEST_FN(test_redirect_to_nowhere)

/* The sender's Date counts, not our clock: theirs may be wrong by years. */
static void
test_senders_clock(void)
{
    struct fetchplan_in in = {
        .status = 503,
        .retry_after = TEXT_LIT("Thu, 01 Jan 1970 00:02:00 GMT"),
        .date = TEXT_LIT("Thu, 01 Jan 1970 00:01:00 GMT"),
        .now_s = NOW,
    };

    CHECK(fetchplan_page(&in).wait_ms == 60000, "%lld", (long long)fetchplan_page(&in).wait_ms);
    in.date = TEXT_NONE;
    in.now_s = 0;
    CHECK(!fetchplan_page(&in).asked, "a date with no clock says nothing");
}
TEST_FN(test_senders_clock)

static void
test_jitter(void)
{
    struct rng rng;
    int64_t least = INT64_MAX, most = 0;

    rng_seed(&rng, 1);
    for (int i = 0; i < 10000; i++) {
        int64_t wait = fetchplan_backoff_ms(2, &rng);

        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    CHECK(least >= 216000 && least < 217000 && most <= 264000 && most > 263000,
          "10 %% around 240 s: %lld to %lld", (long long)least, (long long)most);
    CHECK(fetchplan_backoff_ms(100, &rng) <= FETCHPLAN_MAX_WAIT_MS, "never over the cap");
}
TEST_FN(test_jitter)

/* RFC 9309 2.3.1: what a fetch of robots.txt leads to. */
static const struct {
    const char *from;
    unsigned status;
    enum fetchplan_failure failure;
    bool cached;
    int64_t unreachable_days; /* -1: this is the first failure */
    enum fetchplan_robots want;
} robots[] = {
    /* clang-format off */
    { "2.3.1.1", 200, 0, false, -1, FETCHPLAN_ROBOTS_PARSE },
    { "9110 304", 304, 0, true, -1, FETCHPLAN_ROBOTS_USE_CACHED },
    { "2.3.1.2 too many hops", 302, FETCHPLAN_REDIRECTS, false, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "2.3.1.3", 400, 0, false, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "2.3.1.3", 401, 0, false, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "2.3.1.3", 403, 0, true, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "2.3.1.3", 404, 0, false, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "2.3.1.3", 410, 0, false, -1, FETCHPLAN_ROBOTS_ALLOW_ALL },
    { "ours: 429 is no 4xx", 429, 0, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4", 500, 0, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4", 503, 0, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 cached", 503, 0, true, -1, FETCHPLAN_ROBOTS_USE_CACHED },
    { "2.3.1.4 cached", 500, 0, true, 29, FETCHPLAN_ROBOTS_USE_CACHED },
    { "2.3.1.4 30 days", 500, 0, true, 31, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 network", 0, FETCHPLAN_DNS, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 network", 0, FETCHPLAN_CONNECT, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 network", 0, FETCHPLAN_TIMEOUT, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 network", 0, FETCHPLAN_TLS, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 cut", 200, FETCHPLAN_RESET, true, -1, FETCHPLAN_ROBOTS_USE_CACHED },
    { "2.3.1.4 no HTTP", 0, FETCHPLAN_PROTOCOL, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.3.1.4 guard", 0, FETCHPLAN_DENIED, false, -1, FETCHPLAN_ROBOTS_DISALLOW_ALL },
    { "2.5", 200, FETCHPLAN_TOO_BIG, false, -1, FETCHPLAN_ROBOTS_PARSE },
    /* clang-format on */
};

static void
test_robots(void)
{
    for (size_t i = 0; i < N_ROWS(robots); i++) {
        struct fetchplan_robots_in in = {
            .fetch = { .status = robots[i].status,
                       .failure = robots[i].failure,
                       .answered = i % 2 == 0, /* of no weight here: half of the rules is none */
                       .now_s = NOW },
            .cached = robots[i].cached,
        };
        struct fetchplan wait;
        enum fetchplan_robots got;
        int64_t again_ms;

        if (robots[i].unreachable_days >= 0)
            in.unreachable_since_s = NOW - robots[i].unreachable_days * DAY_S;
        got = fetchplan_robots(&in, &wait, &again_ms);
        CHECK(got == robots[i].want, "row %zu (%s): %u gave %d", i, robots[i].from,
              robots[i].status, (int)got);
        CHECK(again_ms >= (got == FETCHPLAN_ROBOTS_USE_CACHED ? FETCHPLAN_ROBOTS_AGAIN_MS : 1),
              "row %zu: again in %lld ms", i, (long long)again_ms);
        CHECK(wait.wait_ms > 0 && wait.why != NULL, "row %zu: when to ask again", i);
    }
}
TEST_FN(test_robots)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_page),          TEST(test_redirect_to_nowhere),
        TEST(test_senders_clock), TEST(test_jitter),
        TEST(test_robots),
    };

    return TEST_RUN(tests);
}
