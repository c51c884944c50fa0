/* How a host is, in words. */
#include "../test.h"

#include "../../crawler/host_state.h"
#include "../../crawler/politeness.h"

#define T0_S  INT64_C(1795300000) /* 2026-11-21T22:26:40Z */
#define T0_MS (T0_S * 1000)

static void
test_span(void)
{
    const struct {
        int64_t ms;
        const char *want;
    } rows[] = {
        { 0, "0 ms" },           { 200, "200 ms" },        { 1000, "1 s" },
        { 1500, "1.5 s" },       { 59000, "59 s" },        { 61400, "61 s" },
        { 120000, "120 s" },     { 121000, "2 min" },      { 3569000, "59 min" },
        { 3600000, "1 h" },      { 3660000, "1 h 1 min" }, { 86400000, "24 h" },
        { 172800000, "2 days" }, { 864000000, "10 days" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *got = host_state_span(rows[i].ms, a);

        CHECK(strcmp(got, rows[i].want) == 0, "%lld ms: %s, wanted %s", (long long)rows[i].ms, got,
              rows[i].want);
    }
    arena_free(a);
}
TEST_FN(test_span)

static void
test_refusal(void)
{
    const struct {
        struct store_host h;
        const char *want;
    } rows[] = {
        { { .next_ok_ms = T0_MS + 5000 }, NULL },
        { { .parked_until_s = T0_S - 1, .blocked_until_ms = T0_MS }, NULL },
        { { .parked_until_s = T0_S + 100, .parked_why = TEXT_LIT("it says 403") },
          "parked until 2026-11-21T22:28:20Z: it says 403" },
        { { .parked_until_s = POLITENESS_FOR_GOOD_S, .parked_why = TEXT_LIT("moves in May") },
          "parked until somebody unparks it: moves in May" },
        { { .blocked_until_ms = T0_MS + 1000, .failures = 2 },
          "blocked until 2026-11-21T22:26:41Z: it asked for a pause, or does not answer"
          " (2 in a row)" },
        { { .verdict = TEXT_LIT("disallow"),
            .robots_status = 503,
            .robots_expires_s = T0_S + 100,
            .blocked_until_ms = T0_MS + 1000 },
          "closed: its robots.txt cannot be had (HTTP 503), asked for again at "
          "2026-11-21T22:28:20Z" },
        { { .verdict = TEXT_LIT("disallow"), .robots_expires_s = T0_S }, NULL },
        { { .verdict = TEXT_LIT("rules"), .robots_expires_s = T0_S + 100 }, NULL },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *got = host_state_refusal(&rows[i].h, T0_MS, a);

        CHECK((got == NULL) == (rows[i].want == NULL) &&
                  (got == NULL || strcmp(got, rows[i].want) == 0),
              "row %zu: %s", i, got != NULL ? got : "nothing");
    }
    arena_free(a);
}
TEST_FN(test_refusal)

static void
test_robots(void)
{
    const struct {
        struct store_host h;
        const char *want;
    } rows[] = {
        { { .requests = 0 }, "not asked for yet" },
        { { .verdict = TEXT_LIT("rules"),
            .robots_fetched_s = T0_S - 7200,
            .robots_expires_s = T0_S + 1 },
          "read 2 h ago" },
        { { .verdict = TEXT_LIT("rules"),
            .robots_fetched_s = T0_S - 7200,
            .robots_expires_s = T0_S },
          "read 2 h ago; to be asked for again" },
        { { .verdict = TEXT_LIT("rules"),
            .robots_fetched_s = T0_S - 7200,
            .robots_failing_s = T0_S - 100,
            .robots_expires_s = T0_S + 1 },
          "read 2 h ago; it cannot be had since 2026-11-21T22:25:00Z, so the copy holds" },
        { { .verdict = TEXT_LIT("allow"), .robots_status = 404, .robots_expires_s = T0_S + 1 },
          "there is none (HTTP 404): everything is allowed" },
        { { .verdict = TEXT_LIT("disallow"), .robots_expires_s = T0_S + 1 },
          "cannot be had (no answer): nothing is fetched until it can; asked for again at "
          "2026-11-21T22:26:41Z" },
        { { .verdict = TEXT_LIT("disallow"), .robots_status = 503, .robots_expires_s = T0_S },
          "cannot be had (HTTP 503): nothing is fetched until it can; to be asked for again" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *got = host_state_robots(&rows[i].h, T0_MS, a);

        CHECK(strcmp(got, rows[i].want) == 0, "row %zu: %s", i, got);
    }
    arena_free(a);
}
TEST_FN(test_robots)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_span), TEST(test_refusal), TEST(test_robots) };

    return TEST_RUN(tests);
}
