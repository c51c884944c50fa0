/* First line: a keyword; the rest: a text.  Every hit lies in the text. */
#include <assert.h>

#include "match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text in = { (const char *)data, size };
    struct match_rule rule = { text_before(in, '\n'), false };
    struct match_subject s = { .title = text_after(in, '\n'), .text = text_after(in, '\n') };
    struct matcher *m = NULL;
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct match_result r;

    if (match_compile(&rule, 1, &m, NULL) == ST_OK) {
        match_find(m, tk, &s, a, &r);
        for (size_t i = 0; i < r.n_hits; i++)
            assert(r.hits[i].at + r.hits[i].words.n <= s.text.n &&
                   r.hits[i].words.p == s.text.p + r.hits[i].at);
    }
    match_free(m);
    arena_free(a);
    token_free(tk);
    return 0;
}
