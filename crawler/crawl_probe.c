/* crawl_probe.c - see crawl_probe.h: visits, which the run's loop takes in place of its queue. */
#include "crawl_probe.h"

#include "crawl_private.h"
#include "host_state.h"

#define PROBE_MAX_HOPS    5     /* redirects; as many as browsers of 1999 followed, RFC 2068 */
#define PROBE_MAX_WAIT_MS 60000 /* for the host's turn: somebody sits and waits */
#define RULE_BYTES        100   /* of a line of robots.txt that are told */

static void
settle(struct crawl *c, struct crawl_visit *v, enum status st, const char *why)
{
    v->done = true;
    v->probe->st = st;
    v->probe->why = why;
    c->n_done++;
}

/* ---- where to ---- */

/* The next request goes to href, which stands at base. */
static void
aim(struct crawl *c, struct crawl_visit *v, struct text href, struct text base)
{
    struct arena *a = c->probes->arena;
    struct text site = v->source->row.url;
    struct url u;

    if (!frontier_canonical(href, base, a, &u)) {
        settle(c, v, ST_USAGE, arena_printf(a, "%.*s: no web address", TEXT_ARG(href)));
        return;
    }
    if (!url_same_site(u.href, site)) {
        settle(c, v, ST_USAGE,
               arena_printf(a, "%.*s is not on the site of this source, %.*s", TEXT_ARG(u.href),
                            TEXT_ARG(site)));
        return;
    }
    crawl_setup_scope(c, v->source, url_authority(&u, c->arena));
    v->host = crawl_setup_host(c, url_authority(&u, c->arena));
    v->host->idle = false;
    v->address = text_of(arena_str(a, u.href));
    crawl_queue_touch(c, v->host);
}

/* ---- whether, and when ---- */

/* Why the host is not asked, or not soon; ST_OK: it is. */
static enum status
refusal_of(struct crawl *c, const struct crawl_host *h, const char **why)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), at_ms = h->row.next_ok_ms;
    struct arena *a = c->probes->arena;
    const char *refusal = host_state_refusal(&h->row, now_ms, a);

    if (h->ip != NULL && h->ip->next_ok_ms > at_ms)
        at_ms = h->ip->next_ok_ms;
    if (refusal != NULL || h->closed != NULL) {
        *why = arena_printf(a, "%.*s: %s", TEXT_ARG(h->row.authority),
                            refusal != NULL ? refusal : h->closed);
        return refusal != NULL ? ST_DENIED : ST_NET;
    }
    if (at_ms - now_ms <= PROBE_MAX_WAIT_MS)
        return ST_OK;
    *why = arena_printf(a, "%.*s may be asked again in %s: try later", TEXT_ARG(h->row.authority),
                        host_state_span(at_ms - now_ms, a));
    return ST_BUSY;
}

/* Settle a visit that robots.txt, as it is known, forbids. */
static bool
forbid(struct crawl *c, struct crawl_visit *v)
{
    const struct crawl_host *h = v->host;
    struct arena *a = c->probes->arena;
    struct robots_verdict verdict = { true, 0 };
    struct url u;

    if (!crawl_robots_fresh(c, h))
        return false;
    if (text_is(h->row.verdict, "disallow")) {
        v->probe->forbidden = v->probe->hops == 0;
        settle(c, v, ST_DENIED,
               arena_printf(a, "%.*s: robots.txt cannot be had, so nothing is asked",
                            TEXT_ARG(h->row.authority)));
        return true;
    }
    if (h->robots != NULL && url_split(v->address, &u))
        verdict = robots_ask(h->robots, url_path_query(&u));
    if (verdict.allow)
        return false;
    v->probe->forbidden = v->probe->hops == 0;
    settle(c, v, ST_DENIED,
           arena_printf(a, "%.*s: robots.txt line %u disallows it", TEXT_ARG(v->address),
                        verdict.line));
    return true;
}

/* Other hosts' robots.txt lead to this one, which is not asked: their visits end here. */
static void
turn_away(struct crawl *c, struct crawl_host *h, enum status st, const char *why)
{
    struct crawl_job *job;

    while ((job = h->visitors) != NULL) {
        h->visitors = job->next;
        for (size_t i = 0; i < c->n_visits; i++)
            if (!c->visits[i].done && c->visits[i].host == job->owner)
                settle(c, &c->visits[i], st, why);
        job->owner->busy = false;
        job->owner->idle = true;
        crawl_host_drop_job(c, job);
    }
}

void
crawl_probe_look(struct crawl *c, struct crawl_host *h)
{
    const char *why = NULL;
    enum status st;

    if (h->busy || (h->visitors == NULL && !crawl_probe_any(c, h)))
        return;
    st = refusal_of(c, h, &why);
    for (size_t i = 0; i < c->n_visits; i++)
        if (!c->visits[i].done && c->visits[i].host == h && !forbid(c, &c->visits[i]) &&
            st != ST_OK)
            settle(c, &c->visits[i], st, why);
    if (st != ST_OK)
        turn_away(c, h, st, why);
    h->idle = !crawl_probe_any(c, h);
}

bool
crawl_probe_any(const struct crawl *c, const struct crawl_host *h)
{
    for (size_t i = 0; i < c->n_visits; i++)
        if (!c->visits[i].done && c->visits[i].host == h)
            return true;
    return false;
}

/* What kind of address the crawl knows it as: it decides which answers are read. */
static enum store_url_kind
kind_of(struct crawl *c, struct text address, struct arena *a)
{
    struct store_url_known known;
    struct store_url u = { .kind = STORE_URL_PAGE };

    if (store_url_find(c->store, address, &known))
        (void)store_url_get(c->store, known.id, a, &u); /* it was there just now */
    return u.kind;
}

bool
crawl_probe_next(struct crawl *c, const struct crawl_host *h, struct crawl_job *job)
{
    for (size_t i = 0; i < c->n_visits; i++) {
        struct crawl_visit *v = &c->visits[i];

        if (v->done || v->host != h || forbid(c, v))
            continue;
        job->visit = v;
        job->source = v->source;
        job->url.address = v->address;
        job->url.kind = kind_of(c, v->address, job->arena);
        return true;
    }
    return false;
}

/* ---- answers ---- */

/* Texts of the answer are copied: it does not outlive this. */
static void
understand(struct crawl *c, struct crawl_job *job, const struct fetch_response *r,
           struct crawl_probe *p)
{
    struct arena *a = c->probes->arena;
    struct crawl_reading *read;

    crawl_page_prepare(c, job, r);
    read = job->reading;
    if (read == NULL || r->unwanted)
        return;
    read->arena = a;
    crawl_read_body(c->reader, read);
    if (read->is_list)
        return;
    p->has_page = true;
    p->page = read->x;
    p->left_out = read->posts.left_out;
    p->kept = arena_alloc(a, (read->posts.n + 1) * sizeof(*p->kept));
    for (size_t i = 0; i < read->posts.n; i++) {
        p->kept[i].title = read->posts.v[i].post.title;
        p->kept[i].words = read->posts.v[i].matches[0].words;
    }
    p->n_kept = read->posts.n;
}

void
crawl_probe_response(struct crawl *c, struct crawl_job *job, const struct fetch_response *r)
{
    struct crawl_visit *v = job->visit;
    struct crawl_probe *p = v->probe;
    struct arena *a = c->probes->arena;
    struct fetchplan plan = crawl_page_plan(c, job, r);

    p->address = v->address;
    p->status = r->status;
    p->type = arena_text(a, r->fields[FETCH_CONTENT_TYPE]);
    p->body_bytes = r->body.n;
    p->span_ms = r->ended_ms - r->started_ms;
    p->plan = arena_text(a, text_of(plan.why));
    if (c->probes->read)
        understand(c, job, r, p);
    crawl_host_begin(c);
    crawl_host_account(c, job, r, &plan);
    if (r->status == 0)
        settle(c, v, ST_NET, arena_printf(a, "%.*s: %s", TEXT_ARG(v->address), r->why));
    else if (plan.action != FETCHPLAN_REDIRECT || r->fields[FETCH_LOCATION].n == 0)
        settle(c, v, ST_OK, NULL);
    else if (++p->hops > PROBE_MAX_HOPS)
        settle(c, v, ST_NET, arena_printf(a, "more than %d redirects", PROBE_MAX_HOPS));
    else
        aim(c, v, r->fields[FETCH_LOCATION], v->address);
}

/* ---- all of them ---- */

static void
begin(struct crawl *c, const struct fetcher *fetcher, struct crawl_probes *ps)
{
    c->fetcher = fetcher;
    c->probes = ps;
    c->visits = arena_alloc(c->arena, (ps->n + 1) * sizeof(*c->visits));
    c->n_visits = ps->n;
    crawl_host_begin(c);
    crawl_lease_begin(c); /* before a host is leased: it drops what a killed crawler held */
    for (size_t i = 0; i < ps->n; i++) {
        struct crawl_probe *p = &ps->v[i];

        c->visits[i] = (struct crawl_visit){ .probe = p, .source = &c->sources[p->source] };
        p->st = ST_BUSY;
        p->why = "not asked"; /* a signal came before its turn did */
        aim(c, &c->visits[i], p->address, c->sources[p->source].row.url);
    }
    crawl_host_commit(c);
}

enum status
crawl_probe(struct crawl *c, const struct fetcher *fetcher, struct crawl_probes *ps,
            struct err *err)
{
    bool stopped;

    crawl_read_start(c);
    begin(c, fetcher, ps);
    crawl_loop(c);
    stopped = c->cfg->stop != NULL && c->cfg->stop();
    crawl_host_begin(c);
    crawl_lease_end(c);
    crawl_host_commit(c); /* c->status has how it went */
    if (c->status != ST_OK)
        return err_set(err, c->status, "%s", c->err.msg);
    return stopped && c->n_done < c->n_visits ? ST_INTERRUPTED : ST_OK;
}

void
crawl_probe_verdict(struct crawl *c, size_t i, struct arena *a, struct crawl_rules *ret)
{
    struct robots_verdict v = { true, 0 };
    struct crawl_host *h;
    struct url u;

    crawl_host_begin(c);
    h = crawl_setup_host(c, c->sources[i].authority);
    crawl_host_commit(c);
    *ret =
        (struct crawl_rules){ .allow = text_is(h->row.verdict, "allow"),
                              .words = host_state_robots(&h->row, clock_now_ms(c->cfg->clock), a) };
    if (h->robots == NULL || !url_split(c->sources[i].row.url, &u))
        return;
    v = robots_ask(h->robots, url_path_query(&u));
    ret->allow = v.allow;
    if (v.line == 0)
        ret->words = "allowed: no line speaks of it";
    else
        ret->words = arena_printf(
            a, "%s by line %u: %.*s", v.allow ? "allowed" : "disallowed", v.line,
            TEXT_ARG(
                text_sub(robots_line_text(store_host_robots_body(c->store, h->row.id, a), v.line),
                         0, RULE_BYTES)));
}
