/* questions_gen.c - see questions_gen.h. */

#include "questions_gen.h"

#include <math.h>
#include <stdlib.h>

#include "mem.h"

#define N_STEMS 40000

static struct text
take(struct buf *b)
{
    size_t n = b->n;

    return (struct text){ buf_take(b), n };
}

/* The wordings stand among the others at random places. */
static void
plant(struct words *w, struct questions_gen *g)
{
    struct buf b;

    for (size_t i = 0; i < g->n; i++)
        g->intent[i] = QUESTIONS_GEN_ALONE;
    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < g->n_intents; i++) {
        struct words_intent in;

        words_intent_of(w, &in);
        for (size_t k = 0; k < QUESTIONS_GEN_WORDINGS; k++) {
            size_t at = (size_t)rng_below(words_rng(w), g->n);

            while (g->intent[at] != QUESTIONS_GEN_ALONE)
                at = (at + 1) % g->n;
            g->intent[at] = (uint32_t)i;
            words_wording(w, &in, &b);
            g->questions[at] = take(&b);
        }
        words_wording(w, &in, &b);
        g->queries[i] = take(&b);
    }
    for (size_t i = 0; i < g->n; i++) {
        if (g->intent[i] == QUESTIONS_GEN_ALONE) {
            words_question(w, &b);
            g->questions[i] = take(&b);
        }
    }
}

void
questions_gen_make(uint64_t seed, size_t n, size_t n_intents, struct questions_gen *ret)
{
    struct words *w = words_new(seed, N_STEMS);

    *ret = (struct questions_gen){ .n = n, .n_intents = n_intents };
    ret->questions = mem_zalloc(n * sizeof(*ret->questions));
    ret->intent = mem_zalloc(n * sizeof(*ret->intent));
    ret->queries = mem_zalloc(n_intents * sizeof(*ret->queries));
    plant(w, ret);
    words_free(w);
}

void
questions_gen_release(struct questions_gen *g)
{
    for (size_t i = 0; i < g->n; i++)
        free((void *)(uintptr_t)g->questions[i].p);
    for (size_t i = 0; i < g->n_intents; i++)
        free((void *)(uintptr_t)g->queries[i].p);
    free(g->questions);
    free(g->intent);
    free(g->queries);
}

double
questions_gen_ndcg(const struct questions_gen *g, size_t i, const uint32_t *found, size_t n,
                   size_t k)
{
    double got = 0, best = 0;

    for (size_t r = 0; r < n && r < k; r++)
        got += g->intent[found[r]] == i ? 1 / log2((double)r + 2) : 0;
    for (size_t r = 0; r < QUESTIONS_GEN_WORDINGS && r < k; r++)
        best += 1 / log2((double)r + 2);
    return got / best;
}
