/* Whatever reads as a zone answers for any time, with offsets that a place could have. */
#include <assert.h>

#include "zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_OFFSET_S (26 * 3600 + 3600) /* daylight saving time an hour on top */

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    const struct zone *z;

    if (zone_read((struct text){ (const char *)data, size }, a, &z, NULL) == ST_OK)
        for (int64_t at = INT64_C(-4000000000); at < INT64_C(9000000000); at += 86413 * 97) {
            int64_t offset = zone_offset(z, at), back = zone_instant(z, at);

            assert(offset >= -MAX_OFFSET_S && offset <= MAX_OFFSET_S);
            assert(back >= at - MAX_OFFSET_S && back <= at + MAX_OFFSET_S);
        }
    arena_free(a);
    return 0;
}
