/*
 * queue_scan.h - the rows of the queue that a filter leaves, found by looking at every row once.
 *
 * No index serves a filter by words, language, source, audience or campaign, so a list that is
 * narrowed down by one looks at all rows (about 0.2 us each).  A page asks for rows, neighbours and
 * counts of the same filter: what was found is kept in the store's handle, and looked at
 * again as long as nobody has changed the store since.
 */
#ifndef QUEUE_SCAN_H
#define QUEUE_SCAN_H

#include "store_queue.h"

struct queue_found {
    int64_t key, group_id, department_id; /* key: what the list is ordered by */
    enum store_queue_state state;
    bool alarm; /* it has an escalation */
};

struct queue_scan;

/* Is there something to look at every row for? */
bool queue_scan_wanted(const struct store_queue_query *q);

/* What fits the query but for its departments, states, lease and place; *n of them, in the order
 * of their ids.  The handle's, until the next call. */
const struct queue_found *queue_scan(struct store *s, const struct store_queue_query *q, size_t *n);

/* Does a row stand in what the query's states mean? */
bool queue_scan_state(unsigned states, enum store_queue_state state, bool alarm);
bool queue_scan_department(const struct store_queue_query *q, int64_t department_id);

void queue_scan_free(struct queue_scan *scan); /* accepts NULL */

#endif /* QUEUE_SCAN_H */
