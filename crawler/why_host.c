/* why_host.c - what the host of an address has to do with it: robots.txt, clocks, blocks, guard. */
#include "why.h"

#include "clock.h"
#include "fetch.h"
#include "guard.h"
#include "host_state.h"
#include "politeness.h"
#include "trap.h"

#define MS_PER_S       INT64_C(1000)
#define MAX_NEIGHBOURS 8

static void
ask_robots(struct why *w)
{
    const struct crawler_config *conf = &w->config->crawler;
    struct text body = store_host_robots_body(w->store, w->host.id, w->arena);
    struct robots *r =
        robots_parse(body, text_of(fetch_agent(w->arena, conf->homepage, conf->contact)));

    w->robots = robots_ask(r, url_path_query(&w->url));
    w->rule = robots_line_text(body, w->robots.line);
    robots_free(r);
}

/* The floor of the host: what is configured for the crawl, or more by a source that asks it. */
static int64_t
floor_of(const struct why *w)
{
    int64_t ms = w->config->crawler.delay_ms;

    for (size_t i = 0; i < w->n_sources; i++) {
        struct url u;

        if (url_split(w->sources[i].url, &u) && text_eq(u.host, w->url.host) &&
            text_eq(u.port, w->url.port) && w->sources[i].delay_ms > ms)
            ms = w->sources[i].delay_ms;
    }
    return ms;
}

/* Why the address guard would say no to an IP address; NULL: it would not. */
static const char *
guard_says(const struct why *w, struct text ip)
{
    const struct text_list *allow = &w->config->crawler.allow_address;
    struct guard_range *ranges = arena_alloc(w->arena, (allow->n + 1) * sizeof(*ranges));
    struct err err = { "" };
    size_t n = 0;

    for (size_t i = 0; i < allow->n; i++)
        n += guard_range_parse(allow->v[i], &ranges[n], NULL) == ST_OK;
    if (ip.n == 0 || guard_check_text(ip, ranges, n, &err) != ST_DENIED)
        return NULL;
    return arena_str(w->arena, text_of(err.msg));
}

void
why_host_look(struct why *w)
{
    int64_t id = store_host_find(w->store, url_authority(&w->url, w->arena));

    w->robots = (struct robots_verdict){ true, 0 };
    w->floor_ms = floor_of(w);
    w->guarded = guard_says(w, w->url.host);
    if (id == 0 || !store_host_get(w->store, id, w->arena, &w->host))
        return;
    w->refusal = host_state_refusal(&w->host, w->now_ms, w->arena);
    if (w->guarded == NULL)
        w->guarded = guard_says(w, w->host.ip);
    if (text_is(w->host.verdict, "rules"))
        ask_robots(w);
}

static void
say_robots(struct why *w)
{
    const char *file = host_state_robots(&w->host, w->now_ms, w->arena);
    json_t *o = json_object();

    if (!text_is(w->host.verdict, "rules"))
        why_say(w, "robots.txt", "%s", file);
    else if (w->robots.line == 0)
        why_say(w, "robots.txt", "allowed: no rule speaks of it (%s)", file);
    else
        why_say(w, "robots.txt", "%s by line %u: %.*s (%s)",
                w->robots.allow ? "allowed" : "disallowed", w->robots.line, TEXT_ARG(w->rule),
                file);
    json_object_set_new(o, "file", json_string(file));
    json_object_set_new(o, "verdict",
                        w->host.verdict.n > 0 ? json_of_text(w->host.verdict) : json_null());
    json_object_set_new(
        o, "allow",
        w->host.verdict.n == 0
            ? json_null()
            : json_boolean(w->robots.allow && !text_is(w->host.verdict, "disallow")));
    json_object_set_new(o, "line", w->robots.line > 0 ? json_integer(w->robots.line) : json_null());
    json_object_set_new(o, "rule", w->robots.line > 0 ? json_of_text(w->rule) : json_null());
    json_object_set_new(o, "status", json_integer(w->host.robots_status));
    why_put_time(o, "fetched", w->host.robots_fetched_s);
    why_put_time(o, "expires", w->host.robots_expires_s);
    why_put_time(o, "failing_since", w->host.robots_failing_s);
    json_object_set_new(w->json, "robots", o);
}

static void
say_delay(struct why *w)
{
    int64_t ms = politeness_delay_ms(&w->host, w->floor_ms);
    json_t *o = json_object();

    why_say(w, "delay",
            "%s between an answer and the next request: %s (configured %s, Crawl-delay"
            " %s, its last answer took %s)",
            host_state_span(ms, w->arena), politeness_delay_why(&w->host, w->floor_ms),
            host_state_span(w->floor_ms, w->arena),
            w->host.crawl_delay_ms > 0 ? host_state_span(w->host.crawl_delay_ms, w->arena) : "none",
            host_state_span(w->host.response_ms, w->arena));
    json_object_set_new(o, "delay_ms", json_integer(ms));
    json_object_set_new(o, "why", json_string(politeness_delay_why(&w->host, w->floor_ms)));
    json_object_set_new(o, "configured_ms", json_integer(w->floor_ms));
    json_object_set_new(o, "crawl_delay_ms", json_integer(w->host.crawl_delay_ms));
    json_object_set_new(o, "response_ms", json_integer(w->host.response_ms));
    json_object_set_new(w->json, "delay", o);
}

static void
say_neighbours(struct why *w, json_t *host)
{
    struct text names[MAX_NEIGHBOURS];
    json_t *list = json_array();
    size_t n = 0;

    if (w->host.ip.n > 0)
        n = store_explain_neighbours(w->store, w->host.ip, w->host.id, MAX_NEIGHBOURS, w->arena,
                                     names);
    for (size_t i = 0; i < n; i++) {
        why_say(w, i == 0 ? "shares its clock" : "", "with %.*s, at the same IP address %.*s",
                TEXT_ARG(names[i]), TEXT_ARG(w->host.ip));
        json_array_append_new(list, json_of_text(names[i]));
    }
    json_object_set_new(host, "neighbours", list);
}

static void
say_state(struct why *w)
{
    const struct store_host *h = &w->host;
    int64_t ahead_ms = h->next_ok_ms - w->now_ms;
    json_t *o = json_object();

    if (w->refusal != NULL)
        why_say(w, "host", "%s", w->refusal);
    else if (ahead_ms > 0)
        why_say(w, "host", "in use; may be asked again in %s", host_state_span(ahead_ms, w->arena));
    else
        why_say(w, "host", "in use; may be asked now");
    if (h->backoff_step > 0)
        why_say(w, "back-off",
                "it was paused or silent %lld time%s; the next time lasts %s, unless it says how"
                " long, or has been quiet for %s",
                (long long)h->backoff_step, h->backoff_step == 1 ? "" : "s",
                host_state_span(fetchplan_backoff_ms((unsigned)h->backoff_step, NULL), w->arena),
                host_state_span(POLITENESS_QUIET_MS, w->arena));
    json_object_set_new(o, "id", json_integer(h->id));
    json_object_set_new(o, "authority", json_of_text(h->authority));
    json_object_set_new(o, "state", json_string(w->refusal != NULL ? w->refusal : "in use"));
    why_put_time(o, "next_request", h->next_ok_ms / MS_PER_S);
    why_put_time(o, "blocked_until", h->blocked_until_ms / MS_PER_S);
    why_put_time(o, "parked_until", h->parked_until_s);
    json_object_set_new(o, "failures", json_integer(h->failures));
    json_object_set_new(o, "requests", json_integer(h->requests));
    json_object_set_new(o, "ip", h->ip.n > 0 ? json_of_text(h->ip) : json_null());
    say_neighbours(w, o);
    json_object_set_new(w->json, "host", o);
}

/* What the form of the address tells. */
static void
say_trap(struct why *w)
{
    struct trap_verdict v = trap_judge(&w->url);
    int64_t most = trap_most_same(v.class), same = 0;
    json_t *o;

    if (w->known && (w->u.kind == STORE_URL_API || w->u.kind == STORE_URL_API_ITEM))
        return; /* nothing on a page led there */
    o = json_object();
    if (w->host.id != 0)
        same = store_url_shape_same(w->store, w->host.id, trap_shape(&w->url));
    if (v.class == TRAP_SKIP)
        why_say(w, "trap", "not taken from a page: %s", v.why);
    else if (same >= most)
        why_say(w, "trap", "the last %lld pages of this form read the same: new ones are refused",
                (long long)same);
    else if (v.class == TRAP_LOW || v.class == TRAP_CALENDAR)
        why_say(w, "form", "comes last: %s", v.why);
    json_object_set_new(o, "why", v.why != NULL ? json_string(v.why) : json_null());
    json_object_set_new(o, "skipped", json_boolean(v.class == TRAP_SKIP));
    json_object_set_new(o, "same_before", json_integer(same));
    json_object_set_new(o, "most_same", json_integer(most));
    json_object_set_new(w->json, "trap", o);
}

void
why_host_say(struct why *w)
{
    if (w->guarded != NULL)
        why_say(w, "guard", "%s", w->guarded);
    json_object_set_new(w->json, "guard",
                        w->guarded != NULL ? json_string(w->guarded) : json_null());
    say_trap(w);
    if (w->host.id == 0) {
        why_say(w, "host", "never met");
        return;
    }
    say_robots(w);
    say_delay(w);
    say_state(w);
}
