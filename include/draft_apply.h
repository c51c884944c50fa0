/*
 * draft_apply.h - draft one group anew, now: what follows an editor's request.
 *
 * Requests are decisions (store_request.h): pick, tone, reuse, write, redraft.  Their rows
 * are written first, with the role of review; this applies them, with that of the drafter:
 * the group gets a new draft, or a gap that says why it cannot have one.  If it is
 * not called, or killed, the next run of the stage does the same.
 *
 * A struct draft_engine keeps what a draft needs (lexicons, the own pages as an index, the
 * questions answered before) from call to call, for a server; it is read again
 * when it has changed in the store.  It belongs to one thread, as its store does.
 */
#ifndef DRAFT_APPLY_H
#define DRAFT_APPLY_H

#include "clock.h"
#include "config.h"
#include "store.h"

struct draft_engine;

/* seeds: the workspace's seeds folder, or NULL; borrowed, as the clock and departments are. */
struct draft_engine *draft_engine_new(const char *seeds, const struct clock *clock);
void draft_engine_free(struct draft_engine *e); /* accepts NULL */

struct draft_apply_options {
    const char *seeds; /* as above; unread when there is an engine */
    const struct clock *clock;
    struct draft_engine *engine; /* NULL: made for this call */
    double threshold;            /* 0: the program's */
};

struct draft_applied {
    int64_t draft_id; /* the group's latest; 0: none */
    bool gap;         /* it has none now */
    bool changed;     /* a new draft or a gap was written */
};

/*
 * In a transaction of its own; the store's role is STORE_DRAFTER afterwards.  ST_NOTFOUND: no
 * such group in the department, or nothing is heard in it any more.  *ret may be
 * NULL.
 */
enum status draft_apply(struct store *s, const struct department_config *d, int64_t group_id,
                        const struct draft_apply_options *o, struct draft_applied *ret,
                        struct err *err);

#endif /* DRAFT_APPLY_H */
