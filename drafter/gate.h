/*
 * gate.h - is the page that came first the right one?
 *
 * A probability from a few features of a ranking, and the threshold below which
 * no draft is made: the question becomes a content gap instead.
 *
 * What it does not do: judge whether the page holds the answer (sentences.h).
 * Weights and their origin are in gate.c.
 */
#ifndef GATE_H
#define GATE_H

#include "pages.h"

/* At least this probability for a draft; measured 2026-11-22, see DESIGN.md. */
#define GATE_THRESHOLD .62

struct gate_features {
    double share;   /* of the first page in a softmax over the scores */
    double agree;   /* share of the single scores that put this page first */
    double heading; /* best heading: IDF of words shared with the question / of words in either */
    double title;   /* share of the title's IDF that is in the question */
    double
        coverage;   /* share of the question's IDF that is on the page; unknown words count fully */
    double unknown; /* share of the question's IDF in words that are nowhere on the site */
    double passage; /* the same in the best passage */
};

/* Features of the first hit; all 0 when there is none. */
void gate_measure(struct pages *p, const struct pages_found *found, struct arena *a,
                  struct gate_features *ret);

/* 0 .. 1. */
double gate_probability(const struct gate_features *f);

#endif /* GATE_H */
