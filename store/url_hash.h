/*
 * url_hash.h - the number by which an address is found on its host, for
 * store/url.c and its migration.
 *
 * The upper 24 bits keep the order of the longest number in the address, as a
 * float does; the others are a hash of all of it:
 *
 *     | bits of the number | those after its first one | hash          |
 *     63                   57                          39              0
 *
 * Lists link to topics whose numbers are near each other.  Filed by a hash
 * alone, each link of a page would read and write another page of the index;
 * this way most of them share one or two (make bench-frontier).
 */
#ifndef URL_HASH_H
#define URL_HASH_H

#include "store.h"
#include "text.h"

int64_t url_hash_of(struct text address);

/* Hash every address of the store anew: for migrations. */
void url_hash_all(struct store *s);

#endif /* URL_HASH_H */
