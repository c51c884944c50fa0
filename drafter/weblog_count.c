/* weblog_count.c - see weblog_count.h. */

#include "weblog_count.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "weblog_hash.h"
#include "weblog_robot.h"
#include "weblog_seam.h"
#include "weblog_window.h"

#define BATCH    2048 /* rows of a transaction: some 10 ms */
#define DAY_S    STORE_VISIT_DAY_S
#define OLDEST_S (3653 * (int64_t)DAY_S) /* ten years: what is older is a clock that was wrong */
#define AHEAD_S  DAY_S                   /* clocks of servers differ, by less than that */
#define DAYS     ((OLDEST_S + AHEAD_S) / DAY_S + 2) /* that a line may be of */

enum statuses { STATUS_OK = 200, STATUS_PART = 206, STATUS_SAME = 304 };

/* What is to be written: a request, or that a log has that day of the site. */
struct row {
    struct store_visit_request request;
    size_t page, site, later; /* later: see weblog_seam.h */
    uint64_t visitor;
    int64_t at_s;
    bool day_only, first; /* first: it may have begun in an earlier log */
};

struct weblog_count {
    struct weblog_count_config c;
    struct weblog_window *window;
    struct weblog_seam *seam;
    struct buf scratch, target;
    struct row *rows; /* BATCH of them */
    size_t n_rows;
    unsigned char *days; /* by site, DAYS each: was it noted?  No log has to be in order */
    int64_t first_day;   /* of them */
    int64_t floor, counts[WEBLOG_COUNT_WHATS];
    int64_t (*visits)[STORE_VISIT_HOWS]; /* by page */
    enum status status;
    struct err err;
};

struct weblog_count *
weblog_count_new(const struct weblog_count_config *config)
{
    struct weblog_count *c = mem_zalloc(sizeof(*c));

    c->c = *config;
    c->window = weblog_window_new();
    c->seam = weblog_seam_new(config->store, config->pages, config->sites, config->now_s);
    buf_init(&c->scratch, BUF_PAGE);
    buf_init(&c->target, BUF_PAGE);
    c->rows = mem_alloc(BATCH * sizeof(*c->rows));
    c->days = mem_zalloc((weblog_pages_sites(config->pages) + 1) * DAYS);
    c->first_day = (config->now_s - OLDEST_S) / DAY_S;
    c->visits = mem_zalloc((weblog_pages_count(config->pages) + 1) * sizeof(*c->visits));
    c->floor = store_visit_floor(config->store);
    return c;
}

void
weblog_count_free(struct weblog_count *c)
{
    if (c == NULL)
        return;
    weblog_window_free(c->window);
    weblog_seam_free(c->seam);
    buf_release(&c->scratch);
    buf_release(&c->target);
    free(c->rows);
    free(c->days);
    free(c->visits);
    free(c);
}

/* ---- writing ---- */

/* False: the line is known. */
static bool
write_request(struct weblog_count *c, const struct row *x)
{
    if (!store_visit_add(c->c.store, &x->request))
        return false;
    if (x->later != 0)
        c->counts[WEBLOG_COUNT_JOINED] += weblog_seam_join(c->seam, x->later, false);
    if (x->request.begins && x->first)
        weblog_seam_begin(c->seam, x->visitor, x->at_s, &x->request);
    return true;
}

static void
write_day(struct weblog_count *c, const struct row *x)
{
    for (size_t i = 0; i < weblog_pages_count(c->c.pages); i++) {
        const struct weblog_page *p = weblog_pages_at(c->c.pages, i);

        if (p->site == x->site)
            store_visit_cover(c->c.store, p->url_id, x->request.day);
    }
}

static void
count_row(struct weblog_count *c, const struct row *x, bool known)
{
    if (known)
        c->counts[WEBLOG_COUNT_KNOWN]++;
    else if (x->request.begins)
        c->visits[x->page][x->request.how]++;
    else
        c->counts[WEBLOG_COUNT_REPEATS]++;
}

static void
flush_rows(struct weblog_count *c)
{
    size_t n = c->n_rows;

    c->n_rows = 0;
    if (n == 0 || c->status != ST_OK)
        return;
    store_begin(c->c.store);
    for (size_t i = 0; i < n; i++)
        if (c->rows[i].day_only)
            write_day(c, &c->rows[i]);
        else
            count_row(c, &c->rows[i], !write_request(c, &c->rows[i]));
    c->status = store_commit(c->c.store, &c->err);
}

static void
tell_row(struct weblog_count *c, const struct row *x)
{
    bool known;

    if (x->day_only)
        return;
    known = store_visit_known(c->c.store, x->request.day, x->request.hash);
    if (!known && x->later != 0)
        c->counts[WEBLOG_COUNT_JOINED] += weblog_seam_join(c->seam, x->later, true);
    count_row(c, x, known);
}

static void
add_row(struct weblog_count *c, const struct row *x)
{
    if (c->c.dry_run) {
        tell_row(c, x);
        return;
    }
    c->rows[c->n_rows++] = *x;
    if (c->n_rows == BATCH)
        flush_rows(c);
}

/* ---- what a line is ---- */

static const char *
check_time(const struct weblog_count *c, int64_t at_s)
{
    if (at_s > c->c.now_s + AHEAD_S)
        return "its time is in the future";
    if (at_s < c->c.now_s - OLDEST_S)
        return "its time is more than ten years ago";
    return NULL;
}

static void
note_day(struct weblog_count *c, const struct weblog_line *line, size_t site, int64_t day)
{
    struct row x = { .site = site, .day_only = true, .request = { .day = day } };
    unsigned char *noted = &c->days[(int64_t)site * DAYS + day - c->first_day];

    if (!line->combined || *noted != 0)
        return; /* without referers nobody can tell who came without one */
    *noted = 1;
    add_row(c, &x);
}

static bool
is_answered_get(const struct weblog_line *line, struct text *ret_target)
{
    struct text method;

    if (line->status != STATUS_OK && line->status != STATUS_SAME && line->status != STATUS_PART)
        return false;
    return weblog_request(line->request, &method, ret_target) && text_is(method, "GET");
}

static void
classify(struct weblog_count *c, const struct weblog_line *line, bool tagged,
         struct store_visit_request *x)
{
    struct text referer = weblog_unescape(line->referer, &c->scratch);
    int64_t end_of_day_s = (x->day + 1) * DAY_S - 1; /* postings are often written down later */

    if (referer.n > 0) {
        x->place = weblog_origin_place(c->c.origin, referer);
        x->group_id = weblog_origin_group(c->c.origin, referer, x->url_id, end_of_day_s);
    }
    x->how = tagged                               ? STORE_VISIT_TAGGED
             : referer.n == 0                     ? STORE_VISIT_DIRECT
             : x->place.n > 0 || x->group_id != 0 ? STORE_VISIT_REFERRED
                                                  : STORE_VISIT_OTHER;
}

static void
count_request(struct weblog_count *c, const struct weblog_line *line, size_t site, size_t page,
              bool tagged)
{
    const struct weblog_page *p = weblog_pages_at(c->c.pages, page);
    struct row x = { .page = page, .site = site, .at_s = line->at_s };

    if (line->combined && weblog_robot(line->agent)) {
        c->counts[WEBLOG_COUNT_ROBOTS]++;
        return;
    }
    if (!line->combined && !tagged) {
        c->counts[WEBLOG_COUNT_UNTOLD]++;
        return;
    }
    x.request.day = line->at_s / DAY_S;
    x.request.url_id = p->url_id;
    x.request.hash =
        weblog_hash(c->c.key, weblog_pages_site_name(c->c.pages, site), line->logged, &c->scratch);
    x.visitor = weblog_seam_visitor(c->seam, line->client, line->agent, p->url_id);
    x.request.begins = weblog_window_begins(c->window, x.visitor, page, line->at_s);
    if (weblog_seam_goes_on(c->seam, line->client, line->agent, p->url_id, line->at_s, &x.later))
        x.request.begins = false;
    x.first = weblog_seam_is_first(c->seam, line->at_s);
    classify(c, line, tagged, &x.request);
    add_row(c, &x);
}

bool
weblog_count_line(struct weblog_count *c, const struct weblog_line *line, size_t site,
                  const char **ret_why)
{
    const char *why = check_time(c, line->at_s);
    bool tagged = false;
    struct text target;
    size_t page;

    if (why != NULL) {
        *ret_why = why;
        return false;
    }
    c->counts[WEBLOG_COUNT_LINES]++;
    if (line->vhost.n > 0)
        site = weblog_pages_site(c->c.pages, line->vhost);
    if (site == WEBLOG_PAGES_NONE || !c->c.sites[site]) {
        c->counts[WEBLOG_COUNT_HOSTS]++;
    } else if (line->at_s < c->c.since_s || (c->c.until_s > 0 && line->at_s >= c->c.until_s)) {
        c->counts[WEBLOG_COUNT_SPAN]++;
    } else if (line->at_s / DAY_S < c->floor) {
        c->counts[WEBLOG_COUNT_OLD]++;
    } else {
        note_day(c, line, site, line->at_s / DAY_S);
        weblog_seam_note(c->seam, line->at_s);
        if (!is_answered_get(line, &target))
            return true;
        page = weblog_pages_find(c->c.pages, site, weblog_unescape(target, &c->target), &tagged);
        if (page != WEBLOG_PAGES_NONE)
            count_request(c, line, site, page, tagged);
    }
    return true;
}

enum status
weblog_count_check(const struct weblog_count *c, struct err *err)
{
    return c->status == ST_OK ? ST_OK : err_set(err, c->status, "%s", c->err.msg);
}

enum status
weblog_count_flush(struct weblog_count *c, struct err *err)
{
    flush_rows(c);
    return c->c.dry_run ? store_check(c->c.store, err) : weblog_count_check(c, err);
}

enum status
weblog_count_end(struct weblog_count *c, struct err *err)
{
    enum status st = weblog_count_flush(c, err);

    if (st != ST_OK || c->c.dry_run)
        return st;
    c->status = weblog_seam_end(c->seam, c->window, &c->err);
    return weblog_count_check(c, err);
}

int64_t
weblog_count_of(const struct weblog_count *c, enum weblog_count_what what)
{
    return c->counts[what];
}

int64_t
weblog_count_visits(const struct weblog_count *c, size_t page, enum store_visit_how how)
{
    return c->visits[page][how];
}
