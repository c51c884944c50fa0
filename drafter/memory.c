/* memory.c - see memory.h. */

#include "memory.h"

#include <stdlib.h>

#include "lang.h"
#include "mem.h"
#include "pair.h"
#include "search.h"
#include "store_memory.h"

/* Nearest by words that are compared in full; more find no others (2026-11-22, 9,671 questions). */
#define CANDIDATES 12
#define PROPOSALS  512 /* answers one word may propose: what more share is no hint */
#define SHOWN_P    .75 /* of likeness, to be worth an editor's look */
/*
 * "Same": the same question word and the same words but for small ones, in nearly the same
 * order.  Measured on 7,471 pairs of Quora's that are hard to tell apart (nothing is fitted on
 * them): of the 338 that pass all but the second condition .938 are labelled duplicates, and by
 * reading the others .97 (2026-11-22).
 */
#define SAME_P     .94
#define SAME_SKIPS .65F /* pairs of words that follow each other: "men respect women" */
#define SAME_LEFT  .25F /* the rarest word that is on one side only */
#define MIN_WORDS  2    /* fewer that say something are no question: "Help" */

struct answered {
    int64_t draft_id;
    struct text question;
    const char *language;
};

struct memory {
    int64_t department_id, last_id; /* last_id: of the decisions that were read */
    struct tokenizer *tokenizer;    /* owned */
    struct idf *idf; /* owned; the table alone: SAME_P was measured with it; NULL: not read yet */
    struct search_index *words; /* owned; same numbers as v */
    struct arena *arena;        /* owned: the questions */
    struct arena *scratch;      /* owned */
    struct answered *v;         /* owned */
    size_t n, cap;
};

struct memory *
memory_new(int64_t department_id)
{
    struct memory *m = mem_zalloc(sizeof(*m));

    m->department_id = department_id;
    m->tokenizer = token_new();
    m->words = search_new(&search_short);
    m->arena = arena_new();
    m->scratch = arena_new();
    return m;
}

void
memory_free(struct memory *m)
{
    if (m == NULL)
        return;
    token_free(m->tokenizer);
    idf_free(m->idf);
    search_free(m->words);
    arena_free(m->arena);
    arena_free(m->scratch);
    free(m->v);
    free(m);
}

static void
on_answer(void *self, const struct store_memory *x)
{
    struct memory *m = self;
    struct answered one = { .draft_id = x->draft_id,
                            .question = arena_text(m->arena, x->question),
                            .language = lang_normalize(x->language) };
    struct token_list l;
    struct search_terms t;

    arena_clear(m->scratch);
    token_split(m->tokenizer, one.question, one.language, m->scratch, &l);
    search_terms_init(&t, m->scratch);
    search_add_words(&t, &l, SEARCH_ALL);
    search_add(m->words, &t);
    m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
    m->v[m->n++] = one;
}

static size_t
candidates(struct memory *m, const struct pair_side *side, struct arena *a,
           struct search_hit ret[CANDIDATES])
{
    struct search_query q;
    struct search_terms t;

    search_query_init(&q, a);
    search_terms_init(&t, a);
    search_add_words(&t, &side->tokens, SEARCH_NO_STOP);
    if (t.n < MIN_WORDS)
        return 0;
    search_query_add(&q, m->words, &t, 1.F);
    q.proposals = PROPOSALS;
    return search_top(&q, CANDIDATES, ret);
}

/* Is every word that is no small one on the other side as well? */
static bool
has_all(const struct pair_side *a, const struct pair_side *b)
{
    for (size_t i = 0; i < a->n_words; i++)
        if ((a->words[i].token->flags & TOKEN_STOP) == 0 &&
            pair_side_find(b, a->words[i].id) == NULL)
            return false;
    return true;
}

static bool
is_same(const struct pair_side *a, const struct pair_side *b, const struct pair_result *r)
{
    return r->p >= SAME_P && r->features[PAIR_SKIPS] >= SAME_SKIPS &&
           r->features[PAIR_LEFT] <= SAME_LEFT && r->features[PAIR_NUMBERS] <= 0 &&
           r->features[PAIR_NEGATION] <= 0 && a->question_word != 0 &&
           a->question_word == b->question_word && has_all(a, b) && has_all(b, a);
}

/* Into its place among the best, unless it is worse than they are. */
static void
keep(struct memory_hit *ret, size_t *n, const struct memory_hit *x)
{
    size_t at = *n;

    for (size_t i = 0; i < *n; i++)
        if (ret[i].answer.draft_id == x->answer.draft_id)
            return; /* it was approved more than once */
    while (at > 0 && (ret[at - 1].likeness < x->likeness ||
                      (ret[at - 1].likeness <= x->likeness &&
                       ret[at - 1].answer.decided_s < x->answer.decided_s)))
        at--;
    if (at == MEMORY_EARLIER)
        return;
    if (*n < MEMORY_EARLIER)
        (*n)++;
    for (size_t i = *n - 1; i > at; i--)
        ret[i] = ret[i - 1];
    ret[at] = *x;
}

size_t
memory_find(struct memory *m, struct store *s, struct text question, const char *language,
            int64_t group_id, struct arena *a, struct memory_hit ret[MEMORY_EARLIER])
{
    struct search_hit hits[CANDIDATES];
    struct pair_side mine, other;
    size_t n_hits, n = 0;

    m->last_id = store_memory_since(s, m->department_id, m->last_id, on_answer, m);
    if (m->n == 0)
        return 0;
    if (m->idf == NULL)
        m->idf = idf_new();
    arena_clear(m->scratch);
    pair_side_make(m->tokenizer, m->idf, question, language, m->scratch, &mine);
    n_hits = candidates(m, &mine, m->scratch, hits);
    for (size_t i = 0; i < n_hits; i++) {
        const struct answered *x = &m->v[hits[i].doc];
        struct memory_hit hit;
        struct pair_result r;

        pair_side_make(m->tokenizer, m->idf, x->question, x->language, m->scratch, &other);
        pair_compare(&mine, &other, idf_most(m->idf), &r);
        hit.likeness = r.p;
        hit.same = is_same(&mine, &other, &r);
        if (r.p >= SHOWN_P &&
            store_request_answer(s, x->draft_id, m->department_id, a, &hit.answer) &&
            hit.answer.group_id != group_id)
            keep(ret, &n, &hit);
    }
    return n;
}
