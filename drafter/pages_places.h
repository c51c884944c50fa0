/*
 * pages_places.h - where the words of a question stand on a page.
 *
 * From the lists of places that are kept for each page, or, where there are none, in one run over
 * the page's numbers; the marks of pages_ask.h say which count.
 */
#ifndef PAGES_PLACES_H
#define PAGES_PLACES_H

#include "pages_ask.h"
#include "pages_record.h"

/* A word of the question on the page. */
struct pages_place {
    uint32_t at, word;
};

/* Two of them, PAGES_SKIP_GAP apart at most. */
struct pages_couple {
    uint32_t first, last, pair;
};

struct pages_places {
    struct pages_place *place;
    struct pages_couple *couple;
    size_t n, cap, n_couples, cap_couples;
    uint64_t *bits; /* scratch: the places as a set, empty between */
    uint16_t *word; /* scratch: of each */
    size_t cap_bits;
};

/* These pages will be asked for: find their places, in one run over the lists of each word. */
void pages_places_fetch(struct pages_ask *s, const struct search_hit *pages, size_t n);

/*
 * The words of the title and of the body, with their couples, by place.  The arrays are the
 * question's, in its arena, and are used for its next page again: begin with zeroes.
 */
void pages_places_title(const struct pages_ask *s, const struct pages_shape *shape,
                        struct pages_places *title);
void pages_places_body(const struct pages_ask *s, const struct pages_shape *shape,
                       struct pages_places *body);
/* The same without couples, of a page whose words are listed. */
void pages_places_words(const struct pages_ask *s, const struct pages_shape *shape,
                        struct pages_places *body);

/* Of each word searched for, whose places in the body are a list: how many, and the places. */
struct pages_listed {
    const uint16_t *lists, *offsets; /* of the page; of each word: 0: it has none */
    const uint16_t *next;            /* of each word: bits of the words that follow it */
};
/* False: the body must be read.  */
bool pages_places_listed(const struct pages_ask *s, const struct pages_record *r,
                         struct pages_listed *ret);

#endif /* PAGES_PLACES_H */
