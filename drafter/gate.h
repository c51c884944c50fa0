/*
 * gate.h - is the page that came first the right one?
 *
 * Log odds from a few features of a ranking, and the threshold (threshold.h) below
 * which no draft is made: the question becomes a content gap instead.
 *
 * What it does not do: judge whether the page holds the answer (sentences.h), or
 * weigh the one against the other (answer.c).
 * Weights and their origin are in gate.c.
 */
#ifndef GATE_H
#define GATE_H

#include "pages.h"
#include "threshold.h"

struct gate_features {
    double share;   /* of the first page in a softmax over the scores */
    double agree;   /* share of the single scores that put this page first */
    double heading; /* best heading: IDF of words shared with the question / of words in either */
    double title;   /* share of the title's IDF that is in the question */
    /* Shares of the question's weight (pages.h): */
    double coverage; /* on the page; words that no page knows count fully */
    double unknown;  /* in words that are nowhere on the site */
};

/* Features of the first hit; all 0 when there is none. */
void gate_measure(struct pages *p, const struct pages_found *found, struct arena *a,
                  struct gate_features *ret);

/* Log odds that the page is right, by the ranking alone. */
double gate_logit(const struct gate_features *f);

/* Log odds of a probability that is kept away from 0 and 1. */
double gate_log_odds(double p);

#endif /* GATE_H */
