/*
 * store_around.h - the lines of a page around a sentence that was quoted from it.
 *
 * Read from the page as it is now.  Texts live in the arena; errors are sticky (store.h).
 */
#ifndef STORE_AROUND_H
#define STORE_AROUND_H

#include "arena.h"
#include "store.h"
#include "text.h"

#define STORE_AROUND_BYTES ((size_t)600) /* on each side, cut at a word; about 100 words */

struct store_around {
    struct text before, sentence, after; /* as on the page, white space and all */
};

/* False: the sentence, as it was quoted, stands on the page no longer. */
bool store_around(struct store *s, int64_t url_id, int64_t start, struct text sentence,
                  struct arena *a, struct store_around *ret);

#endif /* STORE_AROUND_H */
