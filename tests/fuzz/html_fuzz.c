/* Any bytes as HTML: a sound table of nodes, and their text. */
#include "../../crawler/extract_parts.h"

#include <stdint.h>
#include <stdlib.h>

#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each subtree lies within its parent's, as its nodes do within the table. */
static void
check_table(const struct html *h)
{
    uint32_t ends[EXTRACT_MAX_LEVELS + 8];
    size_t depth = 0;

    for (uint32_t i = 0; i < h->n; i++) {
        while (depth > 0 && ends[depth - 1] <= i)
            depth--;
        if (h->nodes[i].end <= i || h->nodes[i].end > h->n ||
            (depth > 0 && h->nodes[i].end > ends[depth - 1]))
            abort();
        if (depth == N_ELEMENTS(ends))
            abort();
        ends[depth++] = h->nodes[i].end;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct extract_page page = { .cut = false };
    struct extract_input in = { .url = TEXT_LIT("https://example.org/") };
    struct extract_work w = { .in = &in, .page = &page, .a = arena_new() };
    struct text t;

    html_setup();
    html_parse((struct text){ (const char *)data, size }, w.a, &w.h);
    check_table(&w.h);
    extract_frame_mark(&w);
    t = extract_text_main(&w);
    if (utf8_valid((struct text){ (const char *)data, size }) && !utf8_valid(t))
        abort();
    (void)extract_text_lead(t, w.a);
    arena_free(w.a);
    return 0;
}
