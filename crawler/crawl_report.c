/* crawl_report.c - what became of each source. */
#include "crawl_private.h"
#include "host_state.h"
#include "store_explain.h"

void
crawl_report_note(struct crawl_job *job, int64_t started_ms, int64_t ended_ms)
{
    struct crawl_source *src = job->source;

    if (src == NULL && job->owner != NULL && job->owner->n_sources > 0)
        src = job->owner->sources[0];
    if (src == NULL)
        return;
    if (src->first_ms == 0)
        src->first_ms = started_ms;
    if (ended_ms > src->last_ms)
        src->last_ms = ended_ms;
}

/*
 * A source whose own address, or what it leads to, cannot be had gives nothing:
 * that is no run without findings.
 */
static const char *
seed_undone(struct crawl *c, const struct crawl_source *src)
{
    struct store_url_known known;
    struct store_url u = { 0 };
    int hops = 0;

    if (!store_url_find(c->store, src->row.url, &known) ||
        !store_url_get(c->store, known.id, c->arena, &u))
        return NULL;
    while (u.redirect_to != 0 && hops <= FETCHPLAN_MAX_REDIRECTS &&
           store_url_get(c->store, u.redirect_to, c->arena, &u))
        hops++;
    if (u.redirect_to != 0 && hops > FETCHPLAN_MAX_REDIRECTS)
        return "its own address leads in a circle";
    if (u.state != STORE_URL_GONE && u.state != STORE_URL_FAILED && u.state != STORE_URL_REFUSED)
        return NULL;
    if (hops > 0)
        return arena_printf(c->arena, "its own address leads to %.*s: %.*s", TEXT_ARG(u.address),
                            TEXT_ARG(u.reason));
    return arena_printf(c->arena, "its own address: %.*s", TEXT_ARG(u.reason));
}

static bool
is_of(const struct crawl_host *h, const struct crawl_source *src)
{
    for (size_t i = 0; i < h->n_sources; i++)
        if (h->sources[i] == src)
            return true;
    return false;
}

/* What keeps the host from being asked for what is left of a source; NULL: nothing. */
static const char *
held_up(struct crawl *c, const struct crawl_host *h, int64_t queued)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock);
    const char *refusal = host_state_refusal(&h->row, now_ms, c->arena);

    if (h->closed != NULL)
        return h->closed;
    if (refusal != NULL)
        return arena_printf(c->arena, "its host is %s", refusal);
    if (queued > 0 && h->busy)
        return "its robots.txt leads to a host that cannot be asked now";
    if (queued > 0 && h->row.next_ok_ms > now_ms + CRAWL_MAX_WAIT_MS)
        return arena_printf(c->arena, "its host may be asked again in %s",
                            host_state_span(h->row.next_ok_ms - now_ms, c->arena));
    return NULL;
}

/* The same for the source; *partial: it was not its own budget. */
static const char *
undone(struct crawl *c, const struct crawl_source *src, int64_t queued, bool *partial)
{
    bool stopped = c->status != ST_OK || (c->cfg->stop != NULL && c->cfg->stop());

    *partial = src->row.max_pages == 0 || src->tally.pages < src->row.max_pages;
    for (size_t i = 0; i < c->n_hosts; i++) {
        const char *why = is_of(c->hosts[i], src) ? held_up(c, c->hosts[i], queued) : NULL;

        if (why != NULL)
            return why;
    }
    if (queued > 0 && !*partial)
        return arena_printf(c->arena, "max_pages = %lld reached", (long long)src->row.max_pages);
    if (queued > 0 && stopped)
        return "the run was stopped";
    if (queued > 0 && c->cfg->limit_pages > 0 && c->pages >= c->cfg->limit_pages) {
        *partial = false;
        return "--limit reached";
    }
    return seed_undone(c, src);
}

/* Which source asks for what src leads to; NULL: itself. */
static const char *
asked_by(struct crawl *c, const struct crawl_source *src, struct arena *a)
{
    struct store_url_known known;
    const struct crawl_source *other;

    if (!store_url_find(c->store, src->row.url, &known) || known.source_id == src->row.id)
        return NULL;
    other = crawl_setup_source(c, known.source_id);
    if (other == NULL)
        return NULL;
    return arena_printf(a, "its pages are asked for once, by %.*s/%.*s",
                        TEXT_ARG(other->row.department), TEXT_ARG(other->row.key));
}

static void
add_counts(const struct store_explain_count *counts, size_t n, struct crawl_coverage *v)
{
    for (size_t i = 0; i < n; i++)
        if (counts[i].source_id == v->source.id) {
            v->queued += counts[i].queued + counts[i].wanted;
            v->known += counts[i].known;
            v->fetched += counts[i].fetched;
        }
}

enum status
crawl_report_fill(struct crawl *c, struct arena *a, struct crawl_report *ret)
{
    struct store_explain_count *counts;
    size_t n = store_explain_counts(c->store, clock_now_s(c->cfg->clock), false, a, &counts);
    enum status st = ST_OK;

    ret->resumed = c->resumed;
    ret->run_id = c->run_id;
    ret->hosts = (int64_t)c->n_hosts;
    ret->wall_ms = clock_now_ms(c->cfg->clock) - c->started_ms;
    ret->sources = arena_alloc(a, (c->n_sources + 1) * sizeof(*ret->sources));
    for (size_t i = 0; i < c->n_sources; i++) {
        struct crawl_source *src = &c->sources[i];
        struct crawl_coverage *v = &ret->sources[ret->n_sources++];

        v->source = src->row;
        v->tally = src->tally;
        v->span_ms = src->first_ms > 0 ? src->last_ms - src->first_ms : 0;
        add_counts(counts, n, v);
        v->undone = undone(c, src, v->queued, &v->partial);
        v->partial = v->partial && v->undone != NULL;
        if (v->undone != NULL)
            v->undone = arena_str(a, text_of(v->undone));
        if (v->partial)
            st = ST_PARTIAL;
        if (v->undone == NULL && v->tally.requests == 0)
            v->asked_by = asked_by(c, src, a);
    }
    return st;
}
