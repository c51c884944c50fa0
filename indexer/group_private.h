/*
 * group_private.h - a set of questions as group.c fills it and group_run.c groups it.
 */
#ifndef GROUP_PRIVATE_H
#define GROUP_PRIVATE_H

#include "group.h"
#include "link.h"
#include "search.h"

struct group_item {
    struct text text;     /* in the set's arena */
    const char *language; /* the same */
    uint64_t fingerprint;
    uint32_t n_tokens;
    uint32_t wording; /* which of the set's */
    int8_t preferred; /* as the head: 1 or -1; 0: no matter */
    bool pinned;
};

/* What is the same word for word is looked for and compared once, with its number of copies. */
struct group_wording {
    uint32_t item; /* the first that has it */
    uint32_t copies;
    uint32_t label; /* its group; GROUP_NEW: in none yet */
    uint32_t next;  /* the next wording of the label; GROUP_NEW: it is the last */
    uint32_t place; /* its number among those that a run compares; GROUP_NEW: not among them */
};

struct group_label {
    uint32_t first, last; /* wordings, in the order they came */
    uint32_t head;        /* item; GROUP_NEW: to be chosen */
    double best;          /* of the head while it is chosen, */
    uint32_t chosen_in;   /* which is in this run */
};

/*
 * Invariants: document number i of both indexes is wording i; items from told on were added
 * since the last run.  slots: open addressing by fingerprint, a wording's number + 1 or
 * 0, at most half full.  pins: the label of a pinned number + 1, or 0.
 */
struct group_set {
    struct tokenizer *tokenizer;   /* borrowed */
    struct arena *arena, *scratch; /* owned; the first: texts */
    struct idf *idf;
    struct search_index *words, *pairs;
    struct group_item *items; /* owned */
    size_t n, cap, told;
    struct group_wording *wordings; /* owned */
    size_t n_wordings, cap_wordings, run_wordings;
    struct group_label *labels; /* owned */
    size_t n_labels, cap_labels;
    uint32_t *pins; /* owned */
    size_t n_pins, cap_pins;
    uint32_t *slots;        /* owned */
    size_t n_slots;         /* a power of 2, or 0 */
    const char **languages; /* in the arena */
    size_t n_languages, cap_languages;
    uint32_t n_runs;
};

/* Append a wording to a label. */
void group_put(struct group_set *s, uint32_t wording, uint32_t label);
/* A label without wordings. */
uint32_t group_open(struct group_set *s);

#endif /* GROUP_PRIVATE_H */
