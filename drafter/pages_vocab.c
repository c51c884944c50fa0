/* pages_vocab.c - see pages_vocab.h. */

#include "pages_vocab.h"

#include <stdlib.h>
#include <xxhash.h>

#include "cues.h"
#include "mem.h"
#include "pages_index.h"
#include "search.h"

#define FIRST_SLOTS ((size_t)1 << 12)
#define MIXER       UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio */
#define MIX_SHIFT   20
#define STOP_KEY    UINT64_C(0x8CB92BA72F3D8DD7) /* of a word that is a stop word in its language */

struct pages_vocab *
pages_vocab_new(void)
{
    struct pages_vocab *v = mem_zalloc(sizeof(*v));
    struct pages_table *tables[] = { &v->by_key, &v->by_id, &v->by_gram };

    v->arena = arena_new();
    for (size_t i = 0; i < N_ELEMENTS(tables); i++) {
        tables[i]->n_slots = FIRST_SLOTS;
        tables[i]->slots = mem_zalloc(FIRST_SLOTS * sizeof(uint32_t));
    }
    return v;
}

void
pages_vocab_free(struct pages_vocab *v)
{
    if (v == NULL)
        return;
    free(v->by_key.slots);
    free(v->by_id.slots);
    free(v->by_gram.slots);
    free(v->surfaces);
    free(v->stems);
    free(v->grams);
    arena_free(v->arena);
    free(v);
}

/* The key of entry i: the first member of each kind of entry is its key. */
static uint64_t
key_at(const void *entries, size_t size, size_t i)
{
    return *(const uint64_t *)(const void *)((const char *)entries + i * size);
}

/* The slot of a key, or the free one where it belongs. */
static size_t
slot_of(const struct pages_table *t, const void *entries, size_t size, uint64_t key)
{
    size_t i = (size_t)((key * MIXER) >> MIX_SHIFT) & (t->n_slots - 1);

    while (t->slots[i] != 0 && key_at(entries, size, t->slots[i] - 1) != key)
        i = (i + 1) & (t->n_slots - 1);
    return i;
}

/* The n entries are in; make room for one more. */
static void
grow_table(struct pages_table *t, const void *entries, size_t size, size_t n)
{
    if ((n + 1) * 2 <= t->n_slots)
        return;
    free(t->slots);
    t->n_slots *= 2;
    t->slots = mem_zalloc(t->n_slots * sizeof(*t->slots));
    for (size_t i = 0; i < n; i++)
        t->slots[slot_of(t, entries, size, key_at(entries, size, i))] = (uint32_t)i + 1;
}

static uint32_t
add_stem(struct pages_vocab *v, uint64_t id)
{
    size_t at;

    grow_table(&v->by_id, v->stems, sizeof(*v->stems), v->n_stems);
    at = slot_of(&v->by_id, v->stems, sizeof(*v->stems), id);
    if (v->by_id.slots[at] == 0) {
        v->stems = mem_grow(v->stems, &v->cap_stems, v->n_stems + 1, sizeof(*v->stems));
        v->stems[v->n_stems++] = (struct pages_stem){ .id = id, .first = PAGES_NONE };
        v->by_id.slots[at] = (uint32_t)v->n_stems;
    }
    return v->by_id.slots[at] - 1;
}

uint32_t
pages_vocab_add(struct pages_vocab *v, const struct token *t)
{
    bool stop = (t->flags & TOKEN_STOP) != 0;
    uint64_t key =
        XXH3_64bits(t->folded.p, t->folded.n) * MIXER + (stop ? t->id ^ STOP_KEY : t->id);
    struct pages_surface *x;
    size_t at;

    grow_table(&v->by_key, v->surfaces, sizeof(*v->surfaces), v->n_surfaces);
    at = slot_of(&v->by_key, v->surfaces, sizeof(*v->surfaces), key);
    if (v->by_key.slots[at] != 0)
        return v->by_key.slots[at] - 1;
    v->surfaces = mem_grow(v->surfaces, &v->cap_surfaces, v->n_surfaces + 1, sizeof(*v->surfaces));
    x = &v->surfaces[v->n_surfaces];
    *x = (struct pages_surface){ .key = key,
                                 .stem = add_stem(v, t->id),
                                 .prefix = pages_prefix(t->folded),
                                 .content = !stop && !cues_asking(t->folded) };
    v->stems[x->stem].content |= x->content;
    x->next = v->stems[x->stem].first;
    v->stems[x->stem].first = (uint32_t)v->n_surfaces++;
    v->by_key.slots[at] = (uint32_t)v->n_surfaces;
    return (uint32_t)v->n_surfaces - 1;
}

uint32_t
pages_vocab_stem(const struct pages_vocab *v, uint64_t id)
{
    uint32_t slot = v->by_id.slots[slot_of(&v->by_id, v->stems, sizeof(*v->stems), id)];

    return slot != 0 ? slot - 1 : PAGES_NONE;
}

uint32_t
pages_vocab_gram(const struct pages_vocab *v, uint64_t id)
{
    uint32_t slot = v->by_gram.slots[slot_of(&v->by_gram, v->grams, sizeof(*v->grams), id)];

    return slot != 0 ? slot - 1 : PAGES_NONE;
}

static uint32_t
add_gram(struct pages_vocab *v, uint64_t id)
{
    size_t at;

    grow_table(&v->by_gram, v->grams, sizeof(*v->grams), v->n_grams);
    at = slot_of(&v->by_gram, v->grams, sizeof(*v->grams), id);
    if (v->by_gram.slots[at] == 0) {
        v->grams = mem_grow(v->grams, &v->cap_grams, v->n_grams + 1, sizeof(*v->grams));
        v->grams[v->n_grams++] = (struct pages_gram){ .id = id, .last_page = PAGES_NONE };
        v->by_gram.slots[at] = (uint32_t)v->n_grams;
    }
    return v->by_gram.slots[at] - 1;
}

uint32_t
pages_vocab_add_grams(struct pages_vocab *v, uint32_t surface, const struct token *t,
                      size_t n_chars)
{
    struct pages_surface *x = &v->surfaces[surface];
    struct token one = *t;
    struct token_list list = { &one, 1, NULL };
    struct search_terms terms;

    if (x->has_grams)
        return x->n_grams;
    search_terms_init(&terms, v->arena);
    search_add_grams(&terms, &list, n_chars, SEARCH_ALL);
    x->has_grams = true;
    x->n_grams = (uint16_t)terms.n; /* a word has TOKEN_MAX_WORD characters */
    x->grams = arena_alloc(v->arena, terms.n * sizeof(*x->grams));
    for (size_t i = 0; i < terms.n; i++)
        x->grams[i] = add_gram(v, terms.ids[i]);
    return x->n_grams;
}
