/*
 * store_frozen.h - which files below exports/ are frozen: made once, the same ever after.
 *
 * The file itself is the caller's business: it is written before its row is committed, so that a
 * row never speaks of a file that is not there.  Write in role STORE_EXPORTS; errors are sticky.
 */
#ifndef STORE_FROZEN_H
#define STORE_FROZEN_H

#include "store.h"
#include "text.h"

struct store_frozen {
    int64_t made_s, bytes, hash; /* hash: XXH3, 64 bits, of the bytes */
};

/* Has anything been heard at all?  Before that a list says nothing, and should not be kept. */
bool store_frozen_worth(struct store *s);

/* file: its name below exports/.  false: it is not frozen. */
bool store_frozen_find(struct store *s, struct text file, struct store_frozen *ret);
void store_frozen_add(struct store *s, struct text file, const struct store_frozen *f);

#endif /* STORE_FROZEN_H */
