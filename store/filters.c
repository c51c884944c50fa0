#include "filters.h"

#include <stddef.h>

/* One line each here and in the list below. */

const struct filter *const filters_all[] = {
    NULL,
};
