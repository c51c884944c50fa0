/*
 * filter_words.h - what the filters on texts hold: stemmers, a language guesser, an arena.
 */
#ifndef FILTER_WORDS_H
#define FILTER_WORDS_H

#include "filter.h"
#include "lang.h"
#include "token.h"

struct filter_words {
    struct tokenizer *tokenizer;
    struct lang_guesser *guesser;
    struct arena *arena; /* for one line; the filter clears it */
};

void filter_words_init(struct filter_words *w);
void filter_words_release(struct filter_words *w);

/* open and close of a filter whose whole state is a struct filter_words. */
enum status filter_words_open(const struct filter_args *args, void **ret, struct err *err);
void filter_words_close(void *state);

/* The language the line gives, or that of the text. */
const char *filter_words_language(struct filter_words *w, const json_t *in, struct text text);

#endif /* FILTER_WORDS_H */
