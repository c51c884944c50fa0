/*
 * workshop.h - what the web application keeps of the drafter: an engine that follows editors'
 * requests at once, and the memory of earlier answers.
 *
 * Both are costly to make and belong to one thread at a time, so there is one of each behind a
 * lock, with a store handle of its own; requests are rare beside pages.  Nothing is made before it
 * is needed.
 */
#ifndef WORKSHOP_H
#define WORKSHOP_H

#include "clock.h"
#include "config.h"
#include "memory.h"

struct workshop;

/* All borrowed. */
struct workshop *workshop_new(const char *store_path, const char *dir, const struct clock *clock);
void workshop_free(struct workshop *w); /* accepts NULL */

/*
 * Draft the group anew, as its latest request wants.  What fails (another process drafts) is not
 * lost: the next run of the stage does it.
 */
enum status workshop_draft(struct workshop *w, const struct department_config *d, int64_t group_id,
                           struct err *err);

/* Answers to questions most like this one, best first; texts in the arena. */
size_t workshop_earlier(struct workshop *w, int64_t department_id, struct text question,
                        const char *language, int64_t group_id, struct arena *a,
                        struct memory_hit ret[MEMORY_EARLIER]);

#endif /* WORKSHOP_H */
