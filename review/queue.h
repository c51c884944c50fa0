/*
 * queue.h - the page /q/DEPT: cards that wait, in the order in which they should be looked at.
 *
 * Everything narrows by the address (listing.h), so a view can be kept as a bookmark.  Pages are
 * by key, not by number: the cost is the same on each, and nothing is skipped when cards go.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include "listing.h"
#include "route.h"

#define QUEUE_ROWS 50 /* on a page; an editor has 40 before ten o'clock */
#define QUEUE_SIDE 15 /* before and after the card at hand, beside it */

extern const struct route queue_routes[];

/* The list beside a card: its neighbours, the card itself marked. */
void queue_beside(const struct request *r, struct buf *b, const struct listing *l,
                  const struct store_queue_row *at);

/* The parts of a page of a list: departments, states with their counts, rows with the way on. */
void queue_departments(const struct request *r, struct buf *b, const struct listing *l);
void queue_tabs(const struct request *r, struct buf *b, const struct listing *l);
void queue_rows(const struct request *r, struct buf *b, const struct listing *l, bool pick);

/* The card after (before: backward) that one; 0: it is the last. */
int64_t queue_neighbour(const struct request *r, const struct listing *l, struct store_queue_at at,
                        bool backward);
/* The same for handing out: cards that somebody else has open are passed over. */
int64_t queue_hand_out(const struct request *r, const struct listing *l, struct store_queue_at at);

#endif /* QUEUE_H */
