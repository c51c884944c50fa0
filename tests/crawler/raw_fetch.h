/* raw_fetch.h - the real fetcher before a server that sends what a test says, byte by byte. */
#ifndef RAW_FETCH_H
#define RAW_FETCH_H

#include "../../crawler/fetch.h"
#include "raw_server.h"

struct fixture {
    struct raw_server server;
    struct guard_range range; /* may be asked, if cfg.n_allow is 1 */
    struct fetch_config cfg;
    struct fetcher fetcher;
};

static inline void
fixture_start(struct fixture *f, const struct raw_answer *answers, size_t n, const char *range,
              struct fetch_config cfg)
{
    raw_server_open(&f->server, answers, n);
    guard_range_parse(text_of(range), &f->range, NULL);
    f->cfg = cfg;
    f->cfg.allow = &f->range;
    f->cfg.clock = &clock_system;
    assert_int_equal(fetch_curl_new(&f->cfg, &f->fetcher, NULL), ST_OK);
}

static inline void
fixture_close(struct fixture *f)
{
    f->fetcher.free(f->fetcher.self);
    raw_server_close(&f->server);
}

static inline struct fetch_response *
fixture_get_once(struct fixture *f, const struct fetch_request *rq, int64_t patience_ms)
{
    int64_t until_ms = clock_now_ms(&clock_system) + patience_ms;
    struct fetch_response *r = NULL;

    assert_int_equal(f->fetcher.start(f->fetcher.self, rq, NULL), ST_OK);
    while (r == NULL && clock_now_ms(&clock_system) < until_ms)
        r = f->fetcher.wait(f->fetcher.self, until_ms);
    assert_non_null(r);
    return r;
}

/* The server closes each connection; if the fetcher learns of it too late, it says "again". */
static inline struct fetch_response *
fixture_get(struct fixture *f, const struct fetch_request *rq, int64_t patience_ms)
{
    struct fetch_response *r = fixture_get_once(f, rq, patience_ms);

    while (r->again) {
        f->fetcher.release(f->fetcher.self, r);
        r = fixture_get_once(f, rq, patience_ms);
    }
    return r;
}

#endif /* RAW_FETCH_H */
