#include "stems.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "lang.h"
#include "mem.h"
#include "stopwords.h"
#include "token.h"

#define FIRST_SLOTS ((size_t)1 << 10) /* a power of two */

/* A free slot has no stem. */
struct slot {
    uint64_t hash; /* of the folded word, with stem's choice mixed in */
    struct stem *stem;
};

/* Invariants: n_slots is a power of two; at most half of the slots are taken. */
struct stems {
    const char *language;
    struct sb_stemmer *snowball; /* owned; NULL: the language has none */
    struct slot *slots;          /* owned */
    size_t n_slots, n;
    struct arena *words; /* owned */
};

struct stems *
stems_new(const char *language)
{
    struct stems *s = mem_zalloc(sizeof(*s));
    const char *algorithm = lang_stemmer(language);

    s->language = language;
    s->snowball = algorithm != NULL ? sb_stemmer_new(algorithm, NULL) : NULL;
    s->slots = mem_zalloc(FIRST_SLOTS * sizeof(*s->slots));
    s->n_slots = FIRST_SLOTS;
    s->words = arena_new();
    return s;
}

void
stems_free(struct stems *s)
{
    if (s == NULL)
        return;
    sb_stemmer_delete(s->snowball);
    free(s->slots);
    arena_free(s->words);
    free(s);
}

const char *
stems_language(const struct stems *s)
{
    return s->language;
}

static struct slot *
find_slot(struct slot *slots, size_t n_slots, uint64_t hash, struct text folded)
{
    size_t i = hash & (n_slots - 1);

    while (slots[i].stem != NULL &&
           (slots[i].hash != hash || (folded.p != NULL && !text_eq(slots[i].stem->folded, folded))))
        i = (i + 1) & (n_slots - 1);
    return &slots[i];
}

static void
double_slots(struct stems *s)
{
    size_t n_slots = s->n_slots * 2;
    struct slot *slots = mem_zalloc(n_slots * sizeof(*slots));

    for (size_t i = 0; i < s->n_slots; i++)
        if (s->slots[i].stem != NULL)
            *find_slot(slots, n_slots, s->slots[i].hash, s->slots[i].stem->folded) = s->slots[i];
    free(s->slots);
    s->slots = slots;
    s->n_slots = n_slots;
}

static struct stem *
make_stem(struct stems *s, struct text folded, bool stem, struct arena *a)
{
    struct stem *r = arena_alloc(a, sizeof(*r));

    r->folded = arena_text(a, folded);
    r->stem = r->folded;
    if (stem && s->snowball != NULL) {
        const sb_symbol *z =
            sb_stemmer_stem(s->snowball, (const sb_symbol *)folded.p, (int)folded.n);
        struct text got = { (const char *)z, 0 };

        got.n = z != NULL ? (size_t)sb_stemmer_length(s->snowball) : 0;
        if (got.n > 0 && !text_eq(got, folded))
            r->stem = arena_text(a, got);
    }
    r->id = token_id(r->stem);
    r->flags = stem ? stopwords_flags(s->language, folded) : 0;
    return r;
}

const struct stem *
stems_get(struct stems *s, struct text folded, bool stem, struct arena *a)
{
    uint64_t hash = XXH3_64bits_withSeed(folded.p, folded.n, stem);
    struct slot *slot = find_slot(s->slots, s->n_slots, hash, folded);

    if (slot->stem != NULL)
        return slot->stem;
    if (s->n >= TOKEN_MAX_CACHE)
        return make_stem(s, folded, stem, a);
    slot->hash = hash;
    slot->stem = make_stem(s, folded, stem, s->words);
    if (++s->n * 2 > s->n_slots) {
        struct stem *made = slot->stem;

        double_slots(s);
        return made;
    }
    return slot->stem;
}
