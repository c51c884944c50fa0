/* crawl_list.c - feeds and sitemaps: many addresses for one request. */
#include "crawl_private.h"
#include "feed.h"
#include "sitemap.h"

#define ABOUT_BYTES 2000 /* of an entry's summary: what it is about stands at its beginning */

static void
add(struct crawl_reading *read, struct frontier_link link)
{
    struct crawl_list *l = &read->list;

    if (link.href.n == 0)
        return;
    l->links = arena_grow(read->arena, l->links, l->n, &l->cap, sizeof(*l->links));
    l->links[l->n++] = link;
}

static struct text
about_of(const struct feed_entry *e, struct arena *a)
{
    struct text summary = text_sub(e->summary, 0, ABOUT_BYTES);

    return text_of(arena_printf(a, "%.*s %.*s", TEXT_ARG(e->tags), TEXT_ARG(summary)));
}

static void
read_feed(struct crawl_reading *read)
{
    struct feed feed;

    if (feed_parse(read->response->body, read->address, read->arena, &feed, NULL) != ST_OK) {
        read->list.bad = "not a feed";
        return;
    }
    for (size_t i = 0; i < feed.n; i++)
        add(read, (struct frontier_link){ .href = feed.entries[i].url,
                                          .label = feed.entries[i].title,
                                          .about = about_of(&feed.entries[i], read->arena) });
}

static void
read_sitemap(struct crawl_reading *read)
{
    struct sitemap map;

    if (sitemap_parse(read->response->body, read->address, read->arena, &map, NULL) != ST_OK) {
        read->list.bad = "not a sitemap";
        return;
    }
    for (size_t i = 0; i < map.n; i++) {
        const struct sitemap_entry *e = &map.entries[i];

        add(read, (struct frontier_link){ .href = e->loc,
                                          .label = e->title,
                                          .kind = map.kind == SITEMAP_INDEX ? STORE_URL_SITEMAP
                                                                            : STORE_URL_PAGE,
                                          .lastmod_s = e->has_lastmod ? e->lastmod_s : 0,
                                          .aside = true });
    }
}

void
crawl_list_read(struct crawl_reading *read)
{
    if (read->kind == STORE_URL_SITEMAP)
        read_sitemap(read);
    else
        read_feed(read);
}
