/*
 * pages_score.h - the score of one page for one question, exactly.
 *
 * The formula, with its weights, is in pages_score.c and nowhere else: bounds and
 * lists (pages_seal.c) are made from what is asked of it here.
 */
#ifndef PAGES_SCORE_H
#define PAGES_SCORE_H

#include "pages_ask.h"
#include "pages_index.h"
#include "pages_places.h"

/* score = gain tf / (tf + base + slope length), BM25 as in search.h. */
struct pages_factors {
    float base, slope;
};
struct pages_factors pages_score_factors(const struct pages *p, enum pages_field_name field);
float pages_score_gain(const struct pages *p, enum pages_field_name field, uint32_t df);
/* What a score of the field is multiplied with in the sum. */
float pages_score_weight(enum pages_field_name field);

/* How often a word stands on the page: in the title, the body, and its first words. */
struct pages_counts {
    float title, body, lead;
};

/* Of the page that is being scored; in the question's arena, and used for the next page again. */
struct pages_scratch {
    struct pages_places title, body;
    struct pages_counts *counts; /* per word */
    float *tf;                   /* per word */
    float *near, *far;           /* per pair: neighbours, and all */
    float *grams;                /* per gram */
    float *title_grams;
    float *no_grams; /* all 0 */
};

struct pages_scorer {
    struct pages *p;
    struct arena *arena; /* of the question */
    struct pages_ask ask;
    struct pages_factors factors[N_FIELDS];
    struct pages_scratch *scratch;
};

/* Marks the question's words in the site's scratch, until pages_score_end(). */
void pages_score_begin(struct pages *p, const struct pages_query *q, struct arena *a,
                       struct pages_scorer *ret);
void pages_score_end(struct pages_scorer *s);

/*
 * Parts and sum; proximity and precision are 0.  A page that can neither come to a sum of enough
 * nor have a part as good as the best so far has no sum, and a part that cannot matter is 0.
 */
struct pages_need {
    double enough;
    const double *best; /* of each part; NULL: everything is wanted */
    float most;         /* what the page's words and grams can add to the sum */
    float most_grams;   /* of that, the grams */
};
void pages_score_page(struct pages_scorer *s, uint32_t page, const struct pages_need *need,
                      struct pages_hit *ret);

/* The part of grams. */
void pages_score_grams(struct pages_scorer *s, const struct pages_shape *shape,
                       struct pages_hit *h);

/* Look at the page word by word: proximity and precision, and the score with them. */
void pages_score_closely(struct pages_scorer *s, struct pages_hit *h);

#endif /* PAGES_SCORE_H */
