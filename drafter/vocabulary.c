/*
 * vocabulary.c - see vocabulary.h.
 *
 * A hash table over the words, and a chain through those of one first letter and
 * length: a misspelt word is compared with three chains.
 */

#include "vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "mem.h"

#define FIRST_SLOTS ((size_t)1 << 10) /* a power of two */
#define N_BYTES     256
#define NONE        UINT32_MAX

struct entry {
    struct text word; /* in the arena */
    uint64_t hash, stem;
    uint32_t next; /* of the same first byte and length; NONE: the last */
};

/* Invariants: n_slots is a power of two, at most half of the slots are taken; NONE is a free one.
 */
struct vocabulary {
    struct arena *arena;
    struct entry *entries; /* owned */
    size_t n, cap;
    uint32_t *slots; /* owned */
    size_t n_slots;
    uint32_t chains[N_BYTES][VOCABULARY_LONGEST + 1];
};

static uint32_t *
new_slots(size_t n)
{
    uint32_t *slots = mem_zalloc(n * sizeof(*slots));

    memset(slots, 0xFF, n * sizeof(*slots)); /* NONE */
    return slots;
}

struct vocabulary *
vocabulary_new(void)
{
    struct vocabulary *v = mem_zalloc(sizeof(*v));

    v->arena = arena_new();
    v->n_slots = FIRST_SLOTS;
    v->slots = new_slots(v->n_slots);
    memset(v->chains, 0xFF, sizeof(v->chains)); /* NONE */
    return v;
}

void
vocabulary_free(struct vocabulary *v)
{
    if (v == NULL)
        return;
    arena_free(v->arena);
    free(v->entries);
    free(v->slots);
    free(v);
}

/* The slot of the word, or the free one where it belongs. */
static size_t
slot_of(const struct vocabulary *v, uint64_t hash)
{
    size_t i = (size_t)hash & (v->n_slots - 1);

    while (v->slots[i] != NONE && v->entries[v->slots[i]].hash != hash)
        i = (i + 1) & (v->n_slots - 1);
    return i;
}

static void
grow(struct vocabulary *v)
{
    free(v->slots);
    v->n_slots *= 2;
    v->slots = new_slots(v->n_slots);
    for (size_t i = 0; i < v->n; i++)
        v->slots[slot_of(v, v->entries[i].hash)] = (uint32_t)i;
}

void
vocabulary_add(struct vocabulary *v, const struct token *t)
{
    uint64_t hash = token_id(t->folded);
    size_t slot = slot_of(v, hash);
    struct entry *e;
    uint32_t *chain;

    if (t->kind != TOKEN_WORD || t->folded.n + 1 < VOCABULARY_SHORTEST ||
        t->folded.n > VOCABULARY_LONGEST || v->n == VOCABULARY_MAX || v->slots[slot] != NONE)
        return;
    v->entries = mem_grow(v->entries, &v->cap, v->n + 1, sizeof(*v->entries));
    e = &v->entries[v->n];
    chain = &v->chains[(unsigned char)t->folded.p[0]][t->folded.n];
    *e = (struct entry){ arena_text(v->arena, t->folded), hash, t->id, *chain };
    *chain = v->slots[slot] = (uint32_t)v->n++;
    if (v->n * 2 > v->n_slots)
        grow(v);
}

/* Is one made from the other by one letter more, less, another, or two swapped? */
static bool
one_slip(struct text a, struct text b)
{
    size_t same = 0, tail = 0, least = a.n < b.n ? a.n : b.n;

    while (same < least && a.p[same] == b.p[same])
        same++;
    while (tail < least - same && a.p[a.n - tail - 1] == b.p[b.n - tail - 1])
        tail++;
    if (a.n - same - tail <= 1 && b.n - same - tail <= 1)
        return true;
    return a.n == b.n && a.n - same - tail == 2 && a.p[same] == b.p[same + 1] &&
           a.p[same + 1] == b.p[same];
}

bool
vocabulary_near(const struct vocabulary *v, const struct token *t, vocabulary_rank *rank,
                const void *self, struct text *ret_word, uint64_t *ret_stem)
{
    uint32_t best = 0;

    if (t->kind != TOKEN_WORD || t->folded.n < VOCABULARY_SHORTEST ||
        t->folded.n >= VOCABULARY_LONGEST)
        return false;
    for (size_t n = t->folded.n - 1; n <= t->folded.n + 1; n++)
        for (uint32_t i = v->chains[(unsigned char)t->folded.p[0]][n]; i != NONE;
             i = v->entries[i].next) {
            const struct entry *e = &v->entries[i];
            uint32_t r = one_slip(t->folded, e->word) ? rank(self, e->stem) : 0;

            if (r > best) {
                best = r;
                *ret_word = e->word;
                *ret_stem = e->stem;
            }
        }
    return best > 0;
}
