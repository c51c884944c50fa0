/*
 * vocabulary.h - the words of a site, to find the one that a misspelt word was meant to be.
 *
 * "guarenteed" is one letter from a word of the site.  Only words one slip away
 * count: a letter too many, missing, wrong, or two letters swapped, and never the first,
 * which people get right.
 *
 * What it does not do: know which words are right (the site's are), or correct texts.
 * One owner; not for several threads while words are added.
 */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include <stdint.h>

#include "text.h"
#include "token.h"

#define VOCABULARY_MAX      ((size_t)1 << 20) /* words kept (about 60 MB); more are not learnt */
#define VOCABULARY_SHORTEST 5 /* letters: shorter words are one slip from too many others */
#define VOCABULARY_LONGEST  24

struct vocabulary;

struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v); /* accepts NULL */

/* Learn a word as it is written (folded); words of other lengths, numbers and codes are passed by.
 */
void vocabulary_add(struct vocabulary *v, const struct token *t);

/* Among candidates the one with the highest rank wins; 0: not to be taken. */
typedef uint32_t vocabulary_rank(const void *self, uint64_t stem);

/* A word one slip from t; *ret: the word with its stem's id.  Lives as long as the vocabulary. */
bool vocabulary_near(const struct vocabulary *v, const struct token *t, vocabulary_rank *rank,
                     const void *self, struct text *ret_word, uint64_t *ret_stem);

#endif /* VOCABULARY_H */
