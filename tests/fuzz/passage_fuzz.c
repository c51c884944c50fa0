/* passage_fuzz.c - any bytes split into spans that stay inside the text, in order. */

#include <stdint.h>
#include <stdlib.h>

#include "passage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_new();
    struct passage_page page;
    uint32_t at = 0;

    passage_split((struct text){ (const char *)data, n }, a, &page);
    for (size_t i = 0; i < page.n_sentences; i++) {
        struct passage_span s = page.sentences[i].at;

        if (s.start < at || s.start >= s.end || s.end > n ||
            page.sentences[i].block >= page.n_blocks)
            abort();
        at = s.end;
    }
    for (size_t i = 0; i < page.n_passages; i++)
        if (page.passages[i].at.start >= page.passages[i].at.end || page.passages[i].at.end > n)
            abort();
    if (page.n_words > 0 && (page.n_sentences == 0 || page.n_passages == 0))
        abort();
    arena_free(a);
    return 0;
}
