/*
 * draft.h - the drafter's stage: open groups to drafts and gaps, in the store.
 *
 * Incremental: a group whose draft or gap was made from the same question, the
 * same pages and the same settings is left alone.  Idempotent and safe to kill:
 * each batch of groups is one short transaction.
 *
 * Never drafted: groups heard only through sources in listen mode, departments
 * without pages of their own, posts that ask nothing (praise gets thanks without a
 * link, a complaint the contact line), and posts that a person must see at once.
 * A draft that an editor has decided on stays, unless its evidence is gone from
 * the page; then a new one is queued.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "clock.h"
#include "config.h"
#include "store.h"

struct draft_options {
    const char *seeds; /* the workspace's seeds folder; NULL: built-in data only */
    const struct clock *clock;
    bool dry_run;                                /* count, write nothing */
    int64_t limit;                               /* groups looked at; 0: all */
    double threshold;                            /* below this confidence there is no draft */
    bool (*stop)(void);                          /* asked between groups; NULL: never */
    void (*progress)(int64_t done, int64_t all); /* may be NULL */
};

struct draft_counts {
    int64_t groups;  /* open ones */
    int64_t pending; /* of these, not up to date */
    int64_t drafts, acknowledged, gaps, kept, asks_nothing, listen_only;
    int64_t reused;   /* drafts that repeat an approved answer */
    int64_t stale;    /* approved or posted answers that do not hold any more, found in this run */
    int64_t requeued; /* drafts in the place of earlier ones that nobody had approved */
    int64_t pages;    /* of the own site, if they had to be read */
};

/*
 * One department.  The store is in role STORE_DRAFTER.  ST_PARTIAL when stop()
 * said so.  *counts is added to.
 */
enum status draft_run(struct store *s, const struct department_config *d, int64_t department_id,
                      const struct draft_options *o, struct draft_counts *counts, struct err *err);

#endif /* DRAFT_H */
