/* api.c - see api.h. */

#include "api.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "page.h"
#include "qa.h"
#include "threads.h"

#define TOPICS         30  /* of a list, as Discourse has it */
#define STATUSES       40  /* of a timeline at most */
#define QUOTA          300 /* a day, without a key */
#define THROTTLED      4   /* the request of the API host that is told to come later */
#define PAUSE_S        1
#define STATUS_REFUSED 400
#define WORD_BYTES     100

static void
send_json(struct site_reply *r, json_t *o)
{
    char *z = json_dumps(o, JSON_COMPACT);

    r->type = "application/json; charset=utf-8";
    buf_add_str(&r->body, z);
    free(z);
    json_decref(o);
}

/* Paragraphs of HTML, as a string. */
static json_t *
cooked(const char *words)
{
    struct buf b;
    json_t *o;

    buf_init(&b, BUF_SMALL);
    page_paragraphs(&b, words);
    o = json_string(buf_str(&b));
    buf_release(&b);
    return o;
}

static json_t *
tags_of(const struct site_thread *t)
{
    json_t *list = json_array();

    for (const char *const *tag = t->tags; *tag != NULL; tag++)
        json_array_append_new(list, json_string(*tag));
    return list;
}

static const char *
iso(const struct site_thread *t, int hours, char out[SITE_NAME_BYTES])
{
    return page_date(t->day, hours, "%Y-%m-%dT%H:%M:%S.000Z", out);
}

/* ---- Discourse ---- */

static json_t *
topic_head(const struct site_thread *t)
{
    char slug[SITE_NAME_BYTES], first[SITE_NAME_BYTES], last[SITE_NAME_BYTES];

    page_slug(t->title, slug);
    return json_pack("{s:i, s:s, s:s, s:i, s:i, s:b, s:s, s:s, s:b, s:o}", "id", t->id, "slug",
                     slug, "title", t->title, "posts_count", t->n_posts, "views", t->views,
                     "closed", t->closed, "created_at", iso(t, 9, first), "last_posted_at",
                     iso(t, 9 + t->n_posts - 1, last), "has_accepted_answer", t->accepted > 0,
                     "tags", tags_of(t));
}

static void
latest(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_threads *all = &s->threads[SITE_FORUM];
    long page = page_query(q, "page", 0);
    json_t *topics = json_array(), *list = json_object(), *o = json_object();

    for (size_t i = (size_t)page * TOPICS; i < all->n && i < (size_t)(page + 1) * TOPICS; i++)
        json_array_append_new(topics, topic_head(&all->all[i]));
    if ((size_t)(page + 1) * TOPICS < all->n)
        json_object_set_new(list, "more_topics_url", json_string("/latest?page=1"));
    json_object_set_new(list, "topics", topics);
    json_object_set_new(o, "topic_list", list);
    send_json(r, o);
}

static void
topic(const struct site_thread *t, struct site_reply *r)
{
    json_t *o = topic_head(t), *posts = json_array();
    char day[SITE_NAME_BYTES];

    for (int i = 0; i < t->n_posts; i++)
        json_array_append_new(posts,
                              json_pack("{s:i, s:s, s:s, s:o, s:b}", "post_number", i + 1,
                                        "username", page_user((unsigned)(t->id + i)), "created_at",
                                        iso(t, 9 + i, day), "cooked", cooked(t->posts[i]),
                                        "accepted_answer", i > 0 && i == t->accepted));
    if (t->accepted > 0)
        json_object_set_new(o, "accepted_answer", json_pack("{s:i}", "post_number", t->accepted));
    json_object_set_new(o, "post_stream", json_pack("{s:o}", "posts", posts));
    send_json(r, o);
}

bool
api_forum(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_thread *t = NULL;

    if (!s->api || !text_ends(text_of(q->path), TEXT_LIT(".json")))
        return false;
    if (text_starts(text_of(q->path), TEXT_LIT("/t/")))
        t = threads_find(&s->threads[SITE_FORUM], strtol(q->path + strlen("/t/"), NULL, 10));
    if (strcmp(q->path, "/latest.json") == 0)
        latest(s, q, r);
    else if (t != NULL)
        topic(t, r);
    else
        page_not_found(r);
    return true;
}

/* ---- Stack Exchange ---- */

static int64_t
at_s(const struct site_thread *t)
{
    int64_t s = 0;
    bool has_time;

    (void)clock_parse_rfc3339(text_of(t->day), &s, &has_time); /* a bad day shows as 1970 */
    return s;
}

static json_t *
question(const struct site *s, const struct site_thread *t)
{
    char url[SITE_PATH_BYTES];
    struct buf title;
    json_t *o;

    qa_address(s, t, url);
    buf_init(&title, BUF_SMALL);
    page_escape(&title, t->title); /* titles of this API are written for HTML */
    o = json_pack("{s:i, s:s, s:s, s:o, s:o, s:i, s:i, s:i, s:I, s:I, s:{s:s}}", "question_id",
                  t->id, "link", url, "title", buf_str(&title), "body", cooked(t->posts[0]), "tags",
                  tags_of(t), "score", t->score, "view_count", t->views, "answer_count",
                  t->n_posts - 1, "creation_date", (json_int_t)at_s(t), "last_activity_date",
                  (json_int_t)at_s(t), "owner", "display_name", page_user((unsigned)t->id));
    if (t->accepted > 0)
        json_object_set_new(o, "accepted_answer_id", json_integer(t->id));
    if (t->closed)
        json_object_set_new(o, "closed_date", json_integer((json_int_t)at_s(t)));
    buf_release(&title);
    return o;
}

/* Does the thread hold the word of "?q=" of the request, if there is one? */
static bool
is_meant(const struct site_request *q, const struct site_thread *t)
{
    const char *at = strstr(q->uri, "q=");
    char word[WORD_BYTES] = "";
    size_t n = 0;

    if (at == NULL)
        return true;
    for (at += strlen("q="); *at != '\0' && *at != '&' && *at != '%' && n + 1 < sizeof(word); at++)
        word[n++] = *at;
    return text_find_nocase(text_of(t->title), text_of(word)) != TEXT_NPOS ||
           text_find_nocase(text_of(t->posts[0]), text_of(word)) != TEXT_NPOS;
}

static void
questions(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_threads *all = &s->threads[SITE_QA];
    long page = page_query(q, "page", 1), size = page_query(q, "pagesize", TOPICS), nth = 0;
    json_t *items = json_array(), *o;

    if (q->nth == THROTTLED) {
        r->status = STATUS_REFUSED;
        r->retry_after_s = PAUSE_S; /* for the log: it stands in the body alone */
        send_json(r, json_pack("{s:i, s:s, s:s}", "error_id", 502, "error_message",
                               "too many requests from this IP, more requests available in 1 "
                               "seconds",
                               "error_name", "throttle_violation"));
        return;
    }
    for (size_t i = 0; i < all->n; i++) {
        if (!is_meant(q, &all->all[i]))
            continue;
        if (nth >= (page - 1) * size && nth < page * size)
            json_array_append_new(items, question(s, &all->all[i]));
        nth++;
    }
    o = json_pack("{s:o, s:b, s:i, s:i}", "items", items, "has_more", nth > page * size,
                  "quota_max", QUOTA, "quota_remaining", (int)(QUOTA - q->nth));
    if (page == 1) {
        json_object_set_new(o, "backoff", json_integer(PAUSE_S));
        r->retry_after_s = PAUSE_S;
    }
    send_json(r, o);
}

/* ---- Mastodon ---- */

void
api_address(const struct site *s, const struct site_thread *t, char out[SITE_PATH_BYTES])
{
    snprintf(out, SITE_PATH_BYTES, "%s/@%s/%d", s->base[SITE_API], page_user((unsigned)t->id),
             t->id);
}

static json_t *
status(const struct site_thread *t)
{
    char words[SITE_PATH_BYTES], id[SITE_NAME_BYTES], day[SITE_NAME_BYTES];

    snprintf(words, sizeof(words), "%s\n\n%s", t->title, t->posts[0]);
    snprintf(id, sizeof(id), "%d", t->id);
    return json_pack("{s:s, s:s, s:o, s:i, s:{s:s}, s:[{s:s}]}", "id", id, "created_at",
                     iso(t, 9, day), "content", cooked(words), "replies_count", t->n_posts - 1,
                     "account", "acct", page_user((unsigned)t->id), "tags", "name", "northfield");
}

/* Newest first: those below max_id, a few at a time; where more are left, Link says where. */
static void
timeline(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    const struct site_threads *all = &s->threads[SITE_BOARD];
    long before = page_query(q, "max_id", INT32_MAX), limit = page_query(q, "limit", STATUSES);
    json_t *list = json_array();
    long last = before;

    for (long id = before - 1, left = limit; left > 0;) {
        const struct site_thread *next = NULL;

        for (size_t i = 0; i < all->n; i++)
            if (all->all[i].id <= id && (next == NULL || all->all[i].id > next->id))
                next = &all->all[i];
        if (next == NULL)
            break;
        json_array_append_new(list, status(next));
        last = next->id;
        id = next->id - 1;
        left--;
    }
    if (json_array_size(list) > 0)
        snprintf(r->link, sizeof(r->link), "<%s%s?limit=%ld&max_id=%ld>; rel=\"next\"",
                 s->base[SITE_API], q->path, limit, last);
    if (before == INT32_MAX) {
        r->spent_s = PAUSE_S;
        r->retry_after_s = PAUSE_S;
    }
    send_json(r, list);
}

/* What a browser gets: a shell that a script would fill. */
static void
tag_page(struct buf *b)
{
    page_head(b, "en", "#northfield - social.example");
    buf_add_str(b, "</head>\n<body class=\"app-body\"><div id=\"mastodon\" data-props=\"{}\">"
                   "</div><noscript>To use the Mastodon web application, please enable "
                   "JavaScript.</noscript></body></html>\n");
}

void
api_answer(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    struct text path = text_of(q->path);

    if (s->api && (text_is(path, "/2.3/questions") || text_is(path, "/2.3/search/advanced")))
        questions(s, q, r);
    else if (s->api && text_starts(path, TEXT_LIT("/api/v1/timelines/tag/")))
        timeline(s, q, r);
    else if (text_starts(path, TEXT_LIT("/tags/")))
        tag_page(&r->body);
    else
        page_not_found(r);
}
