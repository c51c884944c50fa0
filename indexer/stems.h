/*
 * stems.h - one language's stemmer with the words it has seen.
 *
 * Snowball takes some .2 µs a word and text repeats its words, so each folded
 * word is stemmed and looked up in the stop lists once.  For token.c only.
 */
#ifndef STEMS_H
#define STEMS_H

#include "arena.h"
#include "text.h"

struct stems;

/* What is known of a folded word; points into the cache or the arena given. */
struct stem {
    struct text folded, stem;
    uint64_t id;    /* token_id(stem) */
    unsigned flags; /* TOKEN_STOP, TOKEN_QUESTION_WORD, TOKEN_NEGATION */
};

struct stems *stems_new(const char *language); /* a code of lang.h, static */
void stems_free(struct stems *s);              /* accepts NULL */
const char *stems_language(const struct stems *s);

/* stem: false takes the folded form as its own stem (numbers, codes, addresses). */
const struct stem *stems_get(struct stems *s, struct text folded, bool stem, struct arena *a);

#endif /* STEMS_H */
