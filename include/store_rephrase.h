/*
 * store_rephrase.h - drafts that a language model may put into other words.
 *
 * The draft it replaces stays; the new one is a row of its own with the same sentences,
 * pages and basis, which says whose words they are.  All errors are sticky (store.h).
 */
#ifndef STORE_REPHRASE_H
#define STORE_REPHRASE_H

#include "arena.h"
#include "store.h"

#define STORE_REPHRASE_SENTENCES 8 /* of a draft that are read */

struct store_rephrase_draft {
    int64_t id, group_id;
    struct text answer, link, tone, language, checks;
    struct text sentences[STORE_REPHRASE_SENTENCES]; /* in the order of the page */
    size_t n;
};

typedef void store_rephrase_fn(void *self, const struct store_rephrase_draft *d);

/*
 * The department's answers by the program that nobody has decided about and no model was
 * asked about yet, oldest first, n at most (0: all).  In the arena.
 */
void store_rephrase_pending(struct store *s, int64_t department_id, int64_t n, struct arena *a,
                            store_rephrase_fn *fn, void *self);

/*
 * Inside a transaction.  The same draft in other words; false: it is not the group's latest
 * any more, or somebody has decided about it.
 */
bool store_rephrase_put(struct store *s, int64_t draft_id, struct text answer, struct text checks,
                        const char *model, int64_t now_s);

/* What the model said is not used: it is not asked about this draft again. */
void store_rephrase_refuse(struct store *s, int64_t draft_id);

#endif /* STORE_REPHRASE_H */
