/*
 * seen.h - the links met lately on one host, and what became of them.
 *
 * Every page of a site carries its menu.  What the store was asked about a link
 * on one page need not be asked on the next: this remembers the answer, in
 * fixed memory, for as long as links keep coming (the oldest of a set makes
 * room).  Links are told apart by 128 bits of a hash that is seeded anew for each
 * run, so that nobody can make two alike.
 *
 * Not here: which answers may be remembered, and for how long they are true
 * (frontier.c).
 */
#ifndef SEEN_H
#define SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include <xxhash.h>

#include "text.h"

#define SEEN_SETS 128 /* times SEEN_WAYS links of a host: large menus have 300; 12 KiB */
#define SEEN_WAYS 4

/* Most recent first within a set; an all-zero key is a free slot. */
struct seen {
    struct seen_slot {
        XXH128_hash_t key;
        int64_t id; /* of its row; 0: it has none, and gets none */
    } sets[SEEN_SETS][SEEN_WAYS];
};

XXH128_hash_t seen_key(struct text link, uint64_t seed);
/* Was it met lately, and as which row? */
bool seen_find(struct seen *s, XXH128_hash_t key, int64_t *ret_id);
/* key is not there. */
void seen_put(struct seen *s, XXH128_hash_t key, int64_t id);

#endif /* SEEN_H */
