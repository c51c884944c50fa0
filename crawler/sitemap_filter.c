/* sitemap_filter.c - "earshot filter sitemap": the addresses in a sitemap or feed. */
#include "base64.h"
#include "buf.h"
#include "filter.h"
#include "sitemap.h"

static json_t *
entries_of(const struct sitemap *map)
{
    json_t *list = json_array();

    for (size_t i = 0; i < map->n; i++) {
        const struct sitemap_entry *e = &map->entries[i];
        json_t *o = json_object();

        json_put_text(o, "loc", e->loc);
        if (e->lastmod.n > 0)
            json_put_text(o, "lastmod", e->lastmod);
        if (e->title.n > 0)
            json_put_text(o, "title", e->title);
        json_array_append_new(list, o);
    }
    return list;
}

static enum status
answer(struct text body, struct text url, json_t *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct sitemap map;
    enum status st = sitemap_parse(body, url, arena, &map, err);

    if (st == ST_OK) {
        json_put_text(out, "kind", text_of(sitemap_kind_name(map.kind)));
        json_object_set_new(out, "entries", entries_of(&map));
        json_object_set_new(out, "truncated", json_boolean(map.truncated));
        json_object_set_new(out, "skipped", json_integer((json_int_t)map.skipped));
    }
    arena_free(arena);
    return st;
}

static enum status
sitemap_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct text body, url = TEXT_NONE, encoded;
    struct buf bytes;
    enum status st = ST_OK;

    (void)state;
    (void)json_text(in, "url", &url); /* without it relative addresses are skipped */
    buf_init(&bytes, FILTER_MAX_LINE);
    if (!json_text(in, "body_base64", &encoded))
        st = json_need_text(in, "body", &body, err);
    else if (base64_decode(encoded, &bytes))
        body = buf_text(&bytes);
    else
        st = err_set(err, ST_INVALID, "\"body_base64\": not base64");
    if (st == ST_OK)
        st = answer(body, url, out, err);
    buf_release(&bytes);
    return st;
}

const struct filter sitemap_filter = {
    .name = "sitemap",
    .summary = "the addresses in a sitemap (XML, index, text; gzip too) or feed",
    .input = "{\"id\",\"url\",\"body\" or \"body_base64\"}",
    .output = "{\"id\",\"kind\":\"urlset/index/text/feed\",\"entries\":[{\"loc\",\"lastmod\"?,"
              "\"title\"?}]}",
    .line = sitemap_line,
};
