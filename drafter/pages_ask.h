/*
 * pages_ask.h - a question as the index sees it: words, pairs and grams, each with its weight.
 *
 * While a question is asked its words and grams are marked in the site's scratch (pages.marks,
 * gram_marks), so one question at a time.
 */
#ifndef PAGES_ASK_H
#define PAGES_ASK_H

#include "pages_index.h"
#include "search.h"

/* A word of the question that pages have; stop words too, for the pairs. */
struct pages_asked {
    uint64_t id;
    uint32_t stem;                 /* PAGES_NONE: no page has it */
    uint32_t times;                /* it is searched for; 0: in pairs alone */
    uint32_t about;                /* its place in pages_query.words, or PAGES_MAX_QUERY */
    float gain[PAGES_WORD_FIELDS]; /* times included */
};

/* An ordered pair of them. */
struct pages_asked_pair {
    uint32_t first, last;
    float wide, section, skip; /* gains; the first two 0 if they are no neighbours */
    float most;                /* that it can add to the sum */
};

struct pages_asked_gram {
    uint32_t gram, times;
    float gain;
};

struct pages_ask {
    struct pages *p;
    const struct pages_query *q;
    struct arena *arena; /* of the question */
    struct pages_asked *words;
    uint32_t n_words, n_searched; /* the first n_searched are not in pairs alone */
    struct pages_asked_pair *pairs;
    uint32_t n_pairs;
    uint32_t *pair_of; /* [first * n_words + last]: 1 + pair, 0: none */
    struct pages_asked_gram *grams;
    uint32_t n_grams;
    /* Of pages_places_fetch(): pages, and [slot * n_searched + word] places of a word there, and */
    const struct search_hit *pages;
    size_t n_pages;
    uint16_t *places;
    uint16_t *next; /* bits of the words that follow it */
    float *impacts; /* [slot]: what the words can add to the page's sum */
};

void pages_ask_begin(struct pages *p, const struct pages_query *q, struct arena *a,
                     struct pages_ask *ret);
void pages_ask_end(struct pages_ask *s); /* takes the marks away */

#endif /* PAGES_ASK_H */
