#include "words_filter.h"

#include <stdlib.h>

#include "mem.h"

void
words_filter_init(struct words_filter *w)
{
    w->tokenizer = token_new();
    w->guesser = lang_new();
    w->arena = arena_new();
}

void
words_filter_release(struct words_filter *w)
{
    token_free(w->tokenizer);
    lang_free(w->guesser);
    arena_free(w->arena);
}

enum status
words_filter_open(const struct filter_args *args, void **ret, struct err *err)
{
    struct words_filter *w = mem_zalloc(sizeof(*w));

    (void)args; /* nothing of a workspace bears on it */
    (void)err;
    words_filter_init(w);
    *ret = w;
    return ST_OK;
}

void
words_filter_close(void *state)
{
    if (state == NULL)
        return;
    words_filter_release(state);
    free(state);
}

const char *
words_filter_language(struct words_filter *w, const json_t *in, struct text text)
{
    struct text declared = TEXT_NONE;

    (void)json_text(in, "language", &declared); /* absent: the text decides */
    return lang_of(w->guesser, declared, text, NULL);
}
