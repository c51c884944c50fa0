/*
 * sentences.h - which sentences of the page answer the question?
 *
 * One to three sentences of one page, as byte offsets into its text: what is
 * quoted is there byte for byte because it is never copied into another form.
 * Also what speaks for the page's answering the question at all.
 *
 * What it does not do: find the page (pages.h), write the draft (compose.h).
 */
#ifndef SENTENCES_H
#define SENTENCES_H

#include "pages.h"

#define SENTENCES_MAX        3
#define SENTENCES_MAX_WORDS  62 /* of all chosen together: a draft has 90 at most */
#define SENTENCES_LONGEST    72 /* words of one; a longer one is quoted only if there is no other */
#define SENTENCES_MAX_LOOKED 2000 /* of one page; what comes later is not looked at */

struct sentences_pick {
    struct passage_span at;
    uint32_t sentence; /* index into split.sentences */
    double score;
};

/* What of the question the page says, as shares of its weight (pages.h) unless said otherwise. */
struct sentences_said {
    double pair;      /* best two sentences in a row */
    double page;      /* the whole page and its title */
    double beyond;    /* best sentence, words of the title left out on both sides */
    double precision; /* best sentence: what it has of the question beside all that it has */
    double cue; /* the kind of answer wanted is in the best sentence: 1, it is not: -1; or 0 */
};

struct sentences_found {
    struct sentences_pick picks[SENTENCES_MAX]; /* best first */
    size_t n;                                   /* 0 only on a page without sentences */
    struct sentences_said said;
};

void sentences_choose(struct pages *p, const struct pages_query *q, struct text question,
                      uint32_t page, struct arena *a, struct sentences_found *ret);

#endif /* SENTENCES_H */
