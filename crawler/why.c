#include "why.h"

#include <stdarg.h>
#include <stdio.h>

#include "clock.h"
#include "host_state.h"
#include "store_archive.h"
#include "store_url_api.h"
#include "store_wanted.h"

#define LINE_BYTES   2048
#define MAX_REQUESTS 5  /* of its history that are shown */
#define MAX_HOPS     10 /* of a chain of redirects; a longer one is a loop */
#define MAX_SOURCES  64
#define MS_PER_S     INT64_C(1000)

/* ---- lines ---- */

void
why_say(struct why *w, const char *about, const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(line, sizeof(line), fmt, ap);
    va_end(ap);
    w->lines = arena_grow(w->arena, w->lines, w->n_lines, &w->cap_lines, sizeof(*w->lines));
    w->lines[w->n_lines++] = (struct why_line){ about, arena_str(w->arena, text_of(line)) };
}

const char *
why_time(struct why *w, int64_t at_s)
{
    char out[CLOCK_RFC3339_BYTES];

    return arena_str(w->arena, text_of(clock_rfc3339(at_s, out)));
}

void
why_put_time(json_t *o, const char *key, int64_t at_s)
{
    char out[CLOCK_RFC3339_BYTES];

    json_object_set_new(o, key, at_s > 0 ? json_string(clock_rfc3339(at_s, out)) : json_null());
}

const struct store_source *
why_source(const struct why *w, int64_t id)
{
    for (size_t i = 0; i < w->n_sources; i++)
        if (w->sources[i].id == id)
            return &w->sources[i];
    return NULL;
}

/* ---- finding ---- */

static bool
load(struct why *w, struct text address)
{
    struct store_url_known known;

    return store_url_find(w->store, address, &known) &&
           store_url_get(w->store, known.id, w->arena, &w->u);
}

/* A question's own address: with its fragment, or one that is no page's. */
static bool
load_permalink(struct why *w, struct text href, struct text address)
{
    int64_t id = store_explain_page_of(w->store, href);

    if (id == 0)
        id = store_explain_page_of(w->store, address);
    return id != 0 && store_url_get(w->store, id, w->arena, &w->u);
}

enum status
why_find(struct why *w, struct text given, struct err *err)
{
    struct text href, fragment = text_after(given, '#');
    enum status st = url_resolve(given, TEXT_NONE, w->arena, &href, NULL);

    if (st != ST_OK && text_find(given, TEXT_LIT("://")) == TEXT_NPOS &&
        text_find_char(given, '.') != TEXT_NPOS)
        return err_set(err, ST_USAGE, "%.*s is no whole address: did you mean https://%.*s?",
                       TEXT_ARG(text_sub(given, 0, 200)), TEXT_ARG(text_sub(given, 0, 200)));
    if (st != ST_OK)
        return err_set(err, ST_USAGE, "\"%.*s\" is no address: wanted http://... or https://...",
                       TEXT_ARG(text_sub(given, 0, 200)));
    if (!url_split(url_canonical(href, w->arena), &w->url) || !url_fetchable(&w->url))
        return err_set(err, ST_USAGE, "%.*s: only http and https are fetched",
                       TEXT_ARG(text_sub(given, 0, 200)));
    w->address = w->url.href;
    if (fragment.n > 0)
        href =
            text_of(arena_printf(w->arena, "%.*s#%.*s", TEXT_ARG(w->address), TEXT_ARG(fragment)));
    w->known = (fragment.n > 0 && load_permalink(w, href, href)) || load(w, w->address) ||
               load_permalink(w, href, w->address);
    if (w->known && url_split(w->u.address, &w->url))
        w->address = w->u.address;
    w->n_sources = store_run_sources(w->store, w->arena, &w->sources);
    return ST_OK;
}

const char *
why_suggest(const struct why *w)
{
    bool secure = text_is(w->url.scheme, "https");
    struct text rest = text_from(w->address, secure ? sizeof("https") - 1 : sizeof("http") - 1);
    struct text other =
        text_of(arena_printf(w->arena, "%s%.*s", secure ? "http" : "https", TEXT_ARG(rest)));
    bool slash = text_ends(w->address, TEXT_LIT("/"));
    struct text pair = slash ? text_sub(w->address, 0, w->address.n - 1)
                             : text_of(arena_printf(w->arena, "%.*s/", TEXT_ARG(w->address)));
    struct store_url_known known;

    if (store_url_find(w->store, other, &known))
        return other.p;
    return store_url_find(w->store, pair, &known) ? arena_str(w->arena, pair) : NULL;
}

/* ---- its place in the frontier ---- */

static void
say_sources(struct why *w)
{
    int64_t ids[MAX_SOURCES];
    size_t n = store_url_sources(w->store, w->u.id, ids, MAX_SOURCES);
    const struct store_source *payer = why_source(w, w->u.source_id);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        const struct store_source *src = why_source(w, ids[i]);
        struct store_explain_run run = { 0 };
        bool pays = ids[i] == w->u.source_id, wants;

        if (src == NULL)
            continue;
        wants = store_wanted_has(w->store, w->u.id, ids[i]);
        w->wanted = w->wanted || wants;
        store_explain_runs(w->store, src->id, 1, w->arena, &run);
        why_say(w, pays ? "source" : "also of", "%.*s of %.*s%s%s", TEXT_ARG(src->key),
                TEXT_ARG(src->department), wants ? ", which it is still to be read for" : "",
                pays
                    ? arena_printf(w->arena, ", which spent %lld of its %lld pages in the last run",
                                   (long long)run.tally.pages, (long long)src->max_pages)
                    : "");
        json_array_append_new(list, json_pack("{s:o, s:o, s:b, s:b, s:I, s:I}", "department",
                                              json_of_text(src->department), "source",
                                              json_of_text(src->key), "pays", pays, "wants", wants,
                                              "max_pages", (json_int_t)src->max_pages,
                                              "pages_last_run", (json_int_t)run.tally.pages));
    }
    if (payer != NULL && why_refused(w, payer) != NULL)
        why_say(w, "source", "%.*s does not run: %s", TEXT_ARG(payer->key), why_refused(w, payer));
    if (payer == NULL && json_array_size(list) == 0)
        why_say(w, "source", "none that is configured now: it is not asked for any more");
    json_object_set_new(w->json, "sources", list);
}

/* Where it leads, hop by hop. */
static void
say_chain(struct why *w)
{
    struct store_url u = w->u;
    json_t *list = json_array();

    for (int i = 0; i < MAX_HOPS && u.redirect_to != 0 && u.redirect_to != w->u.id; i++) {
        if (!store_url_get(w->store, u.redirect_to, w->arena, &u))
            break;
        why_say(w, i == 0 ? "leads to" : "and on to", "%.*s (%s%s%.*s)", TEXT_ARG(u.address),
                store_url_state_name(u.state), u.reason.n > 0 ? ": " : "", TEXT_ARG(u.reason));
        json_array_append_new(list, json_of_text(u.address));
    }
    json_object_set_new(w->json, "leads_to", list);
}

/* The page it was found on, and before it those that a redirect came from. */
static void
say_origin(struct why *w)
{
    struct store_url u = w->u;
    json_t *list = json_array();

    for (int i = 0; i < MAX_HOPS && u.found_on != 0 && u.found_on != u.id; i++) {
        bool hop = u.hops > 0;

        if (!store_url_get(w->store, u.found_on, w->arena, &u))
            break;
        why_say(w, hop ? "moved here from" : "found on", "%.*s", TEXT_ARG(u.address));
        json_array_append_new(
            list, json_pack("{s:o, s:b}", "address", json_of_text(u.address), "redirect", hop));
        if (!hop)
            break;
    }
    if (w->u.found_on == 0)
        why_say(w, "found", "%s",
                w->u.kind == STORE_URL_SEED  ? "in the configuration: it is a"
                                               " source's own address"
                : w->u.kind == STORE_URL_API ? "by the profile of its platform"
                                             : "by robots.txt or in an archive");
    json_object_set_new(w->json, "found_on", list);
}

static void
say_place(struct why *w)
{
    const struct store_url *u = &w->u;
    int64_t ahead = u->state == STORE_URL_QUEUED ? store_explain_ahead(w->store, u) : 0;

    why_say(w, "place in line",
            "a%s %s of priority %lld, %lld link%s from the source's first page%s",
            u->kind == STORE_URL_API || u->kind == STORE_URL_API_ITEM ? "n" : "",
            store_url_kind_name(u->kind), (long long)u->priority, (long long)u->depth,
            u->depth == 1 ? "" : "s",
            ahead > 0 ? arena_printf(w->arena, "; %lld of its source and host come%s before it",
                                     (long long)ahead, ahead == 1 ? "s" : "")
                      : "");
    json_object_set_new(w->json, "kind", json_string(store_url_kind_name(u->kind)));
    json_object_set_new(w->json, "priority", json_integer(u->priority));
    json_object_set_new(w->json, "depth", json_integer(u->depth));
    json_object_set_new(w->json, "max_depth", json_integer(w->config->crawler.max_depth));
    json_object_set_new(w->json, "tries", json_integer(u->tries));
    json_object_set_new(w->json, "queued_before_it", json_integer(ahead));
}

static void
say_visits(struct why *w)
{
    const struct store_url *u = &w->u;
    const char *next = NULL;

    if (u->fetched_s > 0)
        why_say(w, "last asked for", "%s", why_time(w, u->fetched_s));
    if (u->state == STORE_URL_SHELVED)
        next = NULL;
    else if (u->state == STORE_URL_QUEUED || (w->wanted && u->state == STORE_URL_DONE))
        next = "as soon as its turn comes";
    else if (u->redirect_to != 0 && u->due_s == 0)
        next = "none: the page that it stands for is visited instead";
    else if (u->kind == STORE_URL_SEED)
        next = "in every run, as a source's own address";
    else if (u->kind != STORE_URL_PAGE && u->kind != STORE_URL_API_ITEM &&
             u->state == STORE_URL_DONE)
        next = "in every run, as a list of addresses";
    else if (u->due_s > 0)
        next = arena_printf(
            w->arena, "%s%s%s", why_time(w, u->due_s), u->interval_s > 0 ? ", every " : "",
            u->interval_s > 0 ? host_state_span(u->interval_s * MS_PER_S, w->arena) : "");
    why_say(w, "next visit", "%s", next != NULL ? next : "none");
    why_put_time(w->json, "first_seen", u->first_seen_s);
    why_put_time(w->json, "fetched", u->fetched_s);
    why_put_time(w->json, "due", u->due_s);
    json_object_set_new(w->json, "next_visit", next != NULL ? json_string(next) : json_null());
}

static void
say_requests(struct why *w)
{
    struct store_fetch v[MAX_REQUESTS];
    size_t n = store_run_fetches(w->store, w->u.id, MAX_REQUESTS, w->arena, v);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        json_t *o = json_object();

        why_say(w, "request", "%s: %lld %.*s, %lld bytes in %s", why_time(w, v[i].at_ms / MS_PER_S),
                (long long)v[i].status, TEXT_ARG(v[i].outcome), (long long)v[i].body_bytes,
                host_state_span(v[i].span_ms, w->arena));
        why_put_time(o, "at", v[i].at_ms / MS_PER_S);
        json_object_set_new(o, "status", json_integer(v[i].status));
        json_object_set_new(o, "outcome", json_of_text(v[i].outcome));
        json_object_set_new(o, "bytes", json_integer(v[i].body_bytes));
        json_object_set_new(o, "ms", json_integer(v[i].span_ms));
        json_array_append_new(list, o);
    }
    json_object_set_new(w->json, "requests", list);
}

/* Where its newest copy is, if answers are kept. */
static void
say_copy(struct why *w)
{
    struct store_archived v;
    json_t *o;

    if (!store_archive_newest(w->store, w->u.id, w->arena, &v))
        return;
    why_say(w, "copy", "archive/%.*s, byte %lld, of %s%s", TEXT_ARG(v.file),
            (long long)v.offset_bytes, why_time(w, v.at_ms / MS_PER_S),
            v.same_as_ms == 0 ? ""
                              : arena_printf(w->arena, ": unchanged since %s",
                                             why_time(w, v.same_as_ms / MS_PER_S)));
    o = json_object();
    json_object_set_new(o, "file", json_of_text(v.file));
    json_object_set_new(o, "offset", json_integer(v.offset_bytes));
    json_object_set_new(o, "length", json_integer(v.length_bytes));
    why_put_time(o, "at", v.at_ms / MS_PER_S);
    why_put_time(o, "unchanged_since", v.same_as_ms / MS_PER_S);
    json_object_set_new(w->json, "copy", o);
}

/* ---- how it stands, in a sentence ---- */

static const char *
queued_verdict(struct why *w)
{
    const struct store_source *src = why_source(w, w->u.source_id);
    struct store_explain_run run = { 0 };
    int64_t ahead = store_explain_ahead(w->store, &w->u);

    if (src == NULL)
        return "It waits, but the source that led to it is not configured any more.";
    if (!w->robots.allow)
        return arena_printf(w->arena,
                            "It waits, but will be refused: line %u of robots.txt disallows it.",
                            w->robots.line);
    if (w->refusal != NULL)
        return arena_printf(w->arena, "It waits for its host, which is %s.", w->refusal);
    store_explain_runs(w->store, src->id, 1, w->arena, &run);
    if (run.tally.pages >= src->max_pages)
        return arena_printf(w->arena,
                            "It waits for the next run: the last one spent the %lld pages of source"
                            " %.*s.",
                            (long long)src->max_pages, TEXT_ARG(src->key));
    return ahead == 0 ? "It waits, and is the next of its source."
                      : arena_printf(w->arena, "It waits, after %lld other%s of its source.",
                                     (long long)ahead, ahead == 1 ? "" : "s");
}

static const char *
verdict_of(struct why *w)
{
    const struct store_url *u = &w->u;
    struct store_url to = { 0 };
    struct text why = u->reason;

    if (!w->known)
        return why_never_verdict(w);
    if (u->redirect_to != 0 && store_url_get(w->store, u->redirect_to, w->arena, &to))
        return arena_printf(w->arena, "It %s %.*s (%s).",
                            text_is(why, "moved") ? "redirects to" : "says that it is",
                            TEXT_ARG(to.address), store_url_state_name(to.state));
    switch (u->state) {
    case STORE_URL_QUEUED:
        return queued_verdict(w);
    case STORE_URL_WAITING:
        return arena_printf(w->arena, "It failed %lld time%s (%.*s) and is tried again after %s.",
                            (long long)u->tries, u->tries == 1 ? "" : "s", TEXT_ARG(why),
                            why_time(w, u->due_s));
    case STORE_URL_GONE:
        return "Its host says that it does not exist.";
    case STORE_URL_FAILED:
        return arena_printf(w->arena, "It was given up: %.*s.", TEXT_ARG(why));
    case STORE_URL_REFUSED:
        return arena_printf(w->arena, "It is not fetched: %.*s.", TEXT_ARG(why));
    case STORE_URL_SHELVED:
        if (!store_url_api_used(w->store, u->source_id, w->arena, &to))
            return "It is not fetched: its source is read through its site's API.";
        return arena_printf(w->arena, "It is not fetched: its source is read through %.*s (%s).",
                            TEXT_ARG(to.address), store_url_state_name(to.state));
    case STORE_URL_DONE:
        break;
    }
    return why_page_verdict(w);
}

void
why_explain(struct why *w)
{
    const char *verdict;

    w->json = json_object();
    why_host_look(w);
    if (w->known)
        why_page_look(w);
    verdict = verdict_of(w);
    why_say(w, "address", "%.*s", TEXT_ARG(w->address));
    why_say(w, "verdict", "%s", verdict);
    json_object_set_new(w->json, "address", json_of_text(w->address));
    json_object_set_new(w->json, "verdict", json_string(verdict));
    json_object_set_new(w->json, "known", json_boolean(w->known));
    json_object_set_new(w->json, "state",
                        w->known ? json_string(store_url_state_name(w->u.state)) : json_null());
    json_object_set_new(w->json, "reason",
                        w->u.reason.n > 0 ? json_of_text(w->u.reason) : json_null());
    if (w->known) {
        why_page_say(w);
        say_sources(w);
        say_origin(w);
        say_chain(w);
        say_place(w);
        say_visits(w);
    } else {
        why_never_say(w);
    }
    why_host_say(w);
    if (w->known) {
        say_requests(w);
        say_copy(w);
    }
}

void
why_release(struct why *w)
{
    json_decref(w->json);
    w->json = NULL;
}
