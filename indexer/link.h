/*
 * link.h - average link: join clusters of unit vectors while their mean likeness is high.
 *
 * The likeness of two clusters is the mean of the dot products of their
 * members, which is the dot product of their sums over the product of their sizes:
 * exact, and no need to look at the members again.  Two clusters are tried only
 * if an edge was given between members of them.  Joining goes from the highest likeness down,
 * to a floor; equal ones in the order of the items.  The result does not depend on the order
 * of the edges.  An item may be pinned to a label: items of one label start together and
 * two labels are never joined (groups that are already known to people).
 *
 * Average link with a floor needs no likeness below it: the mean of two values
 * reaches the floor only if one of them does.
 */
#ifndef LINK_H
#define LINK_H

#include "pair_side.h"

#define LINK_NONE UINT32_MAX

struct link_edge {
    uint32_t a, b; /* items */
};

struct link_items {
    const struct pair_vector *vectors; /* unit vectors */
    const uint32_t *labels;            /* LINK_NONE: free */
    const uint32_t *copies;            /* how often each item counts; NULL: once */
    uint32_t n;
};

struct linker;

/* items and what they point to must stay until link_free(). */
struct linker *link_new(const struct link_items *items, float floor);
void link_free(struct linker *l); /* accepts NULL */

/* Once each; self edges and repeats do no harm. */
void link_add(struct linker *l, struct link_edge e);

/* Join all that may be joined.  cluster[item]: its smallest item. */
void link_run(struct linker *l, uint32_t *cluster);

/* Mean likeness of an item to the others of its cluster, copies too; 1 if it is alone. */
float link_fit(const struct linker *l, uint32_t item);

#endif /* LINK_H */
