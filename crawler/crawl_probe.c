/* crawl_probe.c - see crawl_probe.h: the crawl's own parts, for one address. */
#include "crawl_probe.h"

#include "crawl_private.h"
#include "host_state.h"
#include "log.h"

#define PROBE_MAX_HOPS    5     /* redirects; as many as browsers of 1999 followed, RFC 2068 */
#define PROBE_MAX_WAIT_MS 60000 /* for the host's turn: somebody sits and waits */
#define RULE_BYTES        100   /* of a line of robots.txt that are told */
#define PROBE_SAY_MS      2000  /* a longer wait needs a word */

static bool
stopped(const struct crawl *c)
{
    return c->status != ST_OK || (c->cfg->stop != NULL && c->cfg->stop());
}

/* Sleep until the host may be asked. */
static enum status
await_turn(struct crawl *c, const struct crawl_host *h, struct err *err)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), at_ms = h->row.next_ok_ms;
    const char *refusal = host_state_refusal(&h->row, now_ms, c->arena);

    if (h->row.ip.n > 0) {
        int64_t ip_ms = store_ip_next_ok_ms(c->store, h->row.ip);

        at_ms = at_ms > ip_ms ? at_ms : ip_ms;
    }
    if (refusal != NULL)
        return err_set(err, ST_DENIED, "%.*s: %s", TEXT_ARG(h->row.authority), refusal);
    if (h->closed != NULL)
        return err_set(err, ST_NET, "%.*s: %s", TEXT_ARG(h->row.authority), h->closed);
    if (at_ms - now_ms > PROBE_MAX_WAIT_MS)
        return err_set(err, ST_BUSY, "%.*s may be asked again in %s: try later",
                       TEXT_ARG(h->row.authority), host_state_span(at_ms - now_ms, c->arena));
    if (at_ms - now_ms > PROBE_SAY_MS)
        log_info("waiting %s until %.*s may be asked again",
                 host_state_span(at_ms - now_ms, c->arena), TEXT_ARG(h->row.authority));
    while (clock_now_ms(c->cfg->clock) < at_ms && !stopped(c))
        (void)c->fetcher->wait(c->fetcher->self, at_ms);
    return stopped(c) ? ST_INTERRUPTED : ST_OK;
}

/* Ask when the host's turn comes; *ret is to be released.  The job stays the caller's. */
static enum status
ask(struct crawl *c, struct crawl_job *job, struct fetch_response **ret, struct err *err)
{
    struct crawl_host *h = job->host;

    for (;;) {
        struct fetch_response *r = NULL;
        enum status st = await_turn(c, h, err);

        if (st != ST_OK)
            return st;
        crawl_host_begin(c);
        crawl_host_claim(c, job);
        if (!crawl_host_commit(c)) {
            crawl_host_unclaim(c, job);
            return err_set(err, c->status, "%s", c->err.msg);
        }
        crawl_host_send(c, job); /* drops the job if nothing can be sent: the host is closed then */
        if (h->closed != NULL)
            return err_set(err, ST_NET, "%.*s: %s", TEXT_ARG(h->row.authority), h->closed);
        while (r == NULL && !stopped(c))
            r = c->fetcher->wait(c->fetcher->self, INT64_MAX);
        if (r == NULL)
            return ST_INTERRUPTED;
        crawl_host_unclaim(c, job);
        if (r->wait_until_ms == 0 && !r->again) {
            *ret = r;
            return ST_OK;
        }
        crawl_host_put_off(c, h, r);
        crawl_host_commit(c);
        c->fetcher->release(c->fetcher->self, r);
    }
}

/* The next request that the host's robots.txt needs; NULL: it is known. */
static struct crawl_job *
robots_job(struct crawl *c, struct crawl_host *h)
{
    for (size_t i = 0; i < c->n_hosts; i++) {
        struct crawl_host *other = c->hosts[i];
        struct crawl_job *job = other->visitors;

        if (job == NULL)
            continue;
        other->visitors = job->next; /* a redirect of somebody's robots.txt leads there */
        return job;
    }
    return crawl_robots_fresh(c, h) ? NULL : crawl_robots_job(c, h);
}

static enum status
ask_robots(struct crawl *c, struct crawl_host *h, struct err *err)
{
    struct crawl_job *job;

    while ((job = robots_job(c, h)) != NULL) {
        struct fetch_response *r = NULL;
        enum status st = ask(c, job, &r, err);

        if (st != ST_OK)
            return st;
        crawl_robots_response(c, job, r);
        c->fetcher->release(c->fetcher->self, r);
        crawl_host_drop_job(c, job);
        if (!crawl_host_commit(c))
            return err_set(err, c->status, "%s", c->err.msg);
    }
    return ST_OK;
}

static enum status
check_robots(struct crawl *c, struct crawl_host *h, const struct url *u, struct err *err)
{
    struct robots_verdict v = { true, 0 };
    enum status st = ask_robots(c, h, err);

    if (st != ST_OK)
        return st;
    if (text_is(h->row.verdict, "disallow"))
        return err_set(err, ST_DENIED, "%.*s: robots.txt cannot be had, so nothing is asked",
                       TEXT_ARG(h->row.authority));
    if (h->robots != NULL)
        v = robots_ask(h->robots, url_path_query(u));
    return v.allow ? ST_OK
                   : err_set(err, ST_DENIED, "%.*s: robots.txt line %u disallows it",
                             TEXT_ARG(u->href), v.line);
}

/* Texts of the answer are copied: it does not outlive this. */
static void
understand(struct crawl *c, struct crawl_job *job, const struct fetch_response *r, struct arena *a,
           struct crawl_probe *ret)
{
    struct crawl_reading *read;

    ret->address = arena_text(a, job->address);
    ret->status = r->status;
    ret->type = arena_text(a, r->fields[FETCH_CONTENT_TYPE]);
    ret->body_bytes = r->body.n;
    ret->span_ms = r->ended_ms - r->started_ms;
    crawl_page_prepare(c, job, r);
    read = job->reading;
    if (read == NULL || r->unwanted)
        return;
    read->arena = a;
    crawl_read_body(c->reader, read);
    if (read->is_list)
        return;
    ret->has_page = true;
    ret->page = read->x;
    ret->left_out = read->posts.left_out;
    ret->kept = arena_alloc(a, (read->posts.n + 1) * sizeof(*ret->kept));
    for (size_t i = 0; i < read->posts.n; i++) {
        ret->kept[i].title = read->posts.v[i].post.title;
        ret->kept[i].words = read->posts.v[i].matches[0].words;
    }
    ret->n_kept = read->posts.n;
}

/* What kind of address the crawl knows it as: it decides which answers are read. */
static enum store_url_kind
kind_of(struct crawl *c, struct text address, struct arena *a)
{
    struct store_url_known known;
    struct store_url u = { .kind = STORE_URL_PAGE };

    if (store_url_find(c->store, address, &known))
        (void)store_url_get(c->store, known.id, a, &u);
    return u.kind;
}

/* One hop; *address becomes the next one's, or empty. */
static enum status
hop(struct crawl *c, struct crawl_source *src, struct text *address, struct arena *a,
    struct crawl_probe *ret, struct err *err)
{
    struct fetch_response *r = NULL;
    struct crawl_host *h;
    struct crawl_job *job;
    struct fetchplan plan;
    struct url u;
    enum status st;

    if (!frontier_canonical(*address, src->row.url, a, &u))
        return err_set(err, ST_USAGE, "%.*s: no web address", TEXT_ARG(*address));
    if (!url_same_site(u.href, src->row.url))
        return err_set(err, ST_USAGE, "%.*s is not on the site of this source, %.*s",
                       TEXT_ARG(u.href), TEXT_ARG(src->row.url));
    crawl_host_begin(c);
    crawl_setup_scope(c, src, url_authority(&u, c->arena));
    h = crawl_setup_host(c, url_authority(&u, c->arena));
    crawl_host_commit(c);
    st = check_robots(c, h, &u, err);
    if (st != ST_OK)
        return st;
    job = crawl_host_job(c, h);
    job->source = src;
    job->address = job->url.address = text_of(arena_str(a, u.href));
    job->url.kind = kind_of(c, u.href, a);
    st = ask(c, job, &r, err);
    if (st != ST_OK)
        return st;
    plan = crawl_page_plan(c, job, r);
    ret->plan = arena_text(a, text_of(plan.why));
    understand(c, job, r, a, ret);
    *address =
        plan.action == FETCHPLAN_REDIRECT ? arena_text(a, r->fields[FETCH_LOCATION]) : TEXT_NONE;
    crawl_host_begin(c);
    crawl_host_account(c, job, r, &plan);
    if (r->status == 0)
        st = err_set(err, ST_NET, "%.*s: %s", TEXT_ARG(job->address), r->why);
    c->fetcher->release(c->fetcher->self, r);
    crawl_host_drop_job(c, job);
    return crawl_host_commit(c) ? st : err_set(err, c->status, "%s", c->err.msg);
}

static void
begin(struct crawl *c, const struct fetcher *fetcher)
{
    c->fetcher = fetcher;
    crawl_host_begin(c);
    crawl_lease_begin(c);
    crawl_host_commit(c);
}

static enum status
end(struct crawl *c, enum status st, struct err *err)
{
    crawl_host_begin(c);
    crawl_lease_end(c);
    return crawl_host_commit(c) || st != ST_OK ? st : err_set(err, c->status, "%s", c->err.msg);
}

enum status
crawl_probe_source(struct crawl *c, const struct fetcher *fetcher, size_t i, struct text address,
                   struct arena *a, struct crawl_probe *ret, struct err *err)
{
    enum status st = ST_OK;

    *ret = (struct crawl_probe){ .status = 0 };
    begin(c, fetcher);
    for (unsigned hops = 0; st == ST_OK && address.n > 0; hops++) {
        ret->hops = hops;
        if (hops > PROBE_MAX_HOPS)
            st = err_set(err, ST_NET, "more than %d redirects", PROBE_MAX_HOPS);
        else
            st = hop(c, &c->sources[i], &address, a, ret, err);
    }
    return end(c, st, err);
}

enum status
crawl_probe(struct crawl *c, const struct fetcher *fetcher, struct text address, struct arena *a,
            struct crawl_probe *ret, struct err *err)
{
    return crawl_probe_source(c, fetcher, 0, address, a, ret, err);
}

static struct crawl_host *
host_of(struct crawl *c, size_t i)
{
    struct crawl_host *h;

    crawl_host_begin(c);
    h = crawl_setup_host(c, c->sources[i].authority);
    crawl_host_commit(c);
    return h;
}

enum status
crawl_probe_rules(struct crawl *c, const struct fetcher *fetcher, size_t i, struct err *err)
{
    begin(c, fetcher); /* before the host is leased: it drops what a killed crawler held */
    return end(c, ask_robots(c, host_of(c, i), err), err);
}

void
crawl_probe_verdict(struct crawl *c, size_t i, struct arena *a, struct crawl_rules *ret)
{
    struct crawl_host *h = host_of(c, i);
    struct robots_verdict v = { true, 0 };
    struct url u;

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
