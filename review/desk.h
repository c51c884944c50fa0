/*
 * desk.h - the page /g/ID: one group of questions, one card, one decision.
 *
 * In reading order: state; question; draft or gap, and what can be done; evidence; checks; why it
 * is here; earlier answers; history.  The list it came from stands beside it, where there is
 * room.  Showing changes nothing: whoever wants to edit asks for it (act.h).
 */
#ifndef DESK_H
#define DESK_H

#include "decide.h"
#include "listing.h"
#include "route.h"
#include "store_desk.h"
#include "support_card.h"

extern const struct route desk_routes[];

/* Everything the parts of the page show; filled by desk_read(). */
struct desk {
    const struct request *r;
    struct listing list;
    struct store_card card;
    const struct department_config *department; /* NULL: its file is gone */
    struct store_queue_row row;                 /* group_id 0: not listed any more */
    int64_t left;                               /* cards in the list */
    bool may_edit, may_approve, may_lead;
    bool editing;
    struct store_typed typed; /* group_id 0: nothing */
    struct text text;         /* what the box or the draft shows */
    bool mine;                /* text is the editor's own, not saved */
    struct decide_checks checks;
    struct support_card bearing; /* the evidence, and the passages around it */
    struct support support;
    /* A decision that was refused: */
    const char *refused;   /* why; NULL: none was */
    bool conflict;         /* somebody else has decided since: base, theirs and mine are shown */
    int64_t base_revision; /* the one that mine is based on */
};

/* The card of group id, as the account may see it.  False: it has answered (404, or a way on). */
bool desk_read(struct request *r, struct response *res, int64_t id, struct desk *ret);
/* What follows from text: checks and marks. */
void desk_look(struct desk *d, struct text text);
/* The page; status 200, or that of a refusal. */
void desk_show(struct desk *d, struct response *res, int status);

/* ---- its parts, in order; each is a file ---- */

void desk_state(const struct desk *d, struct buf *b);
void desk_question(const struct desk *d, struct buf *b);
void desk_draft(const struct desk *d, struct buf *b);
void desk_diff(const struct desk *d, struct buf *b);
void desk_actions(const struct desk *d, struct buf *b);
void desk_evidence(const struct desk *d, struct buf *b);
void desk_checks(const struct desk *d, struct buf *b);
void desk_why(const struct desk *d, struct buf *b);
void desk_words(const struct desk *d, struct buf *b); /* of desk_why() */
void desk_earlier(const struct desk *d, struct buf *b);
void desk_history(const struct desk *d, struct buf *b);

/* Does the verb fit the card as it stands? */
bool desk_fits(const struct desk *d, const char *verb);
/* Where a form about this card goes: "/g/12/approve". */
const char *desk_action(const struct desk *d, const char *verb);
/* A form that carries token, revision, draft and list; the caller closes it. */
void desk_form(const struct desk *d, struct buf *b, const char *verb, const char *css);
/* The counts below a text: words, reading grade, links. */
void desk_counts(const struct desk *d, struct buf *b);
/* The text with its sentences marked. */
void desk_marked(const struct desk *d, struct buf *b);

#endif /* DESK_H */
