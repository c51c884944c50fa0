/*
 * store_frozen.h - which files below exports/ are frozen: made once, the same ever after.
 *
 * The file itself is the caller's business: it is written before its row is committed, so that a
 * row never speaks of a file that is not there.  Write in role STORE_EXPORTS; errors are sticky.
 */
#ifndef STORE_FROZEN_H
#define STORE_FROZEN_H

#include "arena.h"
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

/*
 * For erasure, in role STORE_RETENTION: all of them, by name (*ret is in the arena); another
 * content for one; one that cannot be made anew.
 */
struct store_frozen_row {
    const char *file;
    struct store_frozen is;
};
size_t store_frozen_list(struct store *s, struct arena *a, struct store_frozen_row **ret);
void store_frozen_change(struct store *s, struct text file, const struct store_frozen *f);
void store_frozen_drop(struct store *s, struct text file);

#endif /* STORE_FROZEN_H */
