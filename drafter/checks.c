/* checks.c - see checks.h. */

#include "checks.h"

#include <jansson.h>
#include <stdlib.h>

struct text
checks_json(const struct lint_result *r, struct arena *a)
{
    json_t *list = json_array();
    struct text t;
    char *z;

    for (size_t i = 0; i < r->n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "check", r->issues[i].check,
                                              "level", r->issues[i].error ? "error" : "warning",
                                              "note", r->issues[i].note));
    z = json_dumps(list, JSON_COMPACT);
    t = arena_text(a, text_of(z != NULL ? z : "[]"));
    free(z);
    json_decref(list);
    return t;
}
