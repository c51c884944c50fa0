/* sources_page.c - see sources_page.h. */

#include "sources_page.h"

#include "config_sync.h"
#include "download.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "role.h"
#include "say.h"
#include "store_audience.h"
#include "store_host.h"
#include "store_url.h"
#include "tally.h"

#define MAX_RUNS 30 /* of a source that are shown */
#define MS_PER_S 1000

/* As `earshot sources` has them. */
/* clang-format off */
static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "source", TABLE_COLUMN_TEXT, 0, false },
    { "pages", TABLE_COLUMN_INT, 0, false },
    { "queued", TABLE_COLUMN_INT, 0, false },
    { "questions", TABLE_COLUMN_INT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "reason", TABLE_COLUMN_TEXT, 0, false },
    { "url", TABLE_COLUMN_TEXT, 0, false },
    { "last_question", TABLE_COLUMN_TIME, 0, false },
    { "basis", TABLE_COLUMN_TEXT, 0, false },
    { "mode", TABLE_COLUMN_TEXT, 0, false },
    { "match", TABLE_COLUMN_TEXT, 0, false },
    { "delay_s", TABLE_COLUMN_REAL, 0, false },
    { "max_pages", TABLE_COLUMN_INT, 0, false },
    { "gone", TABLE_COLUMN_INT, 0, false },
    { "failed", TABLE_COLUMN_INT, 0, false },
    { "refused", TABLE_COLUMN_INT, 0, false },
    { "next_due", TABLE_COLUMN_TIME, 0, false },
    { "last_run_requests", TABLE_COLUMN_INT, 0, false },
    { "alarm", TABLE_COLUMN_BOOL, 0, false },
    { "failures_in_a_row", TABLE_COLUMN_INT, 0, false },
    { "last_success", TABLE_COLUMN_TIME, 0, false },
    { "audience", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

/* What is known of the sources that an account may see. */
struct sources {
    struct store_source *v;
    struct store_source_facts *facts;
    struct health *health;
    size_t n;
    struct tally_view *all;
};

static void
release(const struct request *r, struct sources *s)
{
    tally_release(r->serve->tally, s->all);
}

static struct tally_view *
count(const struct request *r)
{
    const struct tally_about about = { .dir = r->serve->dir, .config = r->serve->config };
    struct tally_view *v;

    if (r->serve->tally != NULL)
        return tally_get(r->serve->tally, r->serve->config);
    v = arena_alloc(r->arena, sizeof(*v));
    tally_count(r->store, &about, r->now_s, r->arena, v);
    return v;
}

/* Those of dept ("": of all that the account may see); id 0: all.  False: it has answered; else
 * release() them. */
static bool
read_sources(const struct request *r, struct response *res, int64_t id, struct sources *ret)
{
    struct text dept = form_get(&r->query, "dept");
    struct sources s = { .all = count(r) };
    const struct tally_view *t = s.all;

    if (t == NULL) {
        page_error(r, res, PAGE_BUSY, "The figures of sources cannot be counted now.");
        return false;
    }
    s.v = arena_alloc(r->arena, (t->n + 1) * sizeof(*s.v));
    s.facts = arena_alloc(r->arena, (t->n + 1) * sizeof(*s.facts));
    s.health = arena_alloc(r->arena, (t->n + 1) * sizeof(*s.health));
    for (size_t i = 0; i < t->n; i++) {
        const struct store_source *x = &t->sources[i];

        if (!role_may(r->account, ROLE_SOURCES, x->department_id) ||
            (dept.n > 0 && !text_eq(dept, x->department)) || (id != 0 && x->id != id))
            continue;
        s.v[s.n] = *x;
        s.facts[s.n] = t->facts[i];
        s.health[s.n++] = t->health[i];
    }
    *ret = s;
    if (id == 0 || s.n > 0)
        return true;
    release(r, ret);
    page_error(r, res, PAGE_NOT_FOUND, "There is no such source.");
    return false;
}

static bool
is_wanted(const struct request *r, const struct sources *s, size_t i)
{
    return (!text_is(form_get(&r->query, "alarms"), "1") || s->health[i].alarm) &&
           store_audience_has(s->v[i].audience, text_trim(form_get(&r->query, "audience")));
}

static void
write_health(struct buf *b, const struct health *h)
{
    if (h->alarm)
        say_alarm(b, text_of(h->state));
    else
        markup_addf(b, "<span class=\"badge\">%s</span>", h->state);
}

static void
write_when(const struct request *r, struct buf *b, int64_t at_s)
{
    if (at_s > 0)
        say_time(b, at_s, r->now_s);
    else
        buf_add_str(b, "never");
}

/* On a phone a card, without what is less: that is on the source's own page. */
static void
write_row(const struct request *r, struct buf *b, const struct sources *s, size_t i)
{
    const struct store_source *x = &s->v[i];
    const struct health *h = &s->health[i];

    markup_addf(b,
                "<tr><td class=\"less\">%.*s</td><th scope=\"row\" data-label=\"Source\">"
                "<span class=\"of-card\">%.*s: </span><a href=\"/sources/%lld\">%.*s</a></th>"
                "<td data-label=\"State\">",
                TEXT_ARG(x->department), TEXT_ARG(x->department), (long long)x->id,
                TEXT_ARG(x->key));
    write_health(b, h);
    markup_addf(
        b,
        "</td><td data-label=\"To look at\" dir=\"auto\">%s</td><td data-label=\"Last success\">",
        h->reason);
    write_when(r, b, h->last_success_s);
    buf_add_str(b, "</td><td data-label=\"Last question\">");
    write_when(r, b, s->facts[i].last_new_s);
    markup_addf(b,
                "</td><td data-label=\"Who asks\" dir=\"auto\">%.*s</td>"
                "<td class=\"number%s\" data-label=\"Failures\">%lld</td>"
                "<td class=\"number less\">%lld</td>"
                "<td class=\"number\" data-label=\"Questions\">%lld</td></tr>\n",
                TEXT_ARG(store_audience_words(x->audience, r->arena)),
                h->failures == 0 ? " less" : "", (long long)h->failures,
                (long long)s->facts[i].pages, (long long)s->facts[i].questions);
}

static const char *
params(const struct request *r)
{
    struct text dept = form_get(&r->query, "dept");
    const char *ret;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    if (dept.n > 0) {
        buf_add_str(&b, "dept=");
        markup_query(&b, dept);
    }
    if (text_is(form_get(&r->query, "alarms"), "1"))
        buf_addf(&b, "%salarms=1", b.n > 0 ? "&" : "");
    if (form_get(&r->query, "audience").n > 0) {
        buf_addf(&b, "%saudience=", b.n > 0 ? "&" : "");
        markup_query(&b, form_get(&r->query, "audience"));
    }
    ret = arena_str(r->arena, buf_text(&b));
    buf_release(&b);
    return ret;
}

static void
write_department(const struct request *r, struct buf *b, const struct department_config *d)
{
    if (role_may(r->account, ROLE_SOURCES, config_department_id(r->store, d->key)))
        narrow_option(b, text_of(d->key), text_of(d->name != NULL ? d->name : d->key),
                      text_is(form_get(&r->query, "dept"), d->key));
}

/* Those of the sources that may be seen. */
static void
write_audiences(const struct request *r, struct buf *b)
{
    const struct config *c = r->serve->config;
    int64_t *ids = arena_alloc(r->arena, (c->n_departments + 1) * sizeof(*ids));
    size_t n = 0;

    for (size_t i = 0; i < c->n_departments; i++) {
        ids[n] = config_department_id(r->store, c->departments[i].key);
        n += ids[n] != 0 && role_may(r->account, ROLE_SOURCES, ids[n]);
    }
    narrow_audience(r, b, ids, n, text_trim(form_get(&r->query, "audience")));
}

static void
write_filters(const struct request *r, struct buf *b)
{
    const struct config *c = r->serve->config;
    bool on = text_is(form_get(&r->query, "alarms"), "1");

    buf_add_str(b, "<form class=\"filters\" method=\"get\" action=\"/sources\" role=\"search\">\n"
                   "<label><span class=\"hidden\">Department</span><select name=\"dept\">");
    narrow_option(b, TEXT_NONE, TEXT_LIT("All departments"), !form_has(&r->query, "dept"));
    for (size_t i = 0; i < c->n_departments; i++)
        write_department(r, b, &c->departments[i]);
    buf_add_str(b, "</select></label>\n");
    write_audiences(r, b);
    markup_addf(b,
                "<label class=\"switch\"><input type=\"checkbox\" name=\"alarms\" value=\"1\"%s> "
                "only what somebody should look at</label>\n<button>Filter</button>\n</form>\n",
                on ? " checked" : "");
}

static void
write_counted(const struct request *r, struct buf *b, const struct sources *s)
{
    buf_add_str(b, "<p class=\"facts\">Counted ");
    say_time(b, s->all->at_s, r->now_s);
    buf_add_str(b, "</p>\n");
}

static void
show_sources(struct request *r, struct response *res)
{
    struct buf *b = &res->body;
    struct sources s;

    if (!read_sources(r, res, 0, &s))
        return;
    page_open(r, res, &(struct page){ .title = TEXT_LIT("Sources"), .section = "sources" });
    buf_add_str(b, "<h1 tabindex=\"-1\">Sources</h1>\n");
    write_filters(r, b);
    buf_add_str(
        b,
        "<div class=\"scroll cells\" tabindex=\"0\" role=\"region\" aria-label=\"Sources\"><table>"
        "<thead><tr><th scope=\"col\">Department</th><th scope=\"col\">Source</th>"
        "<th scope=\"col\">State</th><th scope=\"col\">What to look at</th>"
        "<th scope=\"col\">Last success</th><th scope=\"col\">Last question found</th>"
        "<th scope=\"col\">Who asks</th><th scope=\"col\" class=\"number\">Failures in a row</th>"
        "<th scope=\"col\" class=\"number\">Pages</th><th scope=\"col\" "
        "class=\"number\">Questions</th>"
        "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < s.n; i++)
        if (is_wanted(r, &s, i))
            write_row(r, b, &s, i);
    buf_add_str(b, "</tbody></table></div>\n");
    write_counted(r, b, &s);
    download_links(b, "/sources", params(r));
    page_close(r, res);
    release(r, &s);
}

/* ---- one source ---- */

static void
write_facts(const struct request *r, struct buf *b, const struct sources *s)
{
    const struct store_source *x = s->v;
    const struct health *h = s->health;
    const struct store_source_facts *f = s->facts;

    buf_add_str(b, "<dl>\n<dt>State</dt><dd>");
    write_health(b, h);
    markup_addf(b, " %s</dd>\n<dt>Address</dt><dd>", h->reason);
    say_link_open(b, x->url, "source");
    say_address(b, x->url);
    markup_addf(
        b,
        "</a></dd>\n<dt>Basis</dt><dd dir=\"auto\">%.*s</dd>\n<dt>Mode</dt><dd>%s, %s</dd>\n"
        "<dt>Who asks there</dt><dd dir=\"auto\">%.*s</dd>\n"
        "<dt>Pages in one run</dt><dd>%lld at most</dd>\n<dt>Last success</dt><dd>",
        TEXT_ARG(x->basis.n > 0 ? x->basis : TEXT_LIT("none: it does not run")),
        x->own_site ? "own site"
        : x->listen ? "listen only"
                    : "answer",
        x->match_all ? "every question is kept" : "by keywords",
        TEXT_ARG(x->audience.n > 0 ? store_audience_words(x->audience, r->arena)
                                   : TEXT_LIT("nobody has said")),
        (long long)x->max_pages);
    write_when(r, b, h->last_success_s);
    buf_add_str(b, "</dd>\n<dt>Last question found</dt><dd>");
    write_when(r, b, f->last_new_s);
    markup_addf(b,
                "</dd>\n<dt>Failures in a row</dt><dd>%lld of %lld runs</dd>\n"
                "<dt>Addresses</dt><dd>%lld read, %lld queued, %lld gone, %lld failed, %lld "
                "refused</dd>\n<dt>Questions kept</dt><dd>%lld</dd>\n</dl>\n",
                (long long)h->failures, (long long)h->runs, (long long)f->pages,
                (long long)f->queued, (long long)f->gone, (long long)f->failed,
                (long long)f->refused, (long long)f->questions);
}

static void
write_runs(const struct request *r, struct buf *b, int64_t id)
{
    struct store_explain_run v[MAX_RUNS];
    size_t n = store_explain_runs(r->store, id, MAX_RUNS, r->arena, v);

    buf_add_str(b, "<h2>Runs</h2>\n");
    if (n == 0) {
        buf_add_str(b, "<p class=\"empty\">It was not crawled yet.</p>\n");
        return;
    }
    buf_add_str(b,
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Runs\"><table>"
                "<thead><tr><th scope=\"col\">Run</th><th scope=\"col\">Started</th>"
                "<th scope=\"col\" class=\"number\">Requests</th><th scope=\"col\" "
                "class=\"number\">Pages</th>"
                "<th scope=\"col\" class=\"number\">Unchanged</th><th scope=\"col\" "
                "class=\"number\">Failed</th>"
                "<th scope=\"col\" class=\"number\">With questions</th><th scope=\"col\" "
                "class=\"number\">New questions</th>"
                "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < n; i++) {
        const int64_t numbers[] = { v[i].tally.requests, v[i].tally.pages,   v[i].tally.unchanged,
                                    v[i].tally.failed,   v[i].tally.threads, v[i].tally.questions };

        markup_addf(b, "<tr><th scope=\"row\">%lld</th><td>", (long long)v[i].run_id);
        say_time(b, v[i].started_s, r->now_s);
        buf_add_str(b, "</td>");
        for (size_t k = 0; k < N_ELEMENTS(numbers); k++)
            markup_addf(b, "<td class=\"number\">%lld</td>", (long long)numbers[k]);
        buf_add_str(b, "</tr>\n");
    }
    buf_add_str(b, "</tbody></table></div>\n");
}

static void
write_host(const struct request *r, struct buf *b, const struct store_explain_count *c)
{
    struct store_host h;

    if (!store_host_get(r->store, c->host_id, r->arena, &h))
        return;
    markup_addf(b, "<tr><th scope=\"row\">%.*s</th><td>%.*s", TEXT_ARG(h.authority),
                TEXT_ARG(h.verdict.n > 0 ? h.verdict : TEXT_LIT("not asked yet")));
    if (h.robots_failing_s > 0) {
        buf_add_str(b, ", cannot be had since ");
        say_time(b, h.robots_failing_s, r->now_s);
    }
    buf_add_str(b, "</td><td>");
    if (h.parked_until_s > 0)
        markup_addf(b, "parked: %.*s", TEXT_ARG(h.parked_why));
    else if (h.blocked_until_ms / MS_PER_S > r->now_s)
        buf_add_str(b, "asked us to wait");
    else
        buf_add_str(b, "in use");
    buf_add_str(b, "</td><td>");
    write_when(r, b, h.last_ok_s);
    markup_addf(b, "</td><td class=\"number\">%lld</td><td class=\"number\">%lld</td></tr>\n",
                (long long)c->fetched, (long long)c->queued);
}

static void
write_hosts(const struct request *r, struct buf *b, const struct sources *s)
{
    buf_add_str(b, "<h2>Hosts</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                   "aria-label=\"Hosts\"><table><thead><tr><th scope=\"col\">Host</th>"
                   "<th scope=\"col\">robots.txt</th><th scope=\"col\">State</th>"
                   "<th scope=\"col\">Last answer</th><th scope=\"col\" class=\"number\">Read</th>"
                   "<th scope=\"col\" class=\"number\">Queued</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < s->all->n_counts; i++)
        if (s->all->counts[i].source_id == s->v->id)
            write_host(r, b, &s->all->counts[i]);
    buf_add_str(b, "</tbody></table></div>\n");
    write_counted(r, b, s);
}

static void
show_source(struct request *r, struct response *res)
{
    struct page p = { .section = "sources" };
    struct buf *b = &res->body;
    int64_t id = request_id(r, 0);
    struct sources s;

    if (!read_sources(r, res, id != 0 ? id : -1, &s))
        return;
    p.title = text_of(
        arena_printf(r->arena, "%.*s: %.*s", TEXT_ARG(s.v->department), TEXT_ARG(s.v->key)));
    page_open(r, res, &p);
    markup_addf(b,
                "<p class=\"ways\"><a href=\"/sources\">\xE2\x86\x90 Sources</a></p>\n"
                "<h1 tabindex=\"-1\">%.*s</h1>\n",
                TEXT_ARG(p.title));
    write_facts(r, b, &s);
    if (!s.v->own_site && role_may(r->account, ROLE_READ, s.v->department_id))
        markup_addf(b, "<p><a href=\"/groups?source=%lld\">What was asked there</a></p>\n",
                    (long long)id);
    write_runs(r, b, id);
    write_hosts(r, b, &s);
    page_close(r, res);
    release(r, &s);
}

/* ---- as files ---- */

static void
put_row(struct download *d, const struct sources *s, size_t i)
{
    const struct store_source *x = &s->v[i];
    const struct store_source_facts *f = &s->facts[i];
    const struct health *h = &s->health[i];
    struct table *t = d->table;

    table_int(t, x->id);
    table_text(t, x->department);
    table_text(t, x->key);
    table_int(t, f->pages);
    table_int(t, f->queued);
    table_int(t, f->questions);
    table_str(t, h->state);
    table_str(t, h->reason);
    table_text(t, x->url);
    table_time(t, f->last_new_s);
    table_text(t, x->basis);
    table_str(t, x->listen ? "listen" : "answer");
    table_str(t, x->match_all ? "all" : "keywords");
    table_real(t, (double)x->delay_ms / (double)MS_PER_S);
    table_int(t, x->max_pages);
    table_int(t, f->gone);
    table_int(t, f->failed);
    table_int(t, f->refused);
    table_time(t, store_url_next_due_s(d->r->store, x->id));
    table_int(t, f->last_run_requests);
    table_bool(t, h->alarm);
    table_int(t, h->failures);
    table_time(t, h->last_success_s);
    table_text(t, store_audience_words(x->audience, d->r->arena));
    table_end_row(t);
}

static void
put_entry(struct download *d, const struct sources *s, size_t i)
{
    struct arena *a = d->r->arena;
    const struct health *h = &s->health[i];

    download_entry(
        d, &(struct download_entry){
               .path = arena_printf(a, "/sources/%lld", (long long)s->v[i].id),
               .id = arena_printf(a, "source/%lld/%s", (long long)s->v[i].id, h->state),
               .title = text_of(arena_printf(a, "%.*s: %.*s: %s", TEXT_ARG(s->v[i].department),
                                             TEXT_ARG(s->v[i].key), h->state)),
               .text = text_of(h->reason),
               .updated_s = h->last_success_s });
}

static void
get_file(struct request *r, struct response *res)
{
    struct download d;
    struct sources s;

    if (!read_sources(r, res, 0, &s))
        return;
    download_open(&d, r, res,
                  &(struct download_list){ .name = "sources",
                                           .title = "Sources",
                                           .page = "/sources",
                                           .columns = columns,
                                           .n_columns = N_ELEMENTS(columns) });
    for (size_t i = 0; i < s.n && d.st == ST_OK; i++) {
        if (!is_wanted(r, &s, i))
            continue;
        if (download_is_feed(&d))
            put_entry(&d, &s, i);
        else
            put_row(&d, &s, i);
    }
    download_close(&d);
    release(r, &s);
}

const struct route sources_page_routes[] = {
    { "GET", "/sources", ROLE_SOURCES, show_sources },
    { "GET", "/sources/{id}", ROLE_SOURCES, show_source },
    DOWNLOAD_ROUTES("/sources", ROLE_SOURCES, get_file),
    { NULL, NULL, 0, NULL },
};
