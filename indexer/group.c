/* group.c - see group.h: a set of questions, each wording once.  group_run.c puts them together. */

#include "group.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "group_private.h"
#include "mem.h"

#define FIRST_SLOTS 1024 /* a power of 2 */

struct group_set *
group_new(struct tokenizer *tk)
{
    struct group_set *s = mem_zalloc(sizeof(*s));

    s->tokenizer = tk;
    s->arena = arena_new();
    s->scratch = arena_new();
    s->idf = idf_new();
    s->words = search_new(&search_short);
    s->pairs = search_new(&search_short);
    return s;
}

void
group_free(struct group_set *s)
{
    if (s == NULL)
        return;
    search_free(s->words);
    search_free(s->pairs);
    idf_free(s->idf);
    arena_free(s->arena);
    arena_free(s->scratch);
    free(s->items);
    free(s->wordings);
    free(s->labels);
    free(s->pins);
    free(s->slots);
    free(s);
}

void
group_stems(const struct token_list *l, struct buf *out)
{
    for (size_t i = 0; i < l->n; i++) {
        if (i > 0)
            buf_add_char(out, ' ');
        buf_add_text(out, l->tokens[i].stem);
    }
}

/* ---- labels ---- */

uint32_t
group_open(struct group_set *s)
{
    s->labels = mem_grow(s->labels, &s->cap_labels, s->n_labels + 1, sizeof(*s->labels));
    s->labels[s->n_labels] = (struct group_label){ GROUP_NEW, GROUP_NEW, GROUP_NEW, 0, 0 };
    return (uint32_t)s->n_labels++;
}

void
group_put(struct group_set *s, uint32_t wording, uint32_t label)
{
    struct group_label *l = &s->labels[label];

    if (l->first == GROUP_NEW)
        l->first = wording;
    else
        s->wordings[l->last].next = wording;
    l->last = wording;
    s->wordings[wording].label = label;
}

/* The label that stands for a pinned number. */
static uint32_t
label_of_pin(struct group_set *s, uint32_t pin)
{
    if (pin >= s->n_pins) {
        s->pins = mem_grow(s->pins, &s->cap_pins, (size_t)pin + 1, sizeof(*s->pins));
        memset(&s->pins[s->n_pins], 0, ((size_t)pin + 1 - s->n_pins) * sizeof(*s->pins));
        s->n_pins = (size_t)pin + 1;
    }
    if (s->pins[pin] == 0)
        s->pins[pin] = group_open(s) + 1;
    return s->pins[pin] - 1;
}

/* ---- wordings ---- */

/* The slot of the fingerprint's wording that may take it, or where a new one goes. */
static uint32_t *
find_slot(const struct group_set *s, const struct group_item *it, uint32_t label)
{
    size_t mask = s->n_slots - 1, at = it->fingerprint & mask;

    for (; s->slots[at] != 0; at = (at + 1) & mask) {
        const struct group_wording *w = &s->wordings[s->slots[at] - 1];
        const struct group_item *first = &s->items[w->item];

        if (first->fingerprint == it->fingerprint && first->n_tokens == it->n_tokens &&
            (label == GROUP_NEW || label == w->label))
            break;
    }
    return &s->slots[at];
}

static void
grow_slots(struct group_set *s)
{
    free(s->slots);
    s->n_slots = s->n_slots == 0 ? FIRST_SLOTS : 2 * s->n_slots;
    s->slots = mem_zalloc(s->n_slots * sizeof(*s->slots));
    for (uint32_t w = 0; w < s->n_wordings; w++) {
        const struct group_item *it = &s->items[s->wordings[w].item];
        size_t mask = s->n_slots - 1, at = it->fingerprint & mask;

        if (it->n_tokens == 0)
            continue;
        while (s->slots[at] != 0)
            at = (at + 1) & mask;
        s->slots[at] = w + 1;
    }
}

static void
index_wording(struct group_set *s, const struct token_list *l)
{
    struct search_terms terms;

    search_terms_init(&terms, s->scratch);
    search_add_words(&terms, l, SEARCH_ALL);
    search_add(s->words, &terms);
    search_terms_clear(&terms);
    search_add_pairs(&terms, l, 1, SEARCH_NO_STOP);
    search_add(s->pairs, &terms);
}

static uint32_t
add_wording(struct group_set *s, const struct token_list *l, uint32_t label)
{
    uint32_t w = (uint32_t)s->n_wordings;

    s->wordings = mem_grow(s->wordings, &s->cap_wordings, s->n_wordings + 1, sizeof(*s->wordings));
    s->wordings[s->n_wordings++] =
        (struct group_wording){ (uint32_t)s->n, 1, GROUP_NEW, GROUP_NEW, GROUP_NEW };
    index_wording(s, l);
    if (label != GROUP_NEW)
        group_put(s, w, label);
    return w;
}

/* The number of the item's wording: one that was there, or a new one.  No words are like no other.
 */
static uint32_t
find_wording(struct group_set *s, const struct group_item *it, const struct token_list *l,
             uint32_t label)
{
    uint32_t *slot;

    if (it->n_tokens == 0)
        return add_wording(s, l, label);
    if (2 * (s->n_wordings + 1) > s->n_slots)
        grow_slots(s);
    slot = find_slot(s, it, label);
    if (*slot == 0)
        *slot = add_wording(s, l, label) + 1;
    else
        s->wordings[*slot - 1].copies++;
    return *slot - 1;
}

/* A copy that lives as long as the set; there are few. */
static const char *
keep_language(struct group_set *s, const char *language)
{
    if (language == NULL)
        return NULL;
    for (size_t i = 0; i < s->n_languages; i++)
        if (strcmp(s->languages[i], language) == 0)
            return s->languages[i];
    s->languages = arena_grow(s->arena, s->languages, s->n_languages, &s->cap_languages,
                              sizeof(*s->languages));
    return s->languages[s->n_languages++] = arena_str(s->arena, text_of(language));
}

uint32_t
group_add(struct group_set *s, struct text text, const char *language, uint32_t pinned)
{
    struct group_item it = { .pinned = pinned != GROUP_NEW };
    uint32_t label = it.pinned ? label_of_pin(s, pinned) : GROUP_NEW;
    struct token_list l;

    arena_clear(s->scratch);
    it.text = arena_text(s->arena, text);
    it.language = keep_language(s, language);
    token_split(s->tokenizer, it.text, it.language, s->scratch, &l);
    if (l.n > PAIR_MAX_WORDS)
        l.n = PAIR_MAX_WORDS;
    it.n_tokens = (uint32_t)l.n;
    for (size_t i = 0; i < l.n; i++)
        it.fingerprint = search_pair(it.fingerprint, l.tokens[i].id);
    idf_add(s->idf, &l, s->scratch);
    it.wording = find_wording(s, &it, &l, label);
    s->items = mem_grow(s->items, &s->cap, s->n + 1, sizeof(*s->items));
    s->items[s->n] = it;
    return (uint32_t)s->n++;
}

void
group_prefer(struct group_set *s, uint32_t number, bool wanted)
{
    struct group_item *it = &s->items[number];

    it->preferred = wanted ? 1 : -1;
    if (wanted && it->pinned)
        s->labels[s->wordings[it->wording].label].head = number;
}

const char *
group_why_name(enum group_why w)
{
    static const char *const names[] = { "alone", "exact", "near", "intent" };

    return names[w];
}
