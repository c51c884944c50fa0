/*
 * rephrase.h - the department's new drafts in a language model's words, where that is on.
 *
 * A pass of its own behind drafting: the quoted sentences stand in the store already, and
 * stay whenever the model is slow, gone, or says something that is refused (model.h).  The
 * endpoint is asked outside of any transaction.  Once it has failed REPHRASE_MAX_FAILURES
 * times in a row, the rest of the drafts wait for the next run.
 */
#ifndef REPHRASE_H
#define REPHRASE_H

#include "draft.h"

#define REPHRASE_MAX_FAILURES 3

struct rephrase_counts {
    int64_t rephrased, refused, failed;
    struct err last; /* the last failure or refusal */
};

/*
 * The store is in role STORE_DRAFTER.  cfg: the instance's settings, with an url; dir: of
 * the workspace.  ST_PARTIAL when o->stop() said so.
 */
enum status rephrase_run(struct store *s, const struct config *c, int64_t department_id,
                         const struct draft_options *o, struct rephrase_counts *counts,
                         struct err *err);

#endif /* REPHRASE_H */
