/* mask_phone.h - where a phone number stands in a text, for mask.c; what one is says mask.h. */
#ifndef MASK_PHONE_H
#define MASK_PHONE_H

#include "text.h"

/*
 * Does a run of digits and what parts them begin at t.p[at] ('+', '(' or a digit)?
 * *ret_end gets where the run ends, past at in any case; true if it is a phone number.
 */
bool mask_phone_at(struct text t, size_t at, size_t *ret_end);

#endif /* MASK_PHONE_H */
