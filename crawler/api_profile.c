/* api_profile.c - the sections of a profile that describe its site's API: see api_parts.h. */
#include "api_parts.h"

#include <stddef.h>
#include <string.h>

#define SOURCE    TEXT_LIT("source ")
#define MAX_PAGES 100000 /* more than any list has */

static const struct {
    const char *key;
    enum api_field field;
} fields[] = {
    { "items", API_ITEMS },       { "more", API_MORE },     { "pages", API_PAGES },
    { "cursor", API_CURSOR },     { "page", API_PAGE },     { "title", API_TITLE },
    { "body", API_BODY },         { "url", API_URL },       { "posted", API_POSTED },
    { "changed", API_CHANGED },   { "author", API_AUTHOR }, { "score", API_SCORE },
    { "views", API_VIEWS },       { "count", API_COUNT },   { "posts", API_POSTS },
    { "accepted", API_ACCEPTED }, { "closed", API_CLOSED }, { "tag", API_TAG },
    { "language", API_LANGUAGE }, { "asks", API_ASKS },     { "tells", API_TELLS },
    { "answers", API_ANSWERS },
};

static const char *const places[] = {
    [API_LIST] = "api list", [API_ITEM] = "api item", [API_ANSWER] = "api answer"
};

bool
api_profile_is(struct text section)
{
    return text_is(section, "api") || text_starts(section, TEXT_LIT("api ")) ||
           text_starts(section, SOURCE);
}

static void
add(struct api_lines *l, struct text value, struct arena *a)
{
    l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
    l->v[l->n++] = arena_text(a, value);
}

static void
add_each(struct api_lines *l, struct text value, struct arena *a)
{
    struct text one;

    while (text_cut(&value, ",", &one))
        add(l, text_trim(one), a);
}

static bool
set_field(const struct inifile_entry *e, struct arena *a, struct api *api)
{
    for (size_t p = 0; p < N_ELEMENTS(places); p++)
        for (size_t i = 0; text_is(e->section, places[p]) && i < N_ELEMENTS(fields); i++)
            if (text_is(e->key, fields[i].key)) {
                add(&api->fields[p][fields[i].field], e->value, a);
                return true;
            }
    return false;
}

static bool
set_way(const struct inifile_entry *e, struct arena *a, struct api *api)
{
    struct text name = text_trim(text_from(e->section, SOURCE.n));
    struct api_way *way;
    size_t i = 0;

    while (i < api->n_ways && !text_eq(api->ways[i].name, name))
        i++;
    if (i == api->n_ways) {
        api->ways = arena_grow(a, api->ways, api->n_ways, &api->cap_ways, sizeof(*api->ways));
        api->ways[api->n_ways++] = (struct api_way){ .name = arena_text(a, name) };
    }
    way = &api->ways[i];
    if (text_is(e->key, "fits"))
        add(&way->fits, e->value, a);
    else if (text_is(e->key, "list"))
        add(&way->list, e->value, a);
    else if (text_is(e->key, "search"))
        add(&way->search, e->value, a);
    else
        return false;
    return true;
}

static bool
set_format(struct api *api, struct text value)
{
    static const char *const names[] = { "html", "markdown", "plain" };

    for (size_t i = 0; i < N_ELEMENTS(names); i++)
        if (text_is(value, names[i])) {
            api->format = (enum api_format)i;
            return true;
        }
    return false;
}

static bool
set_number(int64_t *to, struct text value)
{
    return text_to_int(value, to) && *to >= 0 && *to <= MAX_PAGES;
}

static bool
set_switch(bool *to, struct text value)
{
    *to = text_is(value, "yes");
    return *to || text_is(value, "no");
}

/* A line of [api]. */
static bool
set_one(const struct inifile_entry *e, struct arena *a, struct api *api)
{
    const struct {
        const char *key;
        struct text *text;
        struct api_lines *lines;
    } rows[] = {
        { "host", &api->host, NULL },         { "item", &api->item, NULL },
        { "thread", &api->thread, NULL },     { "backoff", NULL, &api->backoff },
        { "quota", NULL, &api->quota },       { "error", NULL, &api->error },
        { "throttle", NULL, &api->throttle }, { "wait", NULL, &api->wait },
    };

    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        if (!text_is(e->key, rows[i].key))
            continue;
        if (rows[i].text != NULL)
            *rows[i].text = arena_text(a, e->value);
        else
            add_each(rows[i].lines, e->value, a);
        return true;
    }
    if (text_is(e->key, "format"))
        return set_format(api, e->value);
    if (text_is(e->key, "first"))
        return set_number(&api->first, e->value);
    if (text_is(e->key, "last"))
        return set_number(&api->last, e->value);
    if (text_is(e->key, "complete"))
        return set_switch(&api->complete, e->value);
    return text_is(e->key, "link") && set_switch(&api->link, e->value);
}

enum status
api_profile_add(const struct inifile_entry *e, struct arena *a, struct api **api, struct err *err)
{
    bool ok;

    if (*api == NULL) {
        *api = arena_alloc(a, sizeof(**api));
        (*api)->first = 1;
    }
    if (text_is(e->section, "api"))
        ok = set_one(e, a, *api);
    else if (text_starts(e->section, SOURCE))
        ok = set_way(e, a, *api);
    else
        ok = set_field(e, a, *api);
    if (ok)
        return ST_OK;
    return err_set(err, ST_CONFIG, "%s:%d: [%.*s] %.*s = %.*s: unknown key or value", e->file,
                   e->line, TEXT_ARG(e->section), TEXT_ARG(e->key), TEXT_ARG(e->value));
}

struct text
api_profile_template(const struct api *api, struct text template, struct arena *a)
{
    if (!text_starts(template, TEXT_LIT("/")))
        return template;
    if (api->host.n == 0)
        return text_of(arena_printf(a, "{origin}%.*s", TEXT_ARG(template)));
    return text_of(arena_printf(a, "%.*s%.*s", TEXT_ARG(api->host), TEXT_ARG(template)));
}
