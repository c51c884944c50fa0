/* checks.c - see checks.h. */

#include "checks.h"

#include <jansson.h>
#include <stdlib.h>

static void
add(json_t *list, const char *check, const char *level, const char *note)
{
    json_array_append_new(
        list, json_pack("{s:s, s:s, s:s}", "check", check, "level", level, "note", note));
}

struct text
checks_noted(const struct lint_result *r, const char *check, const char *note, struct arena *a)
{
    json_t *list = json_array();
    struct text t;
    char *z;

    for (size_t i = 0; i < r->n; i++)
        add(list, r->issues[i].check, r->issues[i].error ? "error" : "warning", r->issues[i].note);
    if (note != NULL)
        add(list, check, "note", note);
    z = json_dumps(list, JSON_COMPACT);
    t = arena_text(a, text_of(z != NULL ? z : "[]"));
    free(z);
    json_decref(list);
    return t;
}

struct text
checks_json(const struct lint_result *r, struct arena *a)
{
    return checks_noted(r, NULL, NULL, a);
}
