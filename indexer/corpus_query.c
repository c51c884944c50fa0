/* corpus_query.c - what is asked, and how much each term counts; see corpus.h. */

#include <math.h>

#include "corpus_private.h"

void
corpus_query_init(struct corpus_query *q, struct arena *a)
{
    *q = (struct corpus_query){ .arena = a };
}

void
corpus_query_add(struct corpus_query *q, uint32_t field, const struct search_terms *terms,
                 float weight)
{
    for (size_t i = 0; i < terms->n; i++) {
        size_t k = 0;

        while (k < q->n && (q->clauses[k].field != field || q->clauses[k].term != terms->ids[i]))
            k++;
        if (k < q->n) {
            q->clauses[k].weight += weight; /* one cursor for a term that stands twice */
            continue;
        }
        if (q->n == SEARCH_MAX_CLAUSES)
            return;
        q->clauses = arena_grow(q->arena, q->clauses, q->n, &q->cap, sizeof(*q->clauses));
        q->clauses[q->n++] = (struct corpus_clause){ field, terms->ids[i], weight };
    }
}

double
corpus_mean_length(const struct corpus *c, uint32_t field)
{
    uint64_t total = 0, n = 0;

    for (size_t i = 0; i < c->n_parts; i++) {
        total += c->parts[i].segment->fields[field].total;
        n += c->parts[i].segment->n_docs;
    }
    return n > 0 && total > 0 ? (double)total / (double)n : 1;
}

void
corpus_find_terms(const struct corpus *c, const struct corpus_query *q, struct corpus_factors *f,
                  uint32_t *numbers)
{
    double n_docs = 0;

    for (size_t p = 0; p < c->n_parts; p++)
        n_docs += c->parts[p].segment->n_docs;
    for (size_t i = 0; i < q->n; i++) {
        const struct corpus_clause *x = &q->clauses[i];
        const struct search_params *params = c->kind->params[x->field];
        double k1 = (double)params->k1, b = (double)params->b, df = 0, idf;

        for (size_t p = 0; p < c->n_parts; p++) {
            const struct segment *s = c->parts[p].segment;
            uint32_t number = segment_find(s, x->field, x->term);

            numbers[p * q->n + i] = number;
            if (number != SEGMENT_END)
                df += segment_df(s, x->field, number);
        }
        idf = log(1 + (n_docs - df + .5) / (df + .5));
        f[i] = (struct corpus_factors){ (double)x->weight * idf * (k1 + 1) * CORPUS_SCALE,
                                        k1 * (1 - b), k1 * b / corpus_mean_length(c, x->field) };
    }
}
