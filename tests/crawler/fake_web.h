/*
 * fake_web.h - a web without a network, for tests of the crawl: pages from a
 * table, a clock that only the fetcher moves, and a log of what was asked when.
 */
#ifndef FAKE_WEB_H
#define FAKE_WEB_H

#include <sys/stat.h>
#include <unistd.h>

#include "../test.h"

#include "../../crawler/crawl.h"
#include "config.h"
#include "config_sync.h"
#include "file.h"
#include "log.h"
#include "mem.h"

#define WEB_T0_MS      INT64_C(1795300000000)
#define WEB_LATENCY_MS 20
#define WEB_MAX_LOG    2000

struct web_page {
    const char *url;
    unsigned status;
    const char *body;                   /* NULL: "" */
    const char *location, *retry_after; /* NULL: absent */
    const char *etag;
    enum fetchplan_failure failure;
    bool answered;                 /* it failed after a status line */
    const char *type;              /* NULL: HTML */
    const char *remaining, *reset; /* X-RateLimit; NULL: absent */
    const char *robots_tag;
    bool mute;          /* no answer ever comes */
    int64_t latency_ms; /* 0: WEB_LATENCY_MS */
};

struct web_entry {
    int64_t start_ms, end_ms;
    char url[200];
    unsigned status;
};

struct web {
    char dir[64];
    struct store *store;
    struct config *config;
    struct extract *extract;
    struct arena *arena;
    struct clock_fake fake;
    struct clock wall, clock; /* clock: the run's, which goes on evenly */
    struct clock_steady steady;
    size_t set_at;  /* after so many requests somebody sets the wall clock, 0: nobody ... */
    int64_t set_ms; /* ... ahead by so much */
    const struct web_page *pages; /* a later row for the same url wins */
    size_t n_pages;
    struct web_entry log[WEB_MAX_LOG];
    size_t n_log;
    struct fetch_response *pending[CRAWL_MAX_BUSY];
    size_t n_pending;
    struct crawl *crawl;
    void (*on_start)(struct web *w); /* before each request; NULL: nothing */
    struct crawl_report report;
    int64_t limit_pages;
    const char *source;      /* this one alone, as crawl --source; NULL: all */
    bool shared;             /* with those that share its pages */
    size_t threads;          /* that read; 0: none but this one */
    struct archive *archive; /* the test's own; NULL: none */
    bool again;              /* as crawl --again */
    const char *ip;          /* of every host; NULL: not told */
};

static inline const struct web_page *
web_find(const struct web *w, const char *url)
{
    static const struct web_page missing = { .url = "", .status = 404 };

    for (size_t i = w->n_pages; i-- > 0;)
        if (strcmp(w->pages[i].url, url) == 0)
            return &w->pages[i];
    return &missing;
}

static inline enum status
web_start(void *self, const struct fetch_request *rq, struct err *err)
{
    struct web *w = self;
    const struct web_page *page = web_find(w, rq->url.p);
    struct fetch_response *r = mem_zalloc(sizeof(*r));
    struct web_entry *e = &w->log[w->n_log++];

    (void)err;
    if (w->on_start != NULL)
        w->on_start(w);
    assert_true(w->n_log < WEB_MAX_LOG);
    r->tag = rq->tag;
    r->status = page->status;
    r->failure = page->failure;
    r->answered = page->answered || page->status > 0;
    r->started_ms = clock_now_ms(&w->clock);
    r->ended_ms = w->fake.at_ms + (page->latency_ms > 0 ? page->latency_ms : WEB_LATENCY_MS);
    r->body = text_of(page->body);
    if (rq->body == FETCH_BODY_CUT)
        r->body = text_sub(r->body, 0, rq->max_body);
    r->fields[FETCH_CONTENT_TYPE] = text_of(page->type != NULL ? page->type : "text/html");
    r->fields[FETCH_RATE_REMAINING] = text_of(page->remaining);
    r->fields[FETCH_RATE_RESET] = text_of(page->reset);
    r->fields[FETCH_ROBOTS_TAG] = text_of(page->robots_tag);
    r->fields[FETCH_LOCATION] = text_of(page->location);
    r->fields[FETCH_RETRY_AFTER] = text_of(page->retry_after);
    r->fields[FETCH_ETAG] = text_of(page->etag);
    if (!fetch_wanted(r->fields[FETCH_CONTENT_TYPE], rq->body)) {
        r->unwanted = true;
        r->body = TEXT_NONE;
    }
    if (page->etag != NULL && text_is(rq->etag, page->etag)) {
        r->status = 304;
        r->body = TEXT_NONE;
    }
    if (w->ip != NULL)
        snprintf(r->ip, sizeof(r->ip), "%s", w->ip);
    *e = (struct web_entry){ w->fake.at_ms, r->ended_ms, "", r->status };
    snprintf(e->url, sizeof(e->url), "%.*s", TEXT_ARG(rq->url));
    w->pending[w->n_pending++] = r;
    if (page->mute)
        r->ended_ms = INT64_MAX;
    if (w->n_log == w->set_at)
        w->fake.set_ms += w->set_ms;
    return ST_OK;
}

static inline struct fetch_response *
web_wait(void *self, int64_t until_ms)
{
    struct web *w = self;
    struct fetch_response *r;
    size_t first = 0;

    if (until_ms < INT64_MAX)
        until_ms -= clock_now_ms(&w->clock) - w->fake.at_ms;
    for (size_t i = 1; i < w->n_pending; i++)
        if (w->pending[i]->ended_ms < w->pending[first]->ended_ms)
            first = i;
    if (w->n_pending == 0 || w->pending[first]->ended_ms == INT64_MAX ||
        w->pending[first]->ended_ms > until_ms) {
        if (until_ms > w->fake.at_ms && until_ms < INT64_MAX)
            w->fake.at_ms = until_ms;
        return NULL;
    }
    r = w->pending[first];
    w->pending[first] = w->pending[--w->n_pending];
    if (r->ended_ms > w->fake.at_ms)
        w->fake.at_ms = r->ended_ms;
    r->ended_ms = clock_now_ms(&w->clock);
    return r;
}

static inline void
web_release(void *self, struct fetch_response *r)
{
    (void)self;
    free(r);
}

static inline void
web_write(const struct web *w, const char *name, const char *body)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", w->dir, name);
    assert_int_equal(file_write(path, text_of(body), 0644, NULL), ST_OK);
}

/* A workspace with one department; seed is the text of seeds/x.ini. */
static inline void
web_open(struct web *w, const char *seed, const struct web_page *pages, size_t n)
{
    struct err err = { "" };
    char path[128];

    log_set_level(LOG_ERROR);
    *w = (struct web){ .fake = { WEB_T0_MS }, .pages = pages, .n_pages = n };
    w->wall = clock_of_fake(&w->fake);
    w->clock = clock_of_steady(&w->steady, &w->wall);
    w->arena = arena_new();
    snprintf(w->dir, sizeof(w->dir), "/tmp/earshot-web-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    snprintf(path, sizeof(path), "%s/seeds", w->dir);
    assert_int_equal(file_mkdir(path, NULL), ST_OK);
    web_write(w, "earshot.ini", "[crawler]\ncontact = mailto:test@example.edu\ndelay = 1s\n");
    web_write(w, "seeds/x.ini", seed);
    snprintf(path, sizeof(path), "%s/earshot.db", w->dir);
    assert_int_equal(store_create(path, &err), ST_OK);
    assert_int_equal(config_load(w->dir, &w->config, &err), ST_OK);
    assert_int_equal(store_open(path, STORE_CONFIG, &w->store, &err), ST_OK);
    assert_int_equal(config_sync(w->config, w->store, &err), ST_OK);
    store_set_role(w->store, STORE_CRAWLER);
    assert_int_equal(extract_new(NULL, &w->extract, &err), ST_OK);
}

/* Another text of seeds/x.ini. */
static inline void
web_seed(struct web *w, const char *seed)
{
    struct err err = { "" };

    web_write(w, "seeds/x.ini", seed);
    config_free(w->config);
    assert_int_equal(config_load(w->dir, &w->config, &err), ST_OK);
    store_set_role(w->store, STORE_CONFIG);
    assert_int_equal(config_sync(w->config, w->store, &err), ST_OK);
    store_set_role(w->store, STORE_CRAWLER);
}

/* The signal of a test: stop once the log is that long. */
static inline size_t *
web_stop_at(void)
{
    static size_t at;

    return &at;
}

static inline struct web **
web_current(void)
{
    static struct web *current;

    return &current;
}

static inline bool
web_stop(void)
{
    return *web_stop_at() > 0 && (*web_current())->n_log >= *web_stop_at();
}

static inline struct crawl_config
web_config(struct web *w)
{
    return (struct crawl_config){ .store = w->store,
                                  .clock = &w->clock,
                                  .steady = &w->steady,
                                  .extract = w->extract,
                                  .agent = "Earshot/1.0 (+mailto:test@example.edu)",
                                  .delay_ms = 1000,
                                  .max_depth = 16,
                                  .limit_pages = w->limit_pages,
                                  .source = w->source,
                                  .shared = w->shared,
                                  .threads = w->threads,
                                  .again = w->again,
                                  .archive = w->archive,
                                  .stop = web_stop };
}

/* One run; its status. */
static inline enum status
web_crawl(struct web *w)
{
    struct crawl_config cfg = web_config(w);
    struct fetcher fetcher = { web_start, web_wait, web_release, NULL, w };
    struct err err = { "" };
    enum status st;

    crawl_close(w->crawl);
    w->crawl = NULL;
    w->clock = clock_of_steady(&w->steady, &w->wall);
    w->report = (struct crawl_report){ 0 };
    st = crawl_open(&cfg, &w->crawl, &err);
    *web_current() = w;
    if (st != ST_OK)
        return st;
    st = crawl_run(w->crawl, &fetcher, w->arena, &w->report, &err);
    CHECK(st == ST_OK || st == ST_PARTIAL || st == ST_INTERRUPTED, "%s", err.msg);
    while (w->n_pending > 0)
        free(w->pending[--w->n_pending]);
    return st; /* w->crawl stays open: the report points into it */
}

static inline void
web_close(struct web *w)
{
    static const char *const names[] = {
        "earshot.db", "earshot.db-wal", "earshot.db-shm", "earshot.ini", "seeds/x.ini", "seeds", ""
    };
    char path[128];

    crawl_close(w->crawl);
    store_close(w->store);
    config_free(w->config);
    extract_free(w->extract);
    arena_free(w->arena);
    for (size_t i = 0; i < N_ROWS(names); i++) {
        snprintf(path, sizeof(path), "%s/%s", w->dir, names[i]);
        remove(path);
    }
}

/* How often an address was asked for. */
static inline size_t
web_asked(const struct web *w, const char *url)
{
    size_t n = 0;

    for (size_t i = 0; i < w->n_log; i++)
        n += strcmp(w->log[i].url, url) == 0;
    return n;
}

static inline size_t
web_host_bytes(const char *url)
{
    const char *slash = strchr(url + sizeof("https://") - 1, '/');

    return slash != NULL ? (size_t)(slash - url) : strlen(url);
}

/* The law of the log: robots.txt first, one at a time, and the delay kept from end to start. */
static inline void
web_check_polite(const struct web *w, int64_t delay_ms)
{
    for (size_t i = 0; i < w->n_log; i++) {
        const struct web_entry *e = &w->log[i], *last = NULL;
        size_t n = web_host_bytes(e->url);

        for (size_t j = 0; j < i; j++)
            if (web_host_bytes(w->log[j].url) == n && strncmp(w->log[j].url, e->url, n) == 0)
                last = &w->log[j];
        if (last == NULL)
            CHECK(strcmp(e->url + n, "/robots.txt") == 0, "first asked for %s", e->url);
        else
            CHECK(e->start_ms >= last->end_ms + delay_ms, "%s %lld ms after %s", e->url,
                  (long long)(e->start_ms - last->end_ms), last->url);
    }
}

#endif /* FAKE_WEB_H */
