/* qa.c - see qa.h. */

#include "qa.h"

#include <stdio.h>
#include <string.h>

#include "page.h"
#include "threads.h"

#define PER_LIST 8

void
qa_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES])
{
    char slug[SITE_NAME_BYTES];

    page_slug(t->title, slug);
    snprintf(out, SITE_PATH_BYTES, "%s/questions/%d/%s", s->base[SITE_QA], t->id, slug);
}

static void
open_page(struct buf *b, const char *title, const char *canonical)
{
    page_head(b, "en", title);
    buf_addf(b,
             "<link rel=\"shortcut icon\" href=\"https://cdn.sstatic.net/Sites/example/favicon"
             ".ico\">\n<link rel=\"canonical\" href=\"%s\">\n</head>\n<body "
             "class=\"question-page unified-theme\">\n<header class=\"s-topbar\">"
             "<a href=\"/\" class=\"s-topbar--logo\">Campus Answers</a>"
             "<nav><a href=\"/questions\">Questions</a> <a href=\"/tags\">Tags</a> "
             "<a href=\"/users/list\">Users</a></nav></header>\n<div class=\"container\">\n",
             canonical);
}

static void
close_page(struct buf *b)
{
    buf_add_str(b, "</div>\n<div id=\"sidebar\"><h4>Hot Network Questions</h4><ul>"
                   "<li><a href=\"/hot/1\">Why do cats knock things over?</a></li>"
                   "<li><a href=\"/hot/2\">Can a wizard eat soup?</a></li></ul></div>\n"
                   "<footer id=\"footer\" class=\"site-footer\"><p>Site design &copy; Campus "
                   "Answers; user contributions licensed under CC BY-SA</p></footer>\n"
                   "</body></html>\n");
}

static bool
has_tag(const struct site_thread *t, struct text tag)
{
    for (const char *const *one = t->tags; *one != NULL; one++)
        if (text_is(tag, *one))
            return true;
    return false;
}

static void
summary(const struct site *s, const struct site_thread *t, struct buf *b)
{
    char url[SITE_PATH_BYTES];

    qa_address(s, t, url);
    buf_addf(b,
             "<div class=\"s-post-summary\" id=\"question-summary-%d\">"
             "<div class=\"s-post-summary--stats-item\"><span>%d</span> votes</div>"
             "<div class=\"s-post-summary--stats-item%s\"><span>%d</span> answers</div>\n",
             t->id, t->score, t->accepted > 0 ? " has-answers has-accepted-answer" : "",
             t->n_posts - 1);
    buf_addf(b,
             "<div class=\"s-post-summary--content\"><h3 "
             "class=\"s-post-summary--content-title\"><a href=\"%s\" class=\"s-link\">",
             url + strlen(s->base[SITE_QA]));
    page_escape(b, t->title);
    buf_add_str(b, "</a></h3>");
    for (const char *const *tag = t->tags; *tag != NULL; tag++)
        buf_addf(b, "<a class=\"post-tag\" rel=\"tag\" href=\"/questions/tagged/%s\">%s</a> ", *tag,
                 *tag);
    buf_add_str(b, "</div></div>\n");
}

/* /questions and /questions/tagged/TAG, newest first, PER_LIST on a page. */
static void
list(const struct site *s, const struct site_request *q, struct buf *b)
{
    const struct site_threads *all = &s->threads[SITE_QA];
    struct text path = text_of(q->path), head = TEXT_LIT("/questions/tagged/");
    struct text tag = text_starts(path, head) ? text_from(path, head.n) : TEXT_NONE;
    long page = page_query(q, "page", 1), nth = 0;
    char url[SITE_PATH_BYTES];

    if (page < 1)
        page = 1;
    snprintf(url, sizeof(url), "%s/questions%s%.*s", s->base[SITE_QA], tag.n > 0 ? "/tagged/" : "",
             TEXT_ARG(text_sub(tag, 0, SITE_NAME_BYTES)));
    open_page(b, "Newest Questions - Campus Answers", url);
    buf_add_str(b, "<h1>Newest Questions</h1>\n<div id=\"questions\">\n");
    for (size_t i = 0; i < all->n; i++) {
        if (tag.n > 0 && !has_tag(&all->all[i], tag))
            continue;
        if (nth >= (page - 1) * PER_LIST && nth < page * PER_LIST)
            summary(s, &all->all[i], b);
        nth++;
    }
    buf_add_str(b, "</div>\n<div class=\"s-pagination\">");
    if (page > 1)
        buf_addf(b, "<a rel=\"prev\" href=\"%s?page=%ld\">Prev</a> ",
                 url + strlen(s->base[SITE_QA]), page - 1);
    if (nth > page * PER_LIST)
        buf_addf(b, "<a rel=\"next\" href=\"%s?page=%ld\">Next</a> ",
                 url + strlen(s->base[SITE_QA]), page + 1);
    buf_addf(b, "<a href=\"/questions?sort=votes&amp;page=%ld\">by votes</a></div>\n", page);
    close_page(b);
}

static void
signature(const struct site_thread *t, int i, struct buf *b)
{
    char iso[SITE_NAME_BYTES], words[SITE_NAME_BYTES];
    const char *who = page_user((unsigned)(t->id + i));

    buf_addf(b,
             "<div class=\"post-signature\"><div class=\"user-info\"><div "
             "class=\"user-action-time\">%s <time itemprop=\"dateCreated\" datetime=\"%s\">"
             "<span class=\"relativetime\">%s</span></time></div>",
             i == 0 ? "asked" : "answered", page_date(t->day, 8 + i, "%Y-%m-%d %H:%M:%SZ", iso),
             page_date(t->day, 8 + i, "%b %d at %H:%M", words));
    buf_addf(b,
             "<div class=\"user-details\" itemprop=\"author\" itemscope "
             "itemtype=\"http://schema.org/Person\"><a href=\"/users/%d/%s\">%s</a>"
             "<span class=\"d-none\" itemprop=\"name\">%s</span></div></div></div>\n",
             t->id + i, who, who, who);
}

static void
answers(const struct site_thread *t, struct buf *b)
{
    buf_addf(b,
             "<div id=\"answers\">\n<div id=\"answers-header\"><h2 data-answercount=\"%d\">"
             "<span itemprop=\"answerCount\">%d</span> Answers</h2></div>\n",
             t->n_posts - 1, t->n_posts - 1);
    for (int i = 1; i < t->n_posts; i++) {
        bool yes = i == t->accepted;

        buf_addf(b,
                 "<div id=\"answer-%d\" class=\"answer%s\" itemprop=\"%s\" itemscope "
                 "itemtype=\"https://schema.org/Answer\">\n<div class=\"js-voting-container\">"
                 "<div class=\"js-vote-count\" itemprop=\"upvoteCount\">%d</div></div>\n"
                 "<div class=\"s-prose js-post-body\" itemprop=\"text\">\n",
                 t->id * PER_LIST + i, yes ? " accepted-answer js-accepted-answer" : "",
                 yes ? "acceptedAnswer" : "suggestedAnswer", yes ? t->score + 1 : 1);
        page_paragraphs(b, t->posts[i]);
        buf_add_str(b, "</div>\n");
        signature(t, i, b);
        buf_add_str(b, "</div>\n");
    }
    buf_add_str(b, "</div>\n");
}

static void
question(const struct site *s, const struct site_thread *t, struct buf *b)
{
    char url[SITE_PATH_BYTES], title[SITE_PATH_BYTES];

    qa_address(s, t, url);
    snprintf(title, sizeof(title), "%s - Campus Answers", t->title);
    open_page(b, title, url);
    buf_add_str(b, "<div itemscope itemtype=\"https://schema.org/QAPage\">\n"
                   "<div itemprop=\"mainEntity\" itemscope "
                   "itemtype=\"https://schema.org/Question\">\n<link itemprop=\"image\" "
                   "href=\"https://cdn.sstatic.net/img/logo.png\">\n<div id=\"question-header\">"
                   "<h1 itemprop=\"name\"><a class=\"question-hyperlink\" href=\"");
    buf_addf(b, "%s\">", url + strlen(s->base[SITE_QA]));
    page_escape(b, t->title);
    buf_addf(b, "%s</a></h1></div>\n", t->closed ? " [closed]" : "");
    if (t->closed)
        buf_add_str(b, "<aside class=\"s-notice js-post-notice\"><b>Closed.</b> This question is "
                       "not about campus life. It is not accepting answers.</aside>\n");
    buf_addf(b,
             "<div class=\"s-viewcount\">Viewed %d times</div>\n<div class=\"question "
             "js-question\" id=\"question\" data-questionid=\"%d\"><div class=\"js-vote-count\" "
             "itemprop=\"upvoteCount\">%d</div>\n<div class=\"s-prose js-post-body\" "
             "itemprop=\"text\">\n",
             t->views, t->id, t->score);
    page_paragraphs(b, t->posts[0]);
    buf_add_str(b, "</div>\n<div class=\"post-taglist\">");
    for (const char *const *tag = t->tags; *tag != NULL; tag++)
        buf_addf(b, "<a class=\"post-tag\" rel=\"tag\" href=\"/questions/tagged/%s\">%s</a> ", *tag,
                 *tag);
    buf_add_str(b, "</div>\n");
    signature(t, 0, b);
    buf_add_str(b, "</div>\n");
    answers(t, b);
    buf_add_str(b, "</div></div>\n");
    close_page(b);
}

void
qa_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_thread *t =
        threads_find(&s->threads[SITE_QA], page_number_after(q, "/questions/"));
    char url[SITE_PATH_BYTES];

    if (t != NULL) {
        qa_address(s, t, url);
        if (strcmp(url + strlen(s->base[SITE_QA]), q->path) != 0)
            page_redirect(r, 301, "%s", url + strlen(s->base[SITE_QA]));
        else
            question(s, t, &r->body);
    } else if (strcmp(q->path, "/") == 0 || strcmp(q->path, "/questions") == 0 ||
               text_starts(text_of(q->path), TEXT_LIT("/questions/tagged/"))) {
        list(s, q, &r->body);
    } else {
        page_not_found(r);
    }
}
