/* What ends a fetcher's sleep besides an answer. */
#include "../test.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "../../crawler/fetch.h"

#define LONG_MS  INT64_C(20000)
#define SHORT_MS INT64_C(30)

static void
test_wake(void)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct fetch_config cfg = {
        .user_agent = "Earshot/1.0", .timeout_ms = LONG_MS, .clock = &clock_system, .wake_fd = fd
    };
    int64_t from_ms = clock_now_ms(&clock_system);
    struct fetcher f;
    struct err err = { "" };
    eventfd_t n;

    assert_int_equal(fetch_curl_new(&cfg, &f, &err), ST_OK);
    CHECK(f.wait(f.self, from_ms + SHORT_MS) == NULL, "nothing was asked");
    CHECK(clock_now_ms(&clock_system) >= from_ms + SHORT_MS, "nobody woke it");
    assert_int_equal(eventfd_write(fd, 1), 0);
    for (int i = 0; i < 3; i++) /* it stays readable until its owner has read it */
        CHECK(f.wait(f.self, from_ms + LONG_MS) == NULL, "nothing was asked");
    CHECK(clock_now_ms(&clock_system) < from_ms + LONG_MS / 2, "woken");
    assert_int_equal(eventfd_read(fd, &n), 0);
    from_ms = clock_now_ms(&clock_system);
    CHECK(f.wait(f.self, from_ms + SHORT_MS) == NULL, "nothing was asked");
    CHECK(clock_now_ms(&clock_system) >= from_ms + SHORT_MS, "it sleeps again");
    f.free(f.self);
    close(fd);
}
TEST_FN(test_wake)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_wake) };

    return TEST_RUN(tests);
}
