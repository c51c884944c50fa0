/* gate.c - see gate.h. */

#include "gate.h"

#include <math.h>

#include "pages_index.h"
#include "search.h"

/*
 * The logistic regression of our prototypes (November 2026): trained for "the top
 * page is right" on sets that are none of those the figures are given for, with few
 * features on purpose: many of them fit one site and fail on the next.
 */
#define BIAS           (-2.09)
#define WEIGHT_SHARE   .39 /* of its log odds */
#define WEIGHT_AGREE   1.65
#define WEIGHT_HEADING 1.45
#define WEIGHT_TITLE   1.09
#define TEMPERATURE    .6 /* times the IDF of a word on no page: scores grow with the site */
#define NO_WORD        UINT64_MAX /* the id of no stem */
#define SHARE_CLIP     1e-4

/*
 * Hardly anything of what the question is about is on the page: one word in common
 * ("home") has made a first page of it, and it says nothing.  By hand.
 */
#define MISSPELT     .7 /* of a word that no page knows, when one begins like it */
#define UNKNOWN_COST 1.5
#define OFF_TOPIC    .3
#define OFF_COST     8.0

static bool
has(const uint64_t *ids, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static bool
has_prefix(const uint32_t *prefixes, size_t n, uint32_t prefix)
{
    for (size_t i = 0; i < n; i++)
        if (prefixes[i] == prefix)
            return true;
    return false;
}

/* IDF of the words in both / of those in either; words: the heading's, each once. */
static double
jaccard(const struct pages *p, const struct pages_query *q, const uint64_t *words, size_t n)
{
    double both = 0, either = 0;

    for (size_t i = 0; i < q->n_words; i++) {
        either += q->weight[i];
        if (has(words, n, q->words[i]))
            both += q->weight[i];
    }
    for (size_t i = 0; i < n; i++)
        if (!has(q->words, q->n_words, words[i]))
            either += pages_weight(p, words[i]);
    return either > 0 ? both / either : 0;
}

static double
best_heading(const struct pages *p, const struct pages_query *q, uint32_t page, struct arena *a)
{
    const struct passage_page *split = &pages_get(p, page)->split;
    const struct pages_words *w = pages_words_of(p, page);
    double best = 0;

    for (size_t s = 0; s < split->n_sentences; s++) {
        uint64_t *words;
        size_t n = 0;
        double v;

        if (split->sentences[s].kind != PASSAGE_HEADING)
            continue;
        words = arena_alloc(a, (w->sentence[s + 1] - w->sentence[s] + 1) * sizeof(*words));
        for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++)
            if (w->content[i] != 0 && !has(words, n, w->ids[i]))
                words[n++] = w->ids[i];
        v = n > 0 ? jaccard(p, q, words, n) : 0;
        if (v > best)
            best = v;
    }
    return best;
}

static double
title_share(struct pages *p, const struct pages_query *q, uint32_t page, struct arena *a)
{
    struct token_list title;
    struct search_terms words;
    double matched = 0, all = 0;

    pages_split(p, pages_get(p, page)->title, pages_get(p, page)->language, a, &title);
    search_terms_init(&words, a);
    search_add_words(&words, &title, SEARCH_NO_STOP);
    for (size_t i = 0; i < words.n; i++) {
        double idf = pages_weight(p, words.ids[i]);

        all += idf;
        if (has(q->words, q->n_words, words.ids[i]))
            matched += idf;
    }
    return all > 0 ? matched / all : 0;
}

/* Share of the question's IDF among the words of the page, or in its title. */
static double
coverage(const struct pages *p, const struct pages_query *q, uint32_t page)
{
    const struct pages_words *w = pages_words_of(p, page);
    double matched = 0, all = 0;

    for (size_t i = 0; i < q->n_words; i++) {
        all += q->weight[i];
        if (has(w->ids, w->n, q->words[i]) || pages_in_title(p, q->words[i], page))
            matched += q->weight[i];
        else if (q->prefix[i] != 0 && pages_df(p, q->words[i]) == 0 &&
                 has_prefix(w->prefix, w->n, q->prefix[i]))
            matched += MISSPELT * q->weight[i];
    }
    return all > 0 ? matched / all : 0;
}

/* The single scores, closeness and precision among them, that put the first page first. */
static double
agreement(const struct pages_found *found)
{
    const struct pages_hit *h = found->hits;
    size_t n = 0, closest = 0, sharpest = 0;

    for (size_t part = 0; part < PAGES_N_PARTS; part++)
        n += found->first[part] == h[0].page;
    for (size_t i = 1; i < found->n; i++) {
        closest = h[i].proximity > h[closest].proximity ? i : closest;
        sharpest = h[i].precision > h[sharpest].precision ? i : sharpest;
    }
    n += (closest == 0) + (sharpest == 0);
    return (double)n / (PAGES_N_PARTS + 2); /* the two last named */
}

/* Share of the question's IDF in words that no page knows, nor one that begins like them here. */
static double
unknown_share(const struct pages *p, const struct pages_query *q, uint32_t page)
{
    const struct pages_words *w = pages_words_of(p, page);
    double unknown = 0, all = 0;

    for (size_t i = 0; i < q->n_words; i++) {
        all += q->weight[i];
        if (pages_df(p, q->words[i]) == 0 &&
            (q->prefix[i] == 0 || !has_prefix(w->prefix, w->n, q->prefix[i])))
            unknown += q->weight[i];
    }
    return all > 0 ? unknown / all : 0;
}

void
gate_measure(struct pages *p, const struct pages_found *found, struct arena *a,
             struct gate_features *ret)
{
    const struct pages_hit *h = found->hits;
    double sum = 0, scale = TEMPERATURE * pages_idf(p, NO_WORD);

    *ret = (struct gate_features){ .share = 0 };
    if (found->n == 0)
        return;
    for (size_t i = 0; i < found->n; i++)
        sum += exp((h[i].score - h[0].score) / scale);
    ret->share = 1 / sum;
    ret->agree = agreement(found);
    ret->heading = best_heading(p, &found->query, h[0].page, a);
    ret->title = title_share(p, &found->query, h[0].page, a);
    ret->unknown = unknown_share(p, &found->query, h[0].page);
    ret->coverage = coverage(p, &found->query, h[0].page);
}

double
gate_log_odds(double p)
{
    p = fmin(fmax(p, SHARE_CLIP), 1 - SHARE_CLIP);
    return log(p / (1 - p));
}

double
gate_logit(const struct gate_features *f)
{
    return BIAS + WEIGHT_SHARE * gate_log_odds(f->share) + WEIGHT_AGREE * f->agree +
           WEIGHT_HEADING * f->heading + WEIGHT_TITLE * f->title -
           OFF_COST * fmax(0, OFF_TOPIC - f->coverage) - UNKNOWN_COST * f->unknown;
}
