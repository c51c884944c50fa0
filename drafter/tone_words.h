/*
 * tone_words.h - a post as the units that tone.c judges: words, emoticons, emoji
 * and phrases, each with what the lexicon knows of it.  Internal to tone.c.
 */
#ifndef TONE_WORDS_H
#define TONE_WORDS_H

#include "arena.h"
#include "lexicon.h"

#define TONE_MAX_WORDS 4000 /* of a post */

struct tone_unit {
    struct text word;                  /* lower case; a phrase joined by '_' */
    const struct lexicon_entry *entry; /* NULL: in no lexicon */
    bool capitals;                     /* all of it */
    bool capital;                      /* only its first letter */
    bool opens;                        /* it starts a sentence */
    double valence;
};

struct tone_words {
    const struct lexicon *lexicon;
    struct arena *arena;
    struct tone_unit *units;
    size_t n, cap;
    bool mixed_case; /* some words are in capitals, some not */
    bool opens;      /* the next word starts a sentence */
};

/* Fill units from the post; words->lexicon and ->arena are set. */
void tone_words_read(struct tone_words *words, struct text post);

/* A copy in lower case (ASCII). */
struct text tone_words_lower(struct arena *a, struct text t);

#endif /* TONE_WORDS_H */
