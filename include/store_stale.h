/*
 * store_stale.h - answers that editors approved or posted, and what they stood on: for finding
 * those that do not hold any more.
 *
 * What changed is worked out by the drafter (stale.h); a row of it makes the draft's
 * state "stale" until the next decision about it.
 */
#ifndef STORE_STALE_H
#define STORE_STALE_H

#include "arena.h"
#include "store.h"
#include "text.h"

/* Keep with a new draft what is asked in its group; called by store_draft_add(). */
void store_stale_note_asked(struct store *s, int64_t draft_id);

/* An answer that is approved or posted, the latest draft of its group. */
struct store_stale_answer {
    int64_t draft_id, group_id;
    int64_t revision;    /* of its latest decision, */
    int64_t decided_s;   /* and when that was */
    struct text state;   /* approved | posted */
    int64_t link_url_id; /* 0: none */
    struct text link;
    bool holds;        /* every sentence stands on its page */
    struct text asked; /* what was asked when it was drafted; "" : not known */
    struct text asks;  /* the same post now; "" : it is gone, or not known */
    bool withdrawn;    /* no post of its group is there any more */
    /* The row it has; stale_revision -1: none.  In force while stale_revision >= revision. */
    int64_t stale_revision;
    struct text why, is;
};

typedef void store_stale_fn(void *self, const struct store_stale_answer *x);

/* All of the department, by id, each in an arena that is cleared after fn. */
void store_stale_answers(struct store *s, int64_t department_id, store_stale_fn *fn, void *self);

/* The text of an own page as it is now; "" : none is kept. */
struct text store_stale_page(struct store *s, int64_t url_id, struct arena *a);

/* In place of the row before. */
struct store_stale_row {
    int64_t draft_id, group_id, revision, at_s;
    struct text why, was, is;
};
void store_stale_put(struct store *s, const struct store_stale_row *row);
void store_stale_drop(struct store *s, const struct store_stale_row *row);

/* The row of a draft, in force or not; false: none. */
bool store_stale_get(struct store *s, int64_t draft_id, struct arena *a,
                     struct store_stale_row *ret);

#endif /* STORE_STALE_H */
