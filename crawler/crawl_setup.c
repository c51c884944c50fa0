/* crawl_setup.c - what a run needs to know before the first request. */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "crawl_private.h"
#include "log.h"
#include "mem.h"
#include "politeness.h"
#include "store_compare.h"

#define MS_PER_S       INT64_C(1000)
#define RESUME_S       INT64_C(86400) /* an older unfinished run is not taken up */
#define SEED_PRIORITY  900
#define READER_VERSION 2 /* what pages are read for; raise it to have unchanged ones read anew */

/* ---- keywords ---- */

static void
add_rule(struct arena *a, struct match_rule **rules, size_t *n, size_t *cap, struct match_rule r)
{
    *rules = arena_grow(a, *rules, *n, cap, sizeof(**rules));
    (*rules)[(*n)++] = r;
}

/* "FULL NAME, SHORT FORM": each form is an exact phrase. */
static void
add_person(struct arena *a, struct text phrase, struct match_rule **rules, size_t *n, size_t *cap)
{
    struct match_rule forms[MATCH_MAX_FORMS];
    size_t n_forms = match_person(phrase, a, forms, N_ELEMENTS(forms));

    for (size_t i = 0; i < n_forms; i++)
        add_rule(a, rules, n, cap, forms[i]);
}

static enum status
compile(struct crawl *c, struct crawl_department *d, struct err *err)
{
    struct store_keyword *words;
    struct match_rule *rules = NULL;
    size_t n_words =
               store_run_keywords(c->store, d->id, clock_now_s(c->cfg->clock), c->arena, &words),
           n = 0, cap = 0;
    struct matcher *m = NULL;
    enum status st;
    struct err why = { "" };

    d->rules_hash = READER_VERSION;
    for (size_t i = 0; i < n_words; i++) {
        d->rules_hash = XXH3_64bits_withSeed(words[i].phrase.p, words[i].phrase.n,
                                             d->rules_hash ^ words[i].kind.n);
        if (text_is(words[i].kind, "person"))
            add_person(c->arena, words[i].phrase, &rules, &n, &cap);
        else
            add_rule(c->arena, &rules, &n, &cap,
                     (struct match_rule){ words[i].phrase, text_is(words[i].kind, "exclude") });
    }
    if (n == 0)
        return ST_OK;
    st = match_compile(rules, n, &m, &why);
    match_free(m); /* each reader compiles its own */
    if (st != ST_OK)
        return err_set(err, ST_CONFIG, "department %.*s: %s", TEXT_ARG(d->key), why.msg);
    d->rules = rules;
    d->n_rules = n;
    return ST_OK;
}

static enum status
department_of(struct crawl *c, const struct store_source *row, struct crawl_department **ret,
              struct err *err)
{
    struct crawl_department *d;

    for (size_t i = 0; i < c->n_departments; i++)
        if (c->departments[i].id == row->department_id) {
            *ret = &c->departments[i];
            return ST_OK;
        }
    d = &c->departments[c->n_departments];
    d->number = c->n_departments++;
    d->id = row->department_id;
    d->key = row->department;
    d->name = row->department_name;
    *ret = d;
    return compile(c, d, err);
}

/* ---- hosts and scopes ---- */

struct crawl_host *
crawl_setup_host(struct crawl *c, struct text authority)
{
    struct crawl_host *h = names_find(&c->host_names, authority);

    if (h != NULL)
        return h;
    h = mem_zalloc(sizeof(*h));
    h->arena = arena_new();
    h->floor_ms = c->cfg->delay_ms;
    h->row.id = store_host_id(c->store, authority);
    if (!store_host_get(c->store, h->row.id, h->arena, &h->row))
        h->row.authority = arena_text(h->arena, authority);
    crawl_heal_host(c, h);
    crawl_host_set_ip(c, h, h->row.ip);
    crawl_lease_take(c, h);
    crawl_robots_load(c, h);
    c->hosts = mem_grow(c->hosts, &c->cap_hosts, c->n_hosts + 1, sizeof(struct crawl_host *));
    h->item.rank = c->n_hosts;
    c->hosts[c->n_hosts++] = h;
    names_add(&c->host_names, h->row.authority, h);
    crawl_queue_touch(c, h);
    return h;
}

void
crawl_setup_scope(struct crawl *c, struct crawl_source *src, struct text authority)
{
    struct crawl_host *h;

    for (size_t i = 0; i < src->n_scopes; i++)
        if (text_eq(src->scopes[i], authority))
            return;
    src->scopes =
        arena_grow(c->arena, src->scopes, src->n_scopes, &src->cap_scopes, sizeof(*src->scopes));
    src->scopes[src->n_scopes++] = arena_text(c->arena, authority);
    c->n_scopes++;
    if (src->reads_only)
        return;
    h = crawl_setup_host(c, authority);
    h->sources =
        arena_grow(c->arena, h->sources, h->n_sources, &h->cap_sources, sizeof(*h->sources));
    h->sources[h->n_sources++] = src;
    h->idle = false;
    crawl_queue_touch(c, h);
    if (src->floor_ms > h->floor_ms)
        h->floor_ms = src->floor_ms;
}

struct crawl_source *
crawl_setup_reader(struct crawl *c, int64_t id)
{
    return names_find(&c->source_names, (struct text){ (const char *)&id, sizeof(id) });
}

struct crawl_source *
crawl_setup_source(struct crawl *c, int64_t id)
{
    struct crawl_source *src = crawl_setup_reader(c, id);

    return src != NULL && !src->reads_only ? src : NULL;
}

size_t
crawl_setup_sources(struct crawl *c, int64_t url_id, struct crawl_source **ret)
{
    int64_t ids[CRAWL_MAX_SOURCES_PER_PAGE];
    size_t n = store_url_sources(c->store, url_id, ids, N_ELEMENTS(ids)), kept = 0, n_ask = 0;

    for (size_t i = 0; i < n; i++) {
        struct crawl_source *src = crawl_setup_reader(c, ids[i]);

        if (src == NULL)
            continue;
        ret[kept++] = src;
        if (src->reads_only)
            continue;
        memmove(ret + n_ask + 1, ret + n_ask, (kept - 1 - n_ask) * sizeof(struct crawl_source *));
        ret[n_ask++] = src;
    }
    return kept;
}

struct crawl_source *
crawl_setup_on_site(struct crawl *c, struct text host)
{
    return names_find(&c->sites, url_registrable(host));
}

/* ---- sources ---- */

/* "physics/forum" */
static bool
is_named(const struct text_list *l, const struct store_source *row)
{
    for (size_t i = 0; i < l->n; i++)
        if (text_eq(text_before(l->v[i], '/'), row->department) &&
            text_eq(text_after(l->v[i], '/'), row->key))
            return true;
    return false;
}

static bool
is_asked_for(const struct crawl_config *cfg, const struct store_source *row)
{
    return (cfg->department == NULL || text_is(row->department, cfg->department)) &&
           (cfg->source == NULL || text_is(row->key, cfg->source)) &&
           (cfg->only == NULL || is_named(cfg->only, row));
}

static struct text
address_of(struct crawl *c, const struct store_source *row)
{
    struct url u;

    return frontier_canonical(row->url, TEXT_NONE, c->arena, &u) ? u.href : row->url;
}

/*
 * Which of the rows take part; how many were asked for by name.  A page is asked for once for all
 * sources that lead to it, so that the others at the same address have to be there when it is read.
 */
static size_t
choose(struct crawl *c, struct store_source *rows, size_t n, bool *chosen)
{
    struct names asked = { 0 };
    size_t n_asked = 0;

    for (size_t i = 0; i < n; i++) {
        struct text address;

        chosen[i] = is_asked_for(c->cfg, &rows[i]);
        n_asked += chosen[i];
        if (!chosen[i] || !c->cfg->shared)
            continue;
        address = address_of(c, &rows[i]);
        if (names_find(&asked, address) == NULL)
            names_add(&asked, address, &rows[i]);
    }
    for (size_t i = 0; asked.n > 0 && i < n; i++)
        chosen[i] = chosen[i] || names_find(&asked, address_of(c, &rows[i])) != NULL;
    names_release(&asked);
    return n_asked;
}

static enum status
add_source(struct crawl *c, const struct store_source *row, const struct url *u, struct err *err)
{
    struct crawl_source *src = &c->sources[c->n_sources + c->n_readers];
    enum status st;

    *src = (struct crawl_source){ .row = *row };
    st = department_of(c, row, &src->department, err);
    if (st != ST_OK)
        return st;
    src->rules_hash = XXH3_64bits_withSeed(&row->id, sizeof(row->id),
                                           src->department->rules_hash + row->match_all);
    src->row.url = u->href;
    src->authority = url_authority(u, c->arena);
    src->floor_ms = row->delay_ms > c->cfg->delay_ms ? row->delay_ms : c->cfg->delay_ms;
    names_add(&c->source_names, (struct text){ (const char *)&src->row.id, sizeof(src->row.id) },
              src);
    return ST_OK;
}

static enum status
take_source(struct crawl *c, const struct store_source *row, struct err *err)
{
    const char *why;
    struct url u;
    enum status st;

    if (row->basis.n == 0) {
        c->barred[c->n_barred++] = *row;
        log_warn("source %.*s of %.*s has no basis (why may we read it?): it does not run",
                 TEXT_ARG(row->key), TEXT_ARG(row->department));
        return ST_OK;
    }
    if (!frontier_canonical(row->url, TEXT_NONE, c->arena, &u))
        return err_set(err, ST_CONFIG, "source %.*s: url = %.*s is no http or https address",
                       TEXT_ARG(row->key), TEXT_ARG(row->url));
    why = c->cfg->extract != NULL ? extract_refusal(c->cfg->extract, u.href, row->basis) : NULL;
    if (why != NULL) {
        c->barred[c->n_barred++] = *row;
        log_warn("source %.*s of %.*s does not run: %s", TEXT_ARG(row->key),
                 TEXT_ARG(row->department), why);
        return ST_OK;
    }
    st = add_source(c, row, &u, err);
    if (st != ST_OK)
        return st;
    if (crawl_setup_on_site(c, u.host) == NULL)
        names_add(&c->sites, url_registrable(u.host), &c->sources[c->n_sources]);
    c->n_sources++;
    return ST_OK;
}

/*
 * Sources of one site lead to the same pages: what is asked in this run is read for those that do
 * not take part, too, or a page would not be due any more when their own run comes.
 */
static enum status
take_reader(struct crawl *c, const struct store_source *row, struct err *err)
{
    struct crawl_source *src = &c->sources[c->n_sources + c->n_readers];
    struct url u;
    enum status st;

    if (row->basis.n == 0 || !frontier_canonical(row->url, TEXT_NONE, c->arena, &u) ||
        crawl_setup_on_site(c, u.host) == NULL ||
        (c->cfg->extract != NULL && extract_refusal(c->cfg->extract, u.href, row->basis) != NULL))
        return ST_OK;
    st = add_source(c, row, &u, err);
    if (st != ST_OK)
        return st;
    src->reads_only = true;
    c->n_readers++;
    return ST_OK;
}

enum status
crawl_setup(struct crawl *c, struct err *err)
{
    struct store_source *rows;
    size_t n = store_run_sources(c->store, c->arena, &rows), n_asked;
    bool *chosen = arena_alloc(c->arena, n + 1);
    enum status st = ST_OK;

    c->sources = arena_alloc(c->arena, (n + 1) * sizeof(*c->sources));
    c->barred = arena_alloc(c->arena, (n + 1) * sizeof(*c->barred));
    c->departments = arena_alloc(c->arena, (n + 1) * sizeof(*c->departments));
    n_asked = choose(c, rows, n, chosen);
    for (size_t i = 0; i < n && st == ST_OK; i++)
        st = chosen[i] ? take_source(c, &rows[i], err) : ST_OK;
    for (size_t i = 0; i < n && st == ST_OK && c->cfg->shared; i++)
        st = chosen[i] ? ST_OK : take_reader(c, &rows[i], err);
    if (st != ST_OK)
        return st;
    if (n_asked == 0 &&
        (c->cfg->department != NULL || c->cfg->source != NULL || c->cfg->only != NULL))
        return err_set(err, ST_NOTFOUND, "no active source%s%s%s%s: earshot sources lists them",
                       c->cfg->source != NULL ? " " : "",
                       c->cfg->source != NULL ? c->cfg->source : "",
                       c->cfg->department != NULL ? " of department " : "",
                       c->cfg->department != NULL ? c->cfg->department : "");
    if (c->n_sources == 0)
        return err_set(err, ST_NOTFOUND,
                       "no source to crawl: give a department a site or a [source] with a basis");
    return store_check(c->store, err);
}

/* Where the source's own address turned out to lead (example.org to www.example.org). */
static void
follow_seed(struct crawl *c, struct crawl_source *src)
{
    struct store_url_known known;
    struct store_url u = { 0 };
    struct url parts;

    if (store_url_find(c->store, src->row.url, &known) &&
        store_url_get(c->store, known.id, c->arena, &u) && u.redirect_to != 0 &&
        store_url_get(c->store, u.redirect_to, c->arena, &u) && url_split(u.address, &parts) &&
        url_same_site(u.address, src->row.url))
        crawl_setup_scope(c, src, url_authority(&parts, c->arena));
}

static void
add_seed(struct crawl *c, struct crawl_source *src)
{
    struct store_url_known known;
    struct store_url u = { 0 };
    bool joined;

    if (!store_url_find(c->store, src->row.url, &known)) {
        u.address = src->row.url;
        u.host_id = crawl_setup_host(c, src->authority)->row.id;
        u.source_id = src->row.id;
        u.kind = STORE_URL_SEED;
        u.priority = SEED_PRIORITY;
        u.first_seen_s = clock_now_s(c->cfg->clock);
        store_url_add(c->store, &u);
        crawl_robots_lists(c, crawl_setup_host(c, src->authority));
        return;
    }
    joined = known.source_id != src->row.id && store_url_join(c->store, known.id, src->row.id);
    if (joined)
        crawl_robots_lists(c, crawl_setup_host(c, src->authority));
    follow_seed(c, src);
    crawl_wanted_seed(c, src, known.id, joined);
}

static void
add_due(struct crawl *c, struct crawl_source *src)
{
    int64_t now_s = clock_now_s(c->cfg->clock);
    bool begun = store_run_tally(c->store, c->run_id, src->row.id, &src->tally);

    store_compare_begun(c->store, src->row.department_id, now_s);
    store_run_begun(c->store, src->row.id, now_s);
    /* A run that is taken up queued all that was due of its sources when it began; one that it has
     * asked nothing for may be none of them. */
    if (c->cfg->links || (c->resumed && begun && !c->cfg->again))
        return;
    store_url_promote(c->store, src->row.id, now_s, c->cfg->again);
    store_url_promote_seeds(c->store, src->row.id, now_s);
    crawl_wanted_due(c, src);
}

int64_t
crawl_setup_not_before_s(const struct crawl *c)
{
    return clock_now_s(c->cfg->clock) - RESUME_S;
}

/* Hosts that were being asked when the run before was killed; their neighbours wait with them. */
static void
recover(struct crawl *c)
{
    int64_t now_ms = clock_now_ms(c->cfg->clock), id = 0;
    struct arena *a = arena_new();

    while ((id = store_host_asked(c->store, id, now_ms / MS_PER_S)) != 0) {
        struct store_host row = { 0 };
        int64_t ip_ms;

        arena_clear(a);
        if (!store_host_get(c->store, id, a, &row))
            continue;
        ip_ms = now_ms + politeness_ip_delay_ms(&row, c->cfg->delay_ms);
        politeness_recover(&row, now_ms);
        store_host_put_clock(c->store, &row);
        if (row.ip.n > 0 && store_ip_next_ok_ms(c->store, row.ip) < ip_ms)
            store_ip_put(c->store, row.ip, ip_ms);
    }
    arena_free(a);
}

enum status
crawl_setup_seeds(struct crawl *c, struct err *err)
{
    int64_t now_s = clock_now_s(c->cfg->clock);

    store_begin(c->store);
    crawl_lease_begin(c);
    recover(c);
    c->run_id = store_run_begin(c->store, now_s, crawl_setup_not_before_s(c), &c->resumed);
    crawl_wanted_open(c);
    for (size_t i = 0; i < c->n_readers; i++) {
        struct crawl_source *src = &c->sources[c->n_sources + i];

        crawl_setup_scope(c, src, src->authority);
        follow_seed(c, src);
        crawl_wanted_load(c, src);
    }
    for (size_t i = 0; i < c->n_sources; i++) {
        struct crawl_source *src = &c->sources[i];

        crawl_setup_scope(c, src, src->authority);
        add_seed(c, src);
        add_due(c, src);
        crawl_wanted_load(c, src);
        crawl_api_setup(c, src);
    }
    crawl_target_setup(c);
    return store_commit(c->store, err);
}
