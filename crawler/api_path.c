/* api_path.c - see api_path.h. */
#include "api_path.h"

struct hits {
    json_t **v;
    size_t n, max;
};

/* "[]", "[1]", "[1:]": the range of elements meant; false: it is none. */
static bool
range_of(struct text inner, size_t size, size_t *from, size_t *end)
{
    bool open = text_ends(inner, TEXT_LIT(":"));
    int64_t at = 0;

    if (inner.n > 0 && (!text_to_int(text_before(inner, ':'), &at) || at < 0))
        return false;
    *from = (size_t)at < size ? (size_t)at : size;
    *end = inner.n == 0 || open || *from == size ? size : *from + 1;
    return true;
}

static void
walk(json_t *v, struct text path, unsigned level, struct hits *hits)
{
    struct text step = text_before(path, '.'), rest = text_after(path, '.');
    struct text name = text_before(step, '[');
    size_t from = 0, end = 0;

    if (v == NULL || level > API_MAX_STEPS || hits->n == hits->max)
        return;
    if (path.n == 0) {
        hits->v[hits->n++] = v;
        return;
    }
    if (name.n > 0)
        v = json_object_getn(v, name.p, name.n);
    if (name.n == step.n) {
        walk(v, rest, level + 1, hits);
        return;
    }
    if (!json_is_array(v) ||
        !range_of(text_before(text_after(step, '['), ']'), json_array_size(v), &from, &end))
        return;
    for (size_t i = from; i < end; i++)
        walk(json_array_get(v, i), rest, level + 1, hits);
}

size_t
api_path_all(const json_t *root, struct text path, size_t max, json_t **hits)
{
    struct hits h = { hits, 0, max };

    /* jansson's readers of members take const and give non-const: nothing is changed here */
    walk((json_t *)(uintptr_t)root, text_is(path, ".") ? TEXT_NONE : path, 0, &h);
    return h.n;
}

json_t *
api_path_first(const json_t *root, struct text path)
{
    json_t *hit = NULL;

    (void)api_path_all(root, path, 1, &hit);
    return hit;
}

struct text
api_path_as_text(const json_t *v, struct arena *a)
{
    if (json_is_string(v))
        return arena_text(a, (struct text){ json_string_value(v), json_string_length(v) });
    if (json_is_integer(v))
        return text_of(arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v)));
    return TEXT_NONE;
}

struct text
api_path_text(const json_t *root, struct text path, struct arena *a)
{
    return api_path_as_text(api_path_first(root, path), a);
}

bool
api_path_is_true(const json_t *v)
{
    if (json_is_string(v))
        return json_string_length(v) > 0;
    if (json_is_number(v))
        return json_number_value(v) < 0 || json_number_value(v) > 0;
    return v != NULL && !json_is_null(v) && !json_is_false(v);
}

bool
api_path_number(const json_t *v, int64_t *ret)
{
    if (json_is_array(v)) {
        *ret = (int64_t)json_array_size(v);
        return true;
    }
    if (json_is_integer(v)) {
        *ret = json_integer_value(v);
        return true;
    }
    return json_is_string(v) &&
           text_to_int((struct text){ json_string_value(v), json_string_length(v) }, ret);
}
