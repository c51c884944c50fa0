/*
 * words.h - made-up language for benchmarks, the same for the same seed.
 *
 * A vocabulary of stems built from syllables, drawn by Zipf's law (Mandelbrot's
 * form, as measured in natural text), with words that tend to follow others,
 * each in four inflected forms that
 * Snowball and Porter bring together, among the real small words of English in
 * about their natural share.  No real person's text is in it.
 *
 * An intent is a few content words; its wordings put them into other frames,
 * inflect, swap for a fixed near-synonym, drop or add one, so that a search
 * can be judged by whether it finds the other wordings.
 */
#ifndef WORDS_H
#define WORDS_H

#include "buf.h"
#include "rng.h"

#define WORDS_INTENT 7

struct words;

struct words_intent {
    uint32_t stems[WORDS_INTENT];
    size_t n;
};

struct words *words_new(uint64_t seed, uint32_t n_stems);
void words_free(struct words *w);
struct rng *words_rng(struct words *w);

void words_content(struct words *w, struct buf *out);            /* one content word */
void words_sentence(struct words *w, size_t n, struct buf *out); /* n words, capital, full stop */
void words_question(struct words *w, struct buf *out); /* 5 to 14 words, mostly with '?' */

void words_intent_of(struct words *w, struct words_intent *ret);
void words_wording(struct words *w, const struct words_intent *in, struct buf *out);

#endif /* WORDS_H */
