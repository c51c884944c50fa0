/*
 * search_page.h - /search?q=WORDS: questions and own pages by the index on disk, with the words
 * that hit marked.  Only what belongs to departments that the account may see.
 */
#ifndef SEARCH_PAGE_H
#define SEARCH_PAGE_H

#include "route.h"

extern const struct route search_page_routes[];

#endif /* SEARCH_PAGE_H */
