/*
 * pages_pairs.h - in how many passages does a pair of words stand?
 *
 * A table of counts by the hash of a pair: nothing else is kept of pairs, whose lists
 * would be larger than the texts.  Counting every pair of a large site would take most of the
 * time and memory of its index, so after the first PAGES_PAIRS_ALL words only one page in
 * PAGES_PAIRS_EVERY is counted, as many times: the counts are exact on small sites and
 * estimates without bias on large ones.
 *
 * A key has 40 bits: among ten million pairs one in a hundred thousand shares its count.
 */
#ifndef PAGES_PAIRS_H
#define PAGES_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#define PAGES_PAIRS_ALL   ((uint64_t)1 << 22) /* words; about 25 MB of text */
#define PAGES_PAIRS_EVERY 16

struct pages_pairs;

struct pages_pairs *pages_pairs_new(void);
void pages_pairs_free(struct pages_pairs *t); /* accepts NULL */

/* Count each of the n pairs (search_pair(); repeats are one) of a passage, so many times. */
void pages_pairs_count(struct pages_pairs *t, const uint64_t *pairs, size_t n, uint32_t times);

/* Passages that have it; 0: none was counted. */
uint32_t pages_pairs_df(const struct pages_pairs *t, uint64_t pair);

size_t pages_pairs_bytes(const struct pages_pairs *t); /* of memory */

#endif /* PAGES_PAIRS_H */
