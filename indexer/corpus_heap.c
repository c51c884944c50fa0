/* corpus_heap.c - see corpus_heap.h. */

#include "corpus_heap.h"

static bool
worse(const struct corpus_hit *a, const struct corpus_hit *b)
{
    if (a->scaled != b->scaled)
        return a->scaled < b->scaled;
    if (a->key != b->key)
        return a->key > b->key;
    return a->part > b->part;
}

static void
sift_down(struct corpus_hit *h, size_t n, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        struct corpus_hit x = h[i];

        if (child + 1 < n && worse(&h[child + 1], &h[child]))
            child++;
        if (!worse(&h[child], &x))
            return;
        h[i] = h[child];
        h[child] = x;
    }
}

void
corpus_heap_push(struct corpus_heap *h, const struct corpus_hit *x)
{
    size_t i;

    if (h->n == h->k) {
        if (!worse(&h->hits[0], x))
            return;
        h->hits[0] = *x;
        sift_down(h->hits, h->n, 0);
        return;
    }
    for (i = h->n++; i > 0 && worse(x, &h->hits[(i - 1) / 2]); i = (i - 1) / 2)
        h->hits[i] = h->hits[(i - 1) / 2];
    h->hits[i] = *x;
}

void
corpus_heap_sort(struct corpus_heap *h)
{
    for (size_t n = h->n; n > 1; n--) {
        struct corpus_hit x = h->hits[0];

        h->hits[0] = h->hits[n - 1];
        h->hits[n - 1] = x;
        sift_down(h->hits, n - 1, 0);
    }
}

bool
corpus_heap_has(const struct corpus_heap *h, int64_t key, uint32_t part)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->hits[i].key == key && h->hits[i].part == part)
            return true;
    return false;
}
