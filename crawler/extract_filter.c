/*
 * extract_filter.c - the filter "extract" (filter.h).
 */

#include "filter.h"

#include <stdlib.h>

#include "base64.h"
#include "buf.h"
#include "extract.h"
#include "extract_filter.h"
#include "mem.h"
#include "pseudonym.h"
#include "url.h"

struct state {
    struct extract *x;
    struct arena *a;
};

static enum status
extract_open(const struct filter_args *args, void **state, struct err *err)
{
    struct state *s = mem_zalloc(sizeof(*s));
    char *dir = NULL;
    enum status st;

    s->a = arena_new();
    if (args->dir != NULL)
        dir = arena_printf(s->a, "%s/seeds/platforms", args->dir);
    st = extract_new(dir, &s->x, err);
    *state = s;
    return st;
}

static void
extract_close(void *state)
{
    struct state *s = state;

    if (s == NULL)
        return;
    extract_free(s->x);
    arena_free(s->a);
    free(s);
}

static json_t *
number_or_null(int64_t n)
{
    return n == EXTRACT_NO_NUMBER ? json_null() : json_integer(n);
}

static json_t *
text_or_null(struct text t)
{
    return t.n == 0 ? json_null() : json_of_text(t);
}

static json_t *
answers_json(const struct extract_question *q)
{
    json_t *list = json_array();

    for (size_t i = 0; i < q->n_answers_text; i++) {
        json_t *a = json_object();

        json_object_set_new(a, "text", json_of_text(q->answers_text[i].text));
        json_object_set_new(a, "accepted", json_boolean(q->answers_text[i].accepted));
        json_object_set_new(a, "score", number_or_null(q->answers_text[i].score));
        json_array_append_new(list, a);
    }
    return list;
}

/* Fields that came from elsewhere than the question as such. */
static json_t *
origins_json(const struct extract_question *q)
{
    static const char *const fields[] = { "title", "body",  "posted_at", "author", "answers",
                                          "score", "views", "accepted",  "tags",   "answers_text" };
    json_t *o = json_object();

    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        struct text from = extract_origin(q, fields[i]);

        if (!text_eq(from, q->how))
            json_put_text(o, fields[i], from);
    }
    return o;
}

static json_t *
question_json(const struct extract_question *q, struct text site)
{
    static const struct pseudonym_key test_key = { { 0 } };
    json_t *o = json_object(), *tags = json_array();
    char hash[PSEUDONYM_HEX];

    for (size_t i = 0; i < q->n_tags; i++)
        json_array_append_new(tags, json_of_text(q->tags[i]));
    pseudonym_of(&test_key, site, q->author, hash);
    json_put_text(o, "title", q->title);
    json_put_text(o, "body", q->body);
    json_put_text(o, "url", q->url);
    json_object_set_new(o, "posted_at", text_or_null(q->posted_at));
    json_object_set_new(o, "answers", number_or_null(q->answers));
    json_object_set_new(o, "accepted", json_boolean(q->accepted));
    json_object_set_new(o, "closed", json_boolean(q->closed));
    json_object_set_new(o, "score", number_or_null(q->score));
    json_object_set_new(o, "views", number_or_null(q->views));
    json_object_set_new(o, "tags", tags);
    json_object_set_new(o, "asker_hash", text_or_null(text_of(hash)));
    json_object_set_new(o, "answers_text", answers_json(q));
    json_put_text(o, "how", q->how);
    json_object_set_new(o, "from", origins_json(q));
    json_object_set_new(o, "p", json_real(q->p));
    return o;
}

static json_t *
page_json(const struct extract_page *p)
{
    json_t *o = json_object(), *feeds = json_array();

    for (size_t i = 0; i < p->n_feeds; i++)
        json_array_append_new(feeds, json_of_text(p->feeds[i]));
    json_put_text(o, "title", p->title);
    json_object_set_new(o, "canonical", text_or_null(p->canonical));
    json_object_set_new(o, "language", text_or_null(p->language));
    json_object_set_new(o, "kind", json_string(extract_kind_name(p->kind)));
    json_put_text(o, "text", p->text);
    json_object_set_new(o, "next", text_or_null(p->next));
    json_put_text(o, "charset", p->charset);
    json_object_set_new(o, "noindex", json_boolean(p->noindex));
    json_object_set_new(o, "nofollow", json_boolean(p->nofollow));
    json_object_set_new(o, "feeds", feeds);
    json_object_set_new(o, "cut", json_boolean(p->cut));
    return o;
}

static json_t *
links_json(const struct extract_page *p)
{
    json_t *list = json_array();

    for (size_t i = 0; i < p->n_links; i++) {
        json_t *o = json_object();

        json_put_text(o, "url", p->links[i].url);
        json_put_text(o, "text", p->links[i].text);
        json_put_text(o, "rel", p->links[i].rel);
        json_object_set_new(o, "in_content", json_boolean(p->links[i].in_content));
        json_array_append_new(list, o);
    }
    return list;
}

static enum status
read_body(const json_t *in, struct arena *a, struct text *ret, struct err *err)
{
    struct text t;
    struct buf bytes;
    bool ok;

    if (json_text(in, "body", ret))
        return ST_OK;
    if (!json_text(in, "body_base64", &t))
        return err_set(err, ST_INVALID, "want \"body\" or \"body_base64\"");
    buf_init(&bytes, FILTER_MAX_LINE);
    ok = base64_decode(t, &bytes);
    if (ok)
        *ret = arena_text(a, buf_text(&bytes));
    buf_release(&bytes);
    return ok ? ST_OK : err_set(err, ST_INVALID, "\"body_base64\" is not base64");
}

/* A header's value whatever the case of its name. */
static struct text
header(const json_t *in, const char *name)
{
    json_t *headers = json_object_get(in, "headers"), *v;
    const char *key;

    json_object_foreach(headers, key,
                        v) if (text_eq_nocase(text_of(key), text_of(name)) &&
                               json_is_string(v)) return (struct text){ json_string_value(v),
                                                                        json_string_length(v) };
    return TEXT_NONE;
}

static struct text
site_of(struct text url, struct arena *a)
{
    struct url parts;
    struct text full;

    if (url_resolve(url, TEXT_NONE, a, &full, NULL) != ST_OK || !url_split(full, &parts))
        return TEXT_NONE;
    return parts.host;
}

void
extract_filter_answer(const struct extract_page *page, struct text url, struct arena *arena,
                      json_t *out)
{
    json_t *questions = json_array();

    for (size_t i = 0; i < page->n_questions; i++) {
        const struct extract_question *q = &page->questions[i];
        struct text site = site_of(page->api.is ? q->url : url, arena);

        json_array_append_new(questions, question_json(q, site));
    }
    json_object_set_new(out, "page", page_json(page));
    json_object_set_new(out, "profile", text_or_null(page->profile));
    json_object_set_new(out, "questions", questions);
    json_object_set_new(out, "links", links_json(page));
}

static enum status
extract_line(void *state, const json_t *in, json_t *out, struct err *err)
{
    struct state *s = state;
    struct extract_input input = { .url = TEXT_NONE };
    struct extract_page page;
    enum status st;

    arena_clear(s->a);
    (void)json_text(in, "url", &input.url); /* unknown is allowed */
    if (!json_text(in, "type", &input.content_type))
        input.content_type = header(in, "content-type");
    input.robots_tag = header(in, "x-robots-tag");
    input.link = header(in, "link");
    st = read_body(in, s->a, &input.body, err);
    if (st != ST_OK || out == NULL)
        return st;
    extract_page(s->x, &input, s->a, &page);
    extract_filter_answer(&page, input.url, s->a, out);
    return ST_OK;
}

extern const struct filter extract_filter; /* filters.c lists it */

const struct filter extract_filter = {
    .name = "extract",
    .summary = "what a page says: its questions, links and main text",
    .input = "{\"id\",\"url\",\"body\" or \"body_base64\",\"type\"?,\"headers\"?}",
    .output = "{\"id\",\"page\":{...},\"profile\",\"questions\":[...],\"links\":[...]}",
    .open = extract_open,
    .line = extract_line,
    .close = extract_close,
};
