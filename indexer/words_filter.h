/*
 * words_filter.h - what the filters on texts hold: stemmers, a language guesser, an arena.
 */
#ifndef WORDS_FILTER_H
#define WORDS_FILTER_H

#include "filter.h"
#include "lang.h"
#include "token.h"

struct words_filter {
    struct tokenizer *tokenizer;
    struct lang_guesser *guesser;
    struct arena *arena; /* for one line; the filter clears it */
};

void words_filter_init(struct words_filter *w);
void words_filter_release(struct words_filter *w);

/* open and close of a filter whose whole state is a struct words_filter. */
enum status words_filter_open(const struct filter_args *args, void **ret, struct err *err);
void words_filter_close(void *state);

/* The language the line gives, or that of the text. */
const char *words_filter_language(struct words_filter *w, const json_t *in, struct text text);

#endif /* WORDS_FILTER_H */
