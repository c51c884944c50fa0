/*
 * isquestion_words.h - the tables of isquestion.c: what asks and what tells.
 *
 * Lower case, words parted by single spaces; a trailing "*" matches any end of
 * the last word.  Weights are log-odds.
 */
#ifndef ISQUESTION_WORDS_H
#define ISQUESTION_WORDS_H

#include <stddef.h>

#define ISQUESTION_MAX_PHRASES 512 /* room for isquestion_phrases; a test holds it to that */

struct isquestion_cue {
    const char *words;
    double weight;
};

extern const struct isquestion_cue isquestion_starts[]; /* at the start of a sentence */
extern const size_t isquestion_n_starts;
extern const struct isquestion_cue isquestion_phrases[]; /* anywhere */
extern const size_t isquestion_n_phrases;
extern const char *const isquestion_verbs[]; /* finite: a clause, not a title */
extern const size_t isquestion_n_verbs;

#endif /* ISQUESTION_WORDS_H */
