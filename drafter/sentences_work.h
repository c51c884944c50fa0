/*
 * sentences_work.h - what sentences.c finds out and sentences_quote.c chooses by.
 * Internal to both.
 */
#ifndef SENTENCES_WORK_H
#define SENTENCES_WORK_H

#include "cues.h"
#include "pages_index.h"
#include "sentences.h"

/*
 * What is known of a sentence whatever is asked: kept with the opened page (pages_words.marks),
 * each found out when it is first wanted.
 */
enum sentences_mark {
    SENTENCES_READ = 1,     /* the next two are known */
    SENTENCES_DANGLING = 2, /* speaks of the sentence before */
    SENTENCES_POINTS = 4,   /* sends the reader elsewhere */
    SENTENCES_WEIGHED = 8,  /* the next is known */
    SENTENCES_QUOTABLE = 16
};

/* What one sentence has of the question. */
struct sentences_look {
    uint64_t seen;   /* bit per question word */
    uint64_t prefix; /* the same by first letters */
    double matched, coverage, beyond, precision, heading, score;
    size_t n_words, n_pairs;
    size_t place;  /* sentences of its block, or of the part below its heading, before it */
    bool dangling; /* speaks of the sentence before */
    bool echo;     /* says what the question says, and no more */
};

/* A page and a question, while sentences are chosen. */
struct sentences_work {
    struct pages *p;
    const struct pages_query *q;
    const struct pages_page *page;
    const struct pages_words *w;
    struct sentences_look *looks;
    size_t n, n_prose;
    uint64_t in_title; /* bit per question word */
    uint64_t maybe;    /* bits of their numbers: a word with none of them is none of them */
    double idf_sum, beyond_sum;
    double best; /* coverage of the best sentence */
    enum cue_kind cue;
    struct text question;
};

/* Which sentences are quoted, from their scores and from what they need to be understood. */
void sentences_quote(const struct sentences_work *c, struct sentences_found *ret);

#endif /* SENTENCES_WORK_H */
