/*
 * store_wanted.h - addresses that a source wants read beside those whose budget it is: read before
 * it led there, for others, or waiting for others' turn.
 *
 * A row stands until the page was read for that source, whoever paid.  Only the crawler writes.
 * All errors are sticky (store.h).
 */
#ifndef STORE_WANTED_H
#define STORE_WANTED_H

#include "store_url.h"

struct store_wanted {
    int64_t url_id, host_id, source_id;
    int64_t priority; /* for this source */
    int64_t run_id;   /* if it was asked for in this run, it is left to the next one */
};
void store_wanted_put(struct store *s, const struct store_wanted *w);
void store_wanted_drop(struct store *s, int64_t url_id, int64_t source_id); /* 0: anybody's */
bool store_wanted_has(struct store *s, int64_t url_id, int64_t source_id);
/* Is there anything on the host (0: on any, left to the next run or not)? */
bool store_wanted_any(struct store *s, int64_t source_id, int64_t host_id);
/* The most urgent on the host that is not waiting for a second try; false: there is none. */
bool store_wanted_next(struct store *s, int64_t source_id, int64_t host_id,
                       struct store_wanted *ret);
/* A run begins: what was left to the next one is asked for in this one. */
void store_wanted_begin(struct store *s, int64_t source_id);

/* A source that nothing is asked for: it is switched off, or its department is. */
struct store_wanted_idle {
    int64_t source_id;
    struct text url; /* in the arena */
};
size_t store_wanted_idle(struct store *s, struct arena *a, struct store_wanted_idle **ret);
/*
 * Queue for a source what is due at now_s (all: one day) of the addresses it leads to for which
 * another one pays, which takes no part in the run; its feeds, sitemaps and API lists, too, which
 * every run asks for.
 */
void store_wanted_due(struct store *s, int64_t source_id, int64_t payer_id, int64_t now_s,
                      bool all);
/* A source's own address was found as another one's page: it is its own from now on. */
void store_wanted_own(struct store *s, int64_t url_id, int64_t source_id, int64_t priority);

/* Since when the source's pages are read by these rules; 0: since it is known.  Notes them. */
int64_t store_wanted_rules(struct store *s, int64_t source_id, int64_t rules_hash, int64_t now_s);
/* Is anything of the page kept for the department? */
bool store_wanted_kept(struct store *s, int64_t url_id, int64_t department_id);

#endif /* STORE_WANTED_H */
