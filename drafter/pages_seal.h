/*
 * pages_seal.h - what is made when all pages are in: lists of words and grams, sums of IDF.
 *
 * pages_seal() itself is in pages.h.
 */
#ifndef PAGES_SEAL_H
#define PAGES_SEAL_H

#include "pages_index.h"

void pages_seal_release(struct pages *p);
size_t pages_seal_bytes(const struct pages *p); /* of memory */

/* The bit of pages_lists.next that a following word sets. */
uint16_t pages_seal_bit(uint64_t stem);

#endif /* PAGES_SEAL_H */
