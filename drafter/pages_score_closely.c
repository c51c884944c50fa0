/* pages_score_closely.c - see pages_score.h: how close the question's words stand together. */

#include <math.h>

#include "pages_places.h"
#include "pages_record.h"
#include "pages_score.h"

/* As the weights of pages_score.c. */
#define WEIGHT_PROXIMITY 1.0
#define WEIGHT_PRECISION 4.0
/* IDF added to a sentence's own, so that short ones do not win by it. */
#define PRECISION_DAMP 4.0

/*
 * Neighbouring words of the question: mean of 1 / (1 + words between them), at
 * the place of the passage where they are closest in this order, weighed by IDF.
 */
static double
proximity(const struct pages_scorer *s, struct pages_run run)
{
    const struct pages_query *q = s->ask.q;
    const struct pages_places *x = &s->scratch->body;
    uint32_t last[PAGES_MAX_QUERY] = { 0 }; /* word number + 1 */
    double close[PAGES_MAX_QUERY] = { 0 }, sum = 0, all = 0;

    for (size_t i = 0; i < x->n && x->place[i].at < run.from + run.n; i++) {
        uint32_t k = s->ask.words[x->place[i].word].about, at = x->place[i].at;

        if (k == PAGES_MAX_QUERY || at < run.from)
            continue;
        if (k > 0 && last[k - 1] > 0)
            close[k] = fmax(close[k], 1.0 / (double)(at + 1 - last[k - 1]));
        last[k] = at + 1;
    }
    for (size_t k = 1; k < q->n_words; k++) {
        sum += close[k] * (q->idf[k] + q->idf[k - 1]);
        all += q->idf[k] + q->idf[k - 1];
    }
    return all > 0 ? sum / all : 0;
}

/* Best sentence: matched IDF / (4 + IDF of the sentence). */
static double
precision(const struct pages_scorer *s, const struct pages_shape *shape)
{
    const struct pages_places *x = &s->scratch->body;
    const float *own = s->p->sentence_idf + shape->record->first_sentence;
    const uint16_t *at = shape->sentences;
    uint32_t end = 0;
    double best = 0;
    size_t k = 0;

    for (uint32_t i = 0; i < shape->record->n_sentences && k < x->n; i++) {
        uint64_t seen = 0; /* a bit for each word: PAGES_MAX_QUERY is 64 */
        double matched = 0;

        end += pages_record_take(&at);
        for (; k < x->n && x->place[k].at < end; k++) {
            uint32_t w = s->ask.words[x->place[k].word].about;

            if (w == PAGES_MAX_QUERY || (seen >> w & 1) != 0)
                continue;
            seen |= UINT64_C(1) << w;
            matched += s->ask.q->idf[w];
        }
        best = fmax(best, matched / (PRECISION_DAMP + (double)own[i]));
    }
    return best;
}

void
pages_score_closely(struct pages_scorer *s, struct pages_hit *h)
{
    struct pages_shape shape;

    arena_clear(s->p->scratch);
    pages_record_read(s->p, h->page, s->p->scratch, &shape);
    pages_places_title(&s->ask, &shape, &s->scratch->title);
    pages_places_body(&s->ask, &shape, &s->scratch->body);
    if (shape.record->n_wide > 0)
        h->proximity = proximity(s, shape.wide[h->passage]);
    h->precision = precision(s, &shape);
    h->score += WEIGHT_PROXIMITY * h->proximity + WEIGHT_PRECISION * h->precision;
}
