/*
 * draft_site.h - the pages of a department's own site, in memory, for the drafter.
 *
 * Made from the store when the first question needs it.  A page whose canonical address is
 * on another host is linked to where it was fetched; one that is nowhere on the
 * department's hosts is left out.
 */
#ifndef DRAFT_SITE_H
#define DRAFT_SITE_H

#include "config.h"
#include "pages.h"
#include "store.h"

/* A page as the store knows it. */
struct draft_page {
    int64_t url_id, text_hash, fetched_s;
    struct text link; /* in the site's arena */
};

struct draft_site {
    const struct department_config *d; /* borrowed */
    struct store *store;               /* borrowed: texts are read from it when they are needed */
    struct arena *arena;               /* owned */
    struct pages *pages;               /* owned */
    struct draft_page *own;            /* owned; same numbers as in pages */
    size_t n_own, cap_own;
    int64_t hash; /* store_draft_pages_hash() of what was read */
    bool loaded;
};

#define DRAFT_SITE_NONE UINT32_MAX

void draft_site_init(struct draft_site *site, const struct department_config *d);
void draft_site_release(struct draft_site *site); /* also one that is all zeroes */

/*
 * Read the pages, unless they have been read.  The store and the site must stay where they are
 * until the next call: a page's text is read when it is opened.
 */
void draft_site_load(struct draft_site *site, struct store *s, int64_t department_id);

/* The number of the page with that url id; DRAFT_SITE_NONE: it cannot be linked to. */
uint32_t draft_site_find(const struct draft_site *site, int64_t url_id);

#endif /* DRAFT_SITE_H */
