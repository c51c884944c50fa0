/* routes.c - the tables of all pages; to add a page, list its table here. */

#include "route.h"

#include "act.h"
#include "answers_page.h"
#include "audience.h"
#include "audit_page.h"
#include "bulk.h"
#include "departments_page.h"
#include "desk.h"
#include "group_page.h"
#include "grouping.h"
#include "groups.h"
#include "numbers.h"
#include "people_page.h"
#include "profile_page.h"
#include "queue.h"
#include "queue_file.h"
#include "search_page.h"
#include "signin_page.h"
#include "sources_page.h"
#include "static.h"
#include "tray.h"
#include "typing.h"
#include "vital.h"

const struct route *const routes_all[] = {
    queue_routes,
    queue_file_routes,
    bulk_routes,
    desk_routes,
    act_routes,
    typing_routes,
    grouping_routes,
    groups_routes,
    search_page_routes,
    sources_page_routes,
    departments_page_routes,
    answers_page_routes,
    tray_routes,
    group_page_routes,
    audience_routes,
    signin_routes,
    profile_routes,
    people_routes,
    numbers_routes,
    numbers_file_routes,
    audit_routes,
    static_routes,
    vital_routes,
    NULL,
};
