/*
 * questions_gen.h - a made-up collection of questions with wordings of the same
 * intents planted in it, so that speed and quality are measured on one set.
 */
#ifndef QUESTIONS_GEN_H
#define QUESTIONS_GEN_H

#include "words.h"

#define QUESTIONS_GEN_WORDINGS 3 /* of each planted intent */
#define QUESTIONS_GEN_ALONE    UINT32_MAX

struct questions_gen {
    struct text *questions; /* owned, each owned */
    uint32_t *intent;       /* owned; of each, or QUESTIONS_GEN_ALONE */
    size_t n;
    struct text *queries; /* owned: query i is one more wording of intent i */
    size_t n_intents;
};

void questions_gen_make(uint64_t seed, size_t n, size_t n_intents, struct questions_gen *ret);
void questions_gen_release(struct questions_gen *g);

/* nDCG at k of the documents found for query i: wordings of its intent are right, others wrong. */
double questions_gen_ndcg(const struct questions_gen *g, size_t i, const uint32_t *found, size_t n,
                          size_t k);

#endif /* QUESTIONS_GEN_H */
