/* routes.c - the tables of all pages; to add a page, list its table here. */

#include "route.h"

#include "profile_page.h"
#include "signin_page.h"
#include "static.h"
#include "vital.h"

const struct route *const routes_all[] = { signin_routes, profile_routes, static_routes,
                                           vital_routes, NULL };
