/* Any bytes must split; every token lies in the text, in order, and is not empty. */
#include <assert.h>

#include "token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = { "en", "fr", "tr", "de", "zh", "ru" };
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();
    struct token_list l;
    struct text in = { (const char *)data + (size > 0), size - (size > 0) };
    size_t end = 0;

    token_split(tk, in, languages[size > 0 ? data[0] % N_ELEMENTS(languages) : 0], a, &l);
    for (size_t i = 0; i < l.n; i++) {
        const struct token *t = &l.tokens[i];

        assert(t->at >= end && t->word.n > 0 && t->at + t->word.n <= in.n);
        assert(t->folded.n > 0 && t->stem.n > 0 && t->word.p == in.p + t->at);
        end = t->at + t->word.n;
    }
    arena_free(a);
    token_free(tk);
    return 0;
}
