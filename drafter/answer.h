/*
 * answer.h - a question and a site, in; page, sentences and a confidence, out.
 *
 * The one place where pages.h, gate.h and sentences.h come together, so that the
 * stage and the filter answer alike.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "gate.h"
#include "pages.h"
#include "sentences.h"

#define ANSWER_MAX_PAGES 10

struct answer {
    struct pages_found found; /* best page first, ANSWER_MAX_PAGES at most */
    struct gate_features features;
    struct sentences_found sentences; /* of the first page */
    double confidence;                /* that the first page is right; 0 without a page */
};

/* body may be "": what the asker wrote below the question. */
void answer_find(struct pages *p, struct text question, struct text body, const char *language,
                 struct arena *a, struct answer *ret);

/* The same for a page that somebody chose: it comes first, wherever it ranks. */
void answer_on(struct pages *p, uint32_t page, struct text question, struct text body,
               const char *language, struct arena *a, struct answer *ret);

#endif /* ANSWER_H */
