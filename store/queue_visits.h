/*
 * queue_visits.h - how much the answer of a group was visited, for lists in that order.
 *
 * No index has it: what all answers come to (store_visit_read()) is worked out for the handle, and
 * looked at again until the store has changed and a minute has passed.  Only the order of a
 * list is as old as that; which rows it has, and the figures on them, never are.
 */
#ifndef QUEUE_VISITS_H
#define QUEUE_VISITS_H

#include "store_queue.h"

struct queue_visits;

/* Is it one of the orders by visits? */
bool queue_visits_order(enum store_queue_order order);

/* Work them out if they are not known, or too old.  A number that changes when they do. */
int64_t queue_visits_refresh(struct store *s, int64_t now_s);

/* In thousandths; 0: none are known. */
int64_t queue_visits_of(struct store *s, enum store_queue_order order, int64_t group_id);

void queue_visits_free(struct queue_visits *v); /* accepts NULL */

#endif /* QUEUE_VISITS_H */
