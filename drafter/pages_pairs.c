/*
 * pages_pairs.c - see pages_pairs.h.
 *
 * An entry is a number: key << COUNT_BITS | count; 0 is a free one.  The pairs of a passage are
 * made distinct in a small table of its own first, so that the large one is touched once for each.
 */

#include "pages_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define COUNT_BITS  24 /* counts stop at 16 million passages */
#define COUNT_MAX   (((uint64_t)1 << COUNT_BITS) - 1)
#define FIRST_SLOTS ((size_t)1 << 14)
#define LOAD_NUM    3 /* at most three quarters are taken */
#define LOAD_DEN    4
#define AHEAD       8 /* entries asked of the memory before they are needed */

struct pages_pairs {
    uint64_t *slots; /* owned */
    size_t n_slots;  /* a power of two */
    size_t n;
    uint64_t *seen; /* owned; the pairs of one passage, then where each belongs */
    size_t n_seen;
    uint64_t *distinct; /* owned */
    size_t cap_distinct;
};

struct pages_pairs *
pages_pairs_new(void)
{
    struct pages_pairs *t = mem_zalloc(sizeof(*t));

    t->n_slots = FIRST_SLOTS;
    t->slots = mem_zalloc(t->n_slots * sizeof(*t->slots));
    return t;
}

void
pages_pairs_free(struct pages_pairs *t)
{
    if (t == NULL)
        return;
    free(t->slots);
    free(t->seen);
    free(t->distinct);
    free(t);
}

/* Never 0, which is no pair. */
static uint64_t
key_of(uint64_t pair)
{
    uint64_t key = pair >> COUNT_BITS;

    return key != 0 ? key : 1;
}

static size_t
slot_of(const struct pages_pairs *t, uint64_t key)
{
    size_t i = (size_t)key & (t->n_slots - 1);

    while (t->slots[i] != 0 && t->slots[i] >> COUNT_BITS != key)
        i = (i + 1) & (t->n_slots - 1);
    return i;
}

static void
grow(struct pages_pairs *t, size_t more)
{
    uint64_t *old = t->slots;
    size_t n_old = t->n_slots;

    if ((t->n + more) * LOAD_DEN <= n_old * LOAD_NUM)
        return;
    while ((t->n + more) * LOAD_DEN > t->n_slots * LOAD_NUM)
        t->n_slots *= 2;
    t->slots = mem_zalloc(t->n_slots * sizeof(*t->slots));
    for (size_t i = 0; i < n_old; i++)
        if (old[i] != 0)
            t->slots[slot_of(t, old[i] >> COUNT_BITS)] = old[i];
    free(old);
}

/* The keys of the pairs, each once; how many. */
static size_t
make_distinct(struct pages_pairs *t, const uint64_t *pairs, size_t n)
{
    size_t n_slots = 2, out = 0;

    while (n_slots < 2 * n)
        n_slots *= 2;
    t->seen = mem_grow(t->seen, &t->n_seen, n_slots, sizeof(*t->seen));
    memset(t->seen, 0, n_slots * sizeof(*t->seen));
    t->distinct = mem_grow(t->distinct, &t->cap_distinct, n, sizeof(*t->distinct));
    for (size_t i = 0; i < n; i++) {
        uint64_t key = key_of(pairs[i]);
        size_t k = (size_t)key & (n_slots - 1);

        while (t->seen[k] != 0 && t->seen[k] != key)
            k = (k + 1) & (n_slots - 1);
        if (t->seen[k] == 0)
            t->distinct[out++] = t->seen[k] = key;
    }
    return out;
}

void
pages_pairs_count(struct pages_pairs *t, const uint64_t *pairs, size_t n, uint32_t times)
{
    size_t n_distinct = make_distinct(t, pairs, n);

    grow(t, n_distinct);
    for (size_t i = 0; i < n_distinct; i++) {
        uint64_t key = t->distinct[i];
        size_t at = slot_of(t, key);

        if (i + AHEAD < n_distinct)
            __builtin_prefetch(&t->slots[t->distinct[i + AHEAD] & (t->n_slots - 1)], 1);
        if (t->slots[at] == 0) {
            t->slots[at] = key << COUNT_BITS;
            t->n++;
        }
        if ((t->slots[at] & COUNT_MAX) + times <= COUNT_MAX)
            t->slots[at] += times;
    }
}

uint32_t
pages_pairs_df(const struct pages_pairs *t, uint64_t pair)
{
    return (uint32_t)(t->slots[slot_of(t, key_of(pair))] & COUNT_MAX);
}

size_t
pages_pairs_bytes(const struct pages_pairs *t)
{
    return (t->n_slots + t->n_seen + t->cap_distinct) * sizeof(uint64_t);
}
