/*
 * search_top.c - the k best documents, see search.h.
 *
 * MaxScore: cursors stand in ascending order of the most they can add.  Once
 * the heap of the k best is full, a document that stands only in the first
 * few lists, whose bounds together do not beat the worst of the heap, cannot
 * get in; so only the other lists propose documents.  They do so a window of
 * documents at a time, which costs an addition a posting where a merge would
 * compare all lists at each document.
 */

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "search.h"
#include "search_index.h"

/* Beyond so many another look at all scores costs more than the heap. */
#define DENSE_COUNTED 65536

#define WINDOW   2048u  /* documents; the scores of a window stay in the first cache */
#define PROBE    1024   /* postings looked through for a first bound */
#define ROUNDING 1e-6   /* of scores kept as floats */
#define SLACK    1.0001 /* bounds are computed in another order than scores: allow for rounding */

struct cursor {
    const struct search_posting *p, *end, *begin;
    const uint32_t *lengths;
    struct search_factors f;
    double bound; /* the most it adds to a score */
    double sum;   /* of the bounds up to and with this one, in their order */
};

/* A heap whose root is the worst hit: lower score, or the later of two equal documents. */
struct heap {
    struct search_hit *hits;
    size_t n, k;
};

static bool
worse(struct search_hit a, struct search_hit b)
{
    return a.score < b.score || (a.score <= b.score && a.doc > b.doc);
}

static void
sift_down(struct search_hit *h, size_t n, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        struct search_hit x = h[i];

        if (child + 1 < n && worse(h[child + 1], h[child]))
            child++;
        if (!worse(h[child], x))
            return;
        h[i] = h[child];
        h[child] = x;
    }
}

static void
push(struct heap *h, struct search_hit x)
{
    size_t i;

    if (h->n == h->k) {
        if (!worse(h->hits[0], x))
            return;
        h->hits[0] = x;
        sift_down(h->hits, h->n, 0);
        return;
    }
    for (i = h->n++; i > 0 && worse(x, h->hits[(i - 1) / 2]); i = (i - 1) / 2)
        h->hits[i] = h->hits[(i - 1) / 2];
    h->hits[i] = x;
}

/* Best first. */
static void
sort_heap(struct heap *h)
{
    for (size_t n = h->n; n > 1; n--) {
        struct search_hit x = h->hits[0];

        h->hits[0] = h->hits[n - 1];
        h->hits[n - 1] = x;
        sift_down(h->hits, n - 1, 0);
    }
}

void
search_query_init(struct search_query *q, struct arena *a)
{
    *q = (struct search_query){ .arena = a };
}

void
search_query_add(struct search_query *q, const struct search_index *ix,
                 const struct search_terms *terms, float weight)
{
    for (size_t i = 0; i < terms->n; i++) {
        size_t k = 0;

        while (k < q->n && (q->clauses[k].index != ix || q->clauses[k].term != terms->ids[i]))
            k++;
        if (k < q->n) {
            q->clauses[k].weight += weight; /* one cursor for a term that stands twice */
            continue;
        }
        if (q->n == SEARCH_MAX_CLAUSES)
            return;
        q->clauses = arena_grow(q->arena, q->clauses, q->n, &q->cap, sizeof(*q->clauses));
        q->clauses[q->n++] = (struct search_clause){ ix, terms->ids[i], weight };
    }
}

static int
by_bound(const void *a, const void *b)
{
    const struct cursor *x = a, *y = b;

    if (x->bound < y->bound || x->bound > y->bound)
        return x->bound < y->bound ? -1 : 1;
    return x->end - x->p > y->end - y->p ? -1 : x->end - x->p < y->end - y->p;
}

static size_t
open_cursors(const struct search_query *q, struct cursor *cursors)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < q->n; i++) {
        const struct search_clause *c = &q->clauses[i];
        const struct search_list *list = search_list_of(c->index, c->term);
        struct cursor *cur = &cursors[n];
        double tf;

        if (list == NULL || c->weight <= 0)
            continue;
        cur->p = search_postings(list);
        cur->begin = cur->p;
        cur->end = cur->p + list->n;
        cur->lengths = c->index->lengths;
        cur->f = search_factors_of(c->index, list, c->weight);
        tf = list->max_tf;
        cur->bound =
            cur->f.gain * tf / (tf + cur->f.base + cur->f.slope * (double)list->min_length) * SLACK;
        n++;
    }
    qsort(cursors, n, sizeof(*cursors), by_bound);
    for (size_t i = 0; i < n; i++)
        cursors[i].sum = sum += cursors[i].bound;
    return n;
}

/* Move to the first posting of doc or later: in growing steps, then by halves. */
static void
seek(struct cursor *c, uint32_t doc)
{
    size_t step = 1, left = (size_t)(c->end - c->p), lo, hi;

    if (left == 0 || c->p->doc >= doc)
        return;
    while (step < left && c->p[step].doc < doc)
        step *= 2;
    lo = step / 2;
    hi = step < left ? step : left;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->p[mid].doc < doc)
            lo = mid + 1;
        else
            hi = mid;
    }
    c->p += lo;
}

static double
gain(const struct cursor *c)
{
    double tf = c->p->tf;

    return c->f.gain * tf / (tf + c->f.base + c->f.slope * (double)c->lengths[c->p->doc]);
}

/* The next document that a cursor from first on proposes. */
static uint32_t
next_doc(const struct cursor *c, size_t first, size_t n)
{
    uint32_t doc = SEARCH_NONE;

    for (size_t i = first; i < n; i++)
        if (c[i].p < c[i].end && c[i].p->doc < doc)
            doc = c[i].p->doc;
    return doc;
}

/* Scores of the documents [base, base + WINDOW) from the lists that propose. */
struct window {
    double scores[WINDOW]; /* 0 where touched has no bit */
    uint64_t touched[WINDOW / 64];
    uint32_t base;
};

/* Add up the proposing lists over the window that the next document stands in. */
static void
fill_window(struct window *w, struct cursor *c, size_t first, size_t n, uint32_t doc)
{
    uint64_t end;

    w->base = doc - doc % WINDOW;
    end = (uint64_t)w->base + WINDOW;
    for (size_t i = n; i-- > first;)
        for (; c[i].p < c[i].end && c[i].p->doc < end; c[i].p++) {
            uint32_t at = c[i].p->doc - w->base;

            w->scores[at] += gain(&c[i]);
            w->touched[at / 64] |= UINT64_C(1) << at % 64;
        }
}

/* The whole score of a document, or 0 once it cannot beat worst. */
static double
finish_score(struct cursor *c, size_t first, uint32_t doc, double score, double worst)
{
    for (size_t i = first; i-- > 0;) {
        if (score + c[i].sum <= worst)
            return 0;
        seek(&c[i], doc);
        if (c[i].p < c[i].end && c[i].p->doc == doc)
            score += gain(&c[i]);
    }
    return score;
}

/* What a score must beat; floor is a bound known from elsewhere, or below 0. */
static double
worst_of(const struct heap *h, double floor)
{
    double worst = h->n == h->k ? h->hits[0].score : -1;

    return worst > floor ? worst : floor;
}

/*
 * A score that k documents reach: that of the k-th best in one short list, the most telling that
 * has so many.  With it the long lists need not propose from the start.
 */
static double
find_floor(const struct cursor *cursors, size_t n, const struct search_query *q, size_t k)
{
    struct cursor *c;
    struct heap h = { NULL, 0, k };
    double floor = -1;
    size_t i = n;

    while (i > 0 && ((size_t)(cursors[i - 1].end - cursors[i - 1].p) < k ||
                     cursors[i - 1].end - cursors[i - 1].p > PROBE))
        i--;
    if (i == 0)
        return floor;
    c = mem_zalloc(n * sizeof(*c));
    memcpy(c, cursors, n * sizeof(*c));
    h.hits = mem_zalloc(k * sizeof(*h.hits));
    for (const struct search_posting *p = cursors[i - 1].p; p < cursors[i - 1].end; p++)
        if (q->accept == NULL || q->accept(q->self, p->doc))
            push(&h, (struct search_hit){ p->doc, (float)finish_score(c, n, p->doc, 0, -1) });
    if (h.n == k)
        floor = h.hits[0].score * (1 - ROUNDING);
    free(h.hits);
    free(c);
    return floor;
}

/*
 * Cursors that have proposed their share go to the front, where none proposes; the new first.  The
 * sums stay bounds in any order.
 */
static size_t
retire(struct cursor *c, size_t first, size_t n, size_t proposals)
{
    size_t from = first;

    for (size_t i = first; i < n && proposals > 0; i++) {
        struct cursor x = c[i];

        if ((size_t)(x.p - x.begin) < proposals)
            continue;
        memmove(&c[first + 1], &c[first], (i - first) * sizeof(*c));
        c[first++] = x;
    }
    for (size_t i = from; i < n && first > from; i++)
        c[i].sum = (i > 0 ? c[i - 1].sum : 0) + c[i].bound;
    return first;
}

/* Offer the documents of the window to the heap, in order, and wipe it. */
static void
empty_window(struct window *w, struct cursor *c, size_t first, const struct search_query *q,
             struct heap *h, double floor)
{
    for (size_t k = 0; k < N_ELEMENTS(w->touched); k++) {
        for (uint64_t bits = w->touched[k]; bits != 0; bits &= bits - 1) {
            uint32_t at = (uint32_t)(k * 64) + (uint32_t)__builtin_ctzll(bits);
            uint32_t doc = w->base + at;
            double worst = worst_of(h, floor), score = w->scores[at];

            w->scores[at] = 0;
            score = finish_score(c, first, doc, score, worst);
            if (score > worst && score > 0 && (q->accept == NULL || q->accept(q->self, doc)))
                push(h, (struct search_hit){ doc, (float)score });
        }
        w->touched[k] = 0;
    }
}

size_t
search_top(const struct search_query *q, size_t k, struct search_hit *ret)
{
    struct cursor *cursors = mem_zalloc(q->n * sizeof(*cursors));
    struct heap heap = { ret, 0, k };
    struct window w = { .base = 0 };
    size_t n = open_cursors(q, cursors), first = 0;
    double floor = k > 0 ? find_floor(cursors, n, q, k) : -1;

    while (k > 0) {
        uint32_t doc;

        first = retire(cursors, first, n, q->proposals);
        while (first < n && cursors[first].sum <= worst_of(&heap, floor))
            first++;
        doc = next_doc(cursors, first, n);
        if (doc == SEARCH_NONE)
            break;
        fill_window(&w, cursors, first, n, doc);
        empty_window(&w, cursors, first, q, &heap, floor);
    }
    free(cursors);
    sort_heap(&heap);
    return heap.n;
}

/*
 * A score that k of them at least have: what is below need not go through the heap.  Scores are
 * counted by their exponent and first bits, in whose order positive numbers are.
 */
static float
dense_floor(const float *scores, uint32_t n, size_t k)
{
    enum { BITS = 11, SHIFT = 31 - BITS };
    uint32_t counts[1U << BITS] = { 0 }, bits;
    size_t above = 0;
    float floor;

    for (uint32_t i = 0; i < n; i++) {
        memcpy(&bits, &scores[i], sizeof(bits));
        if (scores[i] > 0)
            counts[bits >> SHIFT]++;
    }
    for (bits = 1U << BITS; bits > 0 && above < k; bits--)
        above += counts[bits - 1];
    bits <<= SHIFT;
    memcpy(&floor, &bits, sizeof(floor));
    return floor;
}

size_t
search_top_dense(const float *scores, uint32_t n, size_t k, struct search_hit *ret)
{
    struct heap heap = { ret, 0, k };
    float floor = n <= DENSE_COUNTED ? dense_floor(scores, n, k) : 0;

    for (uint32_t i = 0; i < n && k > 0; i++)
        if (scores[i] > 0 && scores[i] >= floor && (heap.n < k || scores[i] > heap.hits[0].score))
            push(&heap, (struct search_hit){ i, scores[i] });
    sort_heap(&heap);
    return heap.n;
}
