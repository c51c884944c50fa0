/* crawl_robots.c - a host's robots.txt: fetched first, kept a day, obeyed (RFC 9309 2.3, 2.4). */
#include <string.h>

#include "crawl_private.h"
#include "politeness.h"

#define MS_PER_S            INT64_C(1000)
#define STATUS_REDIRECT     300
#define STATUS_NOT_MODIFIED 304
#define STATUS_CLIENT_ERROR 400

bool
crawl_robots_fresh(const struct crawl *c, const struct crawl_host *h)
{
    return h->row.verdict.n > 0 && clock_now_s(c->cfg->clock) < h->row.robots_expires_s;
}

/* Bring what the store has into force. */
void
crawl_robots_load(struct crawl *c, struct crawl_host *h)
{
    struct arena *a;

    robots_free(h->robots);
    h->robots = NULL;
    if (!text_is(h->row.verdict, "rules"))
        return;
    a = arena_new();
    h->robots =
        robots_parse(store_host_robots_body(c->store, h->row.id, a), text_of(c->cfg->agent));
    arena_free(a);
}

struct crawl_job *
crawl_robots_job(struct crawl *c, struct crawl_host *h)
{
    struct crawl_job *job = crawl_host_job(c, h);

    job->owner = h;
    job->address = text_of(arena_printf(job->arena, "%.*s/robots.txt", TEXT_ARG(h->row.authority)));
    return job;
}

/*
 * Hop to where the redirect leads, on that host's clock.  False: it leads
 * nowhere, and *verdict says what then holds.
 */
static bool
follow(struct crawl *c, const struct crawl_job *job, const struct fetch_response *r,
       enum fetchplan_robots *verdict)
{
    struct crawl_job *hop;
    struct url u;

    if (job->hops >= FETCHPLAN_MAX_REDIRECTS ||
        !frontier_canonical(r->fields[FETCH_LOCATION], job->address, job->arena, &u) ||
        text_eq(u.href, job->address))
        return false;
    hop = crawl_host_job(c, NULL);
    hop->host = crawl_setup_host(c, url_authority(&u, hop->arena));
    hop->owner = job->owner;
    hop->hops = job->hops + 1;
    hop->address = arena_text(hop->arena, u.href);
    if (hop->host->closed != NULL) {
        *verdict = FETCHPLAN_ROBOTS_DISALLOW_ALL; /* the rules are there, but out of reach */
        crawl_host_drop_job(c, hop);
        return false;
    }
    hop->next = hop->host->visitors;
    hop->host->visitors = hop;
    hop->host->idle = false;
    crawl_queue_touch(c, hop->host);
    job->owner->busy = hop->host != job->owner; /* until the last hop has answered */
    return true;
}

static void
add_sitemap(struct crawl *c, struct crawl_job *job, struct crawl_source *src, struct text href)
{
    struct frontier_from from = { job, job->owner->row.authority, &src, 1 };
    struct frontier_link link = { .href = href, .kind = STORE_URL_SITEMAP };

    frontier_add(c, &from, &link);
}

/*
 * Sitemaps of the whole site serve a source that is the whole site; for one
 * that is a tag or a board they would bring everything else.
 */
static void
add_sitemaps(struct crawl *c, struct crawl_job *job)
{
    struct crawl_host *h = job->owner;
    size_t n = h->robots != NULL ? robots_n_sitemaps(h->robots) : 0;

    for (size_t i = 0; i < h->n_sources; i++) {
        struct url u;

        if (!url_split(h->sources[i]->row.url, &u) ||
            (!h->sources[i]->row.own_site && !text_is(url_path_query(&u), "/")))
            continue;
        for (size_t j = 0; j < n; j++)
            add_sitemap(c, job, h->sources[i], robots_sitemap(h->robots, j));
        if (n == 0 && h->sources[i]->row.own_site)
            add_sitemap(c, job, h->sources[i], TEXT_LIT("/sitemap.xml"));
    }
}

void
crawl_robots_lists(struct crawl *c, struct crawl_host *h)
{
    struct crawl_job *job;

    if (!crawl_robots_fresh(c, h))
        return; /* they come with the answer */
    job = crawl_robots_job(c, h);
    add_sitemaps(c, job);
    crawl_host_drop_job(c, job);
}

static struct text
keep(struct crawl *c, struct crawl_job *job, const struct fetch_response *r, bool *same)
{
    struct text old = store_host_robots_body(c->store, job->owner->row.id, job->arena);
    struct text body = robots_whole_lines(r->body);

    *same = text_eq(old, body) && text_is(job->owner->row.verdict, "rules");
    return body;
}

/* Write what binds us from now on. */
static void
settle(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
       enum fetchplan_robots verdict, int64_t again_ms)
{
    struct store_host *row = &job->owner->row;
    int64_t now_s = r->ended_ms / MS_PER_S;
    struct text body = TEXT_NONE;
    bool same = false;

    if (r->status != STATUS_NOT_MODIFIED)
        row->robots_status = r->status;
    row->robots_expires_s = now_s + (again_ms + MS_PER_S - 1) / MS_PER_S;
    if (verdict == FETCHPLAN_ROBOTS_PARSE || verdict == FETCHPLAN_ROBOTS_ALLOW_ALL) {
        row->robots_failing_s = 0;
        row->robots_fetched_s = now_s;
        if (verdict == FETCHPLAN_ROBOTS_PARSE)
            body = keep(c, job, r, &same);
        row->verdict = text_of(verdict == FETCHPLAN_ROBOTS_PARSE ? "rules" : "allow");
        store_host_put_robots(c->store, row, body, false);
        if (!same)
            store_url_requeue_refused(c->store, row->id, TEXT_LIT("robots.txt"));
        crawl_robots_load(c, job->owner);
        politeness_set_crawl_delay(
            row, job->owner->floor_ms,
            job->owner->robots != NULL ? robots_delay_ms(job->owner->robots) : 0, r->ended_ms);
        return;
    }
    if (row->robots_failing_s == 0)
        row->robots_failing_s = now_s;
    row->verdict = text_of(verdict == FETCHPLAN_ROBOTS_USE_CACHED ? "rules" : "disallow");
    store_host_put_robots(c->store, row, TEXT_NONE, true);
    crawl_robots_load(c, job->owner);
}

/* What the answer means for the clock of the host that gave it. */
static struct fetchplan
clock_plan(const struct fetchplan *wait, const struct fetch_response *r)
{
    struct fetchplan plan = { .action = FETCHPLAN_OK, .why = wait->why };

    if (wait->host) {
        plan = *wait;
        plan.action = FETCHPLAN_RETRY_LATER;
    }
    if (r->status == 0 && r->failure == FETCHPLAN_DENIED)
        plan.host = false; /* nothing was sent */
    return plan;
}

void
crawl_robots_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct store_host *row = &job->owner->row;
    struct fetchplan_robots_in in = { .fetch = { .status = r->status,
                                                 .failure = r->failure,
                                                 .answered = r->answered,
                                                 .retry_after = r->fields[FETCH_RETRY_AFTER],
                                                 .location = r->fields[FETCH_LOCATION],
                                                 .date = r->fields[FETCH_DATE],
                                                 .failures = (unsigned)row->backoff_step,
                                                 .now_s = r->ended_ms / MS_PER_S,
                                                 .rng = &c->rng } };
    struct fetchplan wait = { .why = "" }, plan;
    enum fetchplan_robots verdict;
    int64_t again_ms;
    bool moved = r->status >= STATUS_REDIRECT && r->status < STATUS_CLIENT_ERROR &&
                 r->status != STATUS_NOT_MODIFIED;

    in.cached = row->robots_fetched_s != 0 && text_is(row->verdict, "rules");
    in.unreachable_since_s = row->robots_failing_s;
    verdict = fetchplan_robots(&in, &wait, &again_ms);
    if (r->failure == FETCHPLAN_DENIED)
        wait.wait_ms = again_ms =
            0; /* nothing was sent; allow_address may be wider in the next run */
    plan = clock_plan(&wait, r);
    crawl_host_begin(c);
    job->owner->busy = false;
    crawl_queue_touch(c, job->owner);
    crawl_host_account(c, job, r, &plan);
    if (!moved || !follow(c, job, r, &verdict)) {
        settle(c, job, r, verdict, again_ms);
        if (job->owner != job->host && verdict == FETCHPLAN_ROBOTS_DISALLOW_ALL)
            row->next_ok_ms = row->robots_expires_s * MS_PER_S;
        crawl_host_touch(c, job->owner);
        if (verdict == FETCHPLAN_ROBOTS_PARSE || verdict == FETCHPLAN_ROBOTS_ALLOW_ALL)
            add_sitemaps(c, job);
    }
    if (r->failure == FETCHPLAN_DENIED)
        crawl_host_close(c, job->owner, r->why);
    crawl_archive_keep(c, job, r, NULL);
}
