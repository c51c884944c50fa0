/* Any bytes decode to UTF-8 without NUL, whatever they say they are. */
#include "../../crawler/charset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct text all = { (const char *)data, size }, type = text_before(all, '\n');
    struct text got = charset_decode(text_from(all, type.n), type, a, NULL);

    if (!utf8_valid(got) || (got.n > 0 && memchr(got.p, '\0', got.n) != NULL))
        abort();
    (void)charset_decode(all, TEXT_NONE, a, NULL);
    arena_free(a);
    return 0;
}
