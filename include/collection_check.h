/*
 * collection_check.h - is the search index of a workspace (index/) whole?
 */
#ifndef COLLECTION_CHECK_H
#define COLLECTION_CHECK_H

#include "status.h"

/*
 * Read all of it.  ST_NOTFOUND: it is not made yet.  ST_INVALID or ST_CONFLICT: damaged,
 * or of another version, with the file and what to do.
 */
enum status collection_check(const char *dir, struct err *err);

#endif /* COLLECTION_CHECK_H */
