/* Any markup read as microdata: cycles of itemref, nesting, names. */
#include "../../crawler/extract_parts.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct extract_input in = { .url = TEXT_LIT("https://example.org/") };
    struct extract_page page = { .cut = false };
    struct extract_work w = { .in = &in, .a = a, .page = &page };

    html_setup();
    html_parse((struct text){ (const char *)data, size }, a, &w.h);
    extract_frame_mark(&w);
    extract_microdata_read(&w);
    arena_free(a);
    return 0;
}
