/* forum.c - see forum.h. */

#include "forum.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "page.h"
#include "threads.h"
#include "utf8.h"

#define PER_LIST    10  /* topics on one list page */
#define PER_PAGE    20  /* posts on one page of a topic, as Discourse has it */
#define LD_TEXT_MAX 300 /* bytes; Discourse cuts there */
#define GENERATOR   "Discourse 3.6.0 - https://github.com/discourse/discourse"

void
forum_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES])
{
    char slug[SITE_NAME_BYTES];

    page_slug(t->title, slug);
    snprintf(out, SITE_PATH_BYTES, "%s/t/%s/%d", s->base[SITE_FORUM], slug, t->id);
}

static void
open_page(struct buf *b, const char *lang, const char *title, const char *canonical)
{
    page_head(b, lang, title);
    buf_addf(b, "<meta name=\"generator\" content=\"%s\">\n<link rel=\"canonical\" href=\"%s\">\n",
             GENERATOR, canonical);
    buf_add_str(b, "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Latest\" "
                   "href=\"/latest.atom\">\n");
}

static void
close_page(struct buf *b)
{
    buf_add_str(b, "<footer class=\"container wrap\"><nav class=\"crawler-nav\"><ul>\n"
                   "<li><a href=\"/\">Home</a></li><li><a href=\"/categories\">Categories</a></li>"
                   "<li><a href=\"/guidelines\">Guidelines</a></li><li><a href=\"/tos\">Terms of "
                   "Service</a></li></ul></nav>\n<p class=\"powered-by-link\">Powered by volunteers"
                   ", best viewed with JavaScript enabled</p></footer>\n</div></body></html>\n");
}

static void
list(const struct site *s, const struct site_request *q, struct buf *b)
{
    const struct site_threads *all = &s->threads[SITE_FORUM];
    long page = page_query(q, "page", 0);
    char url[SITE_PATH_BYTES];

    if (page < 0)
        page = 0;
    snprintf(url, sizeof(url), "%s/latest", s->base[SITE_FORUM]);
    open_page(b, "en", "Latest topics - Northfield Students", url);
    buf_add_str(b, "</head>\n<body class=\"crawler\"><header><a href=\"/\">Northfield Students"
                   "</a></header>\n<div id=\"main-outlet\" class=\"wrap\" role=\"main\">\n"
                   "<div class=\"topic-list-container\"><table class=\"topic-list\"><tbody>\n");
    for (size_t i = (size_t)page * PER_LIST; i < all->n && i < (size_t)(page + 1) * PER_LIST; i++) {
        forum_address(s, &all->all[i], url);
        buf_addf(b,
                 "<tr class=\"topic-list-item\"><td class=\"main-link\"><a class=\"title "
                 "raw-link raw-topic-link\" href=\"%s\">",
                 url);
        page_escape(b, all->all[i].title);
        buf_addf(b, "</a></td><td class=\"replies\"><span class=\"posts\">%d</span></td></tr>\n",
                 all->all[i].n_posts - 1);
    }
    buf_add_str(b, "</tbody></table></div>\n");
    if ((size_t)(page + 1) * PER_LIST < all->n)
        buf_addf(b,
                 "<div role=\"navigation\"><b><a rel=\"next\" href=\"/latest?page=%ld\">next "
                 "page</a></b></div>\n",
                 page + 1);
    close_page(b);
}

static void
json_ld(const struct site_thread *t, const char *url, struct buf *b)
{
    char day[SITE_NAME_BYTES], cut[LD_TEXT_MAX + 1];
    json_t *q, *page;
    char *z;

    snprintf(cut, sizeof(cut), "%.*s", (int)utf8_cut(text_of(t->posts[0]), LD_TEXT_MAX),
             t->posts[0]);
    q = json_pack("{s:s, s:s, s:s, s:i, s:i, s:s, s:{s:s, s:s}}", "@type", "Question", "name",
                  t->title, "text", cut, "upvoteCount", t->score, "answerCount", t->accepted > 0,
                  "datePublished", page_date(t->day, 9, "%Y-%m-%dT%H:%M:%S.000Z", day), "author",
                  "@type", "Person", "name", page_user((unsigned)t->id));
    if (t->accepted > 0)
        json_object_set_new(q, "acceptedAnswer",
                            json_pack("{s:s, s:s, s:i, s:s}", "@type", "Answer", "text",
                                      t->posts[t->accepted], "upvoteCount", 2, "url", url));
    page = json_pack("{s:s, s:s, s:s, s:o}", "@context", "http://schema.org", "@type", "QAPage",
                     "name", t->title, "mainEntity", q);
    z = json_dumps(page, JSON_ESCAPE_SLASH);
    buf_addf(b, "<script type=\"application/ld+json\">%s</script>\n", z);
    free(z);
    json_decref(page);
}

static void
post(const struct site_thread *t, int i, struct buf *b)
{
    char iso[SITE_NAME_BYTES], words[SITE_NAME_BYTES];
    const char *who = page_user((unsigned)(t->id + i));
    bool accepted = i > 0 && i == t->accepted;

    buf_addf(b,
             "<div id=\"post_%d\" class=\"topic-body crawler-post\">\n"
             "<div class=\"crawler-post-meta\"><span class=\"creator\" itemprop=\"author\" "
             "itemscope itemtype=\"http://schema.org/Person\"><a itemprop=\"url\" "
             "rel=\"nofollow\" href=\"/u/%s\"><span itemprop=\"name\">%s</span></a></span>\n",
             i + 1, who, who);
    buf_addf(b,
             "<span class=\"crawler-post-infos\"><time datetime=\"%s\" class=\"post-time\">%s"
             "</time></span></div>\n",
             page_date(t->day, 9 + i, "%Y-%m-%dT%H:%M:%SZ", iso),
             page_date(t->day, 9 + i, "%B %d, %Y, %I:%M%p", words));
    buf_addf(b, "<div class=\"post\" itemprop=\"%s\">\n", i == 0 ? "text" : "comment");
    page_paragraphs(b, t->posts[i]);
    buf_addf(b, "</div>\n<div class=\"crawler-linkback-list\"></div>%s</div>\n",
             accepted ? "<div class=\"accepted-text\">Solution</div>" : "");
}

static void
topic(const struct site *s, const struct site_request *q, const struct site_thread *t,
      struct buf *b)
{
    char url[SITE_PATH_BYTES], title[SITE_PATH_BYTES], canonical[SITE_PATH_BYTES + SITE_NAME_BYTES];
    long page = page_query(q, "page", 1);
    int first = page > 1 ? (int)(page - 1) * PER_PAGE : 0;

    forum_address(s, t, url);
    snprintf(title, sizeof(title), "%s - Northfield Students", t->title);
    snprintf(canonical, sizeof(canonical), page > 1 ? "%s?page=%ld" : "%s", url, page);
    open_page(b, t->lang, title, canonical);
    if (strcmp(t->kind, "question") == 0)
        json_ld(t, url, b);
    buf_add_str(b, "</head>\n<body class=\"crawler\"><header><a href=\"/\">Northfield Students"
                   "</a></header>\n<div id=\"main-outlet\" class=\"wrap\" role=\"main\">\n");
    buf_addf(b, "<div id=\"topic-title\"><h1><a href=\"%s\">", url);
    page_escape(b, t->title);
    buf_add_str(b, "</a></h1><div class=\"topic-category\"><a href=\"/c/general/4\">General</a>"
                   "<div class=\"discourse-tags\">");
    for (const char *const *tag = t->tags; *tag != NULL; tag++)
        buf_addf(b, "<a href=\"/tag/%s\" class=\"discourse-tag\" rel=\"tag\">%s</a> ", *tag, *tag);
    buf_add_str(b, "</div></div></div>\n<div itemscope "
                   "itemtype=\"http://schema.org/DiscussionForumPosting\">"
                   "<meta itemprop=\"headline\" content=\"");
    page_escape(b, t->title);
    buf_addf(b, "\"><link itemprop=\"url\" href=\"%s\">\n", url);
    for (int i = first; i < t->n_posts && i < first + PER_PAGE; i++)
        post(t, i, b);
    buf_add_str(b, "</div>\n");
    if (first + PER_PAGE < t->n_posts)
        buf_addf(b,
                 "<div role=\"navigation\"><a rel=\"next\" href=\"%s?page=%ld\">next page</a>"
                 "</div>\n",
                 url, page + 1);
    buf_addf(b, "<div class=\"suggested\"><h3>Suggested Topics</h3><a href=\"/latest\">Older "
                "topics</a></div>\n");
    close_page(b);
}

static void
feed(const struct site *s, struct buf *b)
{
    const struct site_threads *all = &s->threads[SITE_FORUM];
    char url[SITE_PATH_BYTES], iso[SITE_NAME_BYTES];

    buf_add_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
                   "<title>Northfield Students - Latest topics</title>\n");
    buf_addf(b, "<id>%s/latest.atom</id>\n<updated>2026-11-20T08:00:00Z</updated>\n",
             s->base[SITE_FORUM]);
    for (size_t i = 0; i < all->n && i < PER_PAGE; i++) {
        forum_address(s, &all->all[i], url);
        buf_addf(b, "<entry><id>%s</id><link href=\"%s\"/><updated>%s</updated>\n<title>", url, url,
                 page_date(all->all[i].day, 9, "%Y-%m-%dT%H:%M:%SZ", iso));
        page_escape(b, all->all[i].title);
        buf_add_str(b, "</title></entry>\n");
    }
    buf_add_str(b, "</feed>\n");
}

void
forum_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_thread *t = NULL;
    const char *number = strrchr(q->path, '/');

    if (api_forum(s, q, r))
        return;
    if (strcmp(q->path, "/") == 0 || strcmp(q->path, "/latest") == 0) {
        list(s, q, &r->body);
    } else if (strcmp(q->path, "/latest.atom") == 0) {
        r->type = "application/atom+xml";
        feed(s, &r->body);
    } else if (strncmp(q->path, "/t/", sizeof("/t/") - 1) == 0 && number != NULL) {
        t = threads_find(&s->threads[SITE_FORUM], strtol(number + 1, NULL, 10));
        if (t == NULL)
            page_not_found(r);
        else
            topic(s, q, t, &r->body);
    } else {
        page_not_found(r);
    }
}
