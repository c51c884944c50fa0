/*
 * crawl_wanted.c - what a source wants read beside what its own budget was filed for: addresses
 * that were read before it led there, and those that stand in another one's queue.
 *
 * Whoever's turn comes first pays, and the page is read for all who want it.  So a department that
 * is added later has what its first crawl brings, and none waits for another one's budget.
 */
#include "crawl_private.h"
#include "store_wanted.h"

#define PRIORITY_SEED   900
#define PRIORITY_FAILED 50 /* as in crawl_page.c: behind others of its kind */

/* A source that pays for addresses of a site, and that nothing is asked for in this run. */
struct crawl_idle {
    int64_t source_id;
    struct crawl_idle *next;
};

/* ---- who pays and takes no part ---- */

static void
add_idle(struct crawl *c, int64_t source_id, struct text url)
{
    struct crawl_source *src;
    struct crawl_idle *idle;
    struct url u;

    if (!url_split(url, &u) || (src = crawl_setup_on_site(c, u.host)) == NULL)
        return;
    idle = arena_alloc(c->arena, sizeof(*idle));
    *idle = (struct crawl_idle){ source_id, src->idle };
    src->idle = idle;
}

void
crawl_wanted_open(struct crawl *c)
{
    struct store_wanted_idle *v;
    size_t n = store_wanted_idle(c->store, c->arena, &v);

    for (size_t i = 0; i < n; i++)
        add_idle(c, v[i].source_id, v[i].url);
    for (size_t i = 0; i < c->n_barred; i++)
        add_idle(c, c->barred[i].id, c->barred[i].url);
    for (size_t i = 0; i < c->n_readers; i++)
        add_idle(c, c->sources[c->n_sources + i].row.id, c->sources[c->n_sources + i].row.url);
}

/* ---- at the start of a run ---- */

static void
put(struct crawl *c, struct crawl_source *src, struct crawl_host *h, int64_t url_id,
    int64_t priority)
{
    store_wanted_put(c->store, &(struct store_wanted){ .url_id = url_id,
                                                       .host_id = h->row.id,
                                                       .source_id = src->row.id,
                                                       .priority = priority,
                                                       .run_id = c->run_id });
    src->wants = true;
    h->idle = false;
    crawl_queue_touch(c, h);
}

void
crawl_wanted_due(struct crawl *c, struct crawl_source *src)
{
    int64_t now_s = clock_now_s(c->cfg->clock);
    struct crawl_source *first;
    struct url u;

    if (!c->resumed)
        store_wanted_begin(c->store, src->row.id);
    if (!url_split(src->row.url, &u) || (first = crawl_setup_on_site(c, u.host)) == NULL)
        return;
    for (const struct crawl_idle *idle = first->idle; idle != NULL; idle = idle->next)
        store_wanted_due(c->store, src->row.id, idle->source_id, now_s, c->cfg->again);
}

void
crawl_wanted_load(struct crawl *c, struct crawl_source *src)
{
    src->wants = store_wanted_any(c->store, src->row.id, 0);
    src->since_s = store_wanted_rules(c->store, src->row.id, (int64_t)src->rules_hash,
                                      clock_now_s(c->cfg->clock));
}

void
crawl_wanted_list(struct crawl *c, struct crawl_source *src, const struct store_url *u, bool joined)
{
    struct url parts;

    if ((joined || (u->source_id != src->row.id && u->fetched_s != clock_now_s(c->cfg->clock))) &&
        url_split(u->address, &parts))
        put(c, src, crawl_setup_host(c, url_authority(&parts, c->arena)), u->id, PRIORITY_SEED);
}

void
crawl_wanted_seed(struct crawl *c, struct crawl_source *src, int64_t id, bool joined)
{
    struct store_url u = { 0 };

    for (int hops = 0; hops <= FETCHPLAN_MAX_REDIRECTS; hops++) {
        if (!store_url_get(c->store, id, c->arena, &u) || u.state == STORE_URL_REFUSED ||
            !url_same_site(u.address, src->row.url))
            return;
        if (u.source_id != src->row.id && u.kind == STORE_URL_PAGE) {
            store_wanted_own(c->store, id, src->row.id, PRIORITY_SEED);
            u.source_id = src->row.id;
        }
        if (u.redirect_to == 0)
            break;
        id = u.redirect_to;
    }
    if (u.redirect_to == 0)
        crawl_wanted_list(c, src, &u, joined);
}

/* ---- what links lead to ---- */

/* Was it read for another source that keeps the same questions? */
static bool
is_read_for(struct crawl *c, int64_t url_id, const struct crawl_source *src)
{
    int64_t ids[CRAWL_MAX_SOURCES_PER_PAGE];
    size_t n = store_url_sources(c->store, url_id, ids, N_ELEMENTS(ids));

    for (size_t i = 0; i < n; i++) {
        const struct crawl_source *other = crawl_setup_reader(c, ids[i]);

        if (other != NULL && other != src && other->department == src->department &&
            other->row.match_all == src->row.match_all && other->row.own_site == src->row.own_site)
            return true;
    }
    return false;
}

/* It was read before: where it leads now, unless that is nothing to read. */
static void
want_read(struct crawl *c, struct crawl_source *src, const struct crawl_wanted_at *at,
          int64_t priority, struct arena *a)
{
    struct store_url u = { 0 };
    struct url parts;
    int64_t id = at->id;

    for (int hops = 0; hops <= FETCHPLAN_MAX_REDIRECTS; hops++) {
        if (!store_url_get(c->store, id, a, &u) || !url_split(u.address, &parts) ||
            frontier_scope(c, src, url_authority(&parts, a)) != src)
            return;
        if (u.redirect_to == 0)
            break;
        id = u.redirect_to;
        if (!store_url_join(c->store, id, src->row.id))
            return; /* it is known to lead there */
    }
    if (u.redirect_to != 0 || (u.state == STORE_URL_DONE && u.rules_hash == 0) ||
        (u.state != STORE_URL_DONE && u.state != STORE_URL_QUEUED &&
         u.state != STORE_URL_WAITING) ||
        (u.state == STORE_URL_DONE && !at->called_for && is_read_for(c, id, src)))
        return;
    put(c, src, crawl_setup_host(c, url_authority(&parts, a)), id, priority);
}

void
crawl_wanted_led(struct crawl *c, struct crawl_source *src, const struct crawl_wanted_at *at,
                 int64_t priority, struct arena *a)
{
    if (crawl_api_shelves(src, at->kind))
        return;
    if (at->state == STORE_URL_QUEUED || at->state == STORE_URL_WAITING)
        put(c, src, at->host, at->id, priority);
    else if (at->state == STORE_URL_DONE)
        want_read(c, src, at, priority, a);
}

bool
crawl_wanted_newly(struct crawl *c, const struct crawl_source *src,
                   const struct store_url_known *known)
{
    return src->since_s > 0 && known->state == STORE_URL_DONE && known->fetched_s <= src->since_s &&
           !store_wanted_kept(c->store, known->id, src->department->id);
}

/* ---- asking, and what came of it ---- */

bool
crawl_wanted_next(struct crawl *c, struct crawl_source *src, const struct crawl_host *h,
                  struct arena *a, struct crawl_offer *ret)
{
    struct store_wanted w;

    while (src->wants && store_wanted_next(c->store, src->row.id, h->row.id, &w)) {
        if (store_url_get(c->store, w.url_id, a, &ret->url) &&
            !crawl_api_shelves(src, ret->url.kind)) {
            ret->source = src;
            ret->priority = w.priority;
            ret->wanted = true;
            return true;
        }
        store_wanted_drop(c->store, w.url_id, w.source_id); /* its site's API gives it now */
    }
    return false;
}

bool
crawl_wanted_any(struct crawl *c, const struct crawl_source *src, const struct crawl_host *h)
{
    return src->wants && store_wanted_any(c->store, src->row.id, h->row.id);
}

bool
crawl_wanted_by(struct crawl *c, int64_t url_id, struct crawl_source *const *sources, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sources[i]->wants && store_wanted_has(c->store, url_id, sources[i]->row.id))
            return true;
    return false;
}

void
crawl_wanted_refused(struct crawl *c, const struct crawl_job *job)
{
    store_wanted_drop(c->store, job->url.id, 0);
}

/* A look before its time that shows nothing new says nothing of how often the page changes. */
static void
keep_interval(struct crawl_job *job)
{
    struct store_url *u = &job->url;

    if (!job->wanted || u->state != STORE_URL_DONE || job->interval_s == 0 ||
        u->interval_s <= job->interval_s || u->due_s == 0)
        return;
    u->due_s -= u->interval_s - job->interval_s;
    u->interval_s = job->interval_s;
}

void
crawl_wanted_done(struct crawl *c, struct crawl_job *job, struct crawl_source *const *sources,
                  size_t n)
{
    keep_interval(job);
    for (size_t i = 0; i < n; i++) {
        if (!sources[i]->wants)
            continue;
        if (job->url.state == STORE_URL_QUEUED && job->wanted && sources[i] == job->source)
            put(c, job->source, job->host, job->url.id, job->priority - PRIORITY_FAILED);
        else if (job->url.state != STORE_URL_QUEUED && job->url.state != STORE_URL_WAITING)
            store_wanted_drop(c->store, job->url.id, sources[i]->row.id);
    }
}
