/* board.c - see board.h. */

#include "board.h"

#include <stdio.h>
#include <string.h>

#include "page.h"
#include "threads.h"

#define PER_LIST  10
#define PER_PAGE  4 /* posts on one page of a topic */
#define FORUM_ID  7
#define SID_PARAM "&amp;sid=@SID@"

void
board_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES])
{
    snprintf(out, SITE_PATH_BYTES, "%s/viewtopic.php?f=%d&t=%d", s->base[SITE_BOARD], FORUM_ID,
             t->id);
}

static void
open_page(struct buf *b, const char *title)
{
    page_head(b, "en-gb", title);
    buf_add_str(b, "</head>\n<body id=\"phpbb\" class=\"nojs notouch section-viewtopic ltr\">\n"
                   "<div id=\"wrap\" class=\"wrap\">\n<div id=\"page-header\"><div "
                   "class=\"headerbar\"><p class=\"sitename\">Riverside Town Board</p></div>\n"
                   "<ul class=\"nav-breadcrumbs\"><li class=\"breadcrumbs\"><a "
                   "href=\"./index.php?sid=@SID@\">Board index</a></li></ul>\n"
                   "<ul class=\"linklist\"><li><a href=\"./memberlist.php?sid=@SID@\">Members</a>"
                   "</li><li><a href=\"./ucp.php?mode=login" SID_PARAM "\">Login</a></li></ul>"
                   "</div>\n<div id=\"page-body\" class=\"page-body\" role=\"main\">\n");
}

static void
close_page(struct buf *b)
{
    buf_add_str(b, "</div>\n<div id=\"page-footer\" class=\"page-footer\"><ul class=\"nav-footer\">"
                   "<li>All times are UTC</li><li><a href=\"./ucp.php?mode=delete_cookies" SID_PARAM
                   "\">Delete cookies</a></li></ul><div class=\"copyright\">Powered by phpBB&reg; "
                   "Forum Software</div></div>\n</div></body></html>\n");
}

static void
page_link(struct buf *b, const char *href, long at, long size)
{
    buf_addf(b, "<li><a class=\"button\" href=\"%s", href);
    if (at > 0)
        buf_addf(b, "&amp;start=%ld", at);
    buf_addf(b, SID_PARAM "\">%ld</a></li>", at / size + 1);
}

/* "1", "2", next: links at start=0, size, 2*size ... of n; none when one page is enough. */
static void
pages(struct buf *b, const char *href, long start, size_t n, long size)
{
    buf_addf(b, "<div class=\"pagination\">%zu posts", n);
    if (n > (size_t)size) {
        buf_add_str(b, "<ul>");
        for (long at = 0; at < (long)n; at += size) {
            if (at == start)
                buf_addf(b, "<li class=\"active\"><span>%ld</span></li>", at / size + 1);
            else
                page_link(b, href, at, size);
        }
        if (start + size < (long)n)
            buf_addf(b,
                     "<li class=\"arrow next\"><a class=\"button button-icon-only\" "
                     "href=\"%s&amp;start=%ld" SID_PARAM "\" rel=\"next\">Next</a></li>",
                     href, start + size);
        buf_add_str(b, "</ul>");
    }
    buf_add_str(b, "</div>\n");
}

static void
index_page(struct buf *b)
{
    open_page(b, "Riverside Town Board - Index page");
    buf_addf(b,
             "<div class=\"forabg\"><ul class=\"topiclist forums\"><li class=\"row\"><a "
             "href=\"./viewforum.php?f=%d" SID_PARAM "\" class=\"forumtitle\">Student life</a>"
             "<br>Living and studying in Riverside</li></ul></div>\n",
             FORUM_ID);
    close_page(b);
}

static void
forum(const struct site *s, const struct site_request *q, struct buf *b)
{
    const struct site_threads *all = &s->threads[SITE_BOARD];
    long start = page_query(q, "start", 0);
    char href[SITE_NAME_BYTES];

    if (start < 0)
        start = 0;
    open_page(b, "Riverside Town Board - Student life");
    buf_addf(b,
             "<h2 class=\"forum-title\"><a href=\"./viewforum.php?f=%d" SID_PARAM
             "\">Student life</a></h2>\n<div class=\"forumbg\"><ul class=\"topiclist topics\">\n",
             FORUM_ID);
    for (size_t i = (size_t)start; i < all->n && i < (size_t)start + PER_LIST; i++) {
        buf_addf(b,
                 "<li class=\"row bg1\"><dl class=\"row-item topic_read\"><dt><a "
                 "href=\"./viewtopic.php?f=%d&amp;t=%d" SID_PARAM "\" class=\"topictitle\">",
                 FORUM_ID, all->all[i].id);
        page_escape(b, all->all[i].title);
        buf_addf(b, "</a></dt><dd class=\"posts\">%d</dd></dl></li>\n", all->all[i].n_posts - 1);
    }
    buf_add_str(b, "</ul></div>\n");
    snprintf(href, sizeof(href), "./viewforum.php?f=%d", FORUM_ID);
    pages(b, href, start, all->n, PER_LIST);
    close_page(b);
}

static void
post(const struct site_thread *t, int i, struct buf *b)
{
    char iso[SITE_NAME_BYTES], words[SITE_NAME_BYTES];
    int id = t->id * PER_LIST + i;

    buf_addf(b,
             "<div id=\"p%d\" class=\"post has-profile bg%d\"><div class=\"inner\">\n"
             "<div class=\"postbody\"><h3%s><a href=\"#p%d\">%s",
             id, i % 2 + 1, i == 0 ? " class=\"first\"" : "", id, i == 0 ? "" : "Re: ");
    page_escape(b, t->title);
    buf_addf(b,
             "</a></h3>\n<p class=\"author\">by <strong><a "
             "href=\"./memberlist.php?mode=viewprofile&amp;u=%d" SID_PARAM
             "\" class=\"username\">%s</a></strong> &raquo; ",
             t->id + i, page_user((unsigned)(t->id + i)));
    buf_addf(b, "<time datetime=\"%s\">%s</time></p>\n<div class=\"content\">",
             page_date(t->day, 7 + i, "%Y-%m-%dT%H:%M:%S+00:00", iso),
             page_date(t->day, 7 + i, "%a %b %d, %Y %I:%M %p", words));
    page_paragraphs(b, t->posts[i]);
    buf_add_str(b, "</div></div></div></div>\n<hr class=\"divider\">\n");
}

static void
topic(const struct site_request *q, const struct site_thread *t, struct buf *b)
{
    long start = page_query(q, "start", 0);
    char title[SITE_PATH_BYTES], href[SITE_NAME_BYTES];

    if (start < 0 || start >= t->n_posts)
        start = 0;
    snprintf(title, sizeof(title), "%s - Riverside Town Board", t->title);
    snprintf(href, sizeof(href), "./viewtopic.php?f=%d&amp;t=%d", FORUM_ID, t->id);
    open_page(b, title);
    buf_addf(b, "<h2 class=\"topic-title\"><a href=\"%s" SID_PARAM "\">", href);
    page_escape(b, t->title);
    buf_addf(b,
             "</a></h2>\n%s<div class=\"action-bar bar-top\"><a href=\"./posting.php?"
             "mode=reply&amp;t=%d" SID_PARAM "\" class=\"button\">Post Reply</a> <a "
             "href=\"%s&amp;view=print" SID_PARAM "\">Print view</a></div>\n",
             t->closed ? "<span class=\"locked\">This topic is locked.</span>\n" : "", t->id, href);
    for (int i = (int)start; i < t->n_posts && i < start + PER_PAGE; i++)
        post(t, i, b);
    pages(b, href, start, (size_t)t->n_posts, PER_PAGE);
    buf_addf(b,
             "<p class=\"jumpbox-return\"><a href=\"./viewforum.php?f=%d" SID_PARAM
             "\" class=\"left-box arrow-left\">Return to &ldquo;Student life&rdquo;</a></p>\n",
             FORUM_ID);
    close_page(b);
}

void
board_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_thread *t = threads_find(&s->threads[SITE_BOARD], page_query(q, "t", -1));

    r->no_etag = true; /* as real boards: every page differs by its session id */
    if (strcmp(q->path, "/") == 0 || strcmp(q->path, "/index.php") == 0)
        index_page(&r->body);
    else if (strcmp(q->path, "/viewforum.php") == 0)
        forum(s, q, &r->body);
    else if (strcmp(q->path, "/viewtopic.php") == 0 && t != NULL)
        topic(q, t, &r->body);
    else
        page_not_found(r);
}
