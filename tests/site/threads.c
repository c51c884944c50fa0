/* threads.c - see threads.h. */

#include "threads.h"

#include <jansson.h>
#include <stdlib.h>

#include "mem.h"

/* The strings of a JSON array, NULL at the end; the array of pointers is the caller's. */
static const char *const *
strings_of(const json_t *list)
{
    size_t n = json_array_size(list);
    const char **ret = mem_zalloc((n + 1) * sizeof(*ret));

    for (size_t i = 0; i < n; i++)
        ret[i] = json_string_value(json_array_get(list, i));
    return ret;
}

static enum status
one_thread(json_t *o, struct site_thread *t, struct err *err)
{
    json_t *posts = NULL, *tags = NULL;
    json_error_t why;
    int closed = 0;

    t->kind = "question";
    t->lang = "en";
    if (json_unpack_ex(o, &why, JSON_STRICT,
                       "{s:i, s:s, s:s, s:o, s?o, s?s, s?s, s?s, s?i, s?b, s?i, s?i}", "id", &t->id,
                       "day", &t->day, "title", &t->title, "posts", &posts, "tags", &tags, "kind",
                       &t->kind, "gold", &t->gold, "lang", &t->lang, "accepted", &t->accepted,
                       "closed", &closed, "score", &t->score, "views", &t->views) < 0)
        return err_set(err, ST_INVALID, "thread %d: %s", t->id, why.text);
    t->closed = closed != 0;
    t->posts = strings_of(posts);
    t->tags = strings_of(tags);
    t->n_posts = (int)json_array_size(posts);
    if (t->n_posts == 0 || t->accepted >= t->n_posts)
        return err_set(err, ST_INVALID, "thread %d: posts and accepted do not fit", t->id);
    return ST_OK;
}

enum status
threads_load(const char *path, struct site_threads *ret, struct err *err)
{
    json_error_t why;
    json_t *list = json_load_file(path, 0, &why);
    enum status st = ST_OK;

    if (!json_is_array(list))
        return err_set(err, ST_INVALID, "%s:%d: %s", path, why.line, why.text);
    ret->json = list;
    ret->n = json_array_size(list);
    ret->all = mem_zalloc((ret->n + 1) * sizeof(*ret->all));
    for (size_t i = 0; i < ret->n && st == ST_OK; i++)
        st = one_thread(json_array_get(list, i), &ret->all[i], err);
    return st;
}

void
threads_release(struct site_threads *t)
{
    for (size_t i = 0; i < t->n; i++) {
        free((void *)(uintptr_t)t->all[i].posts);
        free((void *)(uintptr_t)t->all[i].tags);
    }
    free(t->all);
    json_decref(t->json);
    *t = (struct site_threads){ 0 };
}

const struct site_thread *
threads_find(const struct site_threads *t, long id)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->all[i].id == id)
            return &t->all[i];
    return NULL;
}
