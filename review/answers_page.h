/*
 * answers_page.h - the page /answers: what was approved or posted, with a search; as files; and
 * the documents for the public that `earshot export answers` makes (/answers/public.html?dept=KEY).
 */
#ifndef ANSWERS_PAGE_H
#define ANSWERS_PAGE_H

#include "route.h"

extern const struct route answers_page_routes[];

#endif /* ANSWERS_PAGE_H */
