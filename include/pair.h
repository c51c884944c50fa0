/*
 * pair.h - are these two questions the same question?  A probability, with reasons.
 *
 * Two models, each a logistic regression on features that an editor can
 * read: one for short questions (titles), one for questions with a body.  The
 * weights and what each feature is stand in one table in pair.c, fitted on
 * BANKING77, RQE and Meta Stack Exchange duplicates (indexer/DESIGN.md says how, and
 * under which licences).
 *
 * Lexical only: no word vectors, no synonyms.
 */
#ifndef PAIR_H
#define PAIR_H

#include "pair_side.h"

enum pair_feature {
    PAIR_BIAS,
    PAIR_COS,       /* cosine of words, (1 + ln tf) idf */
    PAIR_PAIRS,     /* cosine of ordered neighbours */
    PAIR_SKIPS,     /* cosine of ordered pairs up to two words apart */
    PAIR_GRAMS,     /* cosine of three letters in a row */
    PAIR_COVER,     /* product of the shares of each side's idf found in the other */
    PAIR_LEFT,      /* the rarest word left over, 0 to 1 */
    PAIR_SAME_ASK,  /* both start with the same question word */
    PAIR_OTHER_ASK, /* with different ones */
    PAIR_SAME_LAST, /* the last content word is the same */
    PAIR_NAMES,     /* ln(1 + capitalised words that stand on one side only) */
    PAIR_NUMBERS,   /* numbers and codes differ */
    PAIR_NEGATION,  /* one side says no, the other does not */
    PAIR_LENGTH,    /* |ln(words of a / words of b)| */
    PAIR_TITLES,    /* long only: cosine of the titles */
    PAIR_TITLE_IN,  /* long only: product of the titles' idf shares found in the other text */
    PAIR_KEYWORDS,  /* long only: product of the shares of each side's rarest words found in the
                       other */
    PAIR_FEATURES
};

struct pair_result {
    double p;     /* 0 to 1 */
    bool same;    /* p >= .5 */
    bool is_long; /* which model spoke */
    float features[PAIR_FEATURES];
};

/* "cos", "cover": for reasons in JSON. */
const char *pair_feature_name(enum pair_feature f);

/* Symmetric.  most is idf_most() of the idf both sides were made with. */
void pair_compare(const struct pair_side *a, const struct pair_side *b, float most,
                  struct pair_result *ret);

#endif /* PAIR_H */
