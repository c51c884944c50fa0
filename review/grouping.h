/*
 * grouping.h - merge, split, head: POST /g/ID/merge, /split, /head, /regroup (takes the last back).
 *
 * Decisions of group_decide.h, for those who lead; they outrank every score and survive
 * indexing anew.  All drafts are kept.
 */
#ifndef GROUPING_H
#define GROUPING_H

#include "route.h"

extern const struct route grouping_routes[];

#endif /* GROUPING_H */
