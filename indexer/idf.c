#include "idf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "search.h"
#include "seeds.h"

#define FIRST_SLOTS ((size_t)1 << 10) /* a power of two */
#define TABLE       "words/en.tsv"
/* A small word that was never counted (another language) is taken to stand in one text of so many.
 */
#define STOP_SHARE 10.0F
#define WEIGHTY    5000.0F
#define WEIGHT_MAX 100.0F /* of one document: a handful says little about what is common */

/* Invariants: n_slots is a power of two, at most half of the slots are taken; df 0 is a free one.
 */
struct counts {
    struct {
        uint64_t term;
        float df;
    } * slots; /* owned */
    size_t n_slots, n;
};

struct idf {
    struct counts common_words, common_grams, words, grams;
    float n_common, n_docs;
};

/*
 * What everybody in a collection says ("Example University physics") is rare in
 * the table, so a small collection counts as if it were of WEIGHTY documents.
 */
static float
weight_of(const struct idf *f)
{
    float weight = f->n_docs > 0 ? WEIGHTY / f->n_docs : 1;

    return weight < 1 ? 1 : weight > WEIGHT_MAX ? WEIGHT_MAX : weight;
}

static size_t
slot_of(const struct counts *c, uint64_t term)
{
    size_t i = (size_t)((term * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (c->n_slots - 1);

    while (c->slots[i].df > 0 && c->slots[i].term != term)
        i = (i + 1) & (c->n_slots - 1);
    return i;
}

static void
init(struct counts *c, size_t n_slots)
{
    c->n_slots = n_slots;
    c->n = 0;
    c->slots = mem_zalloc(n_slots * sizeof(*c->slots));
}

static void
add(struct counts *c, uint64_t term, float df)
{
    size_t i = slot_of(c, term);

    if (c->slots[i].df > 0) {
        c->slots[i].df += df;
        return;
    }
    c->slots[i].term = term;
    c->slots[i].df = df;
    if (++c->n * 2 > c->n_slots) {
        struct counts next;

        init(&next, c->n_slots * 2);
        for (size_t k = 0; k < c->n_slots; k++)
            if (c->slots[k].df > 0) {
                next.slots[slot_of(&next, c->slots[k].term)].term = c->slots[k].term;
                next.slots[slot_of(&next, c->slots[k].term)].df = c->slots[k].df;
            }
        next.n = c->n;
        free(c->slots);
        *c = next;
    }
}

static float
df_of(const struct counts *c, uint64_t term)
{
    return c->slots[slot_of(c, term)].df;
}

/* A line of the table: a stem, a tab, how many documents have it. */
static void
read_line(struct idf *f, struct text line, struct tokenizer *tk, struct arena *a)
{
    struct text word = text_before(line, '\t');
    struct search_terms grams;
    struct token_list l;
    int64_t df;

    if (!text_to_int(text_after(line, '\t'), &df) || df <= 0)
        return;
    if (text_is(word, "#")) {
        f->n_common = (float)df;
        return;
    }
    add(&f->common_words, token_id(word), (float)df);
    token_split(tk, word, NULL, a, &l);
    search_terms_init(&grams, a);
    search_add_grams(&grams, &l, IDF_GRAM, SEARCH_ALL);
    for (size_t i = 0; i < grams.n; i++)
        add(&f->common_grams, grams.ids[i], (float)df);
}

struct idf *
idf_new(void)
{
    struct idf *f = mem_zalloc(sizeof(*f));
    const struct seed *seed = seeds_find(TABLE);
    struct text rest = seed != NULL ? seed->body : TEXT_NONE, line;
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    init(&f->common_words, FIRST_SLOTS);
    init(&f->common_grams, FIRST_SLOTS);
    init(&f->words, FIRST_SLOTS);
    init(&f->grams, FIRST_SLOTS);
    while (text_cut(&rest, "\n", &line)) {
        read_line(f, line, tk, a);
        arena_clear(a);
    }
    arena_free(a);
    token_free(tk);
    return f;
}

void
idf_free(struct idf *f)
{
    if (f == NULL)
        return;
    free(f->common_words.slots);
    free(f->common_grams.slots);
    free(f->words.slots);
    free(f->grams.slots);
    free(f);
}

static int
by_id(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void
add_each_once(struct counts *c, struct search_terms *t)
{
    qsort(t->ids, t->n, sizeof(*t->ids), by_id);
    for (size_t i = 0; i < t->n; i++)
        if (i == 0 || t->ids[i] != t->ids[i - 1])
            add(c, t->ids[i], 1);
}

void
idf_add(struct idf *f, const struct token_list *l, struct arena *scratch)
{
    struct search_terms t;

    if (l->n == 0)
        return;
    search_terms_init(&t, scratch);
    search_add_words(&t, l, SEARCH_ALL);
    add_each_once(&f->words, &t);
    search_terms_clear(&t);
    search_add_grams(&t, l, IDF_GRAM, SEARCH_ALL);
    add_each_once(&f->grams, &t);
    f->n_docs++;
}

static float
n_docs(const struct idf *f)
{
    return f->n_common + weight_of(f) * f->n_docs;
}

static float
rarity(const struct idf *f, float df)
{
    /* An n-gram's count is a sum over words and may pass the number of documents. */
    return logf(1 + n_docs(f) / (1 + df));
}

float
idf_word(const struct idf *f, const struct token *t)
{
    float df = df_of(&f->common_words, t->id) + weight_of(f) * df_of(&f->words, t->id);
    float least = n_docs(f) / STOP_SHARE;

    return rarity(f, t->flags & TOKEN_STOP && df < least ? least : df);
}

float
idf_gram(const struct idf *f, uint64_t gram)
{
    return rarity(f, df_of(&f->common_grams, gram) + weight_of(f) * df_of(&f->grams, gram));
}

float
idf_most(const struct idf *f)
{
    return rarity(f, 0);
}

float
idf_share(const struct idf *f, uint64_t stem)
{
    return f->n_common > 0 ? df_of(&f->common_words, stem) / f->n_common : 0;
}
