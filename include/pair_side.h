/*
 * pair_side.h - one question made ready to be compared with many others.
 */
#ifndef PAIR_SIDE_H
#define PAIR_SIDE_H

#include "idf.h"

/* Up to so many words a text is a title; beyond it there is a body besides. */
#define PAIR_SHORT_WORDS ((size_t)30)
#define PAIR_MAX_WORDS                                                                             \
    ((size_t)400) /* of one text; what follows says little about what is asked                     \
                   */

/* One component of a sparse vector; vectors are in order of key, without repeats. */
struct pair_term {
    uint32_t key; /* low half of a 64-bit term */
    float weight; /* unit vectors: the squares sum to 1 */
};

struct pair_vector {
    const struct pair_term *terms;
    size_t n;
};

/* A word of the question, each stem once, in order of id. */
struct pair_word {
    uint64_t id;
    const struct token *token; /* where it stands first */
    float idf;
};

/* All in the arena given to pair_side_make(). */
struct pair_side {
    struct token_list tokens;
    struct pair_word *words;
    size_t n_words;
    float idf_sum;            /* of words */
    struct pair_vector cos;   /* words, (1 + ln tf) idf */
    struct pair_vector pairs; /* ordered pairs of neighbours */
    struct pair_vector skips; /* ordered pairs up to two words apart */
    struct pair_vector grams; /* three letters in a row */
    uint64_t question_word;   /* which kind of question; 0: none seen */
    uint64_t last;            /* id of the last word that is no stop word; 0: none */
    bool negated;
    size_t n_title; /* tokens of its first sentence or first words: what is asked, mostly */
    struct pair_side *title; /* the title alone; NULL: this is no longer than a title */
};

/* token_split() of the text comes with it.  words of tokens point into text. */
void pair_side_make(struct tokenizer *tk, const struct idf *f, struct text text,
                    const char *language, struct arena *a, struct pair_side *ret);

/*
 * Words, letters, ordered pairs and the question word in one unit vector: for groups,
 * whose mean likeness is then a dot product of sums.
 */
struct pair_vector pair_side_vector(const struct token_list *l, const struct idf *f,
                                    struct arena *a);

float pair_side_dot(const struct pair_vector *a, const struct pair_vector *b);

/* The word with that id; NULL: there is none. */
const struct pair_word *pair_side_find(const struct pair_side *s, uint64_t id);

#endif /* PAIR_SIDE_H */
