/*
 * store_search.h - what the search index is made of, and what its hits are: questions
 * that are heard and own-site pages.
 *
 * The indexer reads; nobody writes through here.  All errors are sticky (store.h).
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "arena.h"
#include "store.h"

struct store_search_question {
    int64_t id, department_id, asked_s; /* asked_s: the last time */
    struct text text, body, language;
};

/* Which questions a search is narrowed down to: a bit for each id below n. */
struct store_search_ids {
    const uint64_t *bits;
    int64_t n;
};

static inline bool
store_search_has(const struct store_search_ids *x, int64_t id)
{
    return id >= 0 && id < x->n && (x->bits[id / 64] >> id % 64 & 1) != 0;
}

/* All that are heard: fewer on a connection that is narrowed down (store_campaign.h). */
void store_search_heard(struct store *s, struct arena *a, struct store_search_ids *ret);

typedef void store_search_question_fn(void *self, const struct store_search_question *q);

/* All of them by id; the texts are good until fn returns, which may read no other questions. */
void store_search_questions(struct store *s, store_search_question_fn *fn, void *self);
/* One, its texts in the arena; false: it is not heard any more. */
bool store_search_question(struct store *s, int64_t id, struct arena *a,
                           struct store_search_question *ret);
/* The largest id of a question; 0: none. */
int64_t store_search_newest(struct store *s);

/* An own-site page for one of the departments it belongs to; 0: none. */
struct store_search_page {
    int64_t url_id, department_id, text_hash, changed_s;
    struct text address, title, language;
    struct text label; /* of the first link that led there; "" */
    struct text text;  /* store_search_page() only */
};

typedef void store_search_page_fn(void *self, const struct store_search_page *p);

/* All of them by url_id and department; the texts are good until fn returns. */
void store_search_pages(struct store *s, store_search_page_fn *fn, void *self);
/* One, its texts in the arena, department_id 0; false: it has no text any more. */
bool store_search_page(struct store *s, int64_t url_id, struct arena *a,
                       struct store_search_page *ret);

#endif /* STORE_SEARCH_H */
