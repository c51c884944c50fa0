/* answers_page.c - see answers_page.h. */

#include "answers_page.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "answers_cmd.h"
#include "download.h"
#include "listing.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "say.h"
#include "store_decision.h"

#define ANSWER_ROWS 25 /* on a page: each is a paragraph */

/* The states of the list: both, unless the address names one of them. */
static bool
read_listing(struct request *r, struct response *res, struct listing *ret)
{
    struct text state = form_get(&r->query, "state");

    if (!listing_read(r, form_get(&r->query, "dept"), ret)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return false;
    }
    ret->state = text_is(state, "approved") ? "approved"
                 : text_is(state, "posted") ? "posted"
                                            : "todo";
    if (ret->order == STORE_QUEUE_BY_RANK)
        ret->order = STORE_QUEUE_BY_ASKED; /* nothing here is pressing */
    return true;
}

static bool
wants(const struct listing *l, const char *state)
{
    return strcmp(l->state, "todo") == 0 || strcmp(l->state, state) == 0;
}

static struct store_queue_query
query_of(const struct request *r, const struct listing *l)
{
    struct store_queue_query q = listing_query(r, l);

    q.states = (wants(l, "approved") ? STORE_QUEUE_IN(APPROVED) : 0) |
               (wants(l, "posted") ? STORE_QUEUE_IN(POSTED) : 0);
    return q;
}

static void
write_filters(const struct request *r, struct buf *b, const struct listing *l)
{
    static const char *const states[][2] = { { "todo", "Approved and posted" },
                                             { "approved", "Approved" },
                                             { "posted", "Posted" } };

    buf_add_str(b, "<form class=\"filters\" method=\"get\" action=\"/answers\" role=\"search\">\n");
    markup_addf(b,
                "<label class=\"find\"><span class=\"hidden\">Search in questions</span>"
                "<input type=\"search\" name=\"find\" id=\"find\" value=\"%.*s\" "
                "placeholder=\"Search in questions\" maxlength=\"100\"></label>\n",
                TEXT_ARG(l->find));
    narrow_departments(b, l);
    buf_add_str(b, "<label><span class=\"hidden\">State</span><select name=\"state\">");
    for (size_t i = 0; i < N_ELEMENTS(states); i++)
        narrow_option(b, text_of(states[i][0]), text_of(states[i][1]),
                      strcmp(l->state, states[i][0]) == 0);
    buf_add_str(b, "</select></label>\n");
    narrow_choices(r, b, l);
    narrow_order(b, l, STORE_QUEUE_BY_ASKED, STORE_QUEUE_BY_DARK);
    buf_add_str(b, "<button>Filter</button>\n</form>\n");
}

/* "Brought 12 visits to its page: 3 by the tag ..."; shares are rounded. */
static void
write_visits(struct buf *b, const struct store_visits *v, int64_t group_id)
{
    struct store_visit_answer x;
    int64_t tagged, referred, dark;

    if (!store_visit_sum(v, group_id, &x))
        return;
    tagged = llround(x.tagged);
    referred = llround(x.referred);
    dark = llround(x.dark);
    buf_add_str(b, "<p class=\"facts\">Brought ");
    say_count(b, tagged + referred + dark, "visit", "visits");
    markup_addf(b, " to its page: %lld by the tag, %lld from where it was posted",
                (long long)tagged, (long long)referred);
    if (x.dark_known)
        markup_addf(b, ", about %lld without origin beyond the usual", (long long)dark);
    buf_add_str(b, "</p>\n");
}

static void
write_answer(const struct request *r, struct buf *b, const struct store_card *c,
             const struct store_visits *v)
{
    markup_addf(
        b, "<li><h2><a href=\"/g/%lld?state=%.*s\" dir=\"auto\">%.*s</a></h2>\n<p class=\"line\">",
        (long long)c->group_id, TEXT_ARG(c->state), TEXT_ARG(c->question));
    say_badge(b, c->state);
    markup_addf(b, "<span class=\"facts\">%.*s \xC2\xB7 asked ", TEXT_ARG(c->department));
    say_count(b, c->times_asked, "time", "times");
    buf_add_str(b, ", the last time ");
    say_time(b, c->last_asked_s, r->now_s);
    markup_addf(b, "</span></p>\n<p class=\"answer preview\" dir=\"auto\">%.*s</p>\n",
                TEXT_ARG(c->answer));
    for (size_t i = 0; i < c->n_postings; i++) {
        if (c->postings[i].undone || c->postings[i].url.n == 0)
            continue;
        buf_add_str(b, "<p class=\"facts\">Posted at ");
        say_link_open(b, c->postings[i].url, "source");
        say_address(b, c->postings[i].url);
        markup_addf(b, "</a> by %.*s ", TEXT_ARG(c->postings[i].actor));
        say_time(b, c->postings[i].at_s, r->now_s);
        buf_add_str(b, "</p>\n");
    }
    write_visits(b, v, c->group_id);
    buf_add_str(b, "</li>\n");
}

/* What is for everybody, by department. */
static void
write_public(struct buf *b, const struct listing *l)
{
    static const char *const forms[][2] = { { "html", "page" },
                                            { "jsonld", "structured data" },
                                            { "atom", "feed" },
                                            { "md", "Markdown" } };

    buf_add_str(b, "<h2>For your web server</h2>\n<p class=\"facts\">Questions and answers without "
                   "greetings and signatures, as earshot export answers makes them.</p>\n<ul>\n");
    for (size_t i = 0; i < l->n_departments; i++) {
        if (l->only != NULL && l->only != &l->departments[i])
            continue;
        markup_addf(b, "<li>%s:", l->departments[i].name);
        for (size_t k = 0; k < N_ELEMENTS(forms); k++)
            markup_addf(b, "%s <a href=\"/answers/public.%s?dept=%s\" download>%s</a>",
                        k > 0 ? "," : "", forms[k][0], l->departments[i].key, forms[k][1]);
        buf_add_str(b, "</li>\n");
    }
    buf_add_str(b, "</ul>\n");
}

static void
write_turn(const struct request *r, struct buf *b, const struct listing *l,
           struct store_queue_at at)
{
    markup_addf(
        b,
        "<nav class=\"turn\" aria-label=\"Pages\"><a href=\"/answers?%s&amp;after=%lld.%lld\">"
        "More \xE2\x86\x92</a></nav>\n",
        listing_params(r, l), (long long)at.rank, (long long)at.group_id);
}

static void
read_visits(const struct request *r, const struct store_queue_row *rows, size_t n,
            struct store_visits *ret)
{
    int64_t groups[ANSWER_ROWS];

    for (size_t i = 0; i < n; i++)
        groups[i] = rows[i].group_id;
    *ret = (struct store_visits){ .n = 0 };
    if (n > 0)
        store_visit_read(
            r->store,
            &(struct store_visit_query){ .groups = groups, .n_groups = n, .by_group = true },
            r->arena, ret);
}

/* Why the list is empty. */
static const char *
nothing(const struct listing *l)
{
    bool all = strcmp(l->state, "todo") == 0 && !listing_narrowed(l) && l->only == NULL &&
               l->after.group_id == 0;

    return all ? "<p class=\"empty\">Nothing has been approved yet: answers come here from the "
                 "queue.</p>\n"
               : "<p class=\"empty\">No answer is like that yet.</p>\n";
}

static void
show_answers(struct request *r, struct response *res)
{
    const struct page p = { .title = TEXT_LIT("Answers"), .section = "answers" };
    struct buf *b = &res->body;
    struct store_queue_row *rows;
    struct store_queue_query q;
    struct store_visits visits;
    struct store_card c;
    struct listing l;
    size_t n = 0;

    if (!read_listing(r, res, &l))
        return;
    q = query_of(r, &l);
    q.after = l.after;
    q.limit = ANSWER_ROWS + 1;
    if (l.n_departments > 0)
        n = store_queue_page(r->store, &q, r->arena, &rows);
    read_visits(r, rows, n < ANSWER_ROWS ? n : ANSWER_ROWS, &visits);
    page_open(r, res, &p);
    buf_add_str(b, "<div class=\"title\"><h1 tabindex=\"-1\">Answers</h1>"
                   "<a class=\"button main\" href=\"/answers/tray\">Posting tray</a></div>\n");
    write_filters(r, b, &l);
    if (l.order >= STORE_QUEUE_BY_VISITS && n > 0 && !visits.logged)
        buf_add_str(b, "<p class=\"facts\">No log of the web server was read yet: nobody knows how "
                       "much they are visited.</p>\n");
    buf_add_str(b, n > 0 ? "<ul class=\"picked\">\n" : nothing(&l));
    for (size_t i = 0; i < n && i < ANSWER_ROWS; i++)
        if (store_card_of_group(r->store, rows[i].group_id, r->arena, &c))
            write_answer(r, b, &c, &visits);
    buf_add_str(b, n > 0 ? "</ul>\n" : "");
    if (n > ANSWER_ROWS)
        write_turn(r, b, &l, store_queue_place(r->store, &rows[ANSWER_ROWS - 1], q.order));
    download_links(b, "/answers", listing_params(r, &l));
    write_public(b, &l);
    page_close(r, res);
}

/* ---- as files ---- */

/* An answer that waits for those before it. */
struct kept {
    struct store_export_answer answer;
    int64_t key;
};

struct rows {
    struct download *d;
    struct store_visits visits;
    const struct listing *l;
    struct text site; /* of the department at hand */
    struct store_queue_query q;
    bool narrowed, ordered; /* ordered: as the address says; else the newest first */
    struct kept *kept;
    size_t n, cap;
};

static void
put_entry(const struct rows *x, const struct store_export_answer *a)
{
    char path[sizeof("/g/") + 20], id[sizeof("card/") + 20]; /* an int64_t has 20 characters */

    snprintf(path, sizeof(path), "/g/%lld", (long long)a->group_id);
    snprintf(id, sizeof(id), "card/%lld", (long long)a->group_id);
    download_entry(x->d, &(struct download_entry){ .path = path,
                                                   .id = id,
                                                   .title = a->question,
                                                   .text = a->answer,
                                                   .updated_s = a->approved_s,
                                                   .published_s = a->published_s,
                                                   .site = x->site });
}

static void
put_row(struct rows *x, const struct store_export_answer *a)
{
    struct table *t = x->d->table;

    table_int(t, a->group_id);
    table_text(t, a->department);
    table_text(t, a->question);
    table_text(t, a->answer);
    table_text(t, a->link);
    table_text(t, a->title);
    table_text(t, a->language);
    table_str(t, a->state);
    table_time(t, a->published_s);
    table_time(t, a->approved_s);
    table_int(t, a->times_asked);
    table_int(t, a->draft_id);
    answers_cmd_visits(t, &x->visits, a->group_id);
    table_end_row(t);
}

/* The row's texts go with the next one. */
static void
keep(struct rows *x, const struct store_export_answer *a, int64_t key)
{
    struct arena *to = x->d->r->arena;
    struct store_export_answer *k;

    x->kept = arena_grow(to, x->kept, x->n, &x->cap, sizeof(*x->kept));
    x->kept[x->n].key = key;
    k = &x->kept[x->n++].answer;
    *k = *a;
    k->department = arena_text(to, a->department);
    k->question = arena_text(to, a->question);
    k->answer = arena_text(to, a->answer);
    k->link = arena_text(to, a->link);
    k->title = arena_text(to, a->title);
    k->language = arena_text(to, a->language);
    k->voice = TEXT_NONE;
    k->state = arena_str(to, text_of(a->state));
}

static int
by_key(const void *x, const void *y)
{
    const struct kept *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? 1 : -1;
    return (a->answer.group_id > b->answer.group_id) - (a->answer.group_id < b->answer.group_id);
}

static void
put_answer(void *self, const struct store_export_answer *a)
{
    struct rows *x = self;
    int64_t key = 0;

    if (!wants(x->l, a->state))
        return;
    if ((x->narrowed || x->ordered) && !store_queue_has(x->d->r->store, &x->q, a->group_id, &key) &&
        x->narrowed)
        return;
    if (download_is_feed(x->d))
        put_entry(x, a);
    else if (x->ordered)
        keep(x, a, key);
    else
        put_row(x, a);
}

static void
put_kept(struct rows *x)
{
    if (x->n > 0)
        qsort(x->kept, x->n, sizeof(*x->kept), by_key);
    for (size_t i = 0; i < x->n; i++)
        put_row(x, &x->kept[i].answer);
}

static void
get_file(struct request *r, struct response *res)
{
    struct download d;
    struct listing l;
    struct rows x = { .d = &d, .l = &l };

    if (!read_listing(r, res, &l))
        return;
    x.q = query_of(r, &l);
    x.q.since_s = x.q.until_s = 0; /* here they are of the approval */
    x.narrowed = listing_narrowed(&l);
    x.ordered = form_get(&r->query, "sort").n > 0; /* of a feed readers make their own */
    download_open(&d, r, res,
                  &(struct download_list){
                      .name = "answers",
                      .title = "Answers",
                      .page = arena_printf(r->arena, "/answers?%s", listing_params(r, &l)),
                      .columns = answers_cmd_columns,
                      .n_columns = ANSWERS_CMD_COLUMNS });
    store_begin_read(r->store); /* all of one moment */
    if (!download_is_feed(&d))
        store_visit_read(r->store, &(struct store_visit_query){ .by_group = true }, r->arena,
                         &x.visits);
    for (size_t i = 0; i < l.n_departments && d.st == ST_OK; i++) {
        const struct department_config *c =
            config_department(r->serve->config, l.departments[i].key);
        const struct store_export_query q = { .department_id = l.departments[i].id,
                                              .since_s = l.since_s,
                                              .until_s = l.until_s };

        if (l.only != NULL && l.only != &l.departments[i])
            continue;
        x.site = c != NULL && c->site.n > 0 ? c->site.v[0] : TEXT_NONE;
        d.st = store_export_answers(r->store, &q, STORE_EXPORT_NEWEST, put_answer, &x, &d.err);
    }
    if (d.st == ST_OK)
        put_kept(&x);
    if (store_commit(r->store, d.st == ST_OK ? &d.err : NULL) != ST_OK && d.st == ST_OK)
        d.st = ST_DB;
    download_close(&d);
}

/* ---- for the public ---- */

static const struct document {
    const char *ending, *type;
} documents[] = {
    { "html", "text/html; charset=utf-8" },
    { "jsonld", "application/ld+json" },
    { "atom", "application/atom+xml; charset=utf-8" },
    { "md", "text/markdown; charset=utf-8" },
};

static void
get_public(struct request *r, struct response *res)
{
    struct text ending = text_from(r->path, sizeof("/answers/public.") - 1);
    struct cmd_common common = { .dir = r->serve->dir };
    struct cmd_env env = { .common = &common,
                           .clock = r->serve->clock,
                           .arena = r->arena,
                           .config = r->serve->config,
                           .store = r->store };
    struct store_export_query q = { 0 };
    const struct document *doc = documents;
    struct err err = { "" };
    struct listing l;
    enum status st;

    if (!listing_read(r, form_get(&r->query, "dept"), &l) || l.only == NULL) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return;
    }
    while (!text_is(ending, doc->ending))
        doc++; /* one of them: the route says so */
    q.department_id = l.only->id;
    env.out = res->file = tmpfile();
    st = res->file != NULL ? answers_cmd_export(&env, doc->ending, NULL, &q, &err)
                           : err_set(&err, ST_IO, "the file cannot be kept: %s", strerror(errno));
    if (st != ST_OK) {
        response_no_file(res);
        page_failed(r, res, st, &err);
        return;
    }
    res->type = doc->type;
    response_header(res, "Content-Disposition",
                    text_of(arena_printf(r->arena, "attachment; filename=\"%s.%s\"", l.only->key,
                                         doc->ending)));
}

const struct route answers_page_routes[] = {
    { "GET", "/answers", ROLE_READ, show_answers },
    { "GET", "/answers/public.html", ROLE_READ, get_public },
    { "GET", "/answers/public.jsonld", ROLE_READ, get_public },
    { "GET", "/answers/public.atom", ROLE_READ, get_public },
    { "GET", "/answers/public.md", ROLE_READ, get_public },
    DOWNLOAD_ROUTES("/answers", ROLE_READ, get_file),
    { NULL, NULL, 0, NULL },
};
