/*
 * child.h - other programs, and ours, run by a benchmark as processes of their own, silent;
 * BENCH_VERBOSE=1 shows what they say.
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <sys/resource.h>

/* dir: where it runs, NULL: here.  one_core: on the first core that this process may use. */
struct child {
    const char *const *argv; /* NULL at its end */
    const char *dir;
    bool one_core;
};

/* Run it to its end: what it used.  A failure ends the benchmark. */
struct rusage child_run(const struct child *c);
/* The same, but a failure is an answer; nothing of it is shown. */
bool child_works(const struct child *c);

/* Write dir/name; a failure ends the benchmark. */
void child_write_file(const char *dir, const char *name, const char *text);

#endif /* CHILD_H */
