/*
 * stale.h - approved and posted answers that do not hold any more.
 *
 * An answer is stale when a sentence of it is gone from its page, when its link has moved,
 * is gone, refused or not to be indexed, when the question was edited in substance or
 * withdrawn, or when it is older than the department's review_after.  It gets a row that
 * says why, with the texts before and after, and keeps its text: an editor decides.  What
 * an editor approved again is not stale for the same cause a second time; what holds
 * again before anybody looked is not stale any more.
 */
#ifndef STALE_H
#define STALE_H

#include "draft_work.h"

/* All answers of the department, in one transaction; counts->stale is added to. */
enum status stale_find(struct draft_work *w, struct err *err);

/*
 * Is the second wording of a question another question?  Other words that matter (a fifth of
 * them or more), other numbers, or a "not" on one side only.
 */
bool stale_is_other(struct tokenizer *tk, struct text was, struct text is, const char *language,
                    struct arena *a);

#endif /* STALE_H */
