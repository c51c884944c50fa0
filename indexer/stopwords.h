/*
 * stopwords.h - the small words of a language, in classes.
 *
 * Our own lists, short on purpose: a word stands here if it helps no search by
 * itself.  Question words and negations are kept apart, for they tell questions
 * apart.  Words are in folded form (token.h); apostrophes are U+0027.
 */
#ifndef STOPWORDS_H
#define STOPWORDS_H

#include "text.h"

#define STOPWORDS_MAX_BYTES ((size_t)32) /* no small word is longer */

/* Flags of enum token_flag for a folded word; 0 for other words and unknown languages. */
unsigned stopwords_flags(const char *language, struct text folded);

/* The languages that have a list: codes of lang.h, NULL at the end. */
const char *const *stopwords_languages(void);

#endif /* STOPWORDS_H */
