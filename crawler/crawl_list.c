/* crawl_list.c - feeds and sitemaps: many addresses for one request. */
#include "crawl_private.h"
#include "feed.h"
#include "sitemap.h"

static void
add(struct crawl_job *job, struct crawl_list *l, struct frontier_link link)
{
    if (link.href.n == 0)
        return;
    l->links = arena_grow(job->arena, l->links, l->n, &l->cap, sizeof(*l->links));
    l->links[l->n++] = link;
}

static void
read_feed(struct crawl_job *job, struct text body, struct crawl_list *ret)
{
    struct feed feed;

    if (feed_parse(body, job->url.address, job->arena, &feed, NULL) != ST_OK) {
        ret->bad = "not a feed";
        return;
    }
    for (size_t i = 0; i < feed.n; i++)
        add(job, ret,
            (struct frontier_link){ .href = feed.entries[i].url, .label = feed.entries[i].title });
}

static void
read_sitemap(struct crawl_job *job, struct text body, struct crawl_list *ret)
{
    struct sitemap map;

    if (sitemap_parse(body, job->url.address, job->arena, &map, NULL) != ST_OK) {
        ret->bad = "not a sitemap";
        return;
    }
    for (size_t i = 0; i < map.n; i++) {
        const struct sitemap_entry *e = &map.entries[i];

        add(job, ret,
            (struct frontier_link){ .href = e->loc,
                                    .label = e->title,
                                    .kind = map.kind == SITEMAP_INDEX ? STORE_URL_SITEMAP
                                                                      : STORE_URL_PAGE,
                                    .lastmod_s = e->has_lastmod ? e->lastmod_s : 0,
                                    .aside = true });
    }
}

void
crawl_list_read(struct crawl_job *job, const struct fetch_response *r, struct crawl_list *ret)
{
    if (job->url.kind == STORE_URL_FEED)
        read_feed(job, r->body, ret);
    else
        read_sitemap(job, r->body, ret);
}
