/*
 * personal.h - what in a text might be somebody's own: an e-mail address, a telephone number.
 *
 * Dates, spans of years and amounts are none.  It does not know names.
 */
#ifndef PERSONAL_H
#define PERSONAL_H

#include "text.h"

enum personal_kind { PERSONAL_MAIL, PERSONAL_PHONE };

/* The next one at or after *at, moving *at past it; false: no more. */
bool personal_next(struct text t, size_t *at, struct text *ret, enum personal_kind *kind);

#endif /* PERSONAL_H */
