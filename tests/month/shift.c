/*
 * shift.c - another time of day for a program under test.
 *
 *   LD_PRELOAD=build/tests/month/shift.so EARSHOT_TEST_SHIFT_S=86400 earshot ...
 *
 * The time of day is so many seconds ahead (or behind: a minus), in this process and in what it
 * starts; it goes on as fast as ever.  CLOCK_MONOTONIC, and with it every delay, stays true.  The
 * kernel is asked directly: no libc or sanitizer has to be awake yet.
 */
#define _GNU_SOURCE /* syscall() */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_US 1000

int clock_gettime(clockid_t id, struct timespec *ret);
int gettimeofday(struct timeval *ret, void *zone);
time_t time(time_t *ret);

static time_t
shift_s(void)
{
    const char *z = getenv("EARSHOT_TEST_SHIFT_S");

    return z != NULL ? (time_t)strtoll(z, NULL, 10) : 0;
}

int
clock_gettime(clockid_t id, struct timespec *ret)
{
    int bad = (int)syscall(SYS_clock_gettime, id, ret);

    if (bad == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
        ret->tv_sec += shift_s();
    return bad;
}

int
gettimeofday(struct timeval *ret, void *zone)
{
    struct timespec t;
    int bad = clock_gettime(CLOCK_REALTIME, &t);

    (void)zone;
    ret->tv_sec = t.tv_sec;
    ret->tv_usec = t.tv_nsec / NS_PER_US;
    return bad;
}

time_t
time(time_t *ret)
{
    struct timespec t;

    if (clock_gettime(CLOCK_REALTIME, &t) != 0)
        return (time_t)-1;
    if (ret != NULL)
        *ret = t.tv_sec;
    return t.tv_sec;
}
