/*
 * store_reply.h - answers that were posted by hand: are they still where they were posted?
 *
 * The crawler asks for the address of each posting and writes down what it saw; the drafter
 * decides from two sights STORE_REPLY_SPAN_S apart (decide.h).  Errors are sticky.
 */
#ifndef STORE_REPLY_H
#define STORE_REPLY_H

#include "arena.h"
#include "store.h"
#include "text.h"

#define STORE_REPLY_AGAIN_S (INT64_C(20) * 3600) /* a younger look is not repeated */
#define STORE_REPLY_SPAN_S  (INT64_C(24) * 3600) /* missed for so long, it is missing */

struct store_reply {
    int64_t posting_id;
    struct text url;          /* as it was written down */
    struct text answer, link; /* what should stand there; link "": none */
};

/* Those of cards that are posted, or whose reply is missing, last looked at before before_s;
 * how many (*ret is in the arena). */
size_t store_reply_due(struct store *s, int64_t before_s, struct arena *a,
                       struct store_reply **ret);

/* What was seen at now_s; why: of one that was not found, in words. */
void store_reply_put(struct store *s, int64_t posting_id, int64_t now_s, int64_t status, bool found,
                     struct text why);

/* Groups whose state is not what was seen: posted, but missed for STORE_REPLY_SPAN_S (missing),
 * or missing, but found.  How many, at most cap. */
size_t store_reply_turned(struct store *s, bool missing, int64_t *groups, size_t cap);

#endif /* STORE_REPLY_H */
