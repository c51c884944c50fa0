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

/*
 * Who did what with the card, from where, with which result: beside the decision itself.  What
 * went well closes the box, so the card is given back.
 */
void act_audit(const struct desk *d, const char *verb, struct text before, enum status st,
               const struct err *why);

#endif /* ACT_H */
