/*
 * pages_cache.h - the pages that were opened last: their sentences, and their words.
 *
 * Most pages of a site are never opened: only the one that is to answer is read as text.
 * PAGES_MAX_OPEN pages stay open; the one that was not asked for longest makes room.
 */
#ifndef PAGES_CACHE_H
#define PAGES_CACHE_H

#include "pages_index.h"

struct pages_opened {
    struct pages_page page;
    struct pages_words words;
};

struct pages_cache *pages_cache_new(void);
void pages_cache_free(struct pages_cache *c);
void pages_cache_clear(struct pages_cache *c);

/* Never NULL; lives until PAGES_MAX_OPEN others have been opened, or the site is sealed. */
const struct pages_opened *pages_cache_open(const struct pages *p, uint32_t page);

#endif /* PAGES_CACHE_H */
