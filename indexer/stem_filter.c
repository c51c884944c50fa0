/* stem_filter.c - what the words of a text become: filter stem. */

#include "words_filter.h"

static enum status
line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct words_filter *w = state;
    struct text text;
    enum status st = json_need_text(in, "text", &text, err);
    json_t *stems;
    struct token_list l;

    if (st != ST_OK || out == NULL)
        return st;
    arena_clear(w->arena);
    token_split(w->tokenizer, text, words_filter_language(w, in, text), w->arena, &l);
    stems = json_array();
    for (size_t i = 0; i < l.n; i++)
        json_array_append_new(stems, json_of_text(l.tokens[i].stem));
    json_object_set_new(out, "language", json_string(l.language));
    json_object_set_new(out, "stems", stems);
    return ST_OK;
}

const struct filter stem_filter = {
    .name = "stem",
    .summary = "the stems of a text's words",
    .input = "{\"id\",\"text\",\"language\"?}",
    .output = "{\"id\",\"language\",\"stems\":[...]}",
    .open = words_filter_open,
    .line = line,
    .close = words_filter_close,
};
