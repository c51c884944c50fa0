/*
 * regroup.h - what editors decided about groups, applied to the groups.
 *
 * Each decision is applied once, in order, and only the groups it names are looked at: their
 * questions move (identity.h says where), what was merged away says where it went, heads
 * and reasons are made anew.  All that waits is one transaction; killed before its end, the
 * next index run or decision does it.
 */
#ifndef REGROUP_H
#define REGROUP_H

#include "identity.h"
#include "index.h"

struct regroup_move {
    int64_t question_id, from, to; /* groups; to 0: one that is not open yet */
    struct text text;
};

typedef void regroup_move_fn(void *self, const struct regroup_move *m);

/* The decisions of a department as far as until (0: all), in the arena but for ret's own list. */
void regroup_read(struct store *s, int64_t department_id, int64_t until, struct arena *a,
                  struct identity *ret);

/* Apply what waits; fn is told each question that moves.  The store is in role STORE_INDEXER. */
enum status regroup_apply(const struct index_job *job, int64_t department_id, regroup_move_fn *fn,
                          void *self, struct err *err);

/* What a decision that is not written yet would move. */
void regroup_preview(struct store *s, const struct identity *before,
                     const struct store_group_decision *d, struct arena *a, regroup_move_fn *fn,
                     void *self);

/*
 * Apply all decisions again from the homes, of all groups that one names: what is there must come
 * out again.  For index --rebuild.
 */
enum status regroup_again(const struct index_job *job, int64_t department_id, struct err *err);

/* Groups whose head was in posts that are gone or read otherwise now get another head. */
enum status regroup_heads(const struct index_job *job, int64_t department_id, struct err *err);

#endif /* REGROUP_H */
