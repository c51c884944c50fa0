/* reach.c - see reach.h: a probe of all sources, each address once. */

#include "reach.h"

#include "crawl_env.h"
#include "crawl_private.h"
#include "crawl_probe.h"
#include "log.h"

#define STATUS_ERROR 400

struct reaching {
    struct crawl *c;
    struct arena *arena;
    struct crawl_probes probes;
    size_t *probe; /* of each of c's sources: departments share forums */
};

static void
line_up(struct reaching *r)
{
    const struct crawl *c = r->c;
    struct names known = { 0 };

    r->probes.arena = r->arena;
    r->probes.v = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*r->probes.v));
    r->probe = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*r->probe));
    for (size_t i = 0; i < c->n_sources; i++) {
        struct text url = c->sources[i].row.url;
        struct crawl_probe *p = names_find(&known, url);

        if (p == NULL) {
            p = &r->probes.v[r->probes.n++];
            *p = (struct crawl_probe){ .source = i, .address = url };
            names_add(&known, url, p);
        }
        r->probe[i] = (size_t)(p - r->probes.v);
    }
    names_release(&known);
}

static const char *
answer_of(const struct reaching *r, const struct crawl_probe *p)
{
    struct text type = text_trim(text_before(p->type, ';'));
    const char *words;

    if (p->st != ST_OK)
        return p->forbidden ? NULL : p->why;
    words = arena_printf(r->arena, "HTTP %u, %.*s, %zu bytes in %lld ms", p->status,
                         TEXT_ARG(type.n > 0 ? type : TEXT_LIT("no type")), p->body_bytes,
                         (long long)p->span_ms);
    if (p->hops > 0)
        words = arena_printf(r->arena, "%s, by way of %u redirect%s", words, p->hops,
                             p->hops == 1 ? "" : "s");
    return words;
}

static struct reach *
tell(const struct reaching *r)
{
    const struct crawl *c = r->c;
    struct reach *v = arena_alloc(r->arena, (c->n_sources + 1) * sizeof(*v));

    for (size_t i = 0; i < c->n_sources; i++) {
        const struct crawl_probe *p = &r->probes.v[r->probe[i]];
        struct crawl_rules rules;

        crawl_probe_verdict(r->c, i, r->arena, &rules);
        v[i] = (struct reach){ .department = arena_text(r->arena, c->sources[i].row.department),
                               .key = arena_text(r->arena, c->sources[i].row.key),
                               .robots = rules.words,
                               .answer = answer_of(r, p) };
        v[i].ok = p->st == ST_OK ? p->status < STATUS_ERROR : p->st == ST_BUSY;
    }
    return v;
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
        line_up(&r);
        st = crawl_probe(r.c, &fetcher, &r.probes, err);
        fetcher.free(fetcher.self);
        log_progress("%s", "");
    }
    if (st == ST_OK || st == ST_INTERRUPTED) {
        *ret = tell(&r);
        *n = r.c->n_sources;
    }
    crawl_close(r.c);
    return st == ST_INTERRUPTED ? cmd_interrupted(err) : st;
}

static void
show_progress(void *self, const char *line)
{
    (void)self;
    log_progress("check: %s", line);
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
    cfg.limit_pages = 0;
    cfg.dir = NULL; /* it fills no disk */
    if (log_progress_on())
        cfg.progress = show_progress;
    if (st == ST_OK)
        st = reach_with(&own, &cfg, ret, n, err);
    crawl_env_release(&cfg);
    return st;
}
