/*
 * twin.h - do two pages say the same?  Print versions, mirrors, pages whose frame changed.
 *
 * A text is seen as its set of shingles (TWIN_WORDS words in a row, case folded where they are
 * ASCII, marks and spaces left out; an ideograph or kana is a word).  Likeness is the share of
 * shingles that two texts have in common (Jaccard).  Two steps:
 *  1. a sketch of TWIN_BINS minima, made in one pass over the text; bands of sketches that are
 *     equal name the pairs that may be alike (with likeness .7 in 99.9 % of cases);
 *  2. twin_likeness() on the two texts decides, exactly.
 * A page of which one word in twenty is another has a likeness of about .75; different pages of
 * one site seldom have .3 (DESIGN.md).
 *
 * Sources: Broder 1997 (resemblance); Li, Owen, Zhang 2012 (one permutation);
 * Shrivastava 2017 (densification).  Pure code: no store.
 */
#ifndef TWIN_H
#define TWIN_H

#include "arena.h"
#include "text.h"

#define TWIN_WORDS     3
#define TWIN_BINS      64
#define TWIN_BAND_BINS 4  /* bins in a band: 16 bands */
#define TWIN_ALIKE     .6 /* likeness from which on pages say the same */
#define TWIN_SURE      .8 /* from here on even if each has words of its own */
#define TWIN_OWN       20 /* shingles in a row that only one has: a sentence or two of its own */
#define TWIN_MIN_WORDS 12 /* shorter texts are alike only if their words are the same */
#define TWIN_MAX_RUN   32 /* partners that one band names at most: a thousand copies are one page */

struct twin_sketch {
    uint32_t bins[TWIN_BINS];
    uint32_t n_words;
};

void twin_sketch(struct text t, struct twin_sketch *ret);

/*
 * Call fn for the pairs that may be alike, each once, i < j, of which at least one is fresh.
 * sketches are in order of preference: of many in one band only the first TWIN_MAX_RUN are
 * partners.
 */
typedef void twin_pair_fn(void *self, size_t i, size_t j);
void twin_pairs(const struct twin_sketch *sketches, const bool *fresh, size_t n, twin_pair_fn *fn,
                void *self);

/*
 * 0 to 1, exact; 1 only for the same shingles.  0 below TWIN_SURE if both have TWIN_OWN
 * shingles in a row that the other has not: two pages in one frame.  Scratch memory from the arena.
 */
double twin_likeness(struct text a, struct text b, struct arena *scratch);

/*
 * Do the titles allow it?  Not if a word with a digit stands in one alone: "Exams 2025" and
 * "Exams 2026" are two pages however alike.
 */
bool twin_titles(struct text a, struct text b);

#endif /* TWIN_H */
