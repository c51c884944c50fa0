/*
 * groups.h - the page /groups: all groups with where they stand, narrowed and ordered by the
 * address (listing.h), and the same as files.
 *
 * Posts that name the department and need nothing are no groups here, as in the queue.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include "listing.h"
#include "route.h"

extern const struct route groups_routes[];

/* As the address says, with "all" as the state unless it names one.  False: it has answered. */
bool groups_listing(struct request *r, struct response *res, struct listing *ret);

#endif /* GROUPS_H */
