/* Every entry of what parses has an address. */
#include <assert.h>

#include "../../crawler/sitemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct sitemap map;

    if (sitemap_parse((struct text){ (const char *)data, size }, TEXT_LIT("http://h/s.xml"), a,
                      &map, NULL) == ST_OK)
        for (size_t i = 0; i < map.n; i++)
            assert(map.entries[i].loc.n > 0);
    arena_free(a);
    return 0;
}
