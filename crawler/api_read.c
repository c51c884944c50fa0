/* api_read.c - an API's JSON to the page that it stands for: see api_parts.h. */
#include <string.h>

#include "api_path.h"
#include "api_template.h"
#include "clock.h"
#include "extract_entity.h"
#include "extract_parts.h"
#include "isquestion.h"
#include "url.h"

#define MAX_HEADLINE       ((size_t)300)  /* bytes of a title made of a post's words */
#define MAX_DEFAULT_WAIT_S INT64_C(86400) /* of a quota that is spent: they are per day */

struct reading {
    struct extract_work *w;
    const struct extract_profile *profile;
    const struct api *api;
    enum api_place place;
    struct text template; /* that the address fits */
    struct api_values values;
    struct url url;
    json_t *root; /* owned */
    int score;
};

/* ---- which API's answer is it? ---- */

static void
try_template(struct reading *r, const struct extract_profile *p, enum api_place place,
             struct text template)
{
    struct api_values values = { .n = 0 };
    int score = p->api->host.n > 0; /* a host of its own outranks what fits any */

    if (template.n == 0)
        return;
    template = api_profile_template(p->api, template, r->w->a);
    if (!api_template_fit(template, &r->url, false, r->w->a, &values, &score) ||
        (r->api != NULL && score <= r->score))
        return;
    r->profile = p;
    r->api = p->api;
    r->place = place;
    r->template = template;
    r->values = values;
    r->score = score;
}

static void
find_api(struct reading *r)
{
    const struct extract *x = r->w->x;

    for (size_t i = 0; i < x->n_profiles; i++) {
        const struct extract_profile *p = &x->profiles[i];

        for (size_t j = 0; p->api != NULL && j < p->api->n_ways; j++) {
            const struct api_way *way = &p->api->ways[j];

            for (size_t k = 0; k < way->list.n; k++)
                try_template(r, p, API_LIST, way->list.v[k]);
            for (size_t k = 0; k < way->search.n; k++)
                try_template(r, p, API_LIST, way->search.v[k]);
        }
        if (p->api != NULL)
            try_template(r, p, API_ITEM, p->api->item);
    }
}

static bool
is_json(const struct extract_input *in)
{
    struct text head = text_trim(text_sub(in->body, 0, EXTRACT_MAX_LEVEL));

    return text_find_nocase(in->content_type, TEXT_LIT("json")) != TEXT_NPOS ||
           (in->content_type.n == 0 && head.n > 0 && (head.p[0] == '{' || head.p[0] == '['));
}

/* ---- fields ---- */

static json_t *
first_of(const json_t *v, const struct api_lines *l)
{
    json_t *hit = NULL;

    for (size_t i = 0; i < l->n && (hit == NULL || json_is_null(hit)); i++)
        hit = api_path_first(v, l->v[i]);
    return json_is_null(hit) ? NULL : hit;
}

static json_t *
field(const struct reading *r, enum api_place place, enum api_field f, const json_t *item)
{
    return first_of(item, &r->api->fields[place][f]);
}

static struct text
text_field(const struct reading *r, enum api_place place, enum api_field f, const json_t *item)
{
    return api_path_as_text(field(r, place, f, item), r->w->a);
}

static int64_t
number_field(const struct reading *r, enum api_place place, enum api_field f, const json_t *item)
{
    int64_t n;

    return api_path_number(field(r, place, f, item), &n) ? n : EXTRACT_NO_NUMBER;
}

static bool
true_field(const struct reading *r, enum api_place place, enum api_field f, const json_t *item)
{
    return api_path_is_true(field(r, place, f, item));
}

/* All values of the first line that has any. */
static size_t
all_of(const json_t *v, const struct api_lines *l, size_t max, struct arena *a, json_t ***ret)
{
    size_t n = 0;

    *ret = arena_alloc(a, max * sizeof(**ret));
    for (size_t i = 0; i < l->n && n == 0; i++)
        n = api_path_all(v, l->v[i], max, *ret);
    return n;
}

static struct text
date_field(const struct reading *r, enum api_place place, enum api_field f, const json_t *item)
{
    return extract_date_parse(text_field(r, place, f, item), false, false, r->w->a);
}

static int64_t
time_field(const struct reading *r, enum api_field f, const json_t *item)
{
    int64_t at_s = 0;
    bool has_time;

    return clock_parse_rfc3339(date_field(r, API_LIST, f, item), &at_s, &has_time) ? at_s : 0;
}

/* ---- questions ---- */

static void
read_answers(const struct reading *r, const json_t *item, struct extract_question *q)
{
    json_t **hits;
    size_t n =
        all_of(item, &r->api->fields[r->place][API_ANSWERS], EXTRACT_MAX_ANSWERS, r->w->a, &hits);

    q->answers_text = arena_alloc(r->w->a, (n + 1) * sizeof(*q->answers_text));
    for (size_t i = 0; i < n; i++) {
        struct extract_answer *a = &q->answers_text[q->n_answers_text];

        a->text =
            api_text_plain(text_field(r, API_ANSWER, API_BODY, hits[i]), r->api->format, r->w->a);
        a->accepted = true_field(r, API_ANSWER, API_ACCEPTED, hits[i]);
        a->score = number_field(r, API_ANSWER, API_SCORE, hits[i]);
        q->n_answers_text += a->text.n > 0;
    }
}

static void
read_tags(const struct reading *r, const json_t *item, struct extract_question *q)
{
    json_t **hits;
    size_t n = all_of(item, &r->api->fields[r->place][API_TAG], EXTRACT_MAX_TAGS, r->w->a, &hits);

    q->tags = arena_alloc(r->w->a, (n + 1) * sizeof(*q->tags));
    for (size_t i = 0; i < n; i++) {
        struct text t = api_path_as_text(hits[i], r->w->a);

        if (t.n > 0)
            q->tags[q->n_tags++] = t;
    }
}

static int64_t
count_answers(const struct reading *r, const json_t *item)
{
    int64_t n = number_field(r, r->place, API_COUNT, item);
    int64_t posts = number_field(r, r->place, API_POSTS, item);

    return n == EXTRACT_NO_NUMBER && posts > 0 ? posts - 1 : n;
}

/* Its page for people; "" if the profile does not know. */
static struct text
permalink(const struct reading *r, const json_t *item)
{
    struct text url = text_field(r, r->place, API_URL, item), out = TEXT_NONE, t = r->api->thread;

    if (text_starts(t, TEXT_LIT("/"))) /* on the answer's own host, whoever serves the API */
        t = text_of(arena_printf(r->w->a, "{origin}%.*s", TEXT_ARG(t)));
    if (url.n == 0 && t.n > 0)
        (void)api_template_fill(t, &r->values, item, r->w->a, &url); /* or it stays empty */
    if (url.n == 0 || url_resolve(url, r->url.href, r->w->a, &out, NULL) != ST_OK)
        return TEXT_NONE;
    return out;
}

static struct text
title_of(const struct reading *r, const json_t *item, struct text body)
{
    struct text t = text_field(r, r->place, API_TITLE, item);

    t = extract_meta_clean_title(r->w, extract_entity_decode(t, r->w->a));
    if (t.n == 0) /* posts of social networks have none */
        t = text_sub(isquestion_headline(body), 0, MAX_HEADLINE);
    return t;
}

/* False: it says nothing. */
static bool
read_question(const struct reading *r, const json_t *item, struct extract_question *q)
{
    enum api_place at = r->place;
    struct extract_signs signs = { .asks = true_field(r, at, API_ASKS, item),
                                   .tells = true_field(r, at, API_TELLS, item) };

    *q = (struct extract_question){ .how = TEXT_LIT("api") };
    q->body = api_text_plain(text_field(r, at, API_BODY, item), r->api->format, r->w->a);
    q->title = title_of(r, item, q->body);
    q->url = permalink(r, item);
    q->posted_at = date_field(r, at, API_POSTED, item);
    q->author = text_field(r, at, API_AUTHOR, item);
    q->score = number_field(r, at, API_SCORE, item);
    q->views = number_field(r, at, API_VIEWS, item);
    q->answers = count_answers(r, item);
    q->accepted = true_field(r, at, API_ACCEPTED, item);
    q->closed = true_field(r, at, API_CLOSED, item);
    read_tags(r, item, q);
    read_answers(r, item, q);
    for (size_t i = 0; i < q->n_answers_text; i++)
        q->accepted = q->accepted || q->answers_text[i].accepted;
    q->p = extract_merge_p(r->profile, q, &signs);
    return q->title.n > 0;
}

/* ---- lists ---- */

static void
add_link(struct reading *r, const json_t *item)
{
    struct extract_page *page = r->w->page;
    struct extract_link *l = &page->links[page->n_links];
    struct text template = api_profile_template(r->api, r->api->item, r->w->a);

    *l = (struct extract_link){ .text = title_of(r, item, TEXT_NONE),
                                .rel = TEXT_LIT("item"),
                                .in_content = true,
                                .changed_s = time_field(r, API_CHANGED, item) };
    page->n_links += api_template_fill(template, &r->values, item, r->w->a, &l->url);
}

/* The address behind rel=next in "<a>; rel=\"next\", <b>; rel=\"prev\"" (RFC 8288). */
static struct text
link_header(const struct reading *r)
{
    struct text rest = r->w->in->link, href;

    while (text_find_char(rest, '<') != TEXT_NPOS) {
        rest = text_from(rest, text_find_char(rest, '<') + 1);
        href = text_before(rest, '>');
        rest = text_after(rest, '>');
        if (text_find_nocase(text_before(rest, '<'), TEXT_LIT("next")) != TEXT_NPOS)
            return href;
    }
    return TEXT_NONE;
}

/* Is there a page after that number? */
static bool
goes_on(const struct reading *r, int64_t page, size_t n_items)
{
    const struct api_lines *more = &r->api->fields[API_LIST][API_MORE];
    int64_t pages = number_field(r, API_LIST, API_PAGES, r->root);

    if (n_items == 0 || (r->api->last > 0 && page >= r->api->last))
        return false;
    if (pages != EXTRACT_NO_NUMBER && page >= pages - 1 + r->api->first)
        return false;
    return more->n == 0 || api_path_is_true(first_of(r->root, more));
}

static struct text
next_page(struct reading *r, size_t n_items)
{
    struct text cursor = text_field(r, API_LIST, API_CURSOR, r->root), out = TEXT_NONE;
    int64_t page = r->api->first;

    if (r->api->link)
        return n_items > 0 ? link_header(r) : TEXT_NONE;
    if (text_find(r->template, TEXT_LIT("{cursor}")) != TEXT_NPOS) {
        if (cursor.n == 0 || n_items == 0)
            return TEXT_NONE;
        api_template_set(&r->values, TEXT_LIT("cursor"), cursor);
    } else if (text_find(r->template, TEXT_LIT("{page}")) != TEXT_NPOS) {
        (void)text_to_int(api_template_get(&r->values, "page"), &page); /* the first has none */
        if (!goes_on(r, page, n_items))
            return TEXT_NONE;
        api_template_set(&r->values, TEXT_LIT("page"),
                         text_of(arena_printf(r->w->a, "%lld", (long long)page + 1)));
    } else {
        return TEXT_NONE;
    }
    (void)api_template_fill(r->template, &r->values, NULL, r->w->a, &out); /* or there is none */
    return text_eq(out, r->url.href) ? TEXT_NONE : out;
}

static void
read_list(struct reading *r)
{
    struct extract_page *page = r->w->page;
    json_t **items;
    size_t n = all_of(r->root, &r->api->fields[API_LIST][API_ITEMS], EXTRACT_MAX_QUESTIONS, r->w->a,
                      &items);

    page->kind = EXTRACT_LISTING;
    page->questions = arena_alloc(r->w->a, (n + 1) * sizeof(*page->questions));
    page->links = arena_alloc(r->w->a, (n + 1) * sizeof(*page->links));
    for (size_t i = 0; i < n; i++) {
        page->api.oldest_s = time_field(r, API_CHANGED, items[i]);
        if (r->api->item.n > 0 && !r->api->complete)
            add_link(r, items[i]);
        else
            page->n_questions += read_question(r, items[i], &page->questions[page->n_questions]);
    }
    page->next = next_page(r, n);
}

/* ---- one item ---- */

/* The item is a page in HTML, wrapped up: read that one, at its own address. */
static void
read_wrapped(struct reading *r, struct text html)
{
    struct extract_page *page = r->w->page, inner;
    struct extract_input in = { .url = permalink(r, r->root),
                                .body = html,
                                .content_type = TEXT_LIT("text/html; charset=utf-8") };
    struct extract_page outer = *page;

    extract_page(r->w->x, &in, r->w->a, &inner);
    for (size_t i = 0; i < inner.n_questions; i++)
        inner.questions[i].how = TEXT_LIT("api");
    *page = inner;
    page->api = outer.api;
    page->noindex = inner.noindex || outer.noindex;
    page->n_links = 0; /* they are the wiki's, not the API's */
    page->title = title_of(r, r->root, page->title);
    page->canonical = in.url;
    page->kind = inner.n_questions > 0 ? EXTRACT_THREAD : EXTRACT_OTHER;
}

static void
read_item(struct reading *r)
{
    struct text html = text_field(r, API_ITEM, API_PAGE, r->root);
    struct extract_page *page = r->w->page;
    struct extract_question *q;
    char *text;

    if (html.n > 0) {
        read_wrapped(r, html);
        return;
    }
    q = arena_alloc(r->w->a, sizeof(*q));
    page->questions = q;
    page->kind = EXTRACT_THREAD;
    page->n_questions = read_question(r, r->root, q);
    page->title = q->title;
    page->canonical = q->url;
    page->language = text_field(r, API_ITEM, API_LANGUAGE, r->root);
    text = arena_printf(r->w->a, "%.*s\n\n%.*s", TEXT_ARG(q->title), TEXT_ARG(q->body));
    page->text = text_of(text);
}

/* ---- limits ---- */

static int64_t
first_number(struct text t)
{
    int64_t n = 0;

    while (t.n > 0 && (t.p[0] < '0' || t.p[0] > '9'))
        t = text_from(t, 1);
    for (; t.n > 0 && t.p[0] >= '0' && t.p[0] <= '9' && n < MAX_DEFAULT_WAIT_S; t = text_from(t, 1))
        n = n * 10 + (t.p[0] - '0');
    return n;
}

static void
read_limits(const struct reading *r)
{
    struct extract_api *api = &r->w->page->api;
    const struct api_lines *throttle = &r->api->throttle;
    json_t *quota = first_of(r->root, &r->api->quota), *error = first_of(r->root, &r->api->error);
    int64_t n;

    if (api_path_number(first_of(r->root, &r->api->backoff), &n) && n > 0)
        api->wait_s = n;
    if (api_path_number(quota, &n) && n <= 0)
        api->wait_s = MAX_DEFAULT_WAIT_S;
    if (!api_path_is_true(error))
        return;
    api->error = api_path_as_text(error, r->w->a);
    if (api->error.n == 0)
        api->error = TEXT_LIT("an error");
    for (size_t i = 0; i < throttle->n; i++)
        api->later = api->later || text_eq(api->error, throttle->v[i]);
    if (api->later)
        api->wait_s = first_number(api_path_as_text(first_of(r->root, &r->api->wait), r->w->a));
}

bool
api_read(struct extract_work *w)
{
    struct reading r = { .w = w };
    struct text body = text_sub(w->in->body, 0, EXTRACT_MAX_BYTES), address;

    if (!is_json(w->in) || w->in->url.n == 0 ||
        url_resolve(w->in->url, TEXT_NONE, w->a, &address, NULL) != ST_OK ||
        !url_split(address, &r.url))
        return false;
    find_api(&r);
    if (r.api == NULL)
        return false;
    if (text_starts(body, TEXT_LIT("\xEF\xBB\xBF")))
        body = text_from(body, 3);
    r.root = json_loadb(body.n > 0 ? body.p : "", body.n, 0, NULL);
    if (r.root == NULL)
        return false;
    w->page->api.is = true;
    w->page->profile = text_of(r.profile->name);
    w->page->charset = TEXT_LIT("UTF-8");
    extract_meta_robots(w->page, w->in->robots_tag);
    read_limits(&r);
    if (w->page->api.error.n == 0 && r.place == API_LIST)
        read_list(&r);
    else if (w->page->api.error.n == 0)
        read_item(&r);
    json_decref(r.root);
    return true;
}
