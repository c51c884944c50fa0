/* pages_ask.c - see pages_ask.h. */

#include "pages_ask.h"

#include "pages_score.h"
#include "search.h"

static uint32_t
find_word(const struct pages_ask *s, uint64_t id)
{
    uint32_t i = 0;

    while (i < s->n_words && s->words[i].id != id)
        i++;
    return i;
}

static void
mark(struct pages_ask *s, uint32_t stem, uint16_t value)
{
    const struct pages_vocab *v = s->p->vocab;

    if (stem == PAGES_NONE)
        return;
    for (uint32_t i = v->stems[stem].first; i != PAGES_NONE; i = v->surfaces[i].next) {
        s->p->marks[i] = value;
        s->p->marked[i / PAGES_BITS] &= ~(UINT64_C(1) << i % PAGES_BITS);
        s->p->marked[i / PAGES_BITS] |= (uint64_t)(value != 0) << i % PAGES_BITS;
    }
}

static bool
is_searched(const struct token *t, bool all)
{
    return all || (t->flags & TOKEN_STOP) == 0;
}

/* Every word once, with what it weighs in each field; those that are searched for first. */
static void
read_words(struct pages_ask *s, bool all)
{
    const struct token_list *l = &s->q->tokens;

    s->words = arena_alloc(s->arena, (l->n + 1) * sizeof(*s->words));
    for (int searched = 1; searched >= 0; searched--) {
        for (size_t i = 0; i < l->n; i++) {
            uint32_t k = find_word(s, l->tokens[i].id);

            if (is_searched(&l->tokens[i], all) != (searched == 1))
                continue;
            if (k == s->n_words)
                s->words[s->n_words++] =
                    (struct pages_asked){ .id = l->tokens[i].id,
                                          .stem = pages_vocab_stem(s->p->vocab, l->tokens[i].id) };
            s->words[k].times += searched == 1;
        }
        if (searched == 1)
            s->n_searched = s->n_words;
    }
    for (uint32_t k = 0; k < s->n_words; k++) {
        struct pages_asked *w = &s->words[k];

        w->about = 0;
        while (w->about < s->q->n_words && s->q->words[w->about] != w->id)
            w->about++;
        if (w->about == s->q->n_words)
            w->about = PAGES_MAX_QUERY;
        mark(s, w->stem, (uint16_t)(k + 1));
        for (int f = 0; f < PAGES_WORD_FIELDS && w->stem != PAGES_NONE; f++)
            w->gain[f] =
                (float)w->times * pages_score_gain(s->p, f, s->p->vocab->stems[w->stem].df[f]);
    }
}

static float
pair_gain(const struct pages_ask *s, enum pages_field_name field, uint64_t pair)
{
    uint32_t df = pages_pairs_df(s->p->pairs[field], pair);

    return pages_score_gain(s->p, field, df > 0 ? df : 1);
}

static void
add_pair(struct pages_ask *s, uint32_t first, uint32_t last, bool neighbours)
{
    uint32_t *of = &s->pair_of[first * s->n_words + last];
    uint64_t id = search_pair(s->words[first].id, s->words[last].id);
    struct pages_asked_pair *x;

    if (s->words[first].stem == PAGES_NONE || s->words[last].stem == PAGES_NONE)
        return; /* on no page */
    if (*of == 0) {
        s->pairs[s->n_pairs] = (struct pages_asked_pair){ .first = first, .last = last };
        *of = ++s->n_pairs;
    }
    x = &s->pairs[*of - 1];
    x->skip += pair_gain(s, FIELD_SKIP, id);
    if (neighbours) {
        x->wide += pair_gain(s, FIELD_WIDE_PAIRS, id);
        x->section += pair_gain(s, FIELD_SECTION_PAIRS, id);
    }
    x->most = x->wide * pages_score_weight(FIELD_WIDE_PAIRS) +
              x->section * pages_score_weight(FIELD_SECTION_PAIRS) +
              x->skip * pages_score_weight(FIELD_SKIP);
}

/* Pairs of which one at least is no stop word; all if there is nothing else. */
static void
read_pairs(struct pages_ask *s, bool all)
{
    const struct token_list *l = &s->q->tokens;

    s->pair_of = arena_alloc(s->arena, (size_t)s->n_words * s->n_words * sizeof(*s->pair_of));
    s->pairs = arena_alloc(s->arena, (l->n + 1) * PAGES_SKIP_GAP * sizeof(*s->pairs));
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = i + 1; k < l->n && k - i <= PAGES_SKIP_GAP; k++)
            if (all || (l->tokens[i].flags & l->tokens[k].flags & TOKEN_STOP) == 0)
                add_pair(s, find_word(s, l->tokens[i].id), find_word(s, l->tokens[k].id),
                         k == i + 1);
}

static void
read_grams(struct pages_ask *s)
{
    struct pages *p = s->p;
    struct search_terms terms;

    search_terms_init(&terms, s->arena);
    search_add_grams(&terms, &s->q->tokens, PAGES_GRAM_CHARS, SEARCH_NO_STOP);
    s->grams = arena_alloc(s->arena, (terms.n + 1) * sizeof(*s->grams));
    for (size_t i = 0; i < terms.n; i++) {
        uint32_t gram = pages_vocab_gram(p->vocab, terms.ids[i]);

        if (gram == PAGES_NONE)
            continue;
        if (p->gram_marks[gram] == 0) {
            if (s->n_grams == UINT16_MAX)
                continue; /* no mark is left: a question of 16 KB without a blank */
            s->grams[s->n_grams++] = (struct pages_asked_gram){ .gram = gram };
            for (uint32_t k = p->gram_start[gram]; k < p->gram_start[gram + 1]; k++)
                p->has_gram[p->gram_surfaces[k] / PAGES_BITS] |=
                    UINT64_C(1) << p->gram_surfaces[k] % PAGES_BITS;
            p->gram_marks[gram] = (uint16_t)s->n_grams;
        }
        s->grams[p->gram_marks[gram] - 1].times++;
    }
    for (uint32_t i = 0; i < s->n_grams; i++)
        s->grams[i].gain = (float)s->grams[i].times *
                           pages_score_gain(p, FIELD_GRAMS, p->vocab->grams[s->grams[i].gram].df);
}

void
pages_ask_begin(struct pages *p, const struct pages_query *q, struct arena *a,
                struct pages_ask *ret)
{
    bool all = true; /* words are stop words */

    *ret = (struct pages_ask){ .p = p, .q = q, .arena = a };
    for (size_t i = 0; i < q->tokens.n; i++)
        all = all && (q->tokens.tokens[i].flags & TOKEN_STOP) != 0;
    read_words(ret, all);
    read_pairs(ret, all);
    read_grams(ret);
}

void
pages_ask_end(struct pages_ask *s)
{
    for (uint32_t k = 0; k < s->n_words; k++)
        mark(s, s->words[k].stem, 0);
    for (uint32_t i = 0; i < s->n_grams; i++) {
        uint32_t gram = s->grams[i].gram;

        s->p->gram_marks[gram] = 0;
        for (uint32_t k = s->p->gram_start[gram]; k < s->p->gram_start[gram + 1]; k++)
            s->p->has_gram[s->p->gram_surfaces[k] / PAGES_BITS] = 0;
    }
    for (size_t i = 0; i < s->n_pages; i++)
        s->p->slots[s->pages[i].doc] = 0;
}
