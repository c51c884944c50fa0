#include "reason.h"

#include <stdlib.h>

#include "filter.h"

static bool
has(const struct token_list *l, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (l->tokens[i].id == id)
            return true;
    return false;
}

json_t *
reason_words(const struct token_list *a, const struct token_list *b, bool shared)
{
    json_t *list = json_array();

    for (size_t i = 0; i < a->n; i++) {
        const struct token *t = &a->tokens[i];

        if (t->flags & TOKEN_STOP && !(t->flags & (TOKEN_QUESTION_WORD | TOKEN_NEGATION)))
            continue;
        if (!has(a, i, t->id) && has(b, b->n, t->id) == shared)
            json_array_append_new(list, json_of_text(t->folded));
    }
    return list;
}

struct text
reason_json(const char *how, const struct token_list *here, const struct token_list *head,
            struct arena *a)
{
    json_t *o = json_object();
    struct text copy;
    char *z;

    json_object_set_new(o, "how", json_string(how));
    json_object_set_new(o, "shared", reason_words(here, head, true));
    json_object_set_new(o, "only_here", reason_words(here, head, false));
    json_object_set_new(o, "only_head", reason_words(head, here, false));
    z = json_dumps(o, JSON_COMPACT);
    copy = arena_text(a, text_of(z));
    free(z);
    json_decref(o);
    return copy;
}
