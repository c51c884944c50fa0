/* scheduler_test.c - one child at a time, each minute, ended when asked. */
#include "../../review/scheduler.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../include/clock.h"
#include "../../include/file.h"
#include "../test.h"

static void
wait_for(struct scheduler *s, int64_t now_ms)
{
    for (int i = 0; i < 3000 && s->child != 0; i++) {
        clock_sleep_ms(&clock_system, 20);
        scheduler_tick(s, now_ms, true);
    }
}

static void
test_children(void)
{
    char program[64];
    struct scheduler s = { .program = program, .dir = "/tmp" };
    pid_t first;

    snprintf(program, sizeof(program), "/tmp/earshot-child-%ld", (long)getpid());
    CHECK(file_write(program,
                     TEXT_LIT("#!/bin/sh\n[ \"$*\" = '-C /tmp run --due -q' ] || exit 1\n"), 0755,
                     NULL) == ST_OK,
          "written");
    scheduler_tick(&s, 1000, true);
    first = s.child;
    CHECK(first > 0, "started at once");
    scheduler_tick(&s, 1001, true);
    CHECK(s.child == first || s.child == 0, "one at a time");
    wait_for(&s, 1002);
    CHECK(s.child == 0, "ended");
    scheduler_tick(&s, 1000 + SCHEDULER_EVERY_MS - 1, true);
    CHECK(s.child == 0, "not yet");
    CHECK(file_write(program, TEXT_LIT("#!/bin/sh\nexec sleep 60\n"), 0755, NULL) == ST_OK, "long");
    scheduler_tick(&s, 1000 + SCHEDULER_EVERY_MS, true);
    CHECK(s.child > 0, "the next one");
    first = s.child;
    CHECK(kill(first, SIGTERM) == 0, "ends by itself");
    for (int i = 0; i < 3000 && s.child != 0; i++) {
        clock_sleep_ms(&clock_system, 20);
        scheduler_tick(&s, 1000 + 9 * SCHEDULER_EVERY_MS, false);
    }
    CHECK(s.child == 0, "it is looked after though no other may start");
    scheduler_tick(&s, 1000 + 10 * SCHEDULER_EVERY_MS, true);
    first = s.child;
    CHECK(first > 0, "and then one may");
    scheduler_stop(&s);
    CHECK(s.child == 0 && kill(first, 0) != 0, "gone");
    scheduler_stop(&s);
    unlink(program);
    scheduler_tick(&s, 1000 + 12 * SCHEDULER_EVERY_MS, true);
    wait_for(&s, 1001 + 12 * SCHEDULER_EVERY_MS);
    CHECK(s.child == 0, "no program, no child");
}
TEST_FN(test_children)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_children) };

    return TEST_RUN(tests);
}
