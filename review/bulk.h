/*
 * bulk.h - one decision for many cards: POST /q/bulk.
 *
 * First a page that names the count and the cards, then the act.  Cards with warnings are never
 * approved so; what was left out is listed with its reason (decide_bulk()).
 */
#ifndef BULK_H
#define BULK_H

#include "listing.h"
#include "route.h"

extern const struct route bulk_routes[];

/* The form that the boxes of a list belong to (form="bulk"). */
void bulk_form(const struct request *r, struct buf *b, const struct listing *l);

#endif /* BULK_H */
