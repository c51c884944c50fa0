/* Any bytes as a page, through everything: profiles, structured data, FAQ, text, links. */
#include "../../crawler/extract_parts.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct extract *
loaded(void)
{
    static struct extract *x; /* profiles are read once a process */

    if (x == NULL && extract_new(NULL, &x, NULL) != ST_OK)
        abort();
    return x;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct extract_input in = { .url = TEXT_LIT("https://example.org/t/1"),
                                .body = { (const char *)data, size } };
    struct extract_page page;

    extract_page(loaded(), &in, a, &page);
    if (page.n_questions > EXTRACT_MAX_QUESTIONS || page.n_links > EXTRACT_MAX_LINKS)
        abort();
    for (size_t i = 0; i < page.n_questions; i++)
        if (!(page.questions[i].p >= 0 && page.questions[i].p <= 1))
            abort();
    arena_free(a);
    return 0;
}
