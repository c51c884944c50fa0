/*
 * store_memory.h - the questions that have an approved or posted answer, as they come.
 */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

#include "store.h"
#include "text.h"

struct store_memory {
    int64_t decision_id; /* that approved or posted it */
    int64_t draft_id;
    struct text question, language; /* of the group's head; until fn returns */
};

typedef void store_memory_fn(void *self, const struct store_memory *x);

/*
 * Of answers with one link, decided after that decision (0: all), by decision; once for each
 * approval, however it was decided later.  The latest decision there is: what to ask from next
 * time.
 */
int64_t store_memory_since(struct store *s, int64_t department_id, int64_t decision_id,
                           store_memory_fn *fn, void *self);

#endif /* STORE_MEMORY_H */
