#include "pair_side.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search.h"

#define TITLE_BYTES ((size_t)200) /* a question mark up to here ends the title */
#define TITLE_WORDS ((size_t)12)  /* else so many words are the title */
#define FIRST_WORDS ((size_t)14)  /* the question word is looked for among these */
#define ASK_REACH   4             /* words after a question word that bear on what it asks */
#define SKIP        2

/* Parts of the vector for groups: their weights beside words and letters, at 1 each. */
#define SKIP_WEIGHT .25F
#define ASK_WEIGHT  .4F
#define PART_MASK   3u /* the bits of a key that tell the part */

enum { PART_WORDS, PART_GRAMS, PART_SKIPS, PART_ASK };

static int
by_key(const void *a, const void *b)
{
    const struct pair_term *x = a, *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

static int
by_word(const void *a, const void *b)
{
    const struct pair_word *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->token < y->token ? -1 : x->token > y->token;
}

/* Sort, join equal keys (their weights are rarities: (1 + ln tf) times one of them), make it a
 * unit. */
static struct pair_vector
finish_vector(struct pair_term *t, size_t n)
{
    double norm = 0;
    size_t k = 0;

    qsort(t, n, sizeof(*t), by_key);
    for (size_t i = 0, from; i < n;) {
        from = i;
        while (i < n && t[i].key == t[from].key)
            i++;
        t[k] = t[from];
        t[k].weight *= 1 + logf((float)(i - from));
        norm += (double)t[k].weight * (double)t[k].weight;
        k++;
    }
    for (size_t i = 0; i < k && norm > 0; i++)
        t[i].weight /= (float)sqrt(norm);
    return (struct pair_vector){ t, k };
}

static struct pair_vector
word_vector(const struct token_list *l, const struct idf *f, struct arena *a)
{
    struct pair_term *t = arena_alloc(a, l->n * sizeof(*t));

    for (size_t i = 0; i < l->n; i++)
        t[i] = (struct pair_term){ (uint32_t)l->tokens[i].id, idf_word(f, &l->tokens[i]) };
    return finish_vector(t, l->n);
}

static struct pair_vector
pair_vector(const struct token_list *l, const struct idf *f, size_t gap, struct arena *a)
{
    struct pair_term *t = arena_alloc(a, l->n * gap * sizeof(*t));
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        for (size_t k = i + 1; k < l->n && k - i <= gap; k++)
            t[n++] = (struct pair_term){
                (uint32_t)search_pair(l->tokens[i].id, l->tokens[k].id),
                idf_word(f, &l->tokens[i]) + idf_word(f, &l->tokens[k]),
            };
    return finish_vector(t, n);
}

static struct pair_vector
gram_vector(const struct token_list *l, const struct idf *f, struct arena *a)
{
    struct search_terms g;
    struct pair_term *t;

    search_terms_init(&g, a);
    search_add_grams(&g, l, IDF_GRAM, SEARCH_ALL);
    t = arena_alloc(a, g.n * sizeof(*t));
    for (size_t i = 0; i < g.n; i++)
        t[i] = (struct pair_term){ (uint32_t)g.ids[i], idf_gram(f, g.ids[i]) };
    return finish_vector(t, g.n);
}

static void
collect_words(struct pair_side *s, const struct idf *f, struct arena *a)
{
    size_t n = s->tokens.n, k = 0;

    s->words = arena_alloc(a, n * sizeof(*s->words));
    for (size_t i = 0; i < n; i++)
        s->words[i] = (struct pair_word){ s->tokens.tokens[i].id, &s->tokens.tokens[i],
                                          idf_word(f, &s->tokens.tokens[i]) };
    qsort(s->words, n, sizeof(*s->words), by_word);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || s->words[i].id != s->words[i - 1].id) {
            s->words[k++] = s->words[i];
            s->idf_sum += s->words[k - 1].idf;
        }
    s->n_words = k;
}

/* What else asks for the same as a question word does, in English. */
static const struct {
    const char *word;  /* the question word found */
    const char *then;  /* one of the next few words; NULL: any */
    const char *means; /* what it comes to */
} asks[] = {
    { "what", "way", "how" },     { "what", "ways", "how" },    { "what", "steps", "how" },
    { "what", "reason", "why" },  { "what", "reasons", "why" }, { "what", "time", "when" },
    { "what", "place", "where" }, { "how", "come", "why" },     { "which", NULL, "what" },
};

/* "how many" and "how much" ask for another thing than "how". */
static const char *const measures[] = { "many", "much", "long", "often", "far", "old" };

static uint64_t
ask_of(const struct token *t, size_t left)
{
    for (size_t i = 0; i < N_ELEMENTS(measures); i++)
        if (left > 1 && text_is(t->folded, "how") && text_is(t[1].folded, measures[i]))
            return search_pair(t->id, t[1].id);
    for (size_t i = 0; i < N_ELEMENTS(asks); i++) {
        if (!text_is(t->folded, asks[i].word))
            continue;
        for (size_t k = 1; asks[i].then != NULL && k < left && k <= ASK_REACH; k++)
            if (text_is(t[k].folded, asks[i].then))
                return token_id(text_of(asks[i].means));
        if (asks[i].then == NULL)
            return token_id(text_of(asks[i].means));
    }
    return t->id;
}

static uint64_t
question_word(const struct token_list *l)
{
    for (size_t i = 0; i < l->n && i < FIRST_WORDS; i++)
        if (l->tokens[i].flags & TOKEN_QUESTION_WORD)
            return ask_of(&l->tokens[i], l->n - i);
    return 0;
}

/* Append the terms of v at a weight, marked as of one part by the low bits of the key. */
static size_t
add_part(struct pair_term *t, size_t n, const struct pair_vector *v, float weight, uint32_t part)
{
    for (size_t i = 0; i < v->n; i++)
        t[n++] = (struct pair_term){ (v->terms[i].key & ~PART_MASK) | part,
                                     weight * v->terms[i].weight };
    return n;
}

struct pair_vector
pair_side_vector(const struct token_list *l, const struct idf *f, struct arena *a)
{
    struct pair_vector words = word_vector(l, f, a), grams = gram_vector(l, f, a);
    struct pair_vector skips = pair_vector(l, f, SKIP + 1, a);
    struct pair_term ask = { (uint32_t)question_word(l), 1 }, *t;
    struct pair_vector one = { &ask, 1 };
    size_t n = 0;

    t = arena_alloc(a, (words.n + grams.n + skips.n + 1) * sizeof(*t));
    n = add_part(t, n, &words, 1, PART_WORDS);
    n = add_part(t, n, &grams, 1, PART_GRAMS);
    n = add_part(t, n, &skips, SKIP_WEIGHT, PART_SKIPS);
    n = add_part(t, n, &one, ASK_WEIGHT, PART_ASK);
    return finish_vector(t, l->n > 0 ? n : 0);
}

/* Tokens of the title: up to the first "?" in its first bytes, else the first words. */
static size_t
title_tokens(struct text text, const struct token_list *l)
{
    size_t n = 0, mark = text_find_char(text_sub(text, 0, TITLE_BYTES), '?');

    if (mark == TEXT_NPOS)
        return l->n < TITLE_WORDS ? l->n : TITLE_WORDS;
    while (n < l->n && l->tokens[n].at < mark)
        n++;
    return n;
}

static void
describe(struct pair_side *s, const struct idf *f, struct arena *a)
{
    const struct token_list *l = &s->tokens;

    collect_words(s, f, a);
    s->cos = word_vector(l, f, a);
    s->pairs = pair_vector(l, f, 1, a);
    s->skips = pair_vector(l, f, SKIP + 1, a);
    s->grams = gram_vector(l, f, a);
    s->question_word = question_word(l);
    for (size_t i = 0; i < l->n; i++) {
        s->negated |= (l->tokens[i].flags & TOKEN_NEGATION) != 0;
        if (!(l->tokens[i].flags & TOKEN_STOP))
            s->last = l->tokens[i].id;
    }
}

void
pair_side_make(struct tokenizer *tk, const struct idf *f, struct text text, const char *language,
               struct arena *a, struct pair_side *ret)
{
    *ret = (struct pair_side){ .n_words = 0 };
    token_split(tk, text, language, a, &ret->tokens);
    if (ret->tokens.n > PAIR_MAX_WORDS)
        ret->tokens.n = PAIR_MAX_WORDS;
    describe(ret, f, a);
    ret->n_title = title_tokens(text, &ret->tokens);
    if (ret->tokens.n <= PAIR_SHORT_WORDS)
        return;
    ret->title = arena_alloc(a, sizeof(*ret->title));
    ret->title->tokens = ret->tokens;
    ret->title->tokens.n = ret->title->n_title = ret->n_title;
    describe(ret->title, f, a);
}

float
pair_side_dot(const struct pair_vector *a, const struct pair_vector *b)
{
    float sum = 0;
    size_t i = 0, k = 0;

    while (i < a->n && k < b->n) {
        uint32_t x = a->terms[i].key, y = b->terms[k].key;

        if (x == y)
            sum += a->terms[i].weight * b->terms[k].weight;
        i += x <= y;
        k += y <= x;
    }
    return sum;
}

const struct pair_word *
pair_side_find(const struct pair_side *s, uint64_t id)
{
    size_t lo = 0, hi = s->n_words;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (s->words[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < s->n_words && s->words[lo].id == id ? &s->words[lo] : NULL;
}
