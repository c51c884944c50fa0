/*
 * store_followup.h - what the department said before in the same thread, or to the same asker.
 *
 * An editor who answers somebody a second time must see the first answer.  In the thread: an
 * answer that was posted at an address on it (store the reply's address with `post`).  To the
 * asker: an answer to an earlier question of the same pseudonym, approved or posted.
 * Pseudonyms change every 90 days and hold for one site, so older turns are not found; that
 * is meant so.
 *
 * What it does not do: show answers to the group itself (its history has them), of other
 * departments, or those that were withdrawn.
 */
#ifndef STORE_FOLLOWUP_H
#define STORE_FOLLOWUP_H

#include "arena.h"
#include "store.h"

#define STORE_FOLLOWUP_MAX 10 /* earlier answers beside one question; the newest */

struct store_followup {
    int64_t draft_id, group_id;
    int64_t at_s; /* posted, or else approved */
    bool same_thread, same_asker;
    struct text question; /* of the group that was answered */
    struct text answer;   /* as last edited */
    struct text link;     /* own page it links to; "": none */
    struct text url;      /* where it was posted; "": not known, or not posted */
};

/* Fill ret, newest first, each answer once; how many.  Texts are in the arena; errors sticky. */
size_t store_followup(struct store *s, int64_t group_id, struct arena *a,
                      struct store_followup ret[STORE_FOLLOWUP_MAX]);

#endif /* STORE_FOLLOWUP_H */
