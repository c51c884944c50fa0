/*
 * trap.h - what an address alone tells: is it worth a request, and how much?
 *
 * Pure: no store, no network.  Judges by length, segments, and one table of
 * words and parameters (trap.c), which stands for what forum and site software
 * of 2014 to 2026 puts into its links.  What pages turn out to be (a shape of
 * address that always reads the same) is the frontier's to notice.
 */
#ifndef TRAP_H
#define TRAP_H

#include "url.h"

#define TRAP_MAX_ADDRESS       ((size_t)2048) /* bytes; longer ones are generated, hardly ever linked */
#define TRAP_MAX_SEGMENTS      20             /* of a path */
#define TRAP_MAX_SAME          10 /* pages of one form that read the same: it is a trap ... */
#define TRAP_MAX_SAME_CALENDAR 3  /* ... and of a calendar's */
#define TRAP_MAX_REPEATS       2  /* of one segment in a path: /a/b/a/b/a/ is a loop */

enum trap_class {
    TRAP_PLAIN,
    TRAP_THREAD,   /* looks like one question or topic */
    TRAP_LIST,     /* the next page of a list */
    TRAP_CALENDAR, /* one page per day or month, for ever */
    TRAP_LOW,      /* the same content in another order, tag pages, profiles */
    TRAP_SKIP,     /* not fetched: why says what it is */
};

struct trap_verdict {
    enum trap_class class;
    const char *why; /* static */
};

/* Judge a canonical address. */
struct trap_verdict trap_judge(const struct url *u);

/* After how many pages that read the same a form of that class is refused. */
int64_t trap_most_same(enum trap_class class);

/*
 * Does the address name the second or a later page of something (?page=2,
 * ?start=25, /page-2)?  Of a thread, such a page has no opening post.
 */
bool trap_continues(const struct url *u);

/*
 * A number for the form of an address: each run of digits counts as one, of the
 * query only the names count.  Pages of one template share it.
 */
uint64_t trap_shape(const struct url *u);

/* A hash of a text without its digits and white space: pages that differ in a date are equal. */
uint64_t trap_text_hash(struct text t);

#endif /* TRAP_H */
