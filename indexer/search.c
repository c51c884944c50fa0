/* search.c - see search.h: building an index, its figures and its factors. */

#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "search_index.h"

#define FIRST_SLOTS  ((size_t)1 << 10) /* a power of two */
#define SHORT_WORDS  40 /* mean words of a document up to which they are short questions */
#define INSERT_TERMS ((size_t)48) /* up to here insertion sort beats qsort(3) */

const struct search_params search_short = { 1.2F, .75F };
const struct search_params search_long = { .9F, .4F };
const struct search_params search_title = { .5F, .2F };
const struct search_params search_heading = { .5F, .3F };

struct search_index *
search_new(const struct search_params *params)
{
    struct search_index *ix = mem_zalloc(sizeof(*ix));

    ix->params = *params;
    ix->n_slots = FIRST_SLOTS;
    ix->slots = mem_zalloc(ix->n_slots * sizeof(*ix->slots));
    return ix;
}

void
search_free(struct search_index *ix)
{
    if (ix == NULL)
        return;
    for (size_t i = 0; i < ix->n_lists; i++)
        if (ix->lists[i].n > 1)
            free(ix->lists[i].at.many);
    free(ix->lists);
    free(ix->slots);
    free(ix->lengths);
    free(ix->sorted);
    free(ix);
}

/* Terms are hashes, but a caller's may be small numbers: mix before taking low bits. */
static size_t
slot_of(const struct search_index *ix, uint64_t term)
{
    size_t i = (size_t)((term * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (ix->n_slots - 1);

    while (ix->slots[i] != 0 && ix->lists[ix->slots[i] - 1].term != term)
        i = (i + 1) & (ix->n_slots - 1);
    return i;
}

const struct search_list *
search_list_of(const struct search_index *ix, uint64_t term)
{
    uint32_t slot = ix->slots[slot_of(ix, term)];

    return slot != 0 ? &ix->lists[slot - 1] : NULL;
}

const struct search_posting *
search_postings(const struct search_list *list)
{
    return list->n > 1 ? list->at.many : &list->at.one;
}

static struct search_list *
make_list(struct search_index *ix, uint64_t term)
{
    size_t i = slot_of(ix, term);

    if (ix->slots[i] != 0)
        return &ix->lists[ix->slots[i] - 1];
    ix->lists = mem_grow(ix->lists, &ix->cap_lists, ix->n_lists + 1, sizeof(*ix->lists));
    ix->lists[ix->n_lists] = (struct search_list){ .term = term, .min_length = UINT32_MAX };
    ix->slots[i] = (uint32_t)++ix->n_lists;
    if (ix->n_lists * 2 > ix->n_slots) {
        free(ix->slots);
        ix->n_slots *= 2;
        ix->slots = mem_zalloc(ix->n_slots * sizeof(*ix->slots));
        for (size_t k = 0; k < ix->n_lists; k++)
            ix->slots[slot_of(ix, ix->lists[k].term)] = (uint32_t)k + 1;
    }
    return &ix->lists[ix->n_lists - 1];
}

static void
append(struct search_list *list, uint32_t doc, uint32_t tf, uint32_t length)
{
    struct search_posting p = { doc, tf };

    if (list->n == 0) {
        list->at.one = p;
    } else {
        struct search_posting *many = list->n > 1 ? list->at.many : NULL;
        size_t cap = list->cap;

        if (many == NULL) {
            cap = 0;
            many = mem_grow(NULL, &cap, 2, sizeof(*many));
            many[0] = list->at.one;
        } else {
            many = mem_grow(many, &cap, (size_t)list->n + 1, sizeof(*many));
        }
        many[list->n] = p;
        list->at.many = many;
        list->cap = (uint32_t)cap;
    }
    list->n++;
    if (tf > list->max_tf)
        list->max_tf = tf;
    if (length < list->min_length)
        list->min_length = length;
}

static int
by_term(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void
sort_terms(uint64_t *t, size_t n)
{
    if (n > INSERT_TERMS) {
        qsort(t, n, sizeof(*t), by_term);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint64_t x = t[i];
        size_t k = i;

        for (; k > 0 && t[k - 1] > x; k--)
            t[k] = t[k - 1];
        t[k] = x;
    }
}

uint32_t
search_add(struct search_index *ix, const struct search_terms *terms)
{
    uint32_t doc = (uint32_t)ix->n_docs, length = (uint32_t)terms->n;

    if (ix->n_docs >= SEARCH_MAX_DOCS)
        abort(); /* no store of ours has as many rows */
    ix->lengths = mem_grow(ix->lengths, &ix->cap_docs, ix->n_docs + 1, sizeof(*ix->lengths));
    ix->lengths[ix->n_docs++] = length;
    ix->total += length;
    if (terms->n == 0)
        return doc;
    ix->sorted = mem_grow(ix->sorted, &ix->cap_sorted, terms->n, sizeof(*ix->sorted));
    memcpy(ix->sorted, terms->ids, terms->n * sizeof(*ix->sorted));
    sort_terms(ix->sorted, terms->n);
    for (size_t i = 0, from; i < terms->n;) {
        from = i;
        while (i < terms->n && ix->sorted[i] == ix->sorted[from])
            i++;
        append(make_list(ix, ix->sorted[from]), doc, (uint32_t)(i - from), length);
    }
    return doc;
}

float
search_pair_weight(const struct search_index *words)
{
    /* nDCG@10 on BANKING77: .700 at 0, .722 at .1, .728 at .2, .726 at .3, .710 at .6. */
    return words->total <= (uint64_t)words->n_docs * SHORT_WORDS ? .2F : .6F;
}

uint32_t
search_length(const struct search_index *ix, uint32_t doc)
{
    return ix->lengths[doc];
}

static float
idf(size_t n_docs, uint32_t df)
{
    return (float)log(1 + ((double)n_docs - df + .5) / (df + .5));
}

size_t
search_bytes(const struct search_index *ix)
{
    size_t bytes = ix->cap_lists * sizeof(*ix->lists) + ix->n_slots * sizeof(*ix->slots) +
                   ix->cap_docs * sizeof(*ix->lengths);

    for (size_t i = 0; i < ix->n_lists; i++)
        if (ix->lists[i].n > 1)
            bytes += ix->lists[i].cap * sizeof(struct search_posting);
    return bytes;
}

struct search_factors
search_factors_of(const struct search_index *ix, const struct search_list *list, float weight)
{
    float k1 = ix->params.k1, b = ix->params.b;
    double mean = ix->total > 0 ? (double)ix->total / (double)ix->n_docs : 1;

    return (struct search_factors){ weight * idf(ix->n_docs, list->n) * (k1 + 1), k1 * (1 - b),
                                    (float)(k1 * b / mean) };
}
