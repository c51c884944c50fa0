/*
 * sentences.h - which sentences of the page answer the question?
 *
 * One to three sentences of one page, as byte offsets into its text: what is
 * quoted is there byte for byte because it is never copied into another form.
 * Also an estimate whether the page answers the question at all.
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

struct sentences_found {
    struct sentences_pick picks[SENTENCES_MAX]; /* best first */
    size_t n;                                   /* 0 only on a page without sentences */
    double answered; /* log odds that the page says it at all, see sentences.c */
};

void sentences_choose(struct pages *p, const struct pages_query *q, struct text question,
                      uint32_t page, struct arena *a, struct sentences_found *ret);

#endif /* SENTENCES_H */
