/* A selector, a NUL and a page: what a profile's line may be, on any page. */
#include "../../crawler/select.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FOUND 50

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct text all = { (const char *)data, size }, line = text_before(all, '\0');
    struct select *s = NULL;
    uint32_t *found, first;
    struct err err;
    struct html h;
    size_t n;

    html_setup();
    html_parse(text_from(all, line.n < size ? line.n + 1 : size), a, &h);
    if (select_parse(line, a, &s, &err) == ST_OK) {
        first = select_first(s, &h, HTML_ROOT);
        n = select_all(s, &h, HTML_ROOT, MAX_FOUND, a, &found);
        if ((n > 0) != (first != SELECT_NONE) || n > MAX_FOUND)
            abort();
        for (size_t i = 0; i < n; i++) {
            if (found[i] >= h.n || (i > 0 && found[i] <= found[i - 1]))
                abort(); /* in document order, each once */
            (void)select_value(s, &h, found[i], a);
        }
    }
    arena_free(a);
    return 0;
}
