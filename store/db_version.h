/*
 * db_version.h - has anything changed in the store since?  For what a handle keeps of what it read.
 *
 * Versions are of one handle, and say nothing to another.
 */
#ifndef DB_VERSION_H
#define DB_VERSION_H

#include <stdbool.h>
#include <stdint.h>

#include "store.h"

struct db_version {
    int64_t others, own; /* commits of other connections, rows changed by this one */
};

#define DB_VERSION_NONE ((struct db_version){ -1, -1 })

struct db_version db_version(struct store *s);
bool db_version_same(const struct db_version *x, const struct db_version *y);

#endif /* DB_VERSION_H */
