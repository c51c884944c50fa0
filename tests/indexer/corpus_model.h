/*
 * corpus_model.h - a collection as plain arrays, and the exhaustive scorer: what
 * corpus_search() must agree with, bit for bit.  Too slow and simple to be wrong.
 */
#ifndef CORPUS_MODEL_H
#define CORPUS_MODEL_H

#include <math.h>

#include "../test.h"

#include "../../indexer/corpus.h"
#include "mem.h"
#include "rng.h"

#define MODEL_FIELDS    3
#define MODEL_MAX_TERMS 40
#define MODEL_TERMS     300

struct model_doc {
    struct corpus_doc doc;
    uint64_t terms[MODEL_FIELDS][MODEL_MAX_TERMS];
    size_t n[MODEL_FIELDS];
    bool live, counted; /* counted: its segment still has it */
};

struct model {
    struct model_doc *docs;
    size_t n, cap;
};

static const struct corpus_kind model_kind = { MODEL_FIELDS,
                                               { &search_short, &search_title, &search_long },
                                               1 };

/* Some often, most seldom. */
static inline uint64_t
model_term(struct rng *r)
{
    uint64_t a = rng_below(r, MODEL_TERMS) + 1, b = rng_below(r, a) + 1;

    return rng_below(r, b) * UINT64_C(0x9E3779B97F4A7C15);
}

static inline struct model_doc *
model_new(struct model *m, struct rng *r, int64_t key, uint32_t part)
{
    static const char *const languages[] = { "en", "de", "ast", NULL };
    struct model_doc *d;

    m->docs = mem_grow(m->docs, &m->cap, m->n + 1, sizeof(*m->docs));
    d = &m->docs[m->n];
    *d = (struct model_doc){ .doc = { .key = key, .part = part, .hash = m->n }, .live = true };
    d->doc.department = (int64_t)rng_below(r, 4);
    d->doc.language = languages[rng_below(r, 4)];
    d->doc.date_s = (int64_t)rng_below(r, 1000);
    for (size_t f = 0; f < MODEL_FIELDS; f++) {
        d->n[f] = rng_below(r, rng_below(r, MODEL_MAX_TERMS) + 1); /* none too */
        for (size_t i = 0; i < d->n[f]; i++)
            d->terms[f][i] = i > 0 && rng_below(r, 5) == 0 ? d->terms[f][0] : model_term(r);
    }
    m->n++;
    return d;
}

static inline void
model_add(const struct model_doc *d, struct corpus *c, struct arena *a)
{
    struct search_terms t[MODEL_FIELDS];
    struct err err = { "" };

    for (size_t f = 0; f < MODEL_FIELDS; f++) {
        search_terms_init(&t[f], a);
        for (size_t i = 0; i < d->n[f]; i++)
            search_terms_add(&t[f], d->terms[f][i]);
    }
    CHECK(corpus_add(c, &d->doc, t, &err) == ST_OK, "%s", err.msg);
    arena_clear(a);
}

static inline uint32_t
model_tf(const struct model_doc *d, size_t f, uint64_t term)
{
    uint32_t tf = 0;

    for (size_t i = 0; i < d->n[f]; i++)
        tf += d->terms[f][i] == term;
    return tf;
}

/* scores[] of every document, deleted ones too, by the formula of search.h. */
static inline void
model_score(const struct model *m, const struct corpus_query *q, int64_t *scores)
{
    memset(scores, 0, m->n * sizeof(*scores));
    for (size_t i = 0; i < q->n; i++) {
        const struct corpus_clause *x = &q->clauses[i];
        double k1 = (double)model_kind.params[x->field]->k1;
        double b = (double)model_kind.params[x->field]->b, n = 0, df = 0, total = 0, mean, idf;

        for (size_t d = 0; d < m->n; d++)
            if (m->docs[d].counted) {
                n++;
                df += model_tf(&m->docs[d], x->field, x->term) > 0;
                total += (double)m->docs[d].n[x->field];
            }
        mean = total > 0 ? total / n : 1;
        idf = log(1 + (n - df + .5) / (df + .5));
        for (size_t d = 0; d < m->n; d++) {
            double tf = model_tf(&m->docs[d], x->field, x->term);
            double gain = (double)x->weight * idf * (k1 + 1) * CORPUS_SCALE;

            if (tf > 0)
                scores[d] +=
                    (int64_t)(gain * tf /
                              (tf + k1 * (1 - b) + k1 * b / mean * (double)m->docs[d].n[x->field]));
        }
    }
}

static inline bool
model_accepts(const struct model_doc *d, const struct corpus_filter *f)
{
    if (f->language != NULL &&
        (d->doc.language == NULL || strcmp(d->doc.language, f->language) != 0))
        return false;
    if (f->keys != NULL && (d->doc.key < 0 || d->doc.key >= f->keys->n ||
                            (f->keys->bits[d->doc.key / 64] >> d->doc.key % 64 & 1) == 0))
        return false;
    return d->live && (f->department == 0 || d->doc.department == f->department) &&
           (f->since_s == 0 || d->doc.date_s >= f->since_s) &&
           (f->until_s == 0 || d->doc.date_s < f->until_s);
}

static inline bool
model_is_before(const struct model *m, const int64_t *scores, size_t a, size_t b)
{
    const struct corpus_doc *x = &m->docs[a].doc, *y = &m->docs[b].doc;

    if (scores[a] != scores[b])
        return scores[a] > scores[b];
    return x->key != y->key ? x->key < y->key : x->part < y->part;
}

/* The k best by looking for the best k times; must be what was found. */
static inline void
model_compare(const struct model *m, const struct corpus_query *q, size_t k,
              const struct corpus_hit *hits, size_t n_hits, size_t query)
{
    int64_t *scores = mem_alloc((m->n + 1) * sizeof(*scores));
    size_t n = 0;

    model_score(m, q, scores);
    for (; n < k; n++) {
        size_t best = m->n;

        for (size_t d = 0; d < m->n; d++)
            if (scores[d] > 0 && model_accepts(&m->docs[d], &q->filter) &&
                (best == m->n || model_is_before(m, scores, d, best)))
                best = d;
        if (best == m->n)
            break;
        if (n < n_hits)
            CHECK(hits[n].key == m->docs[best].doc.key && hits[n].part == m->docs[best].doc.part &&
                      hits[n].scaled == scores[best],
                  "query %zu hit %zu: %lld/%u %lld, want %lld/%u %lld", query, n,
                  (long long)hits[n].key, hits[n].part, (long long)hits[n].scaled,
                  (long long)m->docs[best].doc.key, m->docs[best].doc.part,
                  (long long)scores[best]);
        scores[best] = 0;
    }
    CHECK(n == n_hits, "query %zu: %zu hits, want %zu", query, n_hits, n);
    free(scores);
}

#endif /* CORPUS_MODEL_H */
