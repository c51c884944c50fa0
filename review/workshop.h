/*
 * workshop.h - what the web application keeps of the drafter: an engine that follows editors'
 * requests at once, and the memory of earlier answers.
 *
 * Both are costly to make and belong to one thread at a time, so there is one of each behind a
 * lock of its own, with a store handle of its own; requests are rare beside pages.  The engine is
 * made when it is needed first, the memories when the server starts (workshop_warm()).
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

/* Begin to read the earlier answers of all departments, in a thread of its own: at 100,000 groups
 * they take up to a second, which no card should wait for. */
void workshop_warm(struct workshop *w, const struct config *config);
/* Is it still at it?  What is not read yet is not found. */
bool workshop_reads(struct workshop *w);

/* Departments and seeds/ have changed: the next draft reads both anew.  NULL: nothing. */
void workshop_reload(struct workshop *w);

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
