/*
 * filters.h - the filters there are, each defined in the stage it shows.
 * To add one: declare it here and list it in filters.c.
 */
#ifndef FILTERS_H
#define FILTERS_H

#include "filter.h"

extern const struct filter *const filters_all[]; /* NULL-terminated */

#endif /* FILTERS_H */
