/*
 * group_page.h - the page /groups/ID: the questions of a group, where each was asked, and why
 * they are one; what was decided about the group.
 *
 * Merging and splitting are the card's (grouping.h); here are the head and the way back.
 */
#ifndef GROUP_PAGE_H
#define GROUP_PAGE_H

#include "route.h"

extern const struct route group_page_routes[];

#endif /* GROUP_PAGE_H */
