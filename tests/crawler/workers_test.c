/* Jobs come back done, once, and in the order in which they were put. */
#include "../test.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../crawler/workers.h"
#include "mem.h"

#define N_JOBS 2000

struct job {
    size_t number, work;
    int runs;
    pthread_t by;
};

/* What a thread has: written without a lock, so that sharing it would be seen. */
struct state {
    size_t n_runs;
};

struct tally {
    size_t n_begun, n_ended, n_runs; /* threads' states only */
};

static void *
begin(void *self)
{
    struct tally *t = self;

    t->n_begun++;
    return mem_zalloc(sizeof(struct state));
}

static struct tally *ending; /* of the test that runs: end() is told nothing else */

static void
end(void *state)
{
    struct state *s = state;

    ending->n_ended++;
    ending->n_runs += s->n_runs;
    free(s);
}

static void
run(void *state, void *job)
{
    struct state *s = state;
    struct job *j = job;
    volatile size_t sink = 0;

    s->n_runs++;
    for (size_t i = 0; i < j->work; i++)
        sink = sink + i;
    j->runs++;
    j->by = pthread_self();
}

static struct workers *
open_workers(size_t n_threads, size_t max_jobs, struct tally *tally, struct state *own)
{
    struct workers_config cfg = { .n_threads = n_threads,
                                  .max_jobs = max_jobs,
                                  .own = own,
                                  .begin = begin,
                                  .end = end,
                                  .run = run,
                                  .self = tally };

    ending = tally;
    return workers_new(&cfg);
}

static const struct {
    size_t n_threads, max_jobs;
    size_t every; /* each so many-th job takes long */
    const char *from;
} row[] = {
    { 1, 1, 7, "no threads: done when put" },
    { 1, 8, 7, "no threads, several held" },
    { 2, 1, 7, "one at a time" },
    { 2, 3, 2, "long and short in turn" },
    { 4, 64, 10, "more jobs than threads" },
    { 4, 2, 3, "more threads than jobs" },
};

/* Fill up, take some, fill up again: what the replay of an archive does. */
static void
test_order(void)
{
    for (size_t i = 0; i < N_ROWS(row); i++) {
        static struct job jobs[N_JOBS];
        struct tally tally = { 0 };
        struct state own = { 0 };
        struct workers *w = open_workers(row[i].n_threads, row[i].max_jobs, &tally, &own);
        size_t put = 0, taken = 0;

        while (taken < N_JOBS) {
            struct job *j;

            for (; put < N_JOBS && workers_held(w) < row[i].max_jobs; put++) {
                jobs[put] =
                    (struct job){ .number = put, .work = put % row[i].every == 0 ? 5000 : 10 };
                workers_put(w, &jobs[put]);
            }
            j = workers_take(w);
            CHECK(j == &jobs[taken], "%s: job %zu out of turn", row[i].from, taken);
            CHECK(jobs[taken].runs == 1, "%s: done %d times", row[i].from, jobs[taken].runs);
            taken++;
        }
        CHECK(workers_take(w) == NULL && workers_poll(w) == NULL, "%s: all are taken", row[i].from);
        CHECK(workers_held(w) == 0, "%s: none is held", row[i].from);
        CHECK(workers_threads(w) == row[i].n_threads, "%s: threads", row[i].from);
        workers_free(w);
        CHECK(tally.n_begun == row[i].n_threads - 1 && tally.n_ended == tally.n_begun,
              "%s: a state a thread, freed", row[i].from);
        CHECK(tally.n_runs + own.n_runs == N_JOBS, "%s: %zu runs", row[i].from,
              tally.n_runs + own.n_runs);
    }
}
TEST_FN(test_order)

static bool
readable(int fd, int span_ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    return poll(&p, 1, span_ms) == 1;
}

/* What the loop of a crawl does: sleep until a job is done, never do one itself. */
static void
test_poll(void)
{
    static struct job jobs[100];
    struct tally tally = { 0 };
    struct state own = { 0 };
    struct workers *w = open_workers(3, N_ROWS(jobs), &tally, &own);

    CHECK(!readable(workers_fd(w), 0), "nothing is done yet");
    for (size_t i = 0; i < N_ROWS(jobs); i++) {
        jobs[i] = (struct job){ .number = i, .work = i % 9 * 1000 };
        workers_put(w, &jobs[i]);
    }
    for (size_t i = 0; i < N_ROWS(jobs);) {
        struct job *j;

        CHECK(readable(workers_fd(w), 10000), "job %zu is never done", i);
        j = workers_poll(w);
        CHECK(j == NULL || j == &jobs[i], "job %zu out of turn", i);
        CHECK(j == NULL || !pthread_equal(j->by, pthread_self()), "job %zu by the owner", i);
        i += j != NULL;
    }
    CHECK(!readable(workers_fd(w), 0), "all are taken");
    workers_free(w);
}
TEST_FN(test_poll)

/* Dropped with jobs put: nothing hangs, nothing is done twice. */
static void
test_drop(void)
{
    static struct job jobs[50];
    struct tally tally = { 0 };
    struct state own = { 0 };
    struct workers *w = open_workers(2, N_ROWS(jobs), &tally, &own);

    for (size_t i = 0; i < N_ROWS(jobs); i++) {
        jobs[i] = (struct job){ .number = i, .work = 100000 };
        workers_put(w, &jobs[i]);
    }
    CHECK(workers_held(w) == N_ROWS(jobs), "%zu held", workers_held(w));
    workers_free(w);
    for (size_t i = 0; i < N_ROWS(jobs); i++)
        CHECK(jobs[i].runs <= 1, "job %zu done %d times", i, jobs[i].runs);
    workers_free(NULL);
    CHECK(workers_cores() >= 1, "cores");
}
TEST_FN(test_drop)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order), TEST(test_poll), TEST(test_drop) };

    return TEST_RUN(tests);
}
