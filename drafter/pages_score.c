/*
 * pages_score.c - see pages_score.h.
 *
 * The words of the question are marked by surface, so that one run over the page's numbers
 * finds their places; every document of the page (passage, section, heading, ...) is scored
 * from the places that lie in it.
 */

#include "pages_score.h"

#include <math.h>
#include <string.h>

#include "pages_places.h"
#include "pages_record.h"
#include "pages_seal.h"
#include "search.h"

/*
 * Weights of the sum, on raw BM25 scores.  They come from prototypes measured in
 * November 2026 over several labelled sets (DESIGN.md): chosen by hand, round
 * numbers, fitted on none of the sets that the figures are given for.
 */
#define WEIGHT_PAIRS .6F /* of ordered pairs beside their words */
static const float weight[PAGES_N_PARTS] = {
    [PAGES_WIDE] = .5F,    [PAGES_SECTION] = .5F, [PAGES_WHOLE] = .3F, [PAGES_TITLE] = .3F,
    [PAGES_HEADING] = .6F, [PAGES_GRAMS] = .15F,  [PAGES_SKIP] = .1F,  [PAGES_LEAD] = .1F,
};

/* The part that a field is, or belongs to. */
static const enum pages_part part_of[N_FIELDS] = {
    [FIELD_WIDE] = PAGES_WIDE,       [FIELD_WIDE_PAIRS] = PAGES_WIDE,
    [FIELD_SECTION] = PAGES_SECTION, [FIELD_SECTION_PAIRS] = PAGES_SECTION,
    [FIELD_WHOLE] = PAGES_WHOLE,     [FIELD_TITLE] = PAGES_TITLE,
    [FIELD_HEADING] = PAGES_HEADING, [FIELD_GRAMS] = PAGES_GRAMS,
    [FIELD_SKIP] = PAGES_SKIP,       [FIELD_LEAD] = PAGES_LEAD,
};

float
pages_score_weight(enum pages_field_name field)
{
    bool pairs = field == FIELD_WIDE_PAIRS || field == FIELD_SECTION_PAIRS;

    return weight[part_of[field]] * (pairs ? WEIGHT_PAIRS : 1);
}

struct pages_factors
pages_score_factors(const struct pages *p, enum pages_field_name field)
{
    const struct pages_field *f = &p->fields[field];
    float k1 = pages_params[field]->k1, b = pages_params[field]->b;
    double mean = f->total > 0 ? (double)f->total / (double)f->n : 1;

    return (struct pages_factors){ k1 * (1 - b), (float)(k1 * b / mean) };
}

float
pages_score_gain(const struct pages *p, enum pages_field_name field, uint32_t df)
{
    double n = (double)p->fields[field].n;

    if (df > n)
        df = (uint32_t)n; /* counts of pairs may be estimates */
    return (float)log(1 + (n - df + .5) / (df + .5)) * (pages_params[field]->k1 + 1);
}

void
pages_score_begin(struct pages *p, const struct pages_query *q, struct arena *a,
                  struct pages_scorer *ret)
{
    struct pages_scratch *x = arena_alloc(a, sizeof(*x));

    *ret = (struct pages_scorer){ .p = p, .arena = a, .scratch = x };
    for (int f = 0; f < N_FIELDS; f++)
        ret->factors[f] = pages_score_factors(p, f);
    pages_ask_begin(p, q, a, &ret->ask);
    x->counts = arena_alloc(a, (ret->ask.n_words + 1) * sizeof(*x->counts));
    x->tf = arena_alloc(a, (ret->ask.n_words + 1) * sizeof(float));
    x->near = arena_alloc(a, (ret->ask.n_pairs + 1) * sizeof(float));
    x->far = arena_alloc(a, (ret->ask.n_pairs + 1) * sizeof(float));
    x->grams = arena_alloc(a, (ret->ask.n_grams + 1) * sizeof(float));
    x->no_grams = arena_alloc(a, (ret->ask.n_grams + 1) * sizeof(float));
    x->title_grams = arena_alloc(a, (ret->ask.n_grams + 1) * sizeof(float));
}

void
pages_score_end(struct pages_scorer *s)
{
    pages_ask_end(&s->ask);
}

/* Words of the places [from, end) of a list are in the document; false: none. */
static bool
add_places(struct pages_scorer *s, const struct pages_places *x, uint32_t from, uint32_t end)
{
    size_t lo = 0, hi = x->n, first;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (x->place[mid].at < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (first = lo; lo < x->n && x->place[lo].at < end; lo++)
        s->scratch->tf[x->place[lo].word]++;
    return lo > first;
}

/* The score of the document whose words have been added, and an empty one. */
static float
score_words(struct pages_scorer *s, enum pages_field_name field, uint32_t length)
{
    float *tf = s->scratch->tf, sum = 0;
    float norm = s->factors[field].base + s->factors[field].slope * (float)length;

    for (uint32_t k = 0; k < s->ask.n_searched; k++)
        if (tf[k] > 0) {
            sum += s->ask.words[k].gain[field] * tf[k] / (tf[k] + norm);
            tf[k] = 0;
        }
    return sum;
}

static void
add_couples(struct pages_scorer *s, const struct pages_places *x, uint32_t from, uint32_t end)
{
    size_t lo = 0, hi = x->n_couples;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (x->couple[mid].first < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < x->n_couples && x->couple[lo].first < end; lo++) {
        const struct pages_couple *c = &x->couple[lo];

        if (c->last >= end)
            continue;
        s->scratch->far[c->pair]++;
        s->scratch->near[c->pair] += c->last == c->first + 1;
    }
}

/* Lengths of the document, in neighbours and in all pairs. */
struct lengths {
    uint32_t words, near, far;
};

static struct lengths
length_of(struct lengths sum, uint32_t n)
{
    sum.words += n;
    sum.near += pages_record_pairs(n, 1);
    sum.far += pages_record_pairs(n, PAGES_SKIP_GAP);
    return sum;
}

/* Pairs of a wide passage (and those farther apart, as *skip) or of a section. */
static float
score_pairs(struct pages_scorer *s, enum pages_field_name field, struct lengths length, float *skip)
{
    const struct pages_factors *f = &s->factors[field], *g = &s->factors[FIELD_SKIP];
    float near = f->base + f->slope * (float)length.near;
    float far = g->base + g->slope * (float)length.far, sum = 0;

    for (uint32_t i = 0; i < s->ask.n_pairs; i++) {
        const struct pages_asked_pair *x = &s->ask.pairs[i];
        float *n = &s->scratch->near[i], *m = &s->scratch->far[i];

        if (*n > 0)
            sum += (field == FIELD_WIDE_PAIRS ? x->wide : x->section) * *n / (*n + near);
        if (skip != NULL && *m > 0)
            *skip += x->skip * *m / (*m + far);
        *n = *m = 0;
    }
    return sum;
}

static void
raise(double *best, float v)
{
    if ((double)v > *best)
        *best = (double)v;
}

static void
score_wide(struct pages_scorer *s, const struct pages_shape *shape, struct pages_hit *h)
{
    struct lengths title = length_of((struct lengths){ 0 }, shape->record->n_title);
    float best = -1;

    for (uint32_t i = 0; i < shape->record->n_wide; i++) {
        struct pages_run run = shape->wide[i];
        struct lengths length = length_of(title, run.n);
        float skip = 0, v;

        (void)add_places(s, &s->scratch->title, 0, UINT32_MAX);
        (void)add_places(s, &s->scratch->body, run.from, run.from + run.n);
        v = score_words(s, FIELD_WIDE, length.words);
        add_couples(s, &s->scratch->title, 0, UINT32_MAX);
        add_couples(s, &s->scratch->body, run.from, run.from + run.n);
        v += WEIGHT_PAIRS * score_pairs(s, FIELD_WIDE_PAIRS, length, &skip);
        raise(&h->part[PAGES_WIDE], v);
        raise(&h->part[PAGES_SKIP], skip);
        if (v > best) {
            best = v;
            h->passage = i;
        }
    }
}

static void
score_sections(struct pages_scorer *s, const struct pages_shape *shape, struct pages_hit *h)
{
    struct lengths title = length_of((struct lengths){ 0 }, shape->record->n_title);

    for (uint32_t i = 0; i < shape->record->n_sections; i++) {
        struct pages_run run = shape->sections[i], heading = { 0 };
        struct lengths length = length_of(title, run.n);
        float v;

        if (run.more != 0)
            heading = shape->headings[run.more - 1];
        length = length_of(length, heading.n);
        (void)add_places(s, &s->scratch->title, 0, UINT32_MAX);
        (void)add_places(s, &s->scratch->body, run.from, run.from + run.n);
        (void)add_places(s, &s->scratch->body, heading.from, heading.from + heading.n);
        v = score_words(s, FIELD_SECTION, length.words);
        add_couples(s, &s->scratch->title, 0, UINT32_MAX);
        add_couples(s, &s->scratch->body, run.from, run.from + run.n);
        add_couples(s, &s->scratch->body, heading.from, heading.from + heading.n);
        v += WEIGHT_PAIRS * score_pairs(s, FIELD_SECTION_PAIRS, length, NULL);
        raise(&h->part[PAGES_SECTION], v);
    }
}

/* Of each word; those of the last page are forgotten.  listed: NULL: the body's places are known.
 */
static void
count_words(struct pages_scorer *s, const struct pages_listed *listed, uint32_t n_lead)
{
    const struct pages_places *title = &s->scratch->title, *body = &s->scratch->body;
    struct pages_counts *counts = s->scratch->counts;

    memset(counts, 0, s->ask.n_searched * sizeof(*counts));
    for (size_t i = 0; i < title->n; i++)
        counts[title->place[i].word].title++;
    for (size_t i = 0; listed == NULL && i < body->n; i++) {
        counts[body->place[i].word].body++;
        counts[body->place[i].word].lead += body->place[i].at < n_lead;
    }
    for (uint32_t k = 0; listed != NULL && k < s->ask.n_searched; k++) {
        const uint16_t *list = listed->lists + listed->offsets[k];
        uint32_t i = 1;

        if (listed->offsets[k] == 0)
            continue;
        counts[k].body = list[0];
        while (i <= list[0] && list[i] < n_lead)
            i++;
        counts[k].lead = (float)(i - 1);
    }
}

static float
part_of_score(const struct pages_scorer *s, uint32_t k, enum pages_field_name field, float tf,
              float norm)
{
    return tf > 0 ? s->ask.words[k].gain[field] * tf / (tf + norm) : 0;
}

/* The documents of which a page has one. */
static void
score_whole(struct pages_scorer *s, const struct pages_record *r, const struct pages_listed *listed,
            struct pages_hit *h)
{
    uint32_t n_lead = r->n_body < PAGES_LEAD_WORDS ? r->n_body : PAGES_LEAD_WORDS;
    float norm[PAGES_WORD_FIELDS], whole = 0, title = 0, lead = 0;

    for (int f = 0; f < PAGES_WORD_FIELDS; f++)
        norm[f] = s->factors[f].base;
    norm[FIELD_WHOLE] +=
        s->factors[FIELD_WHOLE].slope * (float)(PAGES_TITLE_TIMES * r->n_title + r->n_body);
    norm[FIELD_TITLE] += s->factors[FIELD_TITLE].slope * (float)r->n_title;
    norm[FIELD_LEAD] += s->factors[FIELD_LEAD].slope * (float)(r->n_title + n_lead);
    count_words(s, listed, n_lead);
    for (uint32_t k = 0; k < s->ask.n_searched; k++) {
        struct pages_counts n = s->scratch->counts[k];

        whole += part_of_score(s, k, FIELD_WHOLE, PAGES_TITLE_TIMES * n.title + n.body,
                               norm[FIELD_WHOLE]);
        title += part_of_score(s, k, FIELD_TITLE, n.title, norm[FIELD_TITLE]);
        lead += part_of_score(s, k, FIELD_LEAD, n.title + n.lead, norm[FIELD_LEAD]);
    }
    h->part[PAGES_WHOLE] = (double)whole;
    h->part[PAGES_TITLE] = (double)title;
    h->part[PAGES_LEAD] = (double)lead;
}

/* The couples of the page. */
static void
count_couples(struct pages_scorer *s)
{
    add_couples(s, &s->scratch->title, 0, UINT32_MAX);
    add_couples(s, &s->scratch->body, 0, UINT32_MAX);
}

/* The most that they can be, from how often each word is there and what follows it. */
static void
guess_couples(struct pages_scorer *s, const struct pages_listed *listed)
{
    const struct pages_counts *counts = s->scratch->counts;

    for (uint32_t i = 0; i < s->ask.n_pairs; i++) {
        uint32_t first = s->ask.pairs[i].first, last = s->ask.pairs[i].last;
        float n = INFINITY;

        if (last < s->ask.n_searched)
            n = counts[last].title + counts[last].body;
        if (first < s->ask.n_searched)
            n = fminf(n, counts[first].title + counts[first].body);
        s->scratch->far[i] = PAGES_SKIP_GAP * n;
        if (first < s->ask.n_searched &&
            (listed->next[first] & pages_seal_bit(s->ask.words[last].id)) == 0)
            n = 0;
        s->scratch->near[i] = n;
    }
}

/*
 * The most that the other parts can be: all words in one document, which has no more of a word
 * than the page (a section may have those of its heading twice) and is as short as can be.
 * Returns what pairs can add to the sum.
 */
static float
bound_parts(struct pages_scorer *s, const struct pages_listed *listed, float most[PAGES_N_PARTS])
{
    const struct pages_factors *f = s->factors;
    float wide = 0, section = 0, skip = 0;

    for (uint32_t k = 0; k < s->ask.n_searched; k++) {
        struct pages_counts n = s->scratch->counts[k];

        most[PAGES_WIDE] += part_of_score(s, k, FIELD_WIDE, n.title + n.body, f[FIELD_WIDE].base);
        most[PAGES_SECTION] +=
            part_of_score(s, k, FIELD_SECTION, n.title + 2 * n.body, f[FIELD_SECTION].base);
        most[PAGES_HEADING] += part_of_score(s, k, FIELD_HEADING, n.body, f[FIELD_HEADING].base);
    }
    if (listed != NULL)
        guess_couples(s, listed);
    else
        count_couples(s);
    for (uint32_t i = 0; i < s->ask.n_pairs; i++) {
        const struct pages_asked_pair *x = &s->ask.pairs[i];
        float *near = &s->scratch->near[i], *far = &s->scratch->far[i];

        if (*far <= 0)
            continue;
        wide += x->wide * *near / (*near + f[FIELD_WIDE_PAIRS].base);
        section += x->section * 2 * *near / (2 * *near + f[FIELD_SECTION_PAIRS].base);
        skip += x->skip * *far / (*far + f[FIELD_SKIP].base);
        *near = *far = 0;
    }
    most[PAGES_WIDE] += WEIGHT_PAIRS * wide;
    most[PAGES_SECTION] += WEIGHT_PAIRS * section;
    most[PAGES_SKIP] = skip;
    return weight[PAGES_WIDE] * WEIGHT_PAIRS * wide +
           weight[PAGES_SECTION] * WEIGHT_PAIRS * section + weight[PAGES_SKIP] * skip;
}

static bool
can_be_first(float most, double best)
{
    return most > 0 && (double)most >= best;
}

static void
score_headings(struct pages_scorer *s, const struct pages_shape *shape, struct pages_hit *h)
{
    for (uint32_t i = 0; i < shape->record->n_headings; i++) {
        struct pages_run run = shape->headings[i];

        if (run.more != 0)
            continue;
        if (add_places(s, &s->scratch->body, run.from, run.from + run.n))
            raise(&h->part[PAGES_HEADING], score_words(s, FIELD_HEADING, run.n));
    }
}

static double
sum_of(const struct pages_hit *h)
{
    float sum = 0;

    for (size_t i = 0; i < PAGES_N_PARTS; i++)
        sum += weight[i] * (float)h->part[i];
    return (double)sum;
}

/*
 * Can the page neither be among the best nor have the best part of a kind?  Of the
 * parts that are worth little to compute those that might be the best are computed.  listed: what
 * stands around its words has not been looked at.
 */
static bool
is_beaten(struct pages_scorer *s, struct pages_shape *shape, const struct pages_listed *listed,
          const struct pages_need *need, struct pages_hit *ret)
{
    float most[PAGES_N_PARTS] = { 0 }, pairs;
    bool heading, grams;

    if (need->best == NULL)
        return false;
    pairs = bound_parts(s, listed, most);
    if ((double)(need->most + pairs) >= need->enough ||
        can_be_first(most[PAGES_WIDE], need->best[PAGES_WIDE]) ||
        can_be_first(most[PAGES_SECTION], need->best[PAGES_SECTION]) ||
        can_be_first(most[PAGES_SKIP], need->best[PAGES_SKIP]))
        return false;
    heading = can_be_first(most[PAGES_HEADING], need->best[PAGES_HEADING]);
    grams = can_be_first(need->most_grams / weight[PAGES_GRAMS], need->best[PAGES_GRAMS]);
    if (heading || grams)
        pages_record_runs(s->p, s->p->scratch, shape);
    if (heading && listed != NULL)
        pages_places_words(&s->ask, shape, &s->scratch->body);
    if (heading)
        score_headings(s, shape, ret);
    if (grams)
        pages_score_grams(s, shape, ret);
    return true;
}

void
pages_score_page(struct pages_scorer *s, uint32_t page, const struct pages_need *need,
                 struct pages_hit *ret)
{
    struct pages_shape shape;
    struct pages_listed listed;
    bool is_listed;

    *ret = (struct pages_hit){ .page = page };
    arena_clear(s->p->scratch);
    pages_record_open(s->p, page, &shape);
    pages_places_title(&s->ask, &shape, &s->scratch->title);
    is_listed = pages_places_listed(&s->ask, shape.record, &listed);
    if (!is_listed)
        pages_places_body(&s->ask, &shape, &s->scratch->body);
    score_whole(s, shape.record, is_listed ? &listed : NULL, ret);
    if (is_listed && is_beaten(s, &shape, &listed, need, ret))
        return;
    if (is_listed)
        pages_places_body(&s->ask, &shape, &s->scratch->body);
    if (is_beaten(s, &shape, NULL, need, ret))
        return;
    pages_record_runs(s->p, s->p->scratch, &shape);
    score_wide(s, &shape, ret);
    score_sections(s, &shape, ret);
    score_headings(s, &shape, ret);
    if (need->best == NULL || sum_of(ret) + (double)need->most_grams >= need->enough ||
        can_be_first(need->most_grams / weight[PAGES_GRAMS], need->best[PAGES_GRAMS]))
        pages_score_grams(s, &shape, ret);
    ret->score = sum_of(ret);
}
