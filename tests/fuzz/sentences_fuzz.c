/*
 * sentences_fuzz.c - the first line is a question, the rest a page: whatever is
 * chosen stands on the page, and the numbers are finite.
 */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "../../drafter/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct text page = { (const char *)data, n }, question = TEXT_NONE;
    struct pages *p = pages_new();
    struct arena *a = arena_new();
    struct answer x;

    (void)text_cut(&page, "\n", &question); /* no line: an empty question */
    (void)pages_add(p, &(struct pages_input){ .title = question, .text = page });
    (void)pages_add(p, &(struct pages_input){ .title = TEXT_LIT("Other"), .text = question });
    answer_find(p, question, page, NULL, a, &x);
    if (!(x.confidence >= 0 && x.confidence <= 1))
        abort();
    for (size_t i = 0; i < x.sentences.n; i++) {
        const struct pages_page *on = pages_get(p, x.found.hits[0].page);
        struct passage_span at = x.sentences.picks[i].at;

        if (at.start >= at.end || at.end > on->split.text.n ||
            !isfinite(x.sentences.picks[i].score))
            abort();
    }
    arena_free(a);
    pages_free(p);
    return 0;
}
