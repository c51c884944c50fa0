#include "filter_words.h"

#include <stdlib.h>

#include "mem.h"

void
filter_words_init(struct filter_words *w)
{
    w->tokenizer = token_new();
    w->guesser = lang_new();
    w->arena = arena_new();
}

void
filter_words_release(struct filter_words *w)
{
    token_free(w->tokenizer);
    lang_free(w->guesser);
    arena_free(w->arena);
}

enum status
filter_words_open(const struct filter_args *args, void **ret, struct err *err)
{
    struct filter_words *w = mem_zalloc(sizeof(*w));

    (void)args; /* nothing of a workspace bears on it */
    (void)err;
    filter_words_init(w);
    *ret = w;
    return ST_OK;
}

void
filter_words_close(void *state)
{
    if (state == NULL)
        return;
    filter_words_release(state);
    free(state);
}

const char *
filter_words_language(struct filter_words *w, const json_t *in, struct text text)
{
    struct text declared = TEXT_NONE;

    (void)json_text(in, "language", &declared); /* absent: the text decides */
    return lang_of(w->guesser, declared, text, NULL);
}
