/* corpus_heap.h - the k best hits so far; the root is the worst of them. */
#ifndef CORPUS_HEAP_H
#define CORPUS_HEAP_H

#include "corpus.h"

struct corpus_heap {
    struct corpus_hit *hits; /* room for k */
    size_t n, k;
    int64_t floor; /* a score that k documents are known to reach */
};

/* Take it in if it is among the k best. */
void corpus_heap_push(struct corpus_heap *h, const struct corpus_hit *x);
bool corpus_heap_has(const struct corpus_heap *h, int64_t key, uint32_t part);
void corpus_heap_sort(struct corpus_heap *h); /* best first; it is no heap any more */

#endif /* CORPUS_HEAP_H */
