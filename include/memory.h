/*
 * memory.h - has this question been answered before?
 *
 * The questions that a department's approved and posted answers belong to, as an index in memory,
 * and a search for those that ask what a new one asks.  It grows by what was approved
 * since it was read last; whether an answer is still approved is asked of the store each
 * time.  Whether two questions are the same is pair.h's; only the line that is asked
 * counts, not the stories below it.
 *
 * What it does not do: say whether the answer still holds (store_draft.h, store_link.h).
 * One struct memory belongs to one thread.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include "store.h"
#include "store_request.h"

#define MEMORY_EARLIER 3 /* answers that are shown beside a question */

struct memory;

struct memory *memory_new(int64_t department_id);
void memory_free(struct memory *m); /* accepts NULL */

struct memory_hit {
    struct store_answer answer;
    double likeness; /* 0 to 1: the probability that both ask the same */
    bool same;       /* so near that the answer may be taken as it is */
};

/*
 * The answers to questions most like this one, best first, the newest first among equals;
 * those of group_id are left out.  Reads what has been approved since the last
 * call.  language: as in token.h.
 */
size_t memory_find(struct memory *m, struct store *s, struct text question, const char *language,
                   int64_t group_id, struct arena *a, struct memory_hit ret[MEMORY_EARLIER]);

#endif /* MEMORY_H */
