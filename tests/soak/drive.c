/*
 * drive.c - run a command again and again and kill -9 it at random points, then
 * let it end.
 *
 *   build/tests/soak/drive [--seconds N] [--seed N] [--max-ms N] -- COMMAND [ARG]...
 *
 * For --seconds it is killed after a random time up to --max-ms; the last one
 * is left alone.  Prints JSON lines, times in microseconds of the monotonic clock:
 *
 *   {"event":"start","at_us":...,"unix_ms":...}   before the first one
 *   {"event":"kill","at_us":...}            it is dead by then
 *   {"event":"end","at_us":...,"code":N}    it ended by itself
 *
 * Exits with the last one's code.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "rng.h"

#define US_PER_MS   1000
#define US_PER_S    INT64_C(1000000)
#define MIN_MS      120 /* it shall get somewhere */
#define DEFAULT_MS  3000
#define PAUSE_MS    60 /* at least, before the next one: so a request belongs to one life */
#define MORE_MS     200
#define NOT_STARTED 127

static pid_t
start(char **command)
{
    pid_t pid = fork();

    if (pid == 0) {
        execv(command[0], command);
        fprintf(stderr, "drive: %s: %s\n", command[0], strerror(errno));
        _exit(NOT_STARTED);
    }
    return pid;
}

static void
say_end(int how)
{
    printf("{\"event\":\"end\",\"at_us\":%lld,\"code\":%d}\n", (long long)clock_monotonic_us(),
           WIFEXITED(how) ? WEXITSTATUS(how) : -1);
    fflush(stdout);
}

/* True if it ended before its time was up. */
static bool
kill_after(pid_t pid, int64_t span_ms, int *how)
{
    int64_t until_us = clock_monotonic_us() + span_ms * US_PER_MS;

    while (clock_monotonic_us() < until_us) {
        if (waitpid(pid, how, WNOHANG) == pid) {
            say_end(*how);
            return true;
        }
        clock_sleep_ms(&clock_system, 1);
    }
    kill(pid, SIGKILL);
    waitpid(pid, how, 0);
    printf("{\"event\":\"kill\",\"at_us\":%lld}\n", (long long)clock_monotonic_us());
    fflush(stdout);
    return false;
}

int
main(int argc, char **argv)
{
    static const struct option options[] = { { "seconds", required_argument, NULL, 't' },
                                             { "seed", required_argument, NULL, 's' },
                                             { "max-ms", required_argument, NULL, 'm' },
                                             { NULL, 0, NULL, 0 } };
    int64_t seconds = 0, max_ms = DEFAULT_MS, until_us;
    uint64_t seed = 1;
    struct rng rng;
    bool ended = false;
    int how = 0, c;

    while ((c = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (c == 't')
            seconds = strtol(optarg, NULL, 10);
        else if (c == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (c == 'm')
            max_ms = strtol(optarg, NULL, 10);
    }
    if (optind == argc || max_ms <= MIN_MS) {
        fputs("usage: drive [--seconds N] [--seed N] [--max-ms N] -- COMMAND [ARG]...\n", stderr);
        return 2;
    }
    rng_seed(&rng, seed);
    until_us = clock_monotonic_us() + seconds * US_PER_S;
    printf("{\"event\":\"start\",\"at_us\":%lld,\"unix_ms\":%lld}\n",
           (long long)clock_monotonic_us(), (long long)clock_now_ms(&clock_system));
    while (!ended && clock_monotonic_us() < until_us) {
        int64_t span_ms = MIN_MS + (int64_t)rng_below(&rng, (uint64_t)(max_ms - MIN_MS));

        ended = kill_after(start(argv + optind), span_ms, &how);
        clock_sleep_ms(&clock_system, PAUSE_MS + (int64_t)rng_below(&rng, MORE_MS));
    }
    if (!ended) {
        waitpid(start(argv + optind), &how, 0);
        say_end(how);
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : 1;
}
