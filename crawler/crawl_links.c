/* crawl_links.c - what a page leads to: links, and what is told of them; more pages; feeds. */
#include "crawl_private.h"

#define MAX_FEEDS  5 /* taken from one page */
#define FEED_DEPTH 1 /* pages deeper than this have feeds of their own that say nothing new */
#define MAX_TAGS   8 /* of a thread on a list: sites allow 5 */

/* Does the link lead to what a tag or category has?  By what forums' addresses say. */
static bool
is_tag(const struct extract_link *l)
{
    static const struct text parts[] = { { "/tag", 4 }, { "/category/", 10 }, { "/c/", 3 } };

    if (text_find_nocase(l->rel, TEXT_LIT("tag")) != TEXT_NPOS)
        return true;
    for (size_t i = 0; i < N_ELEMENTS(parts); i++)
        if (text_find(l->url, parts[i]) != TEXT_NPOS)
            return true;
    return false;
}

/* The tags that a list shows behind a link to a thread. */
static struct text
tags_behind(const struct extract_page *x, size_t at, struct arena *a)
{
    struct text tags = TEXT_NONE;

    if (!x->links[at].in_content || is_tag(&x->links[at]))
        return tags;
    for (size_t i = at + 1; i < x->n_links && i <= at + MAX_TAGS; i++) {
        const struct extract_link *l = &x->links[i];

        if (text_eq(l->url, x->links[at].url))
            continue;
        if (!is_tag(l) || !l->in_content)
            break;
        tags = text_of(arena_printf(a, "%.*s%.*s\n", TEXT_ARG(tags), TEXT_ARG(l->text)));
    }
    return tags;
}

void
crawl_links_add(struct crawl *c, const struct frontier_from *from, const struct extract_page *x,
                bool own)
{
    for (size_t i = 0; !x->nofollow && i < x->n_links; i++) {
        const struct extract_link *l = &x->links[i];
        struct frontier_link link = { .href = l->url,
                                      .label = l->text,
                                      .about = tags_behind(x, i, from->job->arena) };

        link.next = (x->next.n > 0 && text_eq(l->url, x->next)) ||
                    text_find_nocase(l->rel, TEXT_LIT("next")) != TEXT_NPOS;
        link.aside = !l->in_content ||
                     text_find_nocase(l->rel, TEXT_LIT("nofollow")) != TEXT_NPOS ||
                     text_find_nocase(l->rel, TEXT_LIT("ugc")) != TEXT_NPOS;
        frontier_add(c, from, &link);
    }
    if (!x->nofollow && x->next.n > 0) {
        struct frontier_link link = { .href = x->next, .next = true };

        frontier_add(c, from, &link);
    }
    for (size_t i = 0; !own && from->job->url.depth <= FEED_DEPTH && i < x->n_feeds; i++) {
        struct frontier_link link = { .href = x->feeds[i], .kind = STORE_URL_FEED };

        if (i < MAX_FEEDS)
            frontier_add(c, from, &link);
    }
}
