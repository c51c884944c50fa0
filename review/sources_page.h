/*
 * sources_page.h - /sources and /sources/ID: where questions come from and how each source is
 * (health.h), its runs, its hosts with what robots.txt says.
 *
 * For operators, too, who see no draft and no question.
 */
#ifndef SOURCES_PAGE_H
#define SOURCES_PAGE_H

#include "route.h"

extern const struct route sources_page_routes[];

#endif /* SOURCES_PAGE_H */
