/* routes.c - the tables of all pages; to add a page, list its table here. */

#include "route.h"

#include "static.h"
#include "vital.h"

const struct route *const routes_all[] = { static_routes, vital_routes, NULL };
