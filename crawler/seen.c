/* seen.c - see seen.h. */
#include "seen.h"

#include <string.h>

XXH128_hash_t
seen_key(struct text link, uint64_t seed)
{
    return XXH3_128bits_withSeed(link.p, link.n, seed);
}

static void
put_first(struct seen_slot *set, size_t at, struct seen_slot slot)
{
    memmove(set + 1, set, at * sizeof(*set));
    set[0] = slot;
}

bool
seen_find(struct seen *s, XXH128_hash_t key, int64_t *ret_id)
{
    struct seen_slot *set = s->sets[key.low64 % SEEN_SETS];

    for (size_t i = 0; i < SEEN_WAYS; i++)
        if (XXH128_isEqual(set[i].key, key)) {
            *ret_id = set[i].id;
            put_first(set, i, set[i]);
            return true;
        }
    return false;
}

void
seen_put(struct seen *s, XXH128_hash_t key, int64_t id)
{
    put_first(s->sets[key.low64 % SEEN_SETS], SEEN_WAYS - 1, (struct seen_slot){ key, id });
}
