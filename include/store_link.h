/*
 * store_link.h - the pages that answers link to: do they still answer?
 *
 * A link is alive when the last request for it was answered with 200 or 304 within
 * STORE_LINK_FRESH_S, and its page may be linked to: it has not moved and does not ask
 * search engines to leave it out.  The crawler asks again for those that drafts and
 * answers need before they are as old as that.  Errors are sticky (store.h).
 */
#ifndef STORE_LINK_H
#define STORE_LINK_H

#include "arena.h"
#include "store.h"
#include "text.h"

#define STORE_LINK_FRESH_S   (INT64_C(24) * 3600) /* an older answer is none */
#define STORE_LINK_REFRESH_S (INT64_C(20) * 3600) /* an older answer is asked for again */

struct store_link {
    bool alive; /* else why says what is wrong */
    bool lost;  /* not merely long ago or a bad day: gone, moved, refused or not to be indexed */
    int64_t status;    /* of the last request; 0: no answer, or it was never asked for */
    int64_t asked_s;   /* when that was; 0: never */
    int64_t changed_s; /* when its page changed last; 0: not known */
    struct text why;   /* "not found (404)"; "" when alive */
};

/* The page of that id, as the program knows it. */
void store_link_look(struct store *s, int64_t url_id, int64_t now_s, struct arena *a,
                     struct store_link *ret);

/* One page that a current draft or a posted answer links to. */
struct store_link_target {
    int64_t url_id, source_id, host_id;
};

/*
 * Those whose last request was before before_s, by host and id; none is listed twice.
 * Rejected and withdrawn drafts need none.  How many; they are in the arena.
 */
size_t store_link_due(struct store *s, int64_t before_s, struct arena *a,
                      struct store_link_target **ret);

#endif /* STORE_LINK_H */
