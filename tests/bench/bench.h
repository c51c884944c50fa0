/*
 * bench.h - what every benchmark shares: measure, compare, print one table.
 *
 * A benchmark puts our code beside a rival, or beside the physical limit (the
 * least that any program must do), in one process and one run, and prints
 * RATIOS, since machines are noisy and differ.  Sides take turns (ours, rival,
 * ours, rival, ...); what is compared is CPU time, user and system, of this
 * process and of children it has waited for (or wall time); a row's ratio is the median of the
 * ratios of neighbouring turns, with the smallest and largest beside.  Every
 * comparison is made at two sizes at least, and "growth" is our cost per
 * operation at a size over that at the first.
 *
 * A benchmark is no test: it checks that both sides did the same work as far as
 * that is cheap, notes where not, and never fails for being slow.
 *
 * Environment: BENCH_TURNS (7) turns of each side; BENCH_SECONDS (20) after
 * which a row begins no new turn; BENCH_LARGE=1 adds the largest sizes;
 * EARSHOT_DATA names a folder whose pages/ has real pages.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

#define BENCH_MAX_SIDES 4

struct bench;

/* One way to do the work.  prepare and clean may be NULL and are not measured. */
struct bench_side {
    const char *name;
    void (*prepare)(void *self);
    void (*run)(void *self);
    void (*clean)(void *self);
    void *self;
    double share; /* of the operations, where a run does a sample of them; 0: all */
};

/* What a row says. */
struct bench_work {
    const char *what; /* "extract discourse" */
    const char *size; /* "21 KB" */
    const char *unit; /* of one operation: "page" */
    double n_ops;     /* in one run */
    bool wall;        /* compare the time that passed: what threads save */
};

struct bench *bench_new(const char *title);
void bench_end(struct bench *b); /* prints and frees */

/* sides[0] is ours. */
void bench_compare(struct bench *b, const struct bench_work *w, const struct bench_side *sides,
                   size_t n_sides);

/* One of n operations that are timed one by one. */
struct bench_step {
    const char *name;
    void (*run)(void *self, size_t i);
    void *self;
};

/* Operations 0 .. n_ops-1, each on every side in turn; one row each for p50 and p99. */
void bench_latency(struct bench *b, const struct bench_work *w, const struct bench_step *sides,
                   size_t n_sides);

/* A line below the table. */
void bench_note(struct bench *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

bool bench_large(void);      /* BENCH_LARGE=1 */
double bench_cpu_s(void);    /* of this process and its waited children */
size_t bench_rss(void);      /* resident bytes now */
size_t bench_peak(void);     /* most resident bytes since bench_peak_reset() */
void bench_peak_reset(void); /* where the kernel lets us */

/* Read a file; the caller frees ret.p.  False: it is not there. */
bool bench_read_file(const char *path, struct text *ret);

/* An empty folder of our own under TMPDIR (or /tmp); removed by bench_rmdir(). */
const char *bench_mkdir(char path[256]);
void bench_rmdir(const char *path); /* and the plain files in it */

#endif /* BENCH_H */
