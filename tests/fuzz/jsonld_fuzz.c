/* Any bytes in a JSON-LD block: mended or dropped, never a fault. */
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
    json_t *json = extract_jsonld_parse((struct text){ (const char *)data, size });

    if (json != NULL)
        extract_schema_read(&w, json, "jsonld");
    json_decref(json);
    arena_free(a);
    return 0;
}
