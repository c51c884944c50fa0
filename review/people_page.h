/* people_page.h - accounts and their roles, for those who see to people. */
#ifndef PEOPLE_PAGE_H
#define PEOPLE_PAGE_H

#include "route.h"

extern const struct route people_routes[];

#endif /* PEOPLE_PAGE_H */
