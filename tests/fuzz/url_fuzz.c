/* First line: a base; the rest: an address.  What is normalised once stays as it is. */
#include <assert.h>

#include "url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text in = { (const char *)data, size };
    struct arena *a = arena_new();
    struct text href, again;
    struct url u;

    if (url_resolve(text_after(in, '\n'), text_before(in, '\n'), a, &href, NULL) == ST_OK) {
        bool split = url_split(href, &u);

        assert(split);
        for (size_t i = 0; i < href.n; i++)
            assert(href.p[i] >= ' ' && (unsigned char)href.p[i] < 0x7F);
        if (url_resolve(href, TEXT_NONE, a, &again, NULL) == ST_OK)
            assert(text_eq(href, again));
        again = url_canonical(href, a);
        assert(text_eq(url_canonical(again, a), again));
        (void)url_registrable(u.host);
        (void)url_authority(&u, a);
        (void)url_path_query(&u);
    }
    arena_free(a);
    return 0;
}
