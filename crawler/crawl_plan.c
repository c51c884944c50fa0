/* crawl_plan.c - what a run would ask for, and how long politeness makes it take. */
#include "crawl_private.h"
#include "host_state.h"
#include "politeness.h"
#include "store_explain.h"

#define MS_PER_S INT64_C(1000)

/* A host as far as the plan goes; nothing of it is written. */
struct plan_host {
    struct store_host row; /* id 0: never met */
    int64_t floor_ms, requests, span_ms, ip_span_ms;
    const char *refusal; /* why a run would leave it, or NULL */
    bool robots;         /* robots.txt is among the requests */
};

struct planning {
    struct crawl *c;
    struct arena *arena;
    int64_t now_ms;
    struct plan_host *hosts;
    size_t n_hosts, cap_hosts;
    struct store_explain_count *counts;
    size_t n_counts;
    int64_t pages_left; /* of --limit */
    int64_t run_id;     /* that is taken up; 0: a new one */
};

static bool
is_left(const struct planning *p, const struct store_host *row)
{
    int64_t span_ms = row->blocked_until_ms - p->now_ms;

    if (text_is(row->verdict, "disallow") && row->robots_expires_s * MS_PER_S > p->now_ms)
        return true;
    return row->parked_until_s * MS_PER_S > p->now_ms || span_ms > CRAWL_MAX_BLOCK_MS ||
           (span_ms > 0 && row->failures >= CRAWL_MAX_FAILURES) ||
           row->next_ok_ms > p->now_ms + CRAWL_MAX_WAIT_MS;
}

/* Why may the source's own address not be asked, whatever its host's state?  NULL: it may. */
static const char *
barred(const struct planning *p, const struct crawl_source *src, const struct store_host *row)
{
    const struct crawl_config *cfg = p->c->cfg;
    struct robots_verdict v = { true, 0 };
    struct err err = { "" };
    struct robots *r;
    struct url u;

    if (!url_split(src->row.url, &u))
        return NULL;
    if (guard_check_text(u.host, cfg->allow, cfg->n_allow, &err) == ST_DENIED)
        return arena_str(p->arena, text_of(err.msg));
    if (text_is(row->verdict, "rules")) {
        r = robots_parse(store_host_robots_body(p->c->store, row->id, p->arena),
                         text_of(cfg->agent));
        v = robots_ask(r, url_path_query(&u));
        robots_free(r);
    }
    if (!v.allow)
        return arena_printf(p->arena, "robots.txt line %u disallows its own address", v.line);
    return NULL;
}

/* The host of that id, or of that authority when it is 0. */
static struct plan_host *
host_of(struct planning *p, int64_t id, struct text authority)
{
    struct plan_host *h;

    if (id == 0)
        id = store_host_find(p->c->store, authority);
    for (size_t i = 0; i < p->n_hosts; i++)
        if (id != 0 ? p->hosts[i].row.id == id : text_eq(p->hosts[i].row.authority, authority))
            return &p->hosts[i];
    p->hosts = arena_grow(p->arena, p->hosts, p->n_hosts, &p->cap_hosts, sizeof(*p->hosts));
    h = &p->hosts[p->n_hosts++];
    *h = (struct plan_host){ .floor_ms = p->c->cfg->delay_ms, .row = { .authority = authority } };
    if (id != 0)
        store_host_get(p->c->store, id, p->arena, &h->row);
    (void)politeness_heal(&h->row, h->floor_ms, p->now_ms); /* as the run would */
    if (is_left(p, &h->row))
        h->refusal = host_state_refusal(&h->row, p->now_ms, p->arena);
    if (is_left(p, &h->row) && h->refusal == NULL)
        h->refusal = arena_printf(p->arena, "not to be asked for another %s",
                                  host_state_span(h->row.next_ok_ms - p->now_ms, p->arena));
    return h;
}

/* So many addresses of a source on a host: within the budget, on its clock. */
static void
take(struct planning *p, struct plan_host *h, int64_t due, int64_t *budget, struct crawl_plan *plan)
{
    int64_t n = due < *budget ? due : *budget, each_ms;

    if (h->refusal != NULL || due == 0)
        return;
    n = p->pages_left < n ? p->pages_left : n;
    *budget -= n;
    p->pages_left -= n;
    plan->cut += due - n;
    if (n > 0 && !h->robots && h->row.robots_expires_s * MS_PER_S <= p->now_ms) {
        h->robots = true;
        n++;
    }
    each_ms = politeness_delay_ms(&h->row, h->floor_ms) + h->row.response_ms;
    h->requests += n;
    h->span_ms += n * each_ms;
    h->ip_span_ms += n * (politeness_ip_delay_ms(&h->row, h->floor_ms) + h->row.response_ms);
    plan->requests += n;
    if (n * each_ms > plan->span_ms)
        plan->span_ms = n * each_ms;
}

static void
plan_source(struct planning *p, const struct crawl_source *src, struct crawl_plan *plan)
{
    struct plan_host *own = host_of(p, 0, src->authority);
    struct store_tally spent = { 0 };
    bool met = false, refused = own->refusal != NULL;
    bool resumed = false; /* all it asks for is queued */
    int64_t budget;

    plan->source = &src->row;
    plan->host = src->authority;
    if (src->floor_ms > own->floor_ms)
        own->floor_ms = src->floor_ms;
    plan->delay_ms = politeness_delay_ms(&own->row, own->floor_ms);
    plan->delay_why = politeness_delay_why(&own->row, own->floor_ms);
    plan->robots = host_state_robots(&own->row, p->now_ms, p->arena);
    if (own->refusal != NULL)
        plan->note = arena_printf(p->arena, "its host is %s", own->refusal);
    else
        plan->note = barred(p, src, &own->row);
    if (p->run_id != 0)
        resumed = store_run_tally(p->c->store, p->run_id, src->row.id, &spent) && !p->c->cfg->again;
    budget = src->row.max_pages > spent.pages ? src->row.max_pages - spent.pages : 0;
    for (size_t i = 0; i < p->n_counts; i++) {
        const struct store_explain_count *n = &p->counts[i];

        if (n->source_id != src->row.id)
            continue;
        met = true;
        plan->lists += resumed ? 0 : n->lists;
        plan->fresh += n->fresh;
        plan->revisits += (resumed ? n->queued - n->fresh : n->revisits) + n->early;
        plan->retries += resumed ? 0 : n->retries;
        take(p, host_of(p, n->host_id, TEXT_NONE),
             n->early + (resumed ? n->queued : n->lists + n->fresh + n->revisits + n->retries),
             &budget, plan);
    }
    if (!met && !refused) {
        plan->lists = 1; /* its own address, which is not in the store yet */
        if (plan->note == NULL)
            take(p, host_of(p, 0, src->authority), 1, &budget, plan);
    }
}

/* The host that takes longest decides; hosts of one IP address take turns. */
static void
sum_up(struct planning *p, struct crawl_plans *ret)
{
    for (size_t i = 0; i < p->n_hosts; i++) {
        struct plan_host *h = &p->hosts[i];
        int64_t span_ms = 0;

        for (size_t j = 0; h->row.ip.n > 0 && j < p->n_hosts; j++)
            if (text_eq(p->hosts[j].row.ip, h->row.ip))
                span_ms += p->hosts[j].ip_span_ms;
        if (h->span_ms > span_ms)
            span_ms = h->span_ms;
        ret->requests += h->requests;
        ret->hosts += h->requests > 0;
        if (h->requests > 0 && (span_ms > ret->span_ms || ret->longest.n == 0)) {
            ret->span_ms = span_ms;
            ret->longest = h->row.authority;
        }
    }
}

static const char *
barred_note(const struct planning *p, const struct store_source *row)
{
    struct url u;

    if (row->basis.n == 0 || !frontier_canonical(row->url, TEXT_NONE, p->arena, &u))
        return "has no basis: it does not run";
    return arena_printf(p->arena, "does not run: %s",
                        extract_refusal(p->c->cfg->extract, u.href, row->basis));
}

int64_t
crawl_unfinished(const struct crawl *c)
{
    return store_explain_unfinished(c->store, crawl_setup_not_before_s(c));
}

void
crawl_plan(struct crawl *c, struct arena *a, struct crawl_plans *ret)
{
    struct planning p = { .c = c, .arena = a, .now_ms = clock_now_ms(c->cfg->clock) };

    *ret = (struct crawl_plans){ 0 };
    p.pages_left = c->cfg->limit_pages > 0 ? c->cfg->limit_pages : INT64_MAX;
    p.run_id = crawl_unfinished(c);
    p.n_counts = store_explain_counts(c->store, p.now_ms / MS_PER_S, c->cfg->again, a, &p.counts);
    ret->resumed = p.run_id != 0;
    ret->v = arena_alloc(a, (c->n_sources + c->n_barred + 1) * sizeof(*ret->v));
    for (size_t i = 0; i < c->n_sources; i++)
        plan_source(&p, &c->sources[i], &ret->v[ret->n++]);
    for (size_t i = 0; i < c->n_barred; i++)
        ret->v[ret->n++] = (struct crawl_plan){ .source = &c->barred[i],
                                                .delay_why = "",
                                                .robots = "",
                                                .note = barred_note(&p, &c->barred[i]) };
    sum_up(&p, ret);
}
