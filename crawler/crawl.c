/* crawl.c - the loop: whoever may be asked now is asked, then sleep until somebody may. */
#include "crawl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "crawl_private.h"
#include "log.h"
#include "mem.h"

#define DISK_CHECK_MS INT64_C(5000)
#define MB            ((int64_t)1024 * 1024)
#define MS_PER_S      INT64_C(1000)
#define S_PER_MIN     60
#define LINE_BYTES    256
#define SAY_WAIT_MS   5000 /* a shorter wait needs no words */

enum status
crawl_open(const struct crawl_config *cfg, struct crawl **ret, struct err *err)
{
    struct crawl *c = mem_zalloc(sizeof(*c));
    enum status st;

    c->cfg = cfg;
    c->store = cfg->store;
    c->arena = arena_new();
    c->tokenizer = token_new();
    c->lang = lang_new();
    c->started_ms = clock_now_ms(cfg->clock);
    rng_seed(&c->rng, (uint64_t)c->started_ms);
    st = crawl_setup(c, err);
    if (st != ST_OK) {
        crawl_close(c);
        return st;
    }
    *ret = c;
    return ST_OK;
}

void
crawl_close(struct crawl *c)
{
    struct crawl_job *job;

    if (c == NULL)
        return;
    for (size_t i = 0; i < c->n_hosts; i++)
        while ((job = c->hosts[i]->visitors) != NULL) {
            c->hosts[i]->visitors = job->next;
            crawl_host_drop_job(c, job);
        }
    while ((job = c->free_jobs) != NULL) {
        c->free_jobs = job->next;
        arena_free(job->arena);
        free(job);
    }
    for (size_t i = 0; i < c->n_hosts; i++) {
        robots_free(c->hosts[i]->robots);
        arena_free(c->hosts[i]->arena);
        free(c->hosts[i]);
    }
    free(c->hosts);
    for (size_t i = 0; i < c->n_departments; i++)
        match_free(c->departments[i].matcher);
    token_free(c->tokenizer);
    lang_free(c->lang);
    arena_free(c->arena);
    free(c);
}

/* ---- one turn ---- */

/* From when on may the host be asked?  Its own clock and that of its IP address. */
static int64_t
ready_ms(struct crawl *c, const struct crawl_host *h)
{
    int64_t at_ms = h->row.next_ok_ms, ip_ms;

    if (h->row.ip.n == 0)
        return at_ms;
    ip_ms = store_ip_next_ok_ms(c->store, h->row.ip);
    for (size_t i = 0; i < c->n_hosts; i++)
        if (c->hosts[i] != h && c->hosts[i]->busy && text_eq(c->hosts[i]->row.ip, h->row.ip))
            ip_ms = INT64_MAX; /* its neighbour's answer will tell */
    return at_ms > ip_ms ? at_ms : ip_ms;
}

static bool
may_ask(const struct crawl_host *h)
{
    return !h->busy && (h->visitors != NULL || !h->idle) && h->closed == NULL;
}

/* Blocked for longer than a run waits, or silent again and again: the next run will see. */
static bool
is_left(struct crawl *c, const struct crawl_host *h)
{
    int64_t span_ms = h->row.blocked_until_ms - clock_now_ms(c->cfg->clock);

    return span_ms > CRAWL_MAX_BLOCK_MS || (span_ms > 0 && h->row.failures >= CRAWL_MAX_FAILURES);
}

/* Ask every host whose time has come; the time when the next one's comes. */
static int64_t
start_ready(struct crawl *c)
{
    int64_t next_ms = INT64_MAX;

    for (size_t i = 0; i < c->n_hosts && c->status == ST_OK; i++) {
        struct crawl_host *h = c->hosts[i];
        struct crawl_job *job;
        int64_t at_ms;

        if (!may_ask(h) || c->n_busy >= CRAWL_MAX_BUSY || is_left(c, h))
            continue;
        at_ms = h->row.next_ok_ms;
        if (at_ms <= clock_now_ms(c->cfg->clock))
            at_ms = ready_ms(c, h);
        if (at_ms <= clock_now_ms(c->cfg->clock)) {
            job = crawl_host_next(c, h);
            if (job != NULL)
                crawl_host_send(c, job);
            at_ms = job == NULL && !h->idle ? h->row.next_ok_ms : INT64_MAX;
        }
        if (at_ms < next_ms)
            next_ms = at_ms;
    }
    return next_ms;
}

static void
finish(struct crawl *c, struct fetch_response *r)
{
    struct crawl_job *job = r->tag;
    struct crawl_host *h = job->host;

    h->busy = false;
    c->n_busy--;
    if (job->source != NULL)
        job->source->under_way--;
    if (r->wait_until_ms > 0) {
        h->row.requests--; /* it was not sent: another host on its address was asked just now */
        h->row.next_ok_ms = r->wait_until_ms;
        if (job->owner != NULL && job->owner != h)
            job->owner->busy = false;
    } else if (job->owner != NULL) {
        crawl_robots_response(c, job, r);
    } else {
        crawl_page_response(c, job, r);
    }
    c->fetcher->release(c->fetcher->self, r);
    crawl_host_drop_job(c, job);
}

/* A crawl must not be what fills the disk. */
static void
look_at_disk(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), free_bytes;
    struct statvfs fs;
    char msg[LINE_BYTES];

    if (c->cfg->dir == NULL || now_ms < c->disk_checked_ms + DISK_CHECK_MS)
        return;
    c->disk_checked_ms = now_ms;
    if (statvfs(c->cfg->dir, &fs) != 0)
        return;
    free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    if (free_bytes >= c->cfg->disk_floor_bytes)
        return;
    snprintf(msg, sizeof(msg),
             "only %lld MB are free below %.120s, the crawl keeps %lld MB: make room and run again",
             (long long)(free_bytes / MB), c->cfg->dir, (long long)(c->cfg->disk_floor_bytes / MB));
    crawl_host_fail(c, ST_IO, msg);
}

static void
show_progress(struct crawl *c)
{
    int64_t span_s = (clock_now_ms(c->cfg->clock) - c->started_ms) / MS_PER_S;
    size_t waiting = 0, blocked = 0;
    char line[LINE_BYTES];

    if (c->cfg->progress == NULL)
        return;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];

        waiting += may_ask(h);
        blocked += h->closed != NULL || h->row.blocked_until_ms > clock_now_ms(c->cfg->clock);
    }
    snprintf(line, sizeof(line),
             "%lld pages, %lld questions; hosts: %lld asked, %zu waiting, %zu blocked; %lld:%02lld",
             (long long)c->pages, (long long)c->questions, (long long)c->n_busy, waiting, blocked,
             (long long)(span_s / S_PER_MIN), (long long)(span_s % S_PER_MIN));
    c->cfg->progress(c->cfg->progress_self, line);
}

static bool
stopped(const struct crawl *c)
{
    return c->status != ST_OK || (c->cfg->stop != NULL && c->cfg->stop());
}

/* Let what is under way end, for a while. */
static void
wind_down(struct crawl *c)
{
    int64_t until_ms = clock_now_ms(c->cfg->clock) + CRAWL_GRACE_MS;

    while (c->n_busy > 0 && clock_now_ms(c->cfg->clock) < until_ms) {
        struct fetch_response *r = c->fetcher->wait(c->fetcher->self, until_ms);

        if (r != NULL)
            finish(c, r);
    }
}

/* A long wait without a word looks like a hang. */
static void
say_wait(struct crawl *c, int64_t next_ms)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    if (c->n_busy > 0 || next_ms - now_ms < SAY_WAIT_MS || next_ms == c->said_wait_ms)
        return;
    c->said_wait_ms = next_ms;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];

        if (may_ask(h) && !is_left(c, h) && h->row.next_ok_ms <= next_ms)
            log_info("waiting %lld s until %.*s may be asked again%s",
                     (long long)((next_ms - now_ms) / MS_PER_S), TEXT_ARG(h->row.authority),
                     h->row.blocked_until_ms > now_ms ? " (it failed or asked for a pause)" : "");
    }
}

static void
loop(struct crawl *c)
{
    while (!stopped(c)) {
        int64_t next_ms = start_ready(c);
        struct fetch_response *r;

        if (c->n_busy == 0 &&
            (next_ms == INT64_MAX || next_ms > clock_now_ms(c->cfg->clock) + CRAWL_MAX_WAIT_MS))
            return;
        say_wait(c, next_ms);
        r = c->fetcher->wait(c->fetcher->self, next_ms);
        for (; r != NULL; r = c->fetcher->wait(c->fetcher->self, 0)) {
            finish(c, r);
            if (stopped(c))
                return;
        }
        look_at_disk(c);
        show_progress(c);
    }
}

/* ---- the end ---- */

/* A source whose own address cannot be had gives nothing: that is no run without findings. */
static const char *
seed_undone(struct crawl *c, const struct crawl_source *src)
{
    struct store_url_known known;
    struct store_url u = { 0 };

    if (!store_url_find(c->store, src->row.url, &known) ||
        (known.state != STORE_URL_GONE && known.state != STORE_URL_FAILED &&
         known.state != STORE_URL_REFUSED) ||
        !store_url_get(c->store, known.id, c->arena, &u))
        return NULL;
    return arena_printf(c->arena, "its own address: %.*s", TEXT_ARG(u.reason));
}

/* Why something of the source is left, for the report; NULL: nothing is. */
static const char *
undone(struct crawl *c, const struct crawl_source *src, int64_t queued)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    for (size_t i = 0; i < c->n_hosts; i++) {
        const struct crawl_host *h = c->hosts[i];
        bool mine = false;

        for (size_t j = 0; j < h->n_sources; j++)
            mine = mine || h->sources[j] == src;
        if (!mine)
            continue;
        if (h->closed != NULL)
            return h->closed;
        if (h->row.parked_until_s * MS_PER_S > now_ms)
            return h->row.parked_why.n > 0 ? arena_str(c->arena, h->row.parked_why) : "parked";
        if (text_is(h->row.verdict, "disallow"))
            return "its robots.txt cannot be had";
        if (h->row.blocked_until_ms > now_ms)
            return "its host is blocked: it asked for a pause, or does not answer";
        if (queued > 0 && h->busy)
            return "its robots.txt leads to a host that cannot be asked now";
        if (queued > 0 && h->row.next_ok_ms > now_ms + CRAWL_MAX_WAIT_MS)
            return "its host's time has not come: earshot hosts says when";
    }
    if (queued > 0 && src->tally.pages >= src->row.max_pages)
        return "max_pages reached";
    return seed_undone(c, src);
}

static enum status
report(struct crawl *c, struct arena *a, struct crawl_report *ret)
{
    enum status st = ST_OK;

    ret->resumed = c->resumed;
    ret->run_id = c->run_id;
    ret->hosts = (int64_t)c->n_hosts;
    ret->wall_ms = clock_now_ms(c->cfg->clock) - c->started_ms;
    ret->sources = arena_alloc(a, (c->n_sources + 1) * sizeof(*ret->sources));
    for (size_t i = 0; i < c->n_sources; i++) {
        struct crawl_coverage *v = &ret->sources[ret->n_sources++];

        v->source = c->sources[i].row;
        v->tally = c->sources[i].tally;
        v->queued = store_url_count(c->store, v->source.id, STORE_URL_QUEUED);
        v->undone = undone(c, &c->sources[i], v->queued);
        if (v->undone != NULL)
            v->undone = arena_str(a, text_of(v->undone));
        if (v->undone != NULL && v->tally.pages < v->source.max_pages)
            st = ST_PARTIAL;
    }
    return st;
}

enum status
crawl_run(struct crawl *c, const struct fetcher *fetcher, struct arena *a, struct crawl_report *ret,
          struct err *err)
{
    enum status st = crawl_setup_seeds(c, err), how;
    bool stop;

    if (st != ST_OK)
        return st;
    c->fetcher = fetcher;
    look_at_disk(c);
    loop(c);
    stop = c->cfg->stop != NULL && c->cfg->stop();
    wind_down(c);
    how = report(c, a, ret);
    if (c->status != ST_OK)
        return err_set(err, c->status, "%s", c->err.msg);
    if (stop)
        return ST_INTERRUPTED; /* the run stays open: the next one goes on with it */
    store_begin(c->store);
    store_run_end(c->store, c->run_id, clock_now_s(c->cfg->clock),
                  how == ST_OK ? "done" : "done in part");
    st = store_commit(c->store, err);
    return st != ST_OK ? st : how;
}

/* ---- before the start ---- */

bool
crawl_is_public(struct text host)
{
    enum status st;

    if (text_is(host, "localhost") || text_ends(host, TEXT_LIT(".localhost")))
        return false;
    st = guard_check_text(host, NULL, 0, NULL);
    return st == ST_OK || st == ST_INVALID; /* a name: the public internet's, as a rule */
}

bool
crawl_asks_public(const struct crawl *c)
{
    for (size_t i = 0; i < c->n_sources; i++) {
        struct url u;

        if (url_split(c->sources[i].row.url, &u) && crawl_is_public(u.host))
            return true;
    }
    return false;
}

size_t
crawl_plan(struct crawl *c, struct arena *a, struct crawl_plan **ret)
{
    struct crawl_plan *plans = arena_alloc(a, (c->n_sources + 1) * sizeof(*plans));
    int64_t now_ms = clock_now_ms(c->cfg->clock);

    for (size_t i = 0; i < c->n_sources; i++) {
        struct crawl_source *src = &c->sources[i];
        struct crawl_plan *p = &plans[i];
        struct store_host row = { 0 };
        int64_t id = store_host_find(c->store, src->authority);

        if (id != 0)
            store_host_get(c->store, id, a, &row);
        p->source = &src->row;
        p->due = store_url_due(c->store, src->row.id, now_ms / MS_PER_S, c->cfg->again);
        if (p->due == 0)
            p->due = 1; /* its own address is asked for in every run */
        p->requests = p->due < src->row.max_pages ? p->due : src->row.max_pages;
        p->requests += row.robots_expires_s <= now_ms / MS_PER_S;
        p->delay_ms = src->floor_ms > row.crawl_delay_ms ? src->floor_ms : row.crawl_delay_ms;
        if (row.parked_until_s * MS_PER_S > now_ms)
            p->blocked = arena_str(a, row.parked_why);
        else if (row.blocked_until_ms > now_ms)
            p->blocked = "its host asked for a pause";
    }
    *ret = plans;
    return c->n_sources;
}
