/*
 * retention.h - what is old goes: words of decided questions, pseudonyms, requests, runs,
 * sessions, the audit log, log lines, logs, notes, archive files.
 *
 * Rows whose absence would change a number stay without their words, or are counted in
 * past_count first.  Each part works in short transactions and can be killed between any two;
 * run again it goes on.  The store is in role STORE_RETENTION.
 */
#ifndef RETENTION_H
#define RETENTION_H

#include <stdint.h>

#include "config.h"
#include "store.h"

enum retention_part {
    RETENTION_BODIES,   /* words of posts whose groups were decided long ago */
    RETENTION_GONE,     /* words of posts that are gone at their source */
    RETENTION_ASKERS,   /* keyed hashes of who asked */
    RETENTION_FETCHES,  /* rows of requests; the latest for an address stays */
    RETENTION_RUNS,     /* rows of crawls; the latest of a source stays */
    RETENTION_SESSIONS, /* sessions, links that work once, failed sign-ins, leases: when over */
    RETENTION_AUDIT,    /* rows of the log; its chain goes on */
    RETENTION_WEBLOG,   /* by which lines of logs are known; the visits stay */
    RETENTION_LOGS,     /* alarms that were mended, webhooks, digests, scheduled runs */
    RETENTION_NOTES,    /* notes of groups that were decided long ago */
    RETENTION_TYPED,    /* what somebody typed and did not save */
    RETENTION_ARCHIVE,  /* complete files of archive/, all of whose records are old */
    RETENTION_PARTS,
};

struct retention_job {
    struct store *store;
    const struct retention_config *config;
    const char *dir; /* the workspace */
    int64_t now_s;
    bool (*stop)(void); /* NULL: never */
};

const char *retention_name(enum retention_part part);
/* After how many seconds; 0: never.  Sessions say themselves when they are over: 1. */
int64_t retention_after_s(const struct retention_config *c, enum retention_part part);

/* How many rows or files are due; nothing is written. */
enum status retention_count(const struct retention_job *job, int64_t ret[RETENTION_PARTS],
                            struct err *err);
/* Do it; how many it were, also when it stopped half way.  ST_INTERRUPTED: stop() said so. */
enum status retention_run(const struct retention_job *job, int64_t ret[RETENTION_PARTS],
                          struct err *err);

#endif /* RETENTION_H */
