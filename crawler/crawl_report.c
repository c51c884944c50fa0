/* crawl_report.c - what became of each source, and what a run would do. */
#include "crawl_private.h"

#define MS_PER_S INT64_C(1000)

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

enum status
crawl_report_fill(struct crawl *c, struct arena *a, struct crawl_report *ret)
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

/* ---- the plan ---- */

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
