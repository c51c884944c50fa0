/* sdnotify_test.c - what the service manager hears. */
#include "../../review/sdnotify.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../../include/clock.h"
#include "../test.h"

static void
test_send(void)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int s = socket(AF_UNIX, SOCK_DGRAM, 0);
    char got[64] = "";
    long long usec = 0, before_us = clock_monotonic_us() - 1;

    snprintf(at.sun_path, sizeof(at.sun_path), "/tmp/earshot-notify-%ld", (long)getpid());
    CHECK(bind(s, (struct sockaddr *)&at, sizeof(at)) == 0, "%s", at.sun_path);
    sdnotify_send(at.sun_path, "READY=1");
    CHECK(recv(s, got, sizeof(got) - 1, MSG_DONTWAIT) == 7 && strcmp(got, "READY=1") == 0, "%s",
          got);
    memset(got, 0, sizeof(got));
    sdnotify_reloading(at.sun_path);
    CHECK(recv(s, got, sizeof(got) - 1, MSG_DONTWAIT) > 0 &&
              sscanf(got, "RELOADING=1\nMONOTONIC_USEC=%lld", &usec) == 1 && usec > before_us &&
              usec <= clock_monotonic_us(),
          "sd_notify(3), Type=notify-reload: %s", got);
    setenv("NOTIFY_SOCKET", at.sun_path, 1);
    sdnotify_send(NULL, "STOPPING=1");
    CHECK(recv(s, got, sizeof(got) - 1, MSG_DONTWAIT) == 10, "by the variable");
    unsetenv("NOTIFY_SOCKET");
    sdnotify_send(NULL, "READY=1");
    sdnotify_send("relative", "READY=1");
    sdnotify_send("/", "READY=1");
    CHECK(recv(s, got, sizeof(got) - 1, MSG_DONTWAIT) == -1, "nobody else");
    close(s);
    unlink(at.sun_path);
    sdnotify_send(at.sun_path, "READY=1"); /* nobody listens: nothing happens */
}
TEST_FN(test_send)

static void
test_watchdog(void)
{
    static const struct {
        const char *usec;
        int64_t want_ms;
    } rows[] = { { "60000000", 30000 }, { "0", 0 }, { "", 0 }, { "soon", 0 }, { "-5", 0 } };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(sdnotify_watchdog_ms(rows[i].usec) == rows[i].want_ms, "%s", rows[i].usec);
}
TEST_FN(test_watchdog)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_send), TEST(test_watchdog) };

    return TEST_RUN(tests);
}
