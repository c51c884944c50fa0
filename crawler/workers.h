/*
 * workers.h - a few threads that do jobs put to them, and hand each back in
 * the order in which it was put.
 *
 * One thread, the owner, puts jobs and takes them back; what a job is, and
 * what is done with it, is the owner's to say.  A job belongs to the workers
 * from workers_put() to workers_take(): nobody else touches it in between.
 * While the owner waits for a job it does one itself, so that with n threads,
 * the owner counted, n cores are busy.  With n = 1 there is no thread at all:
 * a job is done when it is put.
 *
 * Not here: what may run on a thread (crawl_read.c), and any store.
 */
#ifndef WORKERS_H
#define WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#define WORKERS_MAX 64 /* threads; parsing outruns one writer long before */

struct workers_config {
    size_t n_threads; /* 1 to WORKERS_MAX, the owner counted */
    size_t max_jobs;  /* put and not yet taken, 1 or more */
    void *own;        /* the owner's state, for the jobs it does itself */
    /* That of each other thread, made and freed by the owner. */
    void *(*begin)(void *self);
    void (*end)(void *state);
    void (*run)(void *state, void *job);
    void *self;
};

struct workers;

/* Fewer threads than asked for run if the system has no more; the owner alone is always there. */
struct workers *workers_new(const struct workers_config *cfg);
/* Waits for the jobs that have begun; others are dropped undone.  Accepts NULL. */
void workers_free(struct workers *w);

/* Threads that run, the owner counted. */
size_t workers_threads(const struct workers *w);
/* Jobs put and not taken. */
size_t workers_held(const struct workers *w);
bool workers_full(const struct workers *w); /* max_jobs are held: none may be put */

void workers_put(struct workers *w, void *job);
/* The job put first, done; NULL: there is none.  Does jobs itself until it is. */
void *workers_take(struct workers *w);
/* The same if it is done by now, else NULL. */
void *workers_poll(struct workers *w);

/* A descriptor that is readable when workers_poll() has a job to give; -1 without threads. */
int workers_fd(const struct workers *w);

/* Cores that this process may use, at least 1. */
size_t workers_cores(void);

#endif /* WORKERS_H */
