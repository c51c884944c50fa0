/* Valid UTF-8 stays valid, and nothing found means nothing changed. */
#include <assert.h>

#include "../../crawler/mask.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text in = { (const char *)data, size };
    struct arena *a = arena_new();
    struct mask_counts counts = { 0 };
    struct text out = mask_text(in, a, &counts);

    assert(!utf8_valid(in) || utf8_valid(out));
    assert(counts.emails + counts.phones > 0 || out.p == in.p);
    arena_free(a);
    return 0;
}
