/* No field of an entry is over its cap. */
#include <assert.h>

#include "../../crawler/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct feed feed;

    if (feed_parse((struct text){ (const char *)data, size }, TEXT_LIT("http://h/f.xml"), a, &feed,
                   NULL) == ST_OK)
        for (size_t i = 0; i < feed.n; i++)
            assert(feed.entries[i].title.n <= FEED_MAX_TEXT &&
                   feed.entries[i].author.n <= FEED_MAX_TEXT);
    arena_free(a);
    return 0;
}
