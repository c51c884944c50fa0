/*
 * tombstone.h - what was deleted stays deleted though its page is still out there.
 *
 * A tombstone is the hash of a post's permalink (BLAKE2b-256): it tells nobody what stood
 * there.  The crawler's store_page_put_post() asks; retention and erasure write, in role
 * STORE_RETENTION, inside a transaction.  Errors are sticky (store.h).
 */
#ifndef STORE_TOMBSTONE_H
#define STORE_TOMBSTONE_H

#include <stdint.h>

#include "store.h"
#include "text.h"

enum store_tombstone {
    STORE_TOMBSTONE_NONE,
    STORE_TOMBSTONE_BODY,   /* its row stays without its words */
    STORE_TOMBSTONE_ERASED, /* it has no row, and gets none */
};

/* A body's becomes an erased one's, never the other way round. */
void store_tombstone_add(struct store *s, struct text permalink, enum store_tombstone kind,
                         int64_t now_s);
enum store_tombstone store_tombstone_of(struct store *s, struct text permalink);

#endif /* STORE_TOMBSTONE_H */
