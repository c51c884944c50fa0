/*
 * act.h - what an editor does with a card: POST /g/ID/VERB, and /undo.
 *
 * Every act carries the revision it is based on; when somebody else was quicker the answer is 409
 * and the card, with base, theirs and mine, and mine in the box.  What succeeded leads on: a
 * decision to the next card of the list, the rest back to the card; as a redirect, or, when
 * the script asks (X-Earshot: act), as JSON {"next": "/g/13?...", "says": "Approved. 39 left."}.
 */
#ifndef ACT_H
#define ACT_H

#include "desk.h"

extern const struct route act_routes[];

/* The same answer for other files' acts: go there, having done that. */
void act_done(const struct request *r, struct response *res, const char *verb, const char *next,
              int64_t left);

/* Who decides, and what: borrowed until the decision is made. */
struct act_note {
    const struct request *r;
    const char *verb;
    const struct store_card *card; /* of act_grouped() */
};

/*
 * Let the decision's transaction hold its row of the log: who did what with the card, from
 * where.  What went well closes the box, so the card is given back.
 */
void act_keep(struct decide_input *in, struct act_note *note);
/* The same for group_decide_input.done; self: the act_note. */
void act_grouped(void *self, struct store *s);
/* It was refused: that, too, is in the log. */
void act_refused(const struct request *r, const char *verb, const struct store_card *card,
                 const struct err *why);
/* The revision that the form is based on; one that is no number, or below 0, is none that any
 * card has: DECIDE_ANY is not for forms. */
int64_t act_revision(const struct request *r);
/* "group 12" */
struct text act_object(const struct request *r, int64_t group_id);

#endif /* ACT_H */
