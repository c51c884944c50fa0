/*
 * narrow.h - boxes to narrow a page down by campaign and audience: only where the departments that
 * are shown have some, or the address names one; and to order it.
 */
#ifndef NARROW_H
#define NARROW_H

#include "listing.h"

/* <option value="...">label</option>, chosen or not: for the forms of lists. */
void narrow_option(struct buf *b, struct text value, struct text label, bool chosen);

/* A box named name; the choice "" is called any. */
struct narrow_box {
    const char *name, *label, *any;
    const struct text *choices;
    size_t n;
    struct text chosen;
};
/* Nothing when there is nothing to choose. */
void narrow_box(struct buf *b, const struct narrow_box *box);

/* The box of the departments that are listed; nothing where there is but one. */
void narrow_departments(struct buf *b, const struct listing *l);
/* The boxes of campaigns and audiences, inside a form that gets. */
void narrow_choices(const struct request *r, struct buf *b, const struct listing *l);
/* The box of audiences alone, of those departments. */
void narrow_audience(const struct request *r, struct buf *b, const int64_t *departments, size_t n,
                     struct text chosen);

/* The box of orders, from first to last, and the one that the address names. */
void narrow_order(struct buf *b, const struct listing *l, enum store_queue_order first,
                  enum store_queue_order last);

/* "&campaign=KEY&audience=NAME", escaped for addresses, not for HTML; "" without any. */
const char *narrow_params(const struct request *r, const struct listing *l);

#endif /* NARROW_H */
