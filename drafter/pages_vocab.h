/*
 * pages_vocab.h - the words of a site, each as a small number.
 *
 * A surface is a word as it is folded ("renewing"), with what the drafter needs of it; a stem
 * ("renew") is what surfaces have in common and what is searched for; a gram is four letters in
 * a row of a title or heading.  All are numbered from 0 in the order of first sight, so
 * that frequent words have small numbers.
 *
 * Also how many documents of each field have a stem or a gram: pages.c counts them here.
 */
#ifndef PAGES_VOCAB_H
#define PAGES_VOCAB_H

#include "arena.h"
#include "token.h"

#define PAGES_NONE        UINT32_MAX
#define PAGES_WORD_FIELDS 6 /* the first ones of enum pages_field_name */

struct pages_surface {
    uint64_t key; /* hash of the folded word, its stem and its flags */
    uint32_t stem;
    uint32_t next;   /* surface of the same stem; PAGES_NONE: the last */
    uint32_t prefix; /* see pages_prefix() */
    bool content;    /* no stop word, no word of asking */
    bool has_grams;  /* they have been made: it stands in a title or heading */
    uint16_t n_grams;
    uint32_t *grams; /* in the vocabulary's arena */
};

struct pages_stem {
    uint64_t id;                    /* of struct token */
    uint32_t first;                 /* surface */
    uint32_t seen;                  /* document that was counted last */
    uint32_t df[PAGES_WORD_FIELDS]; /* documents of each field that have it */
    bool content;                   /* one of its surfaces is: its places are kept */
};

struct pages_gram {
    uint64_t id;
    uint32_t seen, df, n_pages, last_page;
};

struct pages_table {
    uint32_t *slots; /* owned; number + 1, 0: free */
    size_t n_slots;  /* a power of two, at most half of them taken */
};

/* Read what you like; only pages_vocab.c and the counting in pages.c write. */
struct pages_vocab {
    struct arena *arena;
    struct pages_surface *surfaces; /* owned */
    struct pages_stem *stems;       /* owned */
    struct pages_gram *grams;       /* owned */
    size_t n_surfaces, cap_surfaces, n_stems, cap_stems, n_grams, cap_grams;
    struct pages_table by_key, by_id, by_gram;
    uint32_t n_counted; /* documents so far */
};

struct pages_vocab *pages_vocab_new(void);
void pages_vocab_free(struct pages_vocab *v); /* accepts NULL */

/* The surface of a token, added where it is new. */
uint32_t pages_vocab_add(struct pages_vocab *v, const struct token *t);

/* The number of a stem or a gram by its id; PAGES_NONE: no page has it. */
uint32_t pages_vocab_stem(const struct pages_vocab *v, uint64_t id);
uint32_t pages_vocab_gram(const struct pages_vocab *v, uint64_t id);

/* Make the grams of a surface, once; t is a token of it.  How many it has. */
uint32_t pages_vocab_add_grams(struct pages_vocab *v, uint32_t surface, const struct token *t,
                               size_t n_chars);

#endif /* PAGES_VOCAB_H */
