/* same.c - see same.h.  A hash table of stems. */

#include "same.h"

#include <stdlib.h>

#include "arena.h"
#include "lang.h"
#include "mem.h"
#include "seeds.h"

#define TABLE "words/same.txt"

/* Power of two; the table fills a third of it.  A full one would be read on and on. */
#define SLOTS 2048
#define MOST  (SLOTS / 2)

/* Stems are hashes already: the low bits are the slot.  Invariant: at most MOST are taken. */
struct same {
    struct {
        uint64_t stem, first; /* first: 0 where the slot is free */
    } slots[SLOTS];
    size_t n;
};

static size_t
slot_of(const struct same *s, uint64_t stem)
{
    size_t i = (size_t)stem & (SLOTS - 1);

    while (s->slots[i].first != 0 && s->slots[i].stem != stem)
        i = (i + 1) & (SLOTS - 1);
    return i;
}

struct same *
same_new(struct tokenizer *tk)
{
    struct same *s = mem_zalloc(sizeof(*s));
    const struct seed *seed = seeds_find(TABLE);
    struct text rest = seed != NULL ? seed->body : TEXT_NONE, line;
    struct arena *a = arena_new();

    while (text_cut(&rest, "\n", &line)) {
        struct token_list l = { .n = 0 };

        if (!text_starts(line, TEXT_LIT("#")))
            token_split(tk, line, LANG_DEFAULT, a, &l);
        for (size_t i = 0; i < l.n && s->n < MOST; i++) {
            size_t slot = slot_of(s, l.tokens[i].id);

            s->n += s->slots[slot].first == 0;
            s->slots[slot].stem = l.tokens[i].id;
            s->slots[slot].first = l.tokens[0].id;
        }
        arena_clear(a);
    }
    arena_free(a);
    return s;
}

void
same_free(struct same *s)
{
    free(s);
}

/* The id that stands for this stem; itself where it is in no line. */
static uint64_t
id_of(const struct same *s, uint64_t stem)
{
    size_t i = slot_of(s, stem);

    return s->slots[i].first != 0 ? s->slots[i].first : stem;
}

void
same_fold(const struct same *s, struct token_list *l)
{
    if (l->language == NULL || !text_is(text_of(l->language), LANG_DEFAULT))
        return;
    for (size_t i = 0; i < l->n; i++)
        l->tokens[i].id = id_of(s, l->tokens[i].id);
}
