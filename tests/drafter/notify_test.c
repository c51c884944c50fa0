/* notify_test.c - nobody to tell; servers good and bad are tests/cli/T112-notify.sh's. */
#include "../store/fixture.h"

#include "../../drafter/notify.h"

static void
test_nothing(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct config c = { 0 };
    struct notify_report r = { 0 };
    struct clock_fake at = { .at_ms = 1795310054000 };
    struct clock clock = clock_of_fake(&at);
    struct notify_in in;

    fixture_open(&f, STORE_SCHEDULER);
    in = (struct notify_in){ f.store, a, &c, &clock };
    CHECK(notify_run(&in, &r, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(r.alarms == 0 && r.mails == 0 && r.told == 0 && r.failed == 0, "nothing");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_nothing)

/* At the next two looks, then less and less often; but a server that comes back is met. */
static void
test_delay(void)
{
    static const int64_t delays_s[] = { 0, 0, 0, 300, 900, 3600, 3600, 3600 };

    for (size_t i = 0; i < N_ROWS(delays_s); i++)
        CHECK(notify_delay_s((int64_t)i) == delays_s[i], "after %zu", i);
    CHECK(notify_delay_s(INT64_MAX) == 3600, "for ever");
}
TEST_FN(test_delay)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_nothing), TEST(test_delay) };

    return TEST_RUN(tests);
}
