/* crawl_host.c - what to ask a host next, and the accounts of what was asked. */
#include "crawl_private.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "politeness.h"
#include "trap.h"

#define MAX_REFUSALS      200 /* addresses looked at in one transaction before others' turn */
#define MAX_SAME          10  /* pages of one shape that read the same: the shape is a trap */
#define MAX_SAME_CALENDAR 3
#define MS_PER_S          INT64_C(1000)

/* ---- jobs ---- */

struct crawl_job *
crawl_host_job(struct crawl *c, struct crawl_host *h)
{
    struct crawl_job *job = c->free_jobs;
    struct arena *a;

    if (job != NULL) {
        c->free_jobs = job->next;
        a = job->arena;
    } else {
        job = mem_zalloc(sizeof(*job));
        a = arena_new();
    }
    arena_clear(a);
    *job = (struct crawl_job){ .arena = a, .host = h };
    return job;
}

void
crawl_host_drop_job(struct crawl *c, struct crawl_job *job)
{
    job->next = c->free_jobs;
    c->free_jobs = job;
}

/* ---- commit ---- */

void
crawl_host_fail(struct crawl *c, enum status st, const char *msg)
{
    if (c->status == ST_OK)
        c->status = err_set(&c->err, st, "%s", msg);
}

bool
crawl_host_commit(struct crawl *c)
{
    struct err err = { "" };
    enum status st;

    for (size_t i = 0; i < c->n_sources; i++) {
        struct crawl_source *src = &c->sources[i];
        static const struct store_tally none;

        if (memcmp(&src->delta, &none, sizeof(none)) == 0)
            continue;
        store_run_add(c->store, c->run_id, src->row.id, &src->delta);
        src->delta = none;
    }
    st = store_commit(c->store, &err);
    if (st != ST_OK)
        crawl_host_fail(c, st, err.msg);
    return st == ST_OK;
}

void
crawl_host_close(struct crawl *c, struct crawl_host *h, const char *why)
{
    h->closed = arena_str(c->arena, text_of(why));
}

void
crawl_host_set_ip(struct crawl_host *h, const char *ip)
{
    if (ip[0] != '\0' && !text_is(h->row.ip, ip))
        h->row.ip = arena_text(h->arena, text_of(ip));
}

/* ---- the next page ---- */

bool
crawl_host_has_budget(const struct crawl *c, const struct crawl_source *src)
{
    if (c->cfg->limit_pages > 0 && c->pages + c->n_busy >= c->cfg->limit_pages)
        return false;
    return src->row.max_pages == 0 || src->tally.pages + src->under_way < src->row.max_pages;
}

static bool
anything_queued(struct crawl *c, const struct crawl_host *h)
{
    for (size_t i = 0; i < h->n_sources; i++)
        if (crawl_host_has_budget(c, h->sources[i]) &&
            store_url_has_queued(c->store, h->sources[i]->row.id, h->row.id))
            return true;
    return false;
}

/* The most urgent address of all the sources that may still ask. */
static bool
best_queued(struct crawl *c, const struct crawl_host *h, struct crawl_job *job)
{
    bool found = false;

    for (size_t i = 0; i < h->n_sources; i++) {
        struct store_url u = { 0 };

        if (!crawl_host_has_budget(c, h->sources[i]) ||
            !store_url_next(c->store, h->sources[i]->row.id, h->row.id, job->arena, &u))
            continue;
        if (!found || u.priority > job->url.priority) {
            job->url = u;
            job->source = h->sources[i];
            found = true;
        }
    }
    return found;
}

/* Why this address is not asked for after all; empty: it may be. */
static struct text
refusal(struct crawl *c, const struct crawl_host *h, const struct crawl_job *job)
{
    struct robots_verdict verdict = { true, 0 };
    struct url u;
    int64_t most = MAX_SAME;

    if (!url_split(job->url.address, &u))
        return TEXT_LIT("no web address");
    if (h->robots != NULL)
        verdict = robots_ask(h->robots, url_path_query(&u));
    if (!verdict.allow)
        return text_of(arena_printf(job->arena, "robots.txt line %u disallows it", verdict.line));
    if (job->url.kind != STORE_URL_PAGE || job->url.fetched_s != 0)
        return TEXT_NONE;
    if (trap_judge(&u).class == TRAP_CALENDAR)
        most = MAX_SAME_CALENDAR;
    if (store_url_shape_same(c->store, h->row.id, trap_shape(&u)) >= most)
        return TEXT_LIT("trap: the last pages of this form all read the same");
    return TEXT_NONE;
}

static void
refuse(struct crawl *c, struct crawl_job *job, struct text why)
{
    job->url.state = STORE_URL_REFUSED;
    job->url.reason = why;
    store_url_put(c->store, &job->url);
    job->source->tally.refused++;
    job->source->delta.refused++;
}

struct crawl_job *
crawl_host_next(struct crawl *c, struct crawl_host *h)
{
    struct crawl_job *job = h->visitors;
    size_t n_refused = 0;
    bool found;

    if (job != NULL) {
        h->visitors = job->next;
        return job;
    }
    if (!crawl_robots_fresh(c, h)) {
        h->idle = !anything_queued(c, h);
        return h->idle ? NULL : crawl_robots_job(c, h);
    }
    if (text_is(h->row.verdict, "disallow")) { /* nothing but robots.txt, when its time comes */
        if (h->row.next_ok_ms < h->row.robots_expires_s * MS_PER_S)
            h->row.next_ok_ms = h->row.robots_expires_s * MS_PER_S;
        return NULL;
    }
    job = crawl_host_job(c, h);
    while ((found = best_queued(c, h, job))) {
        struct text why = refusal(c, h, job);

        if (why.n == 0)
            break;
        if (n_refused++ == 0)
            store_begin(c->store);
        refuse(c, job, why);
        if (n_refused == MAX_REFUSALS)
            break;
    }
    if (n_refused > 0)
        crawl_host_commit(c);
    if (found && n_refused < MAX_REFUSALS) {
        job->address = job->url.address;
        return job;
    }
    h->idle = !found;
    crawl_host_drop_job(c, job);
    return NULL;
}

/* ---- sending ---- */

static void
fill_request(const struct crawl_job *job, struct fetch_request *rq)
{
    const struct store_url *u = &job->url;
    bool list = u->kind == STORE_URL_FEED || u->kind == STORE_URL_SITEMAP;

    *rq = (struct fetch_request){ .url = job->address, .tag = (void *)(uintptr_t)job };
    if (job->owner != NULL) {
        rq->body = FETCH_BODY_CUT;
        rq->max_body = ROBOTS_MAX_BYTES + 1; /* so that it shows whether there is more */
        return;
    }
    rq->body = list ? FETCH_BODY_WHOLE : FETCH_BODY_HTML;
    rq->max_body = u->kind == STORE_URL_SITEMAP ? FETCH_MAX_SITEMAP : FETCH_MAX_BODY;
    if (u->rules_hash == (int64_t)job->source->department->rules_hash) {
        rq->etag = u->etag;
        rq->last_modified = u->last_modified;
    }
}

/* Commit that the host is being asked, then ask. */
void
crawl_host_send(struct crawl *c, struct crawl_job *job)
{
    struct crawl_host *h = job->host;
    int64_t now_ms = clock_now_ms(c->cfg->clock);
    struct fetch_request rq;
    struct err err = { "" };
    enum status st;

    store_begin(c->store);
    politeness_before(&h->row, h->floor_ms, now_ms);
    store_host_put_clock(c->store, &h->row);
    if (h->row.ip.n > 0)
        store_ip_put(c->store, h->row.ip,
                     now_ms + h->row.response_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    if (!crawl_host_commit(c)) {
        crawl_host_drop_job(c, job);
        return;
    }
    fill_request(job, &rq);
    h->busy = true;
    c->n_busy++;
    if (job->source != NULL)
        job->source->under_way++;
    st = c->fetcher->start(c->fetcher->self, &rq, &err);
    if (st == ST_OK)
        return;
    h->busy = false;
    c->n_busy--;
    if (job->source != NULL)
        job->source->under_way--;
    crawl_host_close(c, h, err.msg);
    crawl_host_drop_job(c, job);
}

bool
crawl_may_connect(void *self, void *tag, const char *ip, int64_t *until_ms)
{
    struct crawl *c = self;
    struct crawl_host *h = ((struct crawl_job *)tag)->host;
    int64_t now_ms = clock_now_ms(c->cfg->clock), next_ms;

    if (text_is(h->row.ip, ip))
        return true; /* its clock was set when the request was sent */
    next_ms = store_ip_next_ok_ms(c->store, text_of(ip));
    for (size_t i = 0; i < c->n_hosts; i++)
        if (c->hosts[i] != h && c->hosts[i]->busy && text_is(c->hosts[i]->row.ip, ip))
            next_ms = next_ms > now_ms + h->floor_ms ? next_ms : now_ms + h->floor_ms;
    if (next_ms > now_ms) {
        *until_ms = next_ms;
        crawl_host_set_ip(h, ip);
        return false;
    }
    crawl_host_set_ip(h, ip);
    store_host_put_clock(c->store, &h->row); /* a kill must not make us forget who is asked */
    store_ip_put(c->store, h->row.ip, now_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    return true;
}

/* ---- accounts ---- */

static void
count(struct crawl *c, struct crawl_job *job, const struct fetchplan *plan)
{
    struct crawl_source *src = job->source;
    struct store_tally *both[2];

    if (src == NULL) { /* robots.txt: whoever comes first pays */
        if (job->owner == NULL || job->owner->n_sources == 0)
            return;
        src = job->owner->sources[0];
    }
    both[0] = &src->tally;
    both[1] = &src->delta;
    for (size_t i = 0; i < N_ELEMENTS(both); i++) {
        both[i]->requests++;
        both[i]->pages += job->owner == NULL;
        both[i]->unchanged += plan->action == FETCHPLAN_NOT_MODIFIED && job->owner == NULL;
        both[i]->failed += plan->action == FETCHPLAN_RETRY_LATER ||
                           plan->action == FETCHPLAN_PARK || plan->action == FETCHPLAN_DROP;
    }
    c->pages += job->owner == NULL;
}

void
crawl_host_account(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
                   const struct fetchplan *plan)
{
    struct crawl_host *h = job->host;
    struct politeness_answer answer = { plan, r->started_ms, r->ended_ms };
    struct store_fetch f = { .host_id = h->row.id, .url_id = job->url.id };

    crawl_host_set_ip(h, r->ip);
    politeness_after(&h->row, h->floor_ms, &answer);
    store_host_put_clock(c->store, &h->row);
    if (h->row.ip.n > 0)
        store_ip_put(c->store, h->row.ip,
                     r->ended_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    f.at_ms = r->started_ms;
    f.span_ms = r->ended_ms - r->started_ms;
    f.status = r->status;
    f.body_bytes = (int64_t)r->body.n;
    f.outcome =
        text_of(r->failure != FETCHPLAN_NO_FAILURE ? fetch_failure_name(r->failure) : plan->why);
    store_run_add_fetch(c->store, c->run_id, &f);
    count(c, job, plan);
}
