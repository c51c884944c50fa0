/* First line: a query; the rest: a text.  What is taken has words; a snippet is one line. */
#include <assert.h>

#include "../../indexer/ask.h"
#include "../../indexer/snippet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = { (const char *)data, size }, query = TEXT_NONE;
    struct snippet_style style = { 60, "*", "*" };
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct ask ask;

    (void)text_cut(&rest, "\n", &query); /* false: nothing there */
    if (ask_parse(query, a, &ask, NULL) == ST_OK) {
        size_t hits;
        struct text t = snippet_make(tk, rest, NULL, ask.words, &style, a, &hits);

        assert(ask.words.n > 0);
        for (size_t i = 0; i < t.n; i++)
            assert((unsigned char)t.p[i] >= ' ');
        (void)ask_phrases(&ask, tk, query, rest, ask.language, a); /* must only end */
    }
    arena_free(a);
    token_free(tk);
    return 0;
}
