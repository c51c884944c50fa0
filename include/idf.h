/*
 * idf.h - how rare a word is: documents counted by term.
 *
 * Two questions alone are no collection, so a table of common English words
 * (seeds/words/en.tsv: stem, documents that have it) stands in for one; the
 * documents of a collection at hand are counted on top of it.  A rarity is
 * ln(1 + N / (1 + df)), which is never 0.  Terms are 64-bit as in search.h.
 *
 * Words and character n-grams are counted apart: the n-grams' counts for the table
 * are worked out from its words.
 */
#ifndef IDF_H
#define IDF_H

#include "arena.h"
#include "text.h"
#include "token.h"

struct idf;

#define IDF_GRAM 3 /* letters; a word stands between two spaces */

struct idf *idf_new(void); /* with the table of common words read */
void idf_free(struct idf *f);

/* Count the words and the n-grams of one more document. */
void idf_add(struct idf *f, const struct token_list *l, struct arena *scratch);

/* Rarity: what a word, or a gram, weighs. */
float idf_word(const struct idf *f, const struct token *t);
float idf_gram(const struct idf *f, uint64_t gram);
float idf_most(const struct idf *f); /* of a word never seen */

/* Share of documents of any kind that hold the stem, by the table alone; 0: it is not in there. */
float idf_share(const struct idf *f, uint64_t stem);

#endif /* IDF_H */
