/*
 * health.h - is a source well?  Judged from what its runs left in the store.
 *
 * Nothing about health is stored: it follows from rows of crawl_run,
 * crawl_source, url, page, post and host each time it is asked for, so that it
 * can neither be stale nor contradict them.  An alarm is what somebody should
 * look at; the reason says at what.
 */
#ifndef HEALTH_H
#define HEALTH_H

#include "extract.h"
#include "store_run.h"

#define HEALTH_MAX_FAILURES 3 /* runs in a row without a page: two may be the host's bad night */

struct health {
    const char
        *state; /* static: works, new, off, fails, parked, gone, login, layout, empty, silent */
    const char *reason; /* in the arena; "" when there is nothing to say */
    bool alarm;
    int64_t runs;           /* that asked something, of the last 60 */
    int64_t failures;       /* of them in a row, the last ones, without a page */
    int64_t last_success_s; /* the last run with a page; 0: none */
    int64_t questions, last_new_s;
};

struct health_in {
    struct store *store;
    struct arena *arena;
    const struct extract *profiles; /* platforms that refuse to be read; NULL: not looked at */
    int64_t now_ms;
    int64_t silent_days; /* without a new question until it is an alarm; 0: never */
    int64_t skip_run;    /* not counted, as if it had not been; 0: none */
};

/* Of n sources, in their order, into the arena. */
struct health *health_of(const struct health_in *in, const struct store_source *sources, size_t n);

#endif /* HEALTH_H */
