/*
 * scheduler.h - starts `earshot run --due` beside the web application, as a process of its own.
 *
 * A crawl never runs inside the web process: it may take hours, and gigabytes.  One child at a
 * time; the workspace's lock and the rows of slots (store/due.h) keep it apart from runs that
 * something else starts.  Not for threads: the work loop of serve owns it.
 */
#ifndef SCHEDULER_H
#define SCHEDULER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SCHEDULER_EVERY_MS ((int64_t)60000) /* looking costs some milliseconds */
#define SCHEDULER_STOP_MS  ((int64_t)15000) /* a crawl ends within 10 s of SIGTERM */

struct scheduler {
    const char *program, *dir; /* the program; of the workspace */
    int64_t next_ms;           /* when to look next */
    pid_t child;               /* 0: none */
};

/* See how the child is; if it may (on), start the next one when its time has come. */
void scheduler_tick(struct scheduler *s, int64_t now_ms, bool on);
/* SIGTERM to the child, and SIGKILL when that does not help. */
void scheduler_stop(struct scheduler *s);

#endif /* SCHEDULER_H */
