/*
 * group_decide.h - an editor's decision about a group: looked over, then kept.
 *
 * group_decide() writes it as a row (store_group.h); group_decide_now() also makes it so, as the
 * command line and the web application want it.
 */
#ifndef GROUP_DECIDE_H
#define GROUP_DECIDE_H

#include "clock.h"
#include "store_group.h"

#define GROUP_DECIDE_ANY   ((int64_t)-1)  /* whatever the group's revision is */
#define GROUP_DECIDE_PARTS ((size_t)1000) /* of one decision: more is a slip of a script */

struct group_decide_input {
    enum store_group_verb verb;
    int64_t group_id;
    const int64_t *ids; /* groups of a merge, questions of a split, the question of a head */
    size_t n_ids;
    struct text actor;
    int64_t revision; /* of the group, as the editor saw it; or GROUP_DECIDE_ANY */
    int64_t now_s;
    bool dry_run; /* look it over only; no transaction, any role */
    /* Told in the decision's transaction, when its row is written; may be NULL. */
    void (*done)(void *self, struct store *s);
    void *self;
};

struct group_decide_result {
    struct store_group_decision decision;   /* id 0 after a dry run */
    struct store_group_decision taken_back; /* of an undo */
    /* An earlier decision that this one goes against, which it wins over; id 0: none. */
    struct store_group_decision overruled;
    int64_t revision; /* the group's, after it */
};

/*
 * One transaction, in the role STORE_REVIEW.  ST_NOTFOUND: no such group or question.
 * ST_CONFLICT: the group is at another revision, was merged away, a question is elsewhere, or what
 * is to be undone carries a later decision.  ST_INVALID: nothing would change, another
 * department, or no question would be left.
 */
enum status group_decide(struct store *s, const struct group_decide_input *in, struct arena *a,
                         struct group_decide_result *ret, struct err *err);

/* Told each question that moves; indexer/regroup.h. */
struct regroup_move;
typedef void group_decide_move_fn(void *self, const struct regroup_move *m);

/*
 * First what earlier decisions left undone, then this one, and at once what it does; fn may be
 * NULL.  The store is in the role STORE_INDEXER afterwards.  Statuses as above.
 */
enum status group_decide_now(struct store *s, const struct clock *clock,
                             const struct group_decide_input *in, struct arena *a,
                             group_decide_move_fn *fn, void *self, struct group_decide_result *ret,
                             struct err *err);

#endif /* GROUP_DECIDE_H */
