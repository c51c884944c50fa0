/* reach.c - see reach.h: the probe's way, host after host, so that nobody is waited for twice. */

#include "reach.h"

#include "crawl_env.h"
#include "crawl_private.h"
#include "crawl_probe.h"
#include "host_state.h"
#include "log.h"

#define STATUS_ERROR 400

struct reaching {
    struct crawl *c;
    const struct fetcher *fetcher;
    struct arena *arena;
    struct reach *v; /* as many as c has sources, as the next two */
    size_t *first;   /* the first source with the same address: departments share forums */
    size_t *turn;    /* how many addresses before it are on the same host */
    size_t n_asked, n_all;
};

static void
line_up(struct reaching *r)
{
    const struct crawl *c = r->c;

    r->v = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*r->v));
    r->first = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*r->first));
    r->turn = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*r->turn));
    for (size_t i = 0; i < c->n_sources; i++) {
        const struct crawl_source *src = &c->sources[i];

        r->v[i] = (struct reach){ .department = arena_text(r->arena, src->row.department),
                                  .key = arena_text(r->arena, src->row.key) };
        while (!text_eq(c->sources[r->first[i]].row.url, src->row.url))
            r->first[i]++;
        for (size_t k = 0; k < i; k++)
            r->turn[i] += r->first[k] == k && text_eq(c->sources[k].authority, src->authority);
        if (r->first[i] == i)
            r->n_all += r->turn[i] == 0 ? 2 : 1;
    }
}

static void
tell(struct reaching *r, size_t i)
{
    log_progress("check: %zu of %zu requests, %.*s", ++r->n_asked, r->n_all,
                 TEXT_ARG(r->c->sources[i].authority));
}

/* robots.txt of a host; every source on it gets its verdict. */
static enum status
ask_rules(struct reaching *r, size_t i)
{
    struct crawl *c = r->c;
    struct err err = { "" };
    enum status st;

    tell(r, i);
    st = crawl_probe_rules(c, r->fetcher, i, &err);
    if (st == ST_INTERRUPTED)
        return st;
    for (size_t k = i; k < c->n_sources; k++) {
        struct crawl_rules rules;

        if (!text_eq(c->sources[k].authority, c->sources[i].authority))
            continue;
        crawl_probe_verdict(c, k, r->arena, &rules);
        r->v[k].robots = rules.words;
        r->v[k].ok = rules.allow;
        if (st != ST_OK) { /* it was not asked: blocked, or its turn is far off */
            r->v[k].answer = arena_str(r->arena, text_of(err.msg));
            r->v[k].ok = st == ST_BUSY;
        }
    }
    return ST_OK;
}

static enum status
ask_page(struct reaching *r, size_t i)
{
    struct crawl_probe p;
    struct err err = { "" };
    struct text type;
    enum status st;

    tell(r, i);
    st = crawl_probe_source(r->c, r->fetcher, i, r->c->sources[i].row.url, r->arena, &p, &err);
    if (st == ST_INTERRUPTED)
        return st;
    if (st != ST_OK) {
        r->v[i].answer = arena_str(r->arena, text_of(err.msg));
        r->v[i].ok = st == ST_BUSY;
        return ST_OK;
    }
    r->v[i].ok = p.status < STATUS_ERROR;
    type = p.type.n > 0 ? text_trim(text_before(p.type, ';')) : TEXT_LIT("no type");
    r->v[i].answer = arena_printf(r->arena, "HTTP %u, %.*s, %zu bytes in %lld ms", p.status,
                                  TEXT_ARG(type), p.body_bytes, (long long)p.span_ms);
    if (p.hops > 0)
        r->v[i].answer = arena_printf(r->arena, "%s, by way of %u redirect%s", r->v[i].answer,
                                      p.hops, p.hops == 1 ? "" : "s");
    return ST_OK;
}

/* All hosts once, then once more for their second sources: meanwhile each host has its rest. */
static enum status
ask_all(struct reaching *r)
{
    size_t n = r->c->n_sources, left = n;
    enum status st = ST_OK;

    for (size_t i = 0; st == ST_OK && i < n; i++)
        if (r->first[i] == i && r->turn[i] == 0)
            st = ask_rules(r, i);
    for (size_t turn = 0; st == ST_OK && left > 0; turn++) {
        left = 0;
        for (size_t i = 0; st == ST_OK && i < n; i++) {
            left += r->turn[i] > turn;
            if (r->first[i] == i && r->turn[i] == turn && r->v[i].ok && r->v[i].answer == NULL)
                st = ask_page(r, i);
        }
    }
    for (size_t i = 0; i < n; i++) {
        r->v[i].ok = r->v[r->first[i]].ok;
        r->v[i].answer = r->v[r->first[i]].answer;
    }
    log_progress("%s", "");
    return st;
}

static enum status
reach_with(struct cmd_env *env, const struct crawl_config *cfg, struct reach **ret, size_t *n,
           struct err *err)
{
    struct reaching r = { .arena = env->arena };
    struct fetcher fetcher;
    enum status st = crawl_open(cfg, &r.c, err);

    if (st != ST_OK)
        return st;
    st = crawl_env_fetcher(env, cfg, r.c, &fetcher, err);
    if (st == ST_OK) {
        r.fetcher = &fetcher;
        line_up(&r);
        st = ask_all(&r);
        fetcher.free(fetcher.self);
        *ret = r.v;
        *n = r.c->n_sources;
    }
    crawl_close(r.c);
    return st == ST_INTERRUPTED ? cmd_interrupted(err) : st;
}

enum status
reach_sources(struct cmd_env *env, struct reach **ret, size_t *n, struct err *err)
{
    struct config *quick = arena_copy(env->arena, env->config, sizeof(*quick));
    struct cmd_env own = *env;
    struct crawl_config cfg;
    enum status st;

    if (quick->crawler.timeout_ms > REACH_TIMEOUT_MS)
        quick->crawler.timeout_ms = REACH_TIMEOUT_MS;
    own.config = quick;
    st = crawl_env_config(&own, &cfg, err);
    cfg.threads = 1;
    if (st == ST_OK)
        st = reach_with(&own, &cfg, ret, n, err);
    crawl_env_release(&cfg);
    return st;
}
