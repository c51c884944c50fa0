/* crawl.c - the loop: whoever may be asked now is asked, then sleep until somebody may. */
#include "crawl.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "crawl_private.h"
#include "mem.h"

#define DISK_CHECK_MS INT64_C(5000)
#define MB            ((int64_t)1024 * 1024)
#define LINE_BYTES    256

enum status
crawl_open(const struct crawl_config *cfg, struct crawl **ret, struct err *err)
{
    struct crawl *c = mem_zalloc(sizeof(*c));
    enum status st;

    c->cfg = cfg;
    c->store = cfg->store;
    c->arena = arena_new();
    c->started_ms = clock_now_ms(cfg->clock);
    rng_seed(&c->rng, (uint64_t)c->started_ms);
    st = crawl_setup(c, err);
    if (st != ST_OK) {
        crawl_close(c);
        return st;
    }
    c->reader = crawl_read_new(c);
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
    crawl_read_free(c->reader);
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

bool
crawl_may_ask(const struct crawl_host *h)
{
    return !h->busy && (h->visitors != NULL || !h->idle) && h->closed == NULL;
}

/* Blocked for longer than a run waits, or silent again and again: the next run will see. */
bool
crawl_is_left(const struct crawl *c, const struct crawl_host *h)
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

        if (!crawl_may_ask(h) || c->n_busy >= CRAWL_MAX_BUSY || crawl_is_left(c, h))
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

static void
loop(struct crawl *c)
{
    while (!stopped(c)) {
        int64_t next_ms = start_ready(c);
        struct fetch_response *r;

        if (c->n_busy == 0 &&
            (next_ms == INT64_MAX || next_ms > clock_now_ms(c->cfg->clock) + CRAWL_MAX_WAIT_MS))
            return;
        crawl_progress_wait(c, next_ms);
        r = c->fetcher->wait(c->fetcher->self, next_ms);
        for (; r != NULL; r = c->fetcher->wait(c->fetcher->self, 0)) {
            finish(c, r);
            if (stopped(c))
                return;
        }
        look_at_disk(c);
        crawl_progress_show(c);
    }
}

/* ---- the end ---- */

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
    how = crawl_report_fill(c, a, ret);
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
