#define _GNU_SOURCE /* sched_getaffinity() */

#include "workers.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "mem.h"

#define STACK_BYTES ((size_t)8 * 1024 * 1024) /* what the main thread has, whatever the limits */

struct slot {
    void *job;
    bool done;
};

/*
 * A ring of slots.  Jobs first .. next-1 are done or being done, next .. end-1
 * wait; the numbers only grow, a slot is its number modulo n_slots.
 * Invariant: first <= next <= end <= first + n_slots.
 */
struct workers {
    struct workers_config cfg;
    pthread_t *threads; /* owned; n_started of them */
    void **states;      /* owned; one per thread */
    size_t n_started;
    struct slot *slots; /* owned */
    size_t n_slots;
    int fd; /* owned; counts up when the first job is done */
    pthread_mutex_t lock;
    pthread_cond_t more, done; /* a job waits; one is done */
    uint64_t first, next, end; /* guarded by lock, as are the slots */
    bool closing;
};

/* What a thread is born with. */
struct birth {
    struct workers *w;
    void *state;
};

static struct slot *
slot_of(struct workers *w, uint64_t number)
{
    return &w->slots[number % w->n_slots];
}

/* Do the job that waits longest; the lock is held before and after, not meanwhile. */
static void
do_next(struct workers *w, void *state)
{
    uint64_t number = w->next++;
    struct slot *slot = slot_of(w, number);
    void *job = slot->job;

    pthread_mutex_unlock(&w->lock);
    w->cfg.run(state, job);
    pthread_mutex_lock(&w->lock);
    slot->done = true;
    if (number != w->first)
        return;
    pthread_cond_signal(&w->done);
    if (w->fd >= 0)
        (void)eventfd_write(w->fd, 1); /* full: then it is readable as it is */
}

static void *
work(void *self)
{
    struct birth *birth = self;
    struct workers *w = birth->w;
    void *state = birth->state;

    free(birth);
    pthread_mutex_lock(&w->lock);
    while (!w->closing) {
        if (w->next < w->end)
            do_next(w, state);
        else
            pthread_cond_wait(&w->more, &w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* Signals are the main thread's: it waits in calls that they must end. */
static bool
start(struct workers *w)
{
    struct birth *birth = mem_zalloc(sizeof(*birth));
    size_t i = w->n_started;
    pthread_attr_t attr;
    sigset_t all, before;
    bool ok;

    w->states[i] = w->cfg.begin(w->cfg.self);
    *birth = (struct birth){ w, w->states[i] };
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_init(&attr);
    (void)pthread_attr_setstacksize(&attr, STACK_BYTES); /* refused: the default will do */
    ok = pthread_create(&w->threads[i], &attr, work, birth) == 0;
    pthread_attr_destroy(&attr);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (ok) {
        w->n_started++;
        return true;
    }
    w->cfg.end(w->states[i]);
    free(birth);
    return false;
}

struct workers *
workers_new(const struct workers_config *cfg)
{
    struct workers *w = mem_zalloc(sizeof(*w));
    size_t n = cfg->n_threads < WORKERS_MAX ? cfg->n_threads : WORKERS_MAX;

    assert(cfg->max_jobs > 0 && n > 0);
    w->cfg = *cfg;
    w->n_slots = cfg->max_jobs;
    w->slots = mem_zalloc(w->n_slots * sizeof(*w->slots));
    w->threads = mem_zalloc(n * sizeof(*w->threads));
    w->states = mem_zalloc(n * sizeof(*w->states));
    w->fd = n > 1 ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    pthread_cond_init(&w->done, NULL);
    while (w->fd >= 0 && w->n_started < n - 1 && start(w)) {
    }
    return w;
}

void
workers_free(struct workers *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_broadcast(&w->more);
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->n_started; i++) {
        pthread_join(w->threads[i], NULL);
        w->cfg.end(w->states[i]);
    }
    pthread_cond_destroy(&w->more);
    pthread_cond_destroy(&w->done);
    pthread_mutex_destroy(&w->lock);
    if (w->fd >= 0)
        close(w->fd);
    free(w->threads);
    free(w->states);
    free(w->slots);
    free(w);
}

size_t
workers_threads(const struct workers *w)
{
    return w->n_started + 1;
}

size_t
workers_held(const struct workers *w)
{
    return (size_t)(w->end - w->first); /* both are changed by the owner alone */
}

bool
workers_full(const struct workers *w)
{
    return workers_held(w) == w->n_slots;
}

void
workers_put(struct workers *w, void *job)
{
    if (w->n_started == 0)
        w->cfg.run(w->cfg.own, job);
    pthread_mutex_lock(&w->lock);
    assert(w->end - w->first < w->n_slots);
    *slot_of(w, w->end++) = (struct slot){ job, w->n_started == 0 };
    if (w->n_started == 0)
        w->next = w->end;
    else
        pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
}

/* Hand out the first job, which is done; the lock is held. */
static void *
hand_out(struct workers *w)
{
    void *job = slot_of(w, w->first++)->job;
    eventfd_t seen;

    if (w->fd < 0)
        return job;
    (void)eventfd_read(w->fd, &seen); /* zero already: another poll read it */
    if (w->first < w->end && slot_of(w, w->first)->done)
        (void)eventfd_write(w->fd, 1); /* room for it has just been made */
    return job;
}

void *
workers_take(struct workers *w)
{
    void *job = NULL;

    pthread_mutex_lock(&w->lock);
    while (w->first < w->end && !slot_of(w, w->first)->done) {
        if (w->next < w->end)
            do_next(w, w->cfg.own);
        else
            pthread_cond_wait(&w->done, &w->lock);
    }
    if (w->first < w->end)
        job = hand_out(w);
    pthread_mutex_unlock(&w->lock);
    return job;
}

void *
workers_poll(struct workers *w)
{
    void *job = NULL;

    pthread_mutex_lock(&w->lock);
    if (w->first < w->end && slot_of(w, w->first)->done)
        job = hand_out(w);
    pthread_mutex_unlock(&w->lock);
    return job;
}

int
workers_fd(const struct workers *w)
{
    return w->n_started > 0 ? w->fd : -1;
}

size_t
workers_cores(void)
{
    cpu_set_t may;

    if (sched_getaffinity(0, sizeof(may), &may) != 0 || CPU_COUNT(&may) < 1)
        return 1; /* more cores than the set has room for, or none that can be asked */
    return (size_t)CPU_COUNT(&may);
}
