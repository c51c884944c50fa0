/*
 * listing.h - which part of the queue somebody looks at, as its address says.
 *
 *     dept=physics state=todo tone=negative find=fee alarms=1 clear=1 free=1 owner=NAME
 *     campaign=KEY audience=NAME language=en source=ID since=2026-11-01 until=2026-11-30
 * sort=asked|times|visits|tagged|referred|dark after=RANK.ID | before=RANK.ID
 *
 * The queue page has the department in its path (/q/physics); a card carries the rest along
 * (/g/12?dept=physics&state=todo), so that "next" means the same list.  Departments that the
 * account may not see are never in it.
 */
#ifndef LISTING_H
#define LISTING_H

#include "request.h"
#include "store_queue.h"

#define LISTING_MAX_FIND 100 /* bytes of a search */

struct listing_department {
    int64_t id;
    const char *key, *name;
};

struct listing {
    struct listing_department *departments; /* the account's, in the order of their files */
    size_t n_departments;
    const struct listing_department *only; /* NULL: all of them */
    const char *state;                     /* "todo", "all", or a state's name */
    struct text tone, find, owner;
    struct text campaign, audience;
    struct text language, since, until; /* dates as they came, checked; until: that day, too */
    int64_t since_s, until_s, source_id;
    enum store_queue_order order;
    bool groups; /* the list of all groups (/groups), not the queue: "all" unless it says */
    bool alarms, clear, free;
    struct store_queue_at after, before; /* group_id 0: from the beginning */
};

/* False: dept (key, "" for all) is none that the account may see. */
bool listing_read(const struct request *r, struct text dept, struct listing *ret);

/* As the store wants it. */
struct store_queue_query listing_query(const struct request *r, const struct listing *l);

/* The list's page, from its beginning; state NULL: as it is. */
const char *listing_address(const struct request *r, const struct listing *l, const char *state);
/* A card of it. */
const char *listing_card(const struct request *r, const struct listing *l, int64_t group_id);
/* What both carry: "dept=physics&state=todo"; escaped for addresses, not for HTML. */
const char *listing_params(const struct request *r, const struct listing *l);

/* As the address has it: "times". */
const char *listing_order_name(enum store_queue_order order);

/* How many rows it has, whatever the state, by state; and alarms. */
void listing_counts(const struct request *r, const struct listing *l,
                    int64_t ret[STORE_QUEUE_COUNTS]);
/* Of these, those that state ("todo") means. */
int64_t listing_sum(const char *state, const int64_t counts[STORE_QUEUE_COUNTS]);
/* Is it narrowed down by anything but its departments and state? */
bool listing_narrowed(const struct listing *l);

/* May the account do that in the department? */
bool listing_sees(const struct request *r, int64_t department_id);

#endif /* LISTING_H */
