/*
 * search_index.h - what the search*.c files share: the inside of an index.
 *
 * In memory:
 *     lists[]   one per term, in the order of first sight; found through a hash
 *               table of their numbers
 *     list   =  term, postings in ascending order of document, and the two figures that
 *               bound any score it can give: its largest tf and its shortest document
 * A list of one posting holds it in place: most pairs of words stand in one document only.
 */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "search.h"

struct search_posting {
    uint32_t doc, tf;
};

struct search_list {
    uint64_t term;
    union {
        struct search_posting one;   /* if n is 1 */
        struct search_posting *many; /* owned, if n is more */
    } at;
    uint32_t n, cap;
    uint32_t max_tf, min_length;
};

/* Invariants: n_slots is a power of two, at most half of them taken; a slot is 0 or 1 + list. */
struct search_index {
    struct search_params params;
    struct search_list *lists; /* owned */
    size_t n_lists, cap_lists;
    uint32_t *slots; /* owned */
    size_t n_slots;
    uint32_t *lengths; /* owned; by document */
    size_t n_docs, cap_docs;
    uint64_t total;   /* sum of lengths */
    uint64_t *sorted; /* owned; room for search_add() */
    size_t cap_sorted;
};

/* The list of a term; NULL: no document has it. */
const struct search_list *search_list_of(const struct search_index *ix, uint64_t term);
const struct search_posting *search_postings(const struct search_list *list);

/* The factors of BM25 for one term: score = gain tf / (tf + base + slope length). */
struct search_factors {
    float gain, base, slope;
};
struct search_factors search_factors_of(const struct search_index *ix,
                                        const struct search_list *list, float weight);

#endif /* SEARCH_INDEX_H */
