/* numbers.c - see numbers.h. */

#include "numbers.h"

#include <string.h>
#include <time.h>

#include "field.h"
#include "markup.h"
#include "narrow.h"
#include "page.h"
#include "role.h"
#include "store_campaign.h"

#define DAY_S      INT64_C(86400)
#define LAST_DAYS  90
#define YEAR_DAYS  365
#define MAX_DAYS   (20 * YEAR_DAYS) /* a span; each period of it is a row */
#define DATE_BYTES 32
#define NOBODY     INT64_C(-1) /* no department has that id */

const char *
numbers_date(struct arena *a, int64_t at_s, bool with_year)
{
    time_t t = (time_t)at_s;
    char z[DATE_BYTES];
    struct tm tm = { 0 };

    gmtime_r(&t, &tm);
    strftime(z, sizeof(z), with_year ? "%e %b %Y" : "%e %b", &tm);
    return arena_str(a, text_trim(text_of(z)));
}

/* "2026-11-22" */
static const char *
date(struct arena *a, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];

    clock_rfc3339(at_s, z);
    return arena_str(a, text_before(text_of(z), 'T'));
}

/* A date of the query, in its first second; missing without one. */
static int64_t
date_of(const struct request *r, const char *name, int64_t missing)
{
    int64_t at_s;
    bool has_time;

    if (!clock_parse_rfc3339(form_get(&r->query, name), &at_s, &has_time) || at_s <= 0)
        return missing;
    return at_s / DAY_S * DAY_S;
}

static int64_t
month_of(int64_t at_s, int64_t *next)
{
    return store_numbers_period(STORE_NUMBERS_MONTH, at_s, next);
}

/* A campaign's own days, as far as they have passed.  False: no campaign, or it is to come. */
static bool
campaign_span(const struct numbers_view *v, int64_t *since_s, int64_t *last_s)
{
    int64_t today_s = v->r->now_s / DAY_S * DAY_S, from_s, to_s;

    if (v->list.campaign.n == 0 ||
        !store_campaign_span(v->r->store, v->list.only != NULL ? v->list.only->id : 0,
                             v->list.campaign, &from_s, &to_s) ||
        from_s > v->r->now_s)
        return false;
    *since_s = from_s / DAY_S * DAY_S;
    *last_s = to_s - DAY_S < today_s ? (to_s - 1) / DAY_S * DAY_S : today_s;
    return true;
}

static void
read_span(struct numbers_view *v)
{
    const struct request *r = v->r;
    int64_t next, month = month_of(r->now_s, &next), since = month, last = next - DAY_S;
    bool own = !form_has(&r->query, "since") && !form_has(&r->query, "until") &&
               campaign_span(v, &since, &last);

    v->q.since_s = date_of(r, "since", since);
    if (!own && v->q.since_s != month)
        last = r->now_s / DAY_S * DAY_S;
    last = date_of(r, "until", last);
    if (last < v->q.since_s)
        last = v->q.since_s;
    if (last > v->q.since_s + MAX_DAYS * DAY_S)
        last = v->q.since_s + MAX_DAYS * DAY_S;
    v->q.until_s = last + DAY_S;
    v->running = v->q.until_s > r->now_s && v->q.since_s < r->now_s;
    v->since = date(r->arena, v->q.since_s);
    v->until = date(r->arena, last);
}

static const char *
params(const struct numbers_view *v, const struct listing_department *d, const char *since,
       const char *until)
{
    return arena_printf(v->r->arena, "%s%s%ssince=%s&until=%s%s", d != NULL ? "dept=" : "",
                        d != NULL ? d->key : "", d != NULL ? "&" : "", since, until,
                        narrow_params(v->r, &v->list));
}

bool
numbers_view(struct request *r, struct response *res, struct numbers_view *ret)
{
    struct numbers_view v = { .r = r };
    int64_t *ids;

    if (!listing_read(r, form_get(&r->query, "dept"), &v.list)) {
        page_error(r, res, PAGE_NOT_FOUND, "There is no such department.");
        return false;
    }
    ids = arena_alloc(r->arena, (v.list.n_departments + 1) * sizeof(*ids));
    ids[0] = NOBODY;
    v.q.n_departments = 1;
    if (v.list.only != NULL) {
        ids[0] = v.list.only->id;
    } else if (v.list.n_departments > 0) {
        for (size_t i = 0; i < v.list.n_departments; i++)
            ids[i] = v.list.departments[i].id;
        v.q.n_departments = v.list.n_departments;
    }
    v.q.departments = ids;
    v.q.campaign = v.list.campaign;
    v.q.audience = v.list.audience;
    read_span(&v);
    v.params = params(&v, v.list.only, v.since, v.until);
    *ret = v;
    return true;
}

bool
numbers_count(struct numbers_view *v, struct response *res)
{
    struct store_experiment_span span = { .since_s = v->q.since_s,
                                          .until_s = v->q.until_s,
                                          .now_s = v->r->now_s };
    struct err err = { "" };
    enum status st;

    store_begin_read(v->r->store);
    store_numbers_read(v->r->store, &v->q, v->r->arena, &v->now);
    store_compare_read(v->r->store, &v->q, v->r->now_s, v->r->arena, &v->compare);
    if (v->list.n_departments > 0 && (v->list.only != NULL || v->list.n_departments == 1)) {
        span.department_id = (v->list.only != NULL ? v->list.only : v->list.departments)->id;
        v->n_experiments =
            store_experiment_results(v->r->store, &span, v->r->arena, &v->experiments);
    }
    st = store_commit(v->r->store, &err);
    if (st != ST_OK)
        page_failed(v->r, res, st, &err);
    return st == ST_OK;
}

/* ---- the page ---- */

static void
write_preset(const struct numbers_view *v, struct buf *b, const char *label, int64_t since_s,
             int64_t until_s)
{
    struct arena *a = v->r->arena;

    markup_addf(b, "<li><a href=\"/numbers?%s\"",
                params(v, v->list.only, date(a, since_s), date(a, until_s - DAY_S)));
    if (v->q.since_s == since_s && v->q.until_s == until_s)
        buf_add_str(b, " aria-current=\"page\"");
    markup_addf(b, ">%s</a></li>\n", label);
}

static void
write_span(const struct numbers_view *v, struct buf *b)
{
    int64_t next, month = month_of(v->r->now_s, &next), last = month_of(month - 1, &month);
    int64_t today = (v->r->now_s / DAY_S + 1) * DAY_S, from, to;

    buf_add_str(b, "<nav class=\"tabs\" aria-label=\"Spans\"><ul>\n");
    write_preset(v, b, "This month", month, next);
    write_preset(v, b, "Last month", last, month);
    write_preset(v, b, "90 days", today - LAST_DAYS * DAY_S, today);
    write_preset(v, b, "A year", today - YEAR_DAYS * DAY_S, today);
    if (campaign_span(v, &from, &to))
        write_preset(v, b, "The campaign", from, to + DAY_S);
    buf_add_str(b, "</ul></nav>\n<form method=\"get\" action=\"/numbers\" class=\"filters\">\n");
    if (v->list.only != NULL)
        field_hidden(b, "dept", text_of(v->list.only->key));
    field_input(b,
                &(struct field){
                    .name = "since", .label = "From", .type = "date", .value = text_of(v->since) });
    field_input(b,
                &(struct field){
                    .name = "until", .label = "To", .type = "date", .value = text_of(v->until) });
    narrow_choices(v->r, b, &v->list);
    field_button(b, "Show");
    buf_add_str(b, "</form>\n");
}

static void
write_departments(const struct numbers_view *v, struct buf *b)
{
    if (v->list.n_departments < 2)
        return;
    buf_add_str(b, "<nav class=\"departments\" aria-label=\"Departments\"><ul>\n");
    for (size_t i = 0; i <= v->list.n_departments; i++) {
        const struct listing_department *d = i == 0 ? NULL : &v->list.departments[i - 1];

        markup_addf(b, "<li><a href=\"/numbers?%s\"", params(v, d, v->since, v->until));
        if (d == v->list.only)
            buf_add_str(b, " aria-current=\"page\"");
        markup_addf(b, ">%s</a></li>\n", d != NULL ? d->name : "All departments");
    }
    buf_add_str(b, "</ul></nav>\n");
}

static void
write_narrowed(const struct numbers_view *v, struct buf *b)
{
    const struct listing *l = &v->list;

    if (l->campaign.n == 0 && l->audience.n == 0)
        return;
    buf_add_str(b, "<p class=\"notice\">Only ");
    if (l->campaign.n > 0)
        markup_addf(b, "posts of the campaign <strong>%.*s</strong>", TEXT_ARG(l->campaign));
    if (l->audience.n > 0)
        markup_addf(b, "%swhat <strong>%.*s</strong> ask", l->campaign.n > 0 ? " and " : "",
                    TEXT_ARG(l->audience));
    buf_add_str(b, ", and the groups that have some.</p>\n");
}

static void
write_compared(const struct numbers_view *v, struct buf *b)
{
    struct arena *a = v->r->arena;

    write_narrowed(v, b);
    markup_addf(b, "<p class=\"facts\">%s to %s, UTC. ", numbers_date(a, v->q.since_s, true),
                numbers_date(a, v->q.until_s - DAY_S, true));
    if (v->compare.verdict == STORE_COMPARE_MAY)
        markup_addf(b,
                    "Compared with %s to %s%s; an arrow says that it is more, or less, than in "
                    "each of the three periods before.",
                    numbers_date(a, v->compare.since_s[0], true),
                    numbers_date(a, v->compare.ends_s[0] - 1, true),
                    v->running ? ", as many days as have passed" : "");
    else
        markup_addf(b, "%s", store_compare_why(&v->compare, a));
    markup_addf(
        b,
        " As files: <a href=\"/numbers.csv?%s\">CSV</a>, "
        "<a href=\"/numbers.xlsx?%s\">Excel</a>, <a href=\"/numbers.json?%s\">JSON</a></p>\n",
        v->params, v->params, v->params);
}

static void
get_numbers(struct request *r, struct response *res)
{
    struct page p = { .title = TEXT_LIT("Numbers"), .section = "numbers" };
    struct buf *b = &res->body;
    struct numbers_view v;

    if (!numbers_view(r, res, &v) || !numbers_count(&v, res))
        return;
    if (v.list.only != NULL)
        p.title = text_of(arena_printf(r->arena, "Numbers: %s", v.list.only->name));
    page_open(r, res, &p);
    markup_addf(b, "<h1 tabindex=\"-1\">%.*s</h1>\n", TEXT_ARG(p.title));
    write_departments(&v, b);
    write_span(&v, b);
    write_compared(&v, b);
    if (v.now.listens)
        buf_add_str(b, "<p class=\"notice\">" STORE_NUMBERS_LISTENS "</p>\n");
    if (v.now.count[STORE_NUMBERS_FOUND] == 0 && v.now.count[STORE_NUMBERS_ANSWERED] == 0)
        buf_add_str(b, "<p class=\"notice\">Nothing was found or decided in this time. What crawls "
                       "find and editors decide is counted here from the first day on.</p>\n");
    numbers_tiles(&v, b);
    numbers_goals(&v, b);
    numbers_plots(&v, b);
    for (int t = NUMBERS_KINDS; t < NUMBERS_TABLES; t++)
        numbers_table(&v, b, (enum numbers_table)t);
    numbers_experiments(&v, b);
    numbers_meanings(b);
    page_close(r, res);
}

const struct route numbers_routes[] = {
    { "GET", "/numbers", ROLE_READ, get_numbers },
    { NULL, NULL, 0, NULL },
};
