/* pages_find.c - see pages.h: ranking the pages for a question. */

#include "pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "cues.h"
#include "mem.h"
#include "pages_index.h"
#include "search.h"
#include "utf8.h"

/*
 * Weights of the sum, on raw BM25 scores.  They come from prototypes measured in
 * November 2026 over several labelled sets (DESIGN.md): chosen by hand, round
 * numbers, fitted on none of the sets that the figures are given for.
 */
#define WEIGHT_PAIRS .6 /* of ordered pairs beside their words */
static const double weight[PAGES_N_PARTS] = {
    [PAGES_WIDE] = .5,    [PAGES_SECTION] = .5, [PAGES_WHOLE] = .3, [PAGES_TITLE] = .3,
    [PAGES_HEADING] = .6, [PAGES_GRAMS] = .15,  [PAGES_SKIP] = .1,  [PAGES_LEAD] = .1,
};
#define WEIGHT_PROXIMITY 1.0
#define WEIGHT_PRECISION 4.0
#define PRECISION_DAMP                                                                             \
    4.0 /* IDF added to a sentence's own, so that short ones do not win by it                      \
         */
#define QUERY_GRAM_CHARS 4
/* Of a question: nobody asks in more, and each is looked up in every field. */
#define QUERY_BYTES    ((size_t)16 * 1024)
#define QUERY_TOKENS   512
#define QUERY_SKIP_GAP 3

/* Sums of IDF per sentence; they change when pages are added. */
static void
seal(struct pages *p)
{
    for (; p->sealed < p->n; p->sealed++) {
        struct pages_words *w = &p->words[p->sealed];
        size_t n = p->pages[p->sealed].split.n_sentences;

        for (size_t s = 0; s < n; s++) {
            w->sentence_idf[s] = 0;
            for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++)
                w->sentence_idf[s] += search_idf(p->fields[FIELD_WIDE].index, w->ids[i]);
        }
    }
}

/* Keep a word of the question, once. */
static void
add_query_word(struct pages *p, struct pages_query *q, const struct token *t, float asked)
{
    size_t k = 0;

    while (k < q->n_words && q->words[k] != t->id)
        k++;
    if (k < q->n_words)
        q->weight[k] = fmax(q->weight[k], (double)asked * pages_weight(p, t->id));
    if (k < q->n_words || k == PAGES_MAX_QUERY)
        return;
    q->words[k] = t->id;
    q->prefix[k] = pages_prefix(t->folded);
    q->idf[k] = pages_idf(p, t->id);
    q->weight[k] = (double)asked * pages_weight(p, t->id);
    q->n_words++;
}

static bool
is_ignored(const struct pages *p, uint64_t id)
{
    for (size_t i = 0; i < p->n_ignored; i++)
        if (p->ignored[i] == id)
            return true;
    return false;
}

static uint32_t
rank_word(const void *self, uint64_t stem)
{
    return pages_df(self, stem);
}

/*
 * A word that neither the site knows nor texts in general, one slip from a word of
 * the site, is taken for that one.  Names stay: another name is another person.
 */
static void
respell(struct pages *p, struct token *t)
{
    struct text word;
    uint64_t stem;

    if ((t->flags & TOKEN_STOP) != 0 || pages_df(p, t->id) > 0 || idf_share(p->common, t->id) > 0 ||
        ((t->flags & TOKEN_CAPITAL) != 0 && (t->flags & TOKEN_SENTENCE) == 0) ||
        !vocabulary_near(p->vocabulary, t, rank_word, p, &word, &stem))
        return;
    t->folded = word;
    t->id = stem;
}

/*
 * What the question is about: its words less the stop words and those of asking.
 * If that leaves nothing, all but the stop words; if that does, all.
 */
static void
read_query(struct pages *p, struct text question, const char *language, struct arena *a,
           struct pages_query *q)
{
    enum { ABOUT, NO_STOP, ALL, N_TRIES };
    float *asked;

    pages_split(p, text_sub(question, 0, utf8_cut(question, QUERY_BYTES)), language, a, &q->tokens);
    if (q->tokens.n > QUERY_TOKENS)
        q->tokens.n = QUERY_TOKENS;
    for (size_t i = 0; i < q->tokens.n; i++)
        respell(p, &q->tokens.tokens[i]);
    for (size_t i = 0; i < q->tokens.n; i++)
        if (cues_asking(q->tokens.tokens[i].folded) || is_ignored(p, q->tokens.tokens[i].id))
            q->tokens.tokens[i].flags |= TOKEN_STOP;
    q->words = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->words));
    q->prefix = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->prefix));
    q->idf = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->idf));
    q->weight = arena_alloc(a, PAGES_MAX_QUERY * sizeof(*q->weight));
    asked = arena_alloc(a, (q->tokens.n + 1) * sizeof(*asked));
    asked_weigh(question, &q->tokens, asked);
    for (int pass = ABOUT; pass < N_TRIES && q->n_words == 0; pass++)
        for (size_t i = 0; i < q->tokens.n; i++) {
            const struct token *t = &q->tokens.tokens[i];

            if ((pass == ALL || (t->flags & TOKEN_STOP) == 0) &&
                (pass != ABOUT || !cues_asking(t->folded)))
                add_query_word(p, q, t, asked[i]);
        }
}

/* What a field is asked, and where its score goes. */
struct ask {
    enum pages_field_name field;
    const struct search_terms *terms;
};

/* part = for each page the best of its documents, by one field and a second one beside it. */
static void
score_part(struct pages *p, enum pages_part part, struct ask first, struct ask second)
{
    const struct pages_field *f = &p->fields[first.field];
    uint32_t n = search_docs(f->index);
    float *best = p->best + (size_t)part * p->n;

    memset(p->scores, 0, n * sizeof(*p->scores));
    search_score(f->index, first.terms, 1.F, p->scores);
    if (second.terms != NULL)
        search_score(p->fields[second.field].index, second.terms, (float)WEIGHT_PAIRS, p->scores);
    search_best_of(p->scores, f->page, n, best);
}

static void
score_all(struct pages *p, const struct token_list *query, struct arena *a)
{
    struct search_terms words, pairs, skips, grams;
    struct ask none = { FIELD_WIDE, NULL };
    size_t most = 0;

    search_terms_init(&words, a);
    search_terms_init(&pairs, a);
    search_terms_init(&skips, a);
    search_terms_init(&grams, a);
    search_add_words(&words, query, SEARCH_NO_STOP);
    search_add_pairs(&pairs, query, 1, SEARCH_NO_STOP);
    search_add_pairs(&skips, query, QUERY_SKIP_GAP, SEARCH_NO_STOP);
    search_add_grams(&grams, query, QUERY_GRAM_CHARS, SEARCH_NO_STOP);
    for (size_t i = 0; i < N_FIELDS; i++)
        if (search_docs(p->fields[i].index) > most)
            most = search_docs(p->fields[i].index);
    p->scores = mem_grow(p->scores, &p->cap_scores, most, sizeof(*p->scores));
    p->best = mem_grow(p->best, &p->cap_best, PAGES_N_PARTS * p->n, sizeof(*p->best));
    memset(p->best, 0, PAGES_N_PARTS * p->n * sizeof(*p->best));
    score_part(p, PAGES_SECTION, (struct ask){ FIELD_SECTION, &words },
               (struct ask){ FIELD_SECTION_PAIRS, &pairs });
    score_part(p, PAGES_WHOLE, (struct ask){ FIELD_WHOLE, &words }, none);
    score_part(p, PAGES_TITLE, (struct ask){ FIELD_TITLE, &words }, none);
    score_part(p, PAGES_HEADING, (struct ask){ FIELD_HEADING, &words }, none);
    score_part(p, PAGES_GRAMS, (struct ask){ FIELD_GRAMS, &grams }, none);
    score_part(p, PAGES_SKIP, (struct ask){ FIELD_SKIP, &skips }, none);
    score_part(p, PAGES_LEAD, (struct ask){ FIELD_LEAD, &words }, none);
    /* Last: the scores of the single passages are read again. */
    score_part(p, PAGES_WIDE, (struct ask){ FIELD_WIDE, &words },
               (struct ask){ FIELD_WIDE_PAIRS, &pairs });
}

/* Number of the query word, or PAGES_MAX_QUERY. */
static size_t
word_of(const struct pages_query *q, uint64_t id)
{
    for (size_t i = 0; i < q->n_words; i++)
        if (q->words[i] == id)
            return i;
    return PAGES_MAX_QUERY;
}

/*
 * Neighbouring words of the question: mean of 1 / (1 + words between them), at
 * the place of the passage where they are closest in this order, weighed by IDF.
 */
static double
proximity(const struct pages_query *q, const struct pages_words *w, uint32_t from, uint32_t end)
{
    uint32_t last[PAGES_MAX_QUERY] = { 0 }; /* word number + 1 */
    double close[PAGES_MAX_QUERY] = { 0 }, sum = 0, all = 0;

    for (uint32_t i = from; i < end; i++) {
        size_t k = word_of(q, w->ids[i]);

        if (k == PAGES_MAX_QUERY)
            continue;
        if (k > 0 && last[k - 1] > 0) {
            double c = 1.0 / (double)(i + 1 - last[k - 1]);

            if (c > close[k])
                close[k] = c;
        }
        last[k] = i + 1;
    }
    for (size_t k = 1; k < q->n_words; k++) {
        sum += close[k] * (q->idf[k] + q->idf[k - 1]);
        all += q->idf[k] + q->idf[k - 1];
    }
    return all > 0 ? sum / all : 0;
}

/* Best sentence: matched IDF / (4 + IDF of the sentence). */
static double
precision(const struct pages_query *q, const struct pages_words *w, size_t n_sentences)
{
    double best = 0;

    for (size_t s = 0; s < n_sentences; s++) {
        uint64_t seen = 0; /* a bit for each word: PAGES_MAX_QUERY is 64 */
        double matched = 0, v;

        for (uint32_t i = w->sentence[s]; i < w->sentence[s + 1]; i++) {
            size_t k = word_of(q, w->ids[i]);

            if (k == PAGES_MAX_QUERY || (seen >> k & 1) != 0)
                continue;
            seen |= UINT64_C(1) << k;
            matched += q->idf[k];
        }
        v = matched / (PRECISION_DAMP + (double)w->sentence_idf[s]);
        if (v > best)
            best = v;
    }
    return best;
}

static void
look_closely(struct pages *p, const struct pages_query *q, struct pages_hit *h)
{
    const struct pages_words *w = &p->words[h->page];
    float best = -1;

    for (uint32_t i = 0; i < w->n_wide; i++)
        if (p->scores[w->first_wide + i] > best) {
            best = p->scores[w->first_wide + i];
            h->passage = i;
        }
    if (w->n_wide > 0)
        h->proximity = proximity(q, w, w->wide[2 * h->passage], w->wide[2 * h->passage + 1]);
    h->precision = precision(q, w, p->pages[h->page].split.n_sentences);
    h->score += WEIGHT_PROXIMITY * h->proximity + WEIGHT_PRECISION * h->precision;
}

static int
by_score(const void *x, const void *y)
{
    const struct pages_hit *a = x, *b = y;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->page < b->page ? -1 : a->page > b->page;
}

void
pages_find(struct pages *p, struct text question, const char *language, size_t k, struct arena *a,
           struct pages_found *ret)
{
    struct search_hit top[PAGES_MAX_HITS];
    float *sum;

    *ret = (struct pages_found){ .n = 0 };
    for (size_t i = 0; i < PAGES_N_PARTS; i++)
        ret->first[i] = UINT32_MAX;
    seal(p);
    read_query(p, question, language, a, &ret->query);
    if (p->n == 0 || ret->query.n_words == 0)
        return;
    score_all(p, &ret->query.tokens, a);
    sum = arena_alloc(a, p->n * sizeof(*sum));
    for (size_t part = 0; part < PAGES_N_PARTS; part++) {
        const float *best = p->best + part * p->n;
        struct search_hit first;

        if (search_top_dense(best, (uint32_t)p->n, 1, &first) > 0)
            ret->first[part] = first.doc;
        for (size_t i = 0; i < p->n; i++)
            sum[i] += (float)weight[part] * best[i];
    }
    ret->n = search_top_dense(sum, (uint32_t)p->n, PAGES_MAX_HITS, top);
    ret->hits = arena_alloc(a, (ret->n + 1) * sizeof(*ret->hits));
    for (size_t i = 0; i < ret->n; i++) {
        ret->hits[i] = (struct pages_hit){ .page = top[i].doc, .score = (double)top[i].score };
        for (size_t part = 0; part < PAGES_N_PARTS; part++)
            ret->hits[i].part[part] = (double)p->best[part * p->n + top[i].doc];
        look_closely(p, &ret->query, &ret->hits[i]);
    }
    qsort(ret->hits, ret->n, sizeof(*ret->hits), by_score);
    if (ret->n > k)
        ret->n = k;
}
