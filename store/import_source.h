/*
 * import_source.h - what a source of a table is called.
 *
 * Its host, in words: without www. and the public suffix, and without the department's own
 * domain, which says nothing of it there.  It follows from the addresses alone, so that the same
 * table names the same sources again, whatever else was added.
 */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include "arena.h"
#include "text.h"

#define IMPORT_SOURCE_KEY_BYTES 48 /* a longer one is cut */

/*
 * "academia-stackexchange" of https://academia.stackexchange.com/x; never empty, of lower-case
 * letters, digits and -, none of the names that own sites and imports have.  sites: the
 * department's own, with blanks between.  In the arena.
 */
const char *import_source_key(struct text address, struct text sites, struct arena *a);

#endif /* IMPORT_SOURCE_H */
