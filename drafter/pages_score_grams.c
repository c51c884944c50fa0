/* pages_score_grams.c - see pages_score.h: title and headings by their groups of characters. */

#include <string.h>

#include "pages_record.h"
#include "pages_score.h"

/* Grams of n words of the stream beside those of from, in counts; false: there are none. */
static bool
add_grams(const struct pages_scorer *s, const uint16_t *at, uint32_t n, const float *from,
          float *counts)
{
    bool any = false;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t surface = pages_record_take(&at);
        const struct pages_surface *x = &s->p->vocab->surfaces[surface];

        if (!pages_bit(s->p->has_gram, surface))
            continue;
        if (!any)
            memcpy(counts, from, s->ask.n_grams * sizeof(*counts));
        any = true;
        for (uint32_t k = 0; k < x->n_grams; k++) {
            uint32_t m = s->p->gram_marks[x->grams[k]];

            if (m != 0)
                counts[m - 1]++;
        }
    }
    return any;
}

static void
raise(const struct pages_scorer *s, const float *counts, uint32_t length, struct pages_hit *h)
{
    const struct pages_factors *f = &s->factors[FIELD_GRAMS];
    float norm = f->base + f->slope * (float)length, sum = 0;

    for (uint32_t i = 0; i < s->ask.n_grams; i++)
        if (counts[i] > 0)
            sum += s->ask.grams[i].gain * counts[i] / (counts[i] + norm);
    if ((double)sum > h->part[PAGES_GRAMS])
        h->part[PAGES_GRAMS] = (double)sum;
}

/* Headings without one of the question's add length alone: the shortest stands for all. */
void
pages_score_grams(struct pages_scorer *s, const struct pages_shape *shape, struct pages_hit *h)
{
    struct pages_scratch *x = s->scratch;
    uint32_t n_title = shape->record->title_grams, least = UINT32_MAX, n = 0;
    const float *title = s->scratch->no_grams;

    if (add_grams(s, shape->title, shape->record->n_title, title, x->title_grams))
        title = x->title_grams;
    for (uint32_t i = 0; i < shape->record->n_headings; i++) {
        struct pages_run run = shape->headings[i];

        if (run.more != 0)
            continue;
        n++;
        if (add_grams(s, run.at, run.n, title, x->grams))
            raise(s, x->grams, n_title + run.n_grams, h);
        else if (run.n_grams < least)
            least = run.n_grams;
    }
    if (n == 0)
        least = 0;
    if (least != UINT32_MAX && title == x->title_grams)
        raise(s, title, n_title + least, h);
}
