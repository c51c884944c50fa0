/* feed_json.c - JSON Feed, versions 1.0 and 1.1 (jsonfeed.org). */
#include <jansson.h>

#include "extract_entity.h"
#include "feed_parts.h"
#include "utf8.h"

/* A string member that lives in the arena, cut to FEED_MAX_TEXT; empty if it is none. */
static struct text
member(const json_t *o, const char *key, struct arena *a)
{
    const json_t *v = json_object_get(o, key);
    struct text t = { json_string_value(v), json_string_length(v) };

    return t.n > 0 ? arena_text(a, text_trim(text_sub(t, 0, utf8_cut(t, FEED_MAX_TEXT))))
                   : TEXT_NONE;
}

static struct text
author_of(const json_t *item, struct arena *a)
{
    const json_t *author = json_array_get(json_object_get(item, "authors"), 0);

    if (author == NULL)
        author = json_object_get(item, "author"); /* 1.0 */
    return member(author, "name", a);
}

static void
read_item(const json_t *item, struct feed_work *w)
{
    const json_t *tags = json_object_get(item, "tags");
    struct arena *a = w->arena;
    struct feed_entry *e = json_is_object(item) ? feed_parts_entry(w) : NULL;
    const json_t *id = json_object_get(item, "id");

    if (e == NULL)
        return;
    e->id = member(item, "id", a);
    if (json_is_integer(id))
        e->id = text_of(arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(id)));
    e->url = feed_parts_url(member(item, "url", a), w->url, a);
    if (e->url.n == 0)
        e->url = feed_parts_url(member(item, "external_url", a), w->url, a);
    if (e->url.n == 0)
        e->url = feed_parts_url(e->id, TEXT_NONE, a);
    e->title = member(item, "title", a);
    e->summary = member(item, "summary", a);
    if (e->summary.n == 0)
        e->summary = member(item, "content_text", a);
    if (e->summary.n == 0)
        e->summary = text_trim(extract_entity_strip(member(item, "content_html", a), a));
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const json_t *tag = json_array_get(tags, i);

        feed_parts_tag(e, (struct text){ json_string_value(tag), json_string_length(tag) }, a);
    }
    e->author = author_of(item, a);
    e->has_published = feed_parts_date(member(item, "date_published", a), &e->published_s) ||
                       feed_parts_date(member(item, "date_modified", a), &e->published_s);
}

enum status
feed_json(struct text body, struct feed_work *w, struct err *err)
{
    json_error_t why;
    json_t *root, *items;

    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        body = text_from(body, 3);
    root = json_loadb(body.n > 0 ? body.p : "", body.n, 0, &why);
    items = json_object_get(root, "items");
    if (root == NULL || !json_is_array(items)) {
        err_set(err, ST_INVALID, "no feed: neither XML nor JSON with \"items\"%s%s",
                root == NULL ? ": " : "", root == NULL ? why.text : "");
        json_decref(root);
        return ST_INVALID;
    }
    w->feed->format = "json";
    w->feed->title = member(root, "title", w->arena);
    w->feed->site = feed_parts_url(member(root, "home_page_url", w->arena), w->url, w->arena);
    for (size_t i = 0; i < json_array_size(items); i++)
        read_item(json_array_get(items, i), w);
    json_decref(root);
    return ST_OK;
}
