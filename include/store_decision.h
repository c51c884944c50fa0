/*
 * store_decision.h - what editors decided about drafts, and one draft in full.
 *
 * Decisions are rows that are never changed or deleted: the state of a draft is
 * its latest decision's, "machine" without one; its text is the latest edit's.
 * revision counts them, so that two editors cannot overwrite each other.
 */
#ifndef STORE_DECISION_H
#define STORE_DECISION_H

#include "arena.h"
#include "store.h"

struct store_card_sentence {
    struct text text, address;
    int64_t start, end, fetched_s;
    bool holds; /* the page still has it there, or elsewhere in its text */
};

struct store_card_page {
    struct text address, title;
    double score;
};

struct store_card_decision {
    int64_t revision, at_s;
    struct text verb, state, text, reason, actor; /* text, reason: "" when not given */
};

/* One draft with all that an editor wants beside it. */
struct store_card {
    int64_t id, group_id, latest_id; /* latest_id: the newest draft of its group */
    struct text department, question, body, tone, kind, voice, template_name, checks;
    struct text answer; /* as the latest edit left it */
    struct text link;   /* "" : none */
    double tone_p, confidence;
    int64_t created_s, revision;
    struct text state;
    struct text *urls; /* where it was asked */
    size_t n_urls, cap_urls;
    struct store_card_sentence *sentences;
    size_t n_sentences, cap_sentences;
    struct store_card_page *pages; /* weighed, best first */
    size_t n_pages, cap_pages;
    struct store_card_decision *history; /* by revision */
    size_t n_history, cap_history;
};

/* False: no draft of that id (or a failure, see store_check()).  All in the arena. */
bool store_decision_card(struct store *s, int64_t draft_id, struct arena *a,
                         struct store_card *ret);

/* Append a decision with revision + 1; the caller has compared revisions in this transaction. */
void store_decision_add(struct store *s, int64_t draft_id,
                        const struct store_card_decision *decision);

#endif /* STORE_DECISION_H */
