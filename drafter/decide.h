/*
 * decide.h - an editor's decision about a draft: is it allowed, and then a row.
 *
 * What it does not do: print, or know who may decide (accounts are the review
 * application's).
 */
#ifndef DECIDE_H
#define DECIDE_H

#include "store_decision.h"

#define DECIDE_MAX_TEXT  ((size_t)16 * 1024) /* bytes of an edited answer */
#define DECIDE_ANY       (-1)                /* revision: whichever it is now */
#define DECIDE_MAX_SITES 100

struct decide_input {
    int64_t draft_id;
    struct text verb; /* approve, reject, edit, reopen */
    struct text text; /* edit: the new answer */
    struct text reason, actor;
    int64_t revision; /* the one the editor saw, or DECIDE_ANY */
    int64_t now_s;
    struct text contact; /* of the department, for the checks */
    const struct text *sites;
    size_t n_sites;
};

/*
 * Append the decision in one transaction; the store is in role STORE_REVIEW.
 * *ret is the draft as it stands afterwards, or as it is when the decision was
 * refused.  ST_NOTFOUND: no such draft.  ST_CONFLICT: another revision, or a newer
 * draft has taken its place.  ST_USAGE: no such verb.  ST_INVALID: the verb does
 * not fit the state, or the text has errors (lint.h).
 */
enum status decide_draft(struct store *s, const struct decide_input *in, struct arena *a,
                         struct store_card *ret, struct err *err);

#endif /* DECIDE_H */
