/* crawl.c - the loop: whoever may be asked now is asked, then sleep until somebody may. */
#include "crawl.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "crawl_private.h"
#include "mem.h"
#include "workers.h"

#define DISK_CHECK_MS INT64_C(5000)
#define TURN_ANSWERS  32 /* written in one transaction, which keeps other writers waiting */
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
    crawl_lease_open(c);
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
    workers_free(c->workers); /* before what they read with and into */
    while ((job = c->jobs) != NULL) {
        c->jobs = job->made;
        arena_free(job->arena);
        free(job);
    }
    crawl_queue_release(c);
    for (size_t i = 0; i < c->n_hosts; i++) {
        robots_free(c->hosts[i]->robots);
        arena_free(c->hosts[i]->arena);
        free(c->hosts[i]->seen);
        free(c->hosts[i]);
    }
    free(c->hosts);
    crawl_read_free(c->reader);
    arena_free(c->view_arena);
    arena_free(c->arena);
    free(c);
}

/* What came since the last turn, and what is asked in this one. */
struct turn {
    struct fetch_response *answers[TURN_ANSWERS];
    struct crawl_job *jobs[CRAWL_MAX_BUSY];
    size_t n_answers, n_jobs;
};

/* ---- one turn ---- */

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

static bool
stopped(const struct crawl *c)
{
    return c->status != ST_OK || (c->cfg->stop != NULL && c->cfg->stop());
}

/* Choose for every host whose time has come; the time when the next one's comes. */
static int64_t
choose(struct crawl *c, struct turn *t)
{
    int64_t next_ms = INT64_MAX, more_ms = INT64_MAX;
    struct crawl_host *h;

    crawl_queue_settle(c);
    while (c->status == ST_OK && c->n_busy < CRAWL_MAX_BUSY &&
           (h = crawl_queue_next(c, &next_ms)) != NULL) {
        struct crawl_job *job;

        crawl_host_begin(c);
        job = crawl_host_next(c, h);
        if (job != NULL) {
            crawl_host_claim(c, job);
            t->jobs[t->n_jobs++] = job;
        } else if (!h->idle && h->row.next_ok_ms < more_ms) {
            more_ms = h->row.next_ok_ms; /* it goes on in the next turn */
        }
    }
    if (c->n_busy >= CRAWL_MAX_BUSY)
        return INT64_MAX;
    if (more_ms < next_ms)
        next_ms = more_ms;
    if (c->n_busy == 0 && next_ms > clock_now_ms(c->cfg->clock) + CRAWL_MAX_WAIT_MS)
        next_ms = crawl_queue_look_again(c);
    return next_ms;
}

/* Write what an answer says.  Its host is busy until then: the next request may depend on it. */
static void
finish(struct crawl *c, struct crawl_job *job)
{
    struct fetch_response *r = job->response;
    struct crawl_host *h = job->host;
    bool kept = false;

    r->started_ms += c->ahead_ms - job->ahead_ms;
    r->ended_ms += c->ahead_ms - job->ahead_ms;
    crawl_host_unclaim(c, job);
    if (r->wait_until_ms > 0 || r->again) {
        crawl_host_put_off(c, h, r);
        kept = job->owner != NULL && job->owner != h;
        if (kept) { /* a hop of another host's robots.txt: that one goes on waiting for it */
            job->next = h->visitors;
            h->visitors = job;
            crawl_queue_touch(c, h);
        }
    } else if (job->owner != NULL) {
        crawl_robots_response(c, job, r);
    } else if (job->visit != NULL) {
        crawl_probe_response(c, job, r);
    } else {
        crawl_page_response(c, job, r);
    }
    c->fetcher->release(c->fetcher->self, r);
    if (!kept)
        crawl_host_drop_job(c, job);
}

/*
 * Write what has been read, in the order in which it came: what has been by
 * now, if the fetcher wakes when there is more, else all.
 */
static void
finish_read(struct crawl *c)
{
    struct crawl_job *job;

    while ((job = c->wakes ? crawl_read_poll(c) : crawl_read_take(c)) != NULL)
        finish(c, job);
}

/*
 * An answer has come: a page of some size goes to the threads that read, unless
 * there is nothing else to do meanwhile.
 */
static void
receive(struct crawl *c, struct fetch_response *r)
{
    struct crawl_job *job = r->tag;

    job->response = r;
    job->ahead_ms = c->ahead_ms;
    if (job->owner == NULL && job->visit == NULL && r->wait_until_ms == 0 && !r->again &&
        c->n_busy > 1 && workers_threads(c->workers) > 1 && r->body.n >= c->cfg->thread_bytes)
        crawl_page_prepare(c, job, r);
    if (job->reading == NULL) {
        finish(c, job);
        return;
    }
    while (!crawl_read_room(c))
        finish(c, crawl_read_take(c));
    crawl_read_put(c, job);
}

/*
 * Sleep until there is an answer, and take all there are.  They are gathered
 * before the first is looked at: while the fetcher is at work no transaction
 * may be open, for what it asks in crawl_may_connect() is committed at once.
 */
static void
gather(struct crawl *c, int64_t until_ms, struct turn *t)
{
    struct fetch_response *r = crawl_progress_sleep(c, until_ms);

    t->n_answers = 0;
    while (r != NULL) {
        t->answers[t->n_answers++] = r;
        r = t->n_answers < TURN_ANSWERS ? c->fetcher->wait(c->fetcher->self, 0) : NULL;
    }
}

/* Write what the answers say, and who is asked next, in one transaction; then ask. */
static int64_t
take_turn(struct crawl *c, struct turn *t)
{
    int64_t next_ms = INT64_MAX;
    bool good;

    t->n_jobs = 0;
    crawl_lease_renew(c);
    for (size_t i = 0; i < t->n_answers; i++)
        receive(c, t->answers[i]);
    finish_read(c);
    if (!stopped(c))
        next_ms = choose(c, t);
    good = crawl_host_commit(c);
    for (size_t i = 0; i < t->n_jobs; i++)
        if (good) {
            crawl_host_send(c, t->jobs[i]);
        } else {
            crawl_host_unclaim(c, t->jobs[i]);
            crawl_host_drop_job(c, t->jobs[i]);
        }
    return next_ms;
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

/* Let what is under way end, for a while. */
static void
wind_down(struct crawl *c)
{
    int64_t until_ms = clock_now_ms(c->cfg->clock) + CRAWL_GRACE_MS;

    c->wakes = false;
    finish_read(c);
    crawl_host_commit(c);
    while (c->n_busy > 0 && clock_now_ms(c->cfg->clock) < until_ms) {
        struct fetch_response *r = c->fetcher->wait(c->fetcher->self, until_ms);

        if (r != NULL) {
            struct crawl_job *job = r->tag;

            job->response = r;
            job->ahead_ms = c->ahead_ms;
            finish(c, job);
        }
        crawl_host_commit(c);
    }
}

/* Nothing more may be asked in this run, whoever may be asked again later. */
static bool
is_limit_spent(const struct crawl *c)
{
    return c->cfg->limit_pages > 0 && c->pages >= c->cfg->limit_pages;
}

void
crawl_loop(struct crawl *c)
{
    struct turn t = { .n_answers = 0 };

    while (!stopped(c)) {
        int64_t next_ms = take_turn(c, &t);

        t.n_answers = 0;
        next_ms = crawl_clock_look(c, next_ms);
        if (c->n_busy == 0 && (is_limit_spent(c) || next_ms == INT64_MAX ||
                               next_ms > clock_now_ms(c->cfg->clock) + CRAWL_MAX_WAIT_MS))
            return;
        crawl_progress_wait(c, next_ms);
        gather(c, next_ms, &t);
        look_at_disk(c);
        crawl_progress_show(c);
    }
    take_turn(c, &t); /* answers that came with the signal */
}

/* ---- the end ---- */

int
crawl_wake_fd(struct crawl *c)
{
    crawl_read_start(c);
    c->wakes = workers_fd(c->workers) >= 0;
    return workers_fd(c->workers);
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
    crawl_read_start(c);
    crawl_archive_adopt(c);
    look_at_disk(c);
    crawl_loop(c);
    stop = c->cfg->stop != NULL && c->cfg->stop();
    wind_down(c);
    how = crawl_report_fill(c, a, ret);
    if (c->status != ST_OK)
        return err_set(err, c->status, "%s", c->err.msg);
    store_begin(c->store);
    crawl_lease_end(c);
    if (!stop && !(c->cfg->links && c->resumed)) /* else the next one goes on with the run */
        store_run_end(c->store, c->run_id, clock_now_s(c->cfg->clock),
                      how == ST_OK ? "done" : "done in part");
    st = store_commit(c->store, err);
    if (st != ST_OK)
        return st;
    return stop ? ST_INTERRUPTED : how;
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
