/* why_cmd.c - earshot why URL: what decided about this address. */
#include <string.h>

#include "commands.h"
#include "fetch.h"
#include "politeness.h"
#include "robots.h"
#include "store_host.h"
#include "store_run.h"
#include "store_url.h"
#include "trap.h"

#define MAX_FETCHES 5
#define MS_PER_S    INT64_C(1000)

/* clang-format off */
static const struct table_column columns[] = {
    { "about", TABLE_COLUMN_TEXT, 0, false },
    { "says", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

struct why {
    struct cmd_env *env;
    struct table *table;
    struct url url;
};

static void
say(struct why *w, const char *about, const char *says)
{
    table_str(w->table, about);
    table_str(w->table, says);
    table_end_row(w->table);
}

static const char *
at(struct why *w, int64_t at_s)
{
    char out[CLOCK_RFC3339_BYTES];

    return arena_str(w->env->arena, text_of(clock_rfc3339(at_s, out)));
}

static const struct store_source *
source_of(const struct store_source *sources, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (sources[i].id == id)
            return &sources[i];
    return NULL;
}

/* The line of robots.txt with that number. */
static struct text
line_of(struct text body, unsigned line)
{
    struct text t = TEXT_NONE;

    for (unsigned i = 0; i < line && text_cut(&body, "\n", &t); i++)
        ;
    return text_trim(t);
}

static void
say_robots(struct why *w, const struct store_host *h)
{
    struct arena *a = w->env->arena;
    struct text body = store_host_robots_body(w->env->store, h->id, a);
    const struct crawler_config *conf = &w->env->config->crawler;
    struct robots_verdict v;
    struct robots *r;

    if (!text_is(h->verdict, "rules")) {
        say(w, "robots.txt",
            h->verdict.n == 0                 ? "not asked for yet"
            : text_is(h->verdict, "disallow") ? "cannot be had: nothing is fetched until it can"
                                              : "there is none: everything is allowed");
        return;
    }
    r = robots_parse(body, text_of(fetch_agent(a, conf->homepage, conf->contact)));
    v = robots_ask(r, url_path_query(&w->url));
    if (v.line == 0)
        say(w, "robots.txt", "allowed: no rule speaks of it");
    else
        say(w, "robots.txt",
            arena_printf(a, "%s by line %u: %.*s", v.allow ? "allowed" : "disallowed", v.line,
                         TEXT_ARG(line_of(body, v.line))));
    robots_free(r);
}

/* The floor of the host: what is configured for the crawl, or more by a source that asks it. */
static int64_t
floor_ms(struct why *w)
{
    int64_t ms = w->env->config->crawler.delay_ms;
    struct store_source *all;
    size_t n = store_run_sources(w->env->store, w->env->arena, &all);

    for (size_t i = 0; i < n; i++) {
        struct url u;

        if (url_split(all[i].url, &u) && text_eq(u.host, w->url.host) &&
            text_eq(u.port, w->url.port) && all[i].delay_ms > ms)
            ms = all[i].delay_ms;
    }
    return ms;
}

static void
say_host(struct why *w)
{
    struct arena *a = w->env->arena;
    struct text authority = url_authority(&w->url, a);
    int64_t id = store_host_find(w->env->store, authority), delay_ms;
    int64_t now_ms = clock_now_ms(w->env->clock), floor = floor_ms(w);
    struct store_host h = { 0 };

    if (id == 0 || !store_host_get(w->env->store, id, a, &h)) {
        say(w, "host", "never asked");
        return;
    }
    delay_ms = politeness_delay_ms(&h, floor);
    say_robots(w, &h);
    say(w, "delay",
        arena_printf(a, "%lld ms (configured %lld, Crawl-delay %lld, last answer took %lld)",
                     (long long)delay_ms, (long long)floor, (long long)h.crawl_delay_ms,
                     (long long)h.response_ms));
    if (h.parked_until_s * MS_PER_S > now_ms)
        say(w, "host",
            arena_printf(a, "parked until %s: %.*s", at(w, h.parked_until_s),
                         TEXT_ARG(h.parked_why)));
    else if (h.blocked_until_ms > now_ms)
        say(w, "host",
            arena_printf(a, "asked for a pause, or does not answer: left alone until %s",
                         at(w, h.blocked_until_ms / MS_PER_S)));
    else
        say(w, "host", "in use");
}

static void
say_fetches(struct why *w, int64_t url_id)
{
    struct store_fetch v[MAX_FETCHES];
    size_t n = store_run_fetches(w->env->store, url_id, MAX_FETCHES, w->env->arena, v);

    for (size_t i = 0; i < n; i++)
        say(w, "request",
            arena_printf(w->env->arena, "%s: %lld %.*s, %lld bytes in %lld ms",
                         at(w, v[i].at_ms / MS_PER_S), (long long)v[i].status,
                         TEXT_ARG(v[i].outcome), (long long)v[i].body_bytes,
                         (long long)v[i].span_ms));
}

static void
say_sources(struct why *w, const struct store_url *u)
{
    struct arena *a = w->env->arena;
    struct store_source *all;
    size_t n = store_run_sources(w->env->store, a, &all);
    const struct store_source *src = source_of(all, n, u->source_id);
    struct store_url from = { 0 };

    if (src != NULL)
        say(w, "source",
            arena_printf(a, "%.*s of %.*s, at most %lld pages a run", TEXT_ARG(src->key),
                         TEXT_ARG(src->department), (long long)src->max_pages));
    if (u->found_on != 0 && store_url_get(w->env->store, u->found_on, a, &from))
        say(w, "found on", arena_str(a, from.address));
    if (u->redirect_to != 0 && store_url_get(w->env->store, u->redirect_to, a, &from))
        say(w, "stands for", arena_str(a, from.address));
}

static void
say_known(struct why *w, const struct store_url *u)
{
    struct arena *a = w->env->arena;

    say(w, "state",
        u->reason.n > 0
            ? arena_printf(a, "%s: %.*s", store_url_state_name(u->state), TEXT_ARG(u->reason))
            : store_url_state_name(u->state));
    say_sources(w, u);
    say(w, "place in line",
        arena_printf(a, "%s, priority %lld, %lld links from the source's first page",
                     store_url_kind_name(u->kind), (long long)u->priority, (long long)u->depth));
    if (u->fetched_s > 0)
        say(w, "last fetched", at(w, u->fetched_s));
    if (u->due_s > 0)
        say(w, "next visit", at(w, u->due_s));
}

static void
say_unknown(struct why *w)
{
    struct trap_verdict v = trap_judge(&w->url);
    struct store_source *all;
    size_t n = store_run_sources(w->env->store, w->env->arena, &all), near = 0;

    for (size_t i = 0; i < n; i++) {
        struct url u;

        near += url_split(all[i].url, &u) && text_eq(u.host, w->url.host) &&
                text_eq(u.port, w->url.port);
    }
    if (near == 0)
        say(w, "state", "never met: no source asks this host");
    else if (v.class == TRAP_SKIP)
        say(w, "state", arena_printf(w->env->arena, "not taken: %s", v.why));
    else
        say(w, "state", "never met: no page that was read links to it");
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct why w = { .env = env };
    struct store_url_known known;
    struct store_url u = { 0 };
    struct text address;
    enum status st = url_resolve(text_of(env->args[0]), TEXT_NONE, env->arena, &address, err);

    if (st != ST_OK)
        return err_set(err, ST_USAGE, "%.200s is no address: http://... or https://...",
                       env->args[0]);
    address = url_canonical(address, env->arena);
    if (!url_split(address, &w.url) || !url_fetchable(&w.url))
        return err_set(err, ST_USAGE, "%.200s: only http and https are fetched", env->args[0]);
    w.table = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_whole(w.table);
    say(&w, "address", arena_str(env->arena, address));
    if (store_url_find(env->store, address, &known) &&
        store_url_get(env->store, known.id, env->arena, &u))
        say_known(&w, &u);
    else
        say_unknown(&w);
    say_host(&w);
    if (u.id != 0)
        say_fetches(&w, u.id);
    st = table_close(w.table, err);
    return st == ST_OK ? store_check(env->store, err) : st;
}

const struct cmd why_cmd = {
    .name = "why",
    .args = "URL",
    .summary = "why this address was or was not fetched",
    .examples = "  earshot why https://forum.example.org/t/welcome/1\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
