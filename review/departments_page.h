/*
 * departments_page.h - /departments: each department with its settings as they were read, how
 * many groups stand where, and the ways to its lists.
 */
#ifndef DEPARTMENTS_PAGE_H
#define DEPARTMENTS_PAGE_H

#include "route.h"

extern const struct route departments_page_routes[];

#endif /* DEPARTMENTS_PAGE_H */
