/*
 * sense.h - what a department's settings say that no rule forbids and nobody can mean.
 */
#ifndef SENSE_H
#define SENSE_H

#include "config.h"

/* What is wrong with it; NULL: nothing. */
const char *sense_language(const char *language);
/* An address in it has no host that others can reach; what else it says is free.  NULL: empty. */
const char *sense_contact(const char *contact);

/* The first address that both have, in the form that config gives them; TEXT_NONE: none. */
struct text sense_shared(const struct text_list *a, const struct text_list *b);

#endif /* SENSE_H */
