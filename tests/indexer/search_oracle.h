/* search_oracle.h - BM25 of every document, list by list: what search_top() must agree with. */
#ifndef SEARCH_ORACLE_H
#define SEARCH_ORACLE_H

#include "../../indexer/search_index.h"

/* scores[doc] += weight x BM25 of all terms; scores has ix->n_docs floats. */
static inline void
search_dense(const struct search_index *ix, const struct search_terms *query, float weight,
             float *scores)
{
    for (size_t i = 0; i < query->n; i++) {
        const struct search_list *list = search_list_of(ix, query->ids[i]);
        const struct search_posting *p;
        struct search_factors f;

        if (list == NULL)
            continue;
        p = search_postings(list);
        f = search_factors_of(ix, list, weight);
        for (size_t k = 0; k < list->n; k++) {
            float tf = (float)p[k].tf;

            scores[p[k].doc] +=
                f.gain * tf / (tf + f.base + f.slope * (float)ix->lengths[p[k].doc]);
        }
    }
}

#endif /* SEARCH_ORACLE_H */
