/* crawl_host.c - what to ask a host next, and the accounts of what was asked. */
#include "crawl_private.h"

#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "politeness.h"
#include "trap.h"

#define MAX_REFUSALS 200 /* addresses looked at in one transaction before others' turn */
#define MS_PER_S     INT64_C(1000)

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
        job->made = c->jobs;
        c->jobs = job;
        a = arena_new();
    }
    arena_clear(a);
    *job = (struct crawl_job){ .arena = a, .host = h, .made = job->made };
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

void
crawl_host_begin(struct crawl *c)
{
    if (!c->writing)
        store_begin(c->store);
    c->writing = true;
}

static void
write_clocks(struct crawl *c)
{
    struct crawl_host *h;
    struct crawl_ip *ip;

    while ((h = c->changed) != NULL) {
        c->changed = h->next_changed;
        h->changed = false;
        store_host_put_clock(c->store, &h->row);
    }
    while ((ip = c->changed_ips) != NULL) {
        c->changed_ips = ip->next_changed;
        ip->changed = false;
        store_ip_put(c->store, ip->ip, ip->next_ok_ms);
    }
}

struct store_tally *
crawl_host_delta(struct crawl *c, struct crawl_source *src)
{
    if (!src->changed) {
        src->changed = true;
        src->next_changed = c->changed_sources;
        c->changed_sources = src;
    }
    return &src->delta;
}

static void
write_tallies(struct crawl *c)
{
    struct crawl_source *src;

    while ((src = c->changed_sources) != NULL) {
        c->changed_sources = src->next_changed;
        src->changed = false;
        if (c->run_id != 0) /* a probe is no run */
            store_run_add(c->store, c->run_id, src->row.id, &src->delta);
        src->delta = (struct store_tally){ 0 };
    }
}

bool
crawl_host_commit(struct crawl *c)
{
    struct err err = { "" };
    enum status st;

    if (!c->writing)
        return c->status == ST_OK;
    write_clocks(c);
    write_tallies(c);
    st = store_commit(c->store, &err);
    c->writing = false;
    if (st == ST_OK && c->cfg->archive != NULL)
        st = archive_turn(c->cfg->archive, &err);
    if (st != ST_OK)
        crawl_host_fail(c, st, err.msg);
    return st == ST_OK;
}

void
crawl_host_close(struct crawl *c, struct crawl_host *h, const char *why)
{
    h->closed = arena_str(c->arena, text_of(why));
    crawl_queue_touch(c, h);
}

/* ---- clocks ---- */

void
crawl_host_touch(struct crawl *c, struct crawl_host *h)
{
    crawl_queue_touch(c, h);
    if (h->changed)
        return;
    h->changed = true;
    h->next_changed = c->changed;
    c->changed = h;
}

/* The clock of an address, from the store when it is met for the first time. */
static struct crawl_ip *
ip_of(struct crawl *c, struct text ip)
{
    struct crawl_ip *known = names_find(&c->ip_names, ip);

    if (known != NULL)
        return known;
    known = arena_alloc(c->arena, sizeof(*known));
    *known = (struct crawl_ip){ .ip = arena_text(c->arena, ip),
                                .next_ok_ms = store_ip_next_ok_ms(c->store, ip),
                                .next = c->ips };
    c->ips = known;
    names_add(&c->ip_names, known->ip, known);
    return known;
}

void
crawl_host_set_ip(struct crawl *c, struct crawl_host *h, struct text ip)
{
    if (ip.n == 0 || (h->ip != NULL && text_eq(h->ip->ip, ip)))
        return;
    crawl_queue_move(c, h, ip_of(c, ip));
    h->row.ip = h->ip->ip;
}

static void
set_ip_clock(struct crawl *c, struct crawl_host *h, int64_t next_ok_ms)
{
    struct crawl_ip *ip = h->ip;

    crawl_host_touch(c, h);
    if (ip == NULL)
        return;
    ip->next_ok_ms = next_ok_ms;
    if (ip->changed)
        return;
    ip->changed = true;
    ip->next_changed = c->changed_ips;
    c->changed_ips = ip;
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
    if (c->visits != NULL)
        return crawl_probe_any(c, h);
    if (c->cfg->links)
        return crawl_target_any(c, h);
    for (size_t i = 0; i < h->n_sources; i++)
        if (crawl_host_has_budget(c, h->sources[i]) &&
            (store_url_has_queued(c->store, h->sources[i]->row.id, h->row.id) ||
             crawl_wanted_any(c, h->sources[i], h)))
            return true;
    return false;
}

static void
take_better(struct crawl_offer *best, const struct crawl_offer *o)
{
    if (best->source == NULL || o->priority > best->priority)
        *best = *o;
}

/* The most urgent address of all the sources that may still ask. */
static bool
best_queued(struct crawl *c, const struct crawl_host *h, struct crawl_job *job)
{
    struct crawl_offer best = { .source = NULL };

    if (c->visits != NULL)
        return crawl_probe_next(c, h, job);
    if (c->cfg->links)
        return crawl_target_next(c, h, job);
    for (size_t i = 0; i < h->n_sources; i++) {
        struct crawl_offer o = { .source = h->sources[i] };

        if (!crawl_host_has_budget(c, o.source))
            continue;
        if (store_url_next(c->store, o.source->row.id, h->row.id, job->arena, &o.url)) {
            o.priority = o.url.priority;
            take_better(&best, &o);
        }
        if (crawl_wanted_next(c, h->sources[i], h, job->arena, &o))
            take_better(&best, &o);
    }
    job->url = best.url;
    job->source = best.source;
    job->priority = best.priority;
    job->wanted = best.wanted;
    job->interval_s = best.url.state == STORE_URL_DONE ? best.url.interval_s : 0;
    return best.source != NULL;
}

/* Why this address is not asked for after all; empty: it may be. */
static struct text
refusal(struct crawl *c, const struct crawl_host *h, const struct crawl_job *job)
{
    struct robots_verdict verdict = { true, 0 };
    struct url u;

    if (!url_split(job->url.address, &u))
        return TEXT_LIT("no web address");
    if (h->robots != NULL)
        verdict = robots_ask(h->robots, url_path_query(&u));
    if (!verdict.allow)
        return text_of(arena_printf(job->arena, "robots.txt line %u disallows it", verdict.line));
    if (job->url.kind != STORE_URL_PAGE || job->url.fetched_s != 0 || job->visit != NULL)
        return TEXT_NONE;
    if (store_url_shape_same(c->store, h->row.id, trap_shape(&u)) >=
        trap_most_same(trap_judge(&u).class))
        return TEXT_LIT("trap: the last pages of this form all read the same");
    return TEXT_NONE;
}

static void
refuse(struct crawl *c, struct crawl_job *job, struct text why)
{
    job->url.state = STORE_URL_REFUSED;
    job->url.reason = why;
    store_url_put(c->store, &job->url);
    crawl_wanted_refused(c, job);
    job->source->tally.refused++;
    crawl_host_delta(c, job->source)->refused++;
    crawl_api_refused(c, job);
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
        refuse(c, job, why);
        if (++n_refused == MAX_REFUSALS)
            break;
    }
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
    rq->body = list || crawl_api_is(u->kind) ? FETCH_BODY_WHOLE
               : u->kind == STORE_URL_SEED   ? FETCH_BODY_SEED
                                             : FETCH_BODY_HTML;
    rq->max_body = u->kind == STORE_URL_SITEMAP ? FETCH_MAX_SITEMAP : FETCH_MAX_BODY;
    if (u->rules_hash == (int64_t)job->rules_hash) {
        rq->etag = u->etag;
        rq->last_modified = u->last_modified;
    }
}

void
crawl_host_claim(struct crawl *c, struct crawl_job *job)
{
    struct crawl_host *h = job->host;
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    politeness_before(&h->row, h->floor_ms, now_ms);
    set_ip_clock(c, h, now_ms + h->row.response_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    crawl_queue_ask(c, h, true);
    c->n_busy++;
    if (job->source != NULL)
        job->source->under_way++;
}

void
crawl_host_unclaim(struct crawl *c, struct crawl_job *job)
{
    crawl_queue_ask(c, job->host, false);
    c->n_busy--;
    if (job->source != NULL)
        job->source->under_way--;
}

void
crawl_host_send(struct crawl *c, struct crawl_job *job)
{
    struct fetch_request rq;
    struct err err = { "" };

    if (job->owner == NULL)
        crawl_page_rules(c, job);
    fill_request(job, &rq);
    if (c->fetcher->start(c->fetcher->self, &rq, &err) == ST_OK)
        return;
    crawl_host_unclaim(c, job);
    crawl_host_close(c, job->host, err.msg);
    crawl_host_drop_job(c, job);
}

/*
 * The fetcher asks this between two turns, just before it connects: what it
 * lets through is committed first.
 */
bool
crawl_may_connect(void *self, void *tag, const char *ip, int64_t *until_ms)
{
    struct crawl *c = self;
    struct crawl_host *h = ((struct crawl_job *)tag)->host;
    int64_t now_ms = clock_now_ms(c->cfg->clock), next_ms;

    if (text_is(h->row.ip, ip))
        return true; /* its clock was set when the request was sent */
    crawl_host_begin(c);
    crawl_host_set_ip(c, h, text_of(ip));
    next_ms = h->ip->next_ok_ms;
    if (crawl_queue_has_busy_neighbour(h) && next_ms < now_ms + h->floor_ms)
        next_ms = now_ms + h->floor_ms;
    if (next_ms > now_ms)
        *until_ms = next_ms;
    else
        set_ip_clock(c, h, now_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    return crawl_host_commit(c) && next_ms <= now_ms;
}

void
crawl_host_put_off(struct crawl *c, struct crawl_host *h, const struct fetch_response *r)
{
    struct fetchplan plan = { .action = FETCHPLAN_RETRY_LATER };
    struct politeness_answer answer = { &plan, r->started_ms, r->ended_ms };

    crawl_host_begin(c);
    if (r->again) {
        politeness_after(&h->row, h->floor_ms, &answer);
        set_ip_clock(c, h, r->ended_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
        return;
    }
    h->row.requests--; /* it was not sent: another host on its address was asked just now */
    h->row.asked_ms = 0;
    h->row.next_ok_ms = r->wait_until_ms;
    crawl_host_touch(c, h);
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
    both[1] = crawl_host_delta(c, src);
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

    crawl_host_set_ip(c, h, text_of(r->ip));
    politeness_after(&h->row, h->floor_ms, &answer);
    set_ip_clock(c, h, r->ended_ms + politeness_ip_delay_ms(&h->row, h->floor_ms));
    f.at_ms = r->started_ms;
    f.span_ms = r->ended_ms - r->started_ms;
    f.status = r->status;
    f.body_bytes = (int64_t)r->body.n;
    f.outcome =
        text_of(r->failure != FETCHPLAN_NO_FAILURE ? fetch_failure_name(r->failure) : plan->why);
    store_run_add_fetch(c->store, c->run_id, &f);
    count(c, job, plan);
    crawl_report_note(job, r->started_ms, r->ended_ms);
}
