/*
 * store_twin.h - own pages that say the same: page_sketch, page_like, page_twin.
 *
 * Derived data of the indexer's, made anew from the pages at any time.  Readers of own pages
 * (drafter, search, passages) leave out those in page_twin.  All errors are sticky (store.h).
 */
#ifndef STORE_TWIN_H
#define STORE_TWIN_H

#include "arena.h"
#include "store.h"
#include "text.h"

/* An own page with text, as it bears on which of several is the one that counts. */
struct store_twin_page {
    int64_t url_id, text_hash;
    struct text title, address, canonical, sketch;
    bool linkable;          /* a draft may link to it */
    bool sketched;          /* sketch is of this text */
    int64_t n_departments;  /* whose own site it is on, */
    int64_t sum_department; /* and the sum of their ids: with n, equal for the same set but by
                               accident */
    int64_t of_id;          /* as stored: the page it is a twin of; 0: none */
    double likeness;
};

typedef void store_twin_page_fn(void *self, const struct store_twin_page *p);
/* All of them, by id, without their texts. */
void store_twin_pages(struct store *s, struct arena *a, store_twin_page_fn *fn, void *self);
struct text store_twin_text(struct store *s, int64_t url_id, struct arena *a);

/* Forget pages that have no text any more. */
void store_twin_clean(struct store *s);
/* Replace a page's sketch; what it was like is forgotten. */
void store_twin_put_sketch(struct store *s, int64_t url_id, int64_t text_hash, struct text sketch);
void store_twin_put_like(struct store *s, int64_t url_id, int64_t other_id, double likeness);

typedef void store_twin_like_fn(void *self, int64_t url_id, int64_t other_id, double likeness);
void store_twin_likes(struct store *s, store_twin_like_fn *fn, void *self);

/* The page is left out for another; of_id 0: it is not. */
void store_twin_put(struct store *s, int64_t url_id, int64_t of_id, double likeness,
                    struct text why);

/* ---- for those who show it ---- */

struct store_twin {
    struct text address; /* of the other page */
    double likeness;
    struct text why; /* why that one counts, or is left out: "shorter address" */
};

/* The page it is left out for; false: it is not. */
bool store_twin_of(struct store *s, int64_t url_id, struct arena *a, struct store_twin *ret);

/* The pages that are left out for it, by address. */
typedef void store_twin_fn(void *self, const struct store_twin *t);
void store_twin_each(struct store *s, int64_t url_id, struct arena *a, store_twin_fn *fn,
                     void *self);

#endif /* STORE_TWIN_H */
