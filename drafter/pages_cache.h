/*
 * pages_cache.h - the pages that were opened last: their sentences, and their words.
 *
 * Most pages of a site are never opened: only the one that is to answer is read as text.
 * Pages stay open until they hold more than so many bytes together: on a site of some thousand
 * pages each is split once.  The one that was not asked for longest makes room; PAGES_LEAST_OPEN
 * stay, however large they are.
 */
#ifndef PAGES_CACHE_H
#define PAGES_CACHE_H

#include "pages_index.h"

struct pages_opened {
    struct pages_page page;
    struct pages_words words;
};

/* Of all open pages; blocks that are not full come on top. */
#define PAGES_OPEN_BYTES ((size_t)64 * 1024 * 1024)

struct pages_cache *pages_cache_new(size_t max_bytes);
void pages_cache_free(struct pages_cache *c);
void pages_cache_clear(struct pages_cache *c);

/* Never NULL; lives until PAGES_LEAST_OPEN others have been opened, or the site is sealed. */
const struct pages_opened *pages_cache_open(const struct pages *p, uint32_t page);

#endif /* PAGES_CACHE_H */
