/* crawl_probe_test.c - many sources asked at once: who is asked for what, and what comes of it. */
#include "../../crawler/crawl_probe.h"

#include "fake_web.h"

#define MAX_PROBES 16
#define HOST(n)    "https://h" n ".example/"
#define SOURCE(n)  "[source s" n "]\nurl = " HOST(n) "\nbasis = test\n"
#define FINE(n)                                                                                    \
    { HOST(n) "robots.txt", 404, NULL },                                                           \
    {                                                                                              \
        HOST(n), 200, "<p>x</p>"                                                                   \
    }
#define DEAD(n)                                                                                    \
    {                                                                                              \
        .url = HOST(n) "robots.txt", .failure = FETCHPLAN_TIMEOUT, .latency_ms = 10000             \
    }

/* Probe every source of the seed; the status of it all. */
static enum status
probe(struct web *w, struct crawl_probe *v, size_t *n)
{
    struct crawl_config cfg = web_config(w);
    struct fetcher fetcher = { web_start, web_wait, web_release, NULL, w };
    struct crawl_probes ps = { v, 0, false, w->arena };
    struct store_source *rows;
    struct err err = { "" };
    enum status st;

    *web_current() = w;
    ps.n = store_run_sources(w->store, w->arena, &rows);
    assert_true(ps.n <= MAX_PROBES);
    for (size_t i = 0; i < ps.n; i++)
        v[i] = (struct crawl_probe){ .source = i, .address = rows[i].url };
    assert_int_equal(crawl_open(&cfg, &w->crawl, &err), ST_OK);
    st = crawl_probe(w->crawl, &fetcher, &ps, &err);
    while (w->n_pending > 0)
        free(w->pending[--w->n_pending]);
    *n = ps.n;
    return st;
}

/* Four dead hosts of eight cost the time of one. */
static void
test_side_by_side(void)
{
    static const struct web_page pages[] = { FINE("0"), DEAD("1"), FINE("2"), DEAD("3"),
                                             DEAD("4"), FINE("5"), DEAD("6"), FINE("7") };
    struct crawl_probe v[MAX_PROBES];
    struct web w;
    size_t n;

    web_open(&w,
             "[department]\nname = X\nkeyword = visa\n" SOURCE("0") SOURCE("1") SOURCE("2")
                 SOURCE("3") SOURCE("4") SOURCE("5") SOURCE("6") SOURCE("7"),
             pages, N_ROWS(pages));
    CHECK(probe(&w, v, &n) == ST_OK && n == 8, "%zu", n);
    CHECK(w.fake.at_ms - WEB_T0_MS < 11000, "%lld ms", (long long)(w.fake.at_ms - WEB_T0_MS));
    web_check_polite(&w, 1000);
    for (size_t i = 0; i < n; i++) {
        bool dead = v[i].address.p[9] == '1' || strchr("346", v[i].address.p[9]) != NULL;

        CHECK(v[i].st == (dead ? ST_DENIED : ST_OK), "%.*s: %d %s", TEXT_ARG(v[i].address),
              (int)v[i].st, v[i].why);
        CHECK(v[i].forbidden == dead, "%.*s", TEXT_ARG(v[i].address));
    }
    web_close(&w);
}
TEST_FN(test_side_by_side)

/* One source at HOST("0"), beside the department's site. */
static const struct {
    const char *from;
    struct web_page pages[8];
    enum status st;
    bool forbidden;
    unsigned hops, n_requests; /* to all hosts */
    const char *why;
} fates[] = {
    { "RFC 9309 2.3.1.3: no robots.txt", { FINE("0") }, ST_OK, false, 0, 2, NULL },
    { "2.2.2: it forbids",
      { { HOST("0") "robots.txt", 200, "User-agent: *\nDisallow: /\n" } },
      ST_DENIED,
      true,
      0,
      1,
      "line 2 disallows it" },
    { "2.3.1.4: no answer", { DEAD("0") }, ST_DENIED, true, 0, 1, "robots.txt cannot be had" },
    { "no answer to the page",
      { { HOST("0") "robots.txt", 404, NULL }, { HOST("0"), .failure = FETCHPLAN_RESET } },
      ST_NET,
      false,
      0,
      2,
      HOST("0") ": " },
    { "a redirect, told from where it stands",
      { { HOST("0") "robots.txt", 404, NULL },
        { HOST("0"), 302, NULL, "a/b" },
        { HOST("0") "a/b", 302, NULL, "c" },
        { HOST("0") "a/c", 200, "x" } },
      ST_OK,
      false,
      2,
      4,
      NULL },
    { "a redirect to what robots.txt forbids",
      { { HOST("0") "robots.txt", 200, "User-agent: *\nDisallow: /a\n" },
        { HOST("0"), 302, NULL, "/a" } },
      ST_DENIED,
      false,
      1,
      2,
      HOST("0") "a: robots.txt line 2" },
    { "a redirect to a host of the same site, whose own robots.txt counts",
      { { HOST("0") "robots.txt", 404, NULL },
        { HOST("0"), 302, NULL, "https://www.h0.example/" },
        { "https://www.h0.example/robots.txt", 200, "User-agent: *\nDisallow: /\n" } },
      ST_DENIED,
      false,
      1,
      3,
      "https://www.h0.example/: robots.txt line 2" },
    { "a redirect to another site",
      { { HOST("0") "robots.txt", 404, NULL }, { HOST("0"), 302, NULL, "https://other.example/" } },
      ST_USAGE,
      false,
      1,
      2,
      "is not on the site of this source" },
    { "a redirect to itself",
      { { HOST("0") "robots.txt", 404, NULL }, { HOST("0"), 302, NULL, "/" } },
      ST_NET,
      false,
      6,
      7,
      "more than 5 redirects" },
    { "2.3.1.2: robots.txt lies on another host",
      { { HOST("0") "robots.txt", 301, NULL, "https://cdn.example/robots.txt" },
        { "https://cdn.example/robots.txt", 200, "User-agent: *\nAllow: /\n" },
        { HOST("0"), 200, "x" } },
      ST_OK,
      false,
      0,
      3,
      NULL },
    { "a Crawl-delay that nobody waits for",
      { { HOST("0") "robots.txt", 200, "User-agent: *\nCrawl-delay: 90\n" } },
      ST_BUSY,
      false,
      0,
      1,
      "https://h0.example may be asked again in " },
    { "the host breaks down",
      { { HOST("0") "robots.txt", 404, NULL }, { HOST("0"), 503, NULL } },
      ST_OK,
      false,
      0,
      2,
      NULL },
};

static void
test_fates(void)
{
    for (size_t i = 0; i < N_ROWS(fates); i++) {
        struct crawl_probe v[MAX_PROBES];
        struct web w;
        size_t n;

        web_open(&w, "[department]\nname = X\nkeyword = visa\n" SOURCE("0"), fates[i].pages,
                 N_ROWS(fates[i].pages));
        while (w.n_pages > 0 && fates[i].pages[w.n_pages - 1].url == NULL)
            w.n_pages--;
        CHECK(probe(&w, v, &n) == ST_OK && n == 1, "%s: %zu", fates[i].from, n);
        CHECK(v[0].st == fates[i].st && v[0].forbidden == fates[i].forbidden, "%s: %d %s",
              fates[i].from, (int)v[0].st, v[0].why);
        CHECK(v[0].hops == fates[i].hops && w.n_log == fates[i].n_requests, "%s: %u hops, %zu",
              fates[i].from, v[0].hops, w.n_log);
        CHECK(fates[i].why != NULL ? strstr(v[0].why, fates[i].why) != NULL : v[0].why == NULL,
              "%s: %s", fates[i].from, v[0].why);
        web_check_polite(&w, 1000);
        web_close(&w);
    }
}
TEST_FN(test_fates)

/* Its robots.txt lies on a host that is not asked: nobody waits for that. */
static void
test_robots_out_of_reach(void)
{
    static const struct web_page pages[] = {
        { HOST("0") "robots.txt", 301, NULL, HOST("1") "r", .latency_ms = 5000 },
        { HOST("1") "robots.txt", 503, NULL, NULL, "100000" },
    };
    struct crawl_probe v[MAX_PROBES];
    struct web w;
    size_t n;

    web_open(&w, "[department]\nname = X\nkeyword = visa\n" SOURCE("0") SOURCE("1"), pages,
             N_ROWS(pages));
    CHECK(probe(&w, v, &n) == ST_OK && n == 2, "%zu", n);
    for (size_t i = 0; i < n; i++)
        CHECK(v[i].st == ST_DENIED, "%zu: %d %s", i, (int)v[i].st, v[i].why);
    CHECK(strstr(v[0].why, "https://h1.example: ") != NULL, "%s", v[0].why);
    CHECK(!v[0].forbidden && v[1].forbidden, "%d %d", v[0].forbidden, v[1].forbidden);
    CHECK(w.n_log == 2, "%zu requests", w.n_log);
    web_close(&w);
}
TEST_FN(test_robots_out_of_reach)

/* A signal: what is known by then is told, the rest was not asked. */
static void
test_stop(void)
{
    static const struct web_page pages[] = { FINE("0"),
                                             { HOST("1") "robots.txt", .mute = true },
                                             FINE("2") };
    struct crawl_probe v[MAX_PROBES];
    struct web w;
    size_t n;

    web_open(&w, "[department]\nname = X\nkeyword = visa\n" SOURCE("0") SOURCE("1") SOURCE("2"),
             pages, N_ROWS(pages));
    *web_stop_at() = 5;
    CHECK(probe(&w, v, &n) == ST_INTERRUPTED, "%zu", n);
    *web_stop_at() = 0;
    CHECK(v[1].st == ST_BUSY && strcmp(v[1].why, "not asked") == 0, "%d", (int)v[1].st);
    web_close(&w);
}
TEST_FN(test_stop)

/* Two sources on one host take turns, each with its own delay; nothing but robots.txt is kept. */
static void
test_one_host(void)
{
    static const struct web_page pages[] = {
        { HOST("0") "robots.txt", 200, "User-agent: *\nAllow: /\n" },
        { HOST("0") "a", 200, "<a href=/c>x</a>" },
        { HOST("0") "b", 200, "x" },
    };
    struct crawl_probe v[MAX_PROBES];
    struct web w;
    size_t n;

    web_open(&w,
             "[department]\nname = X\nkeyword = visa\n"
             "[source a]\nurl = " HOST("0") "a\nbasis = test\n"
                                            "[source b]\nurl = " HOST(
                                                "0") "b\nbasis = test\ndelay = 7s\n",
             pages, N_ROWS(pages));
    CHECK(probe(&w, v, &n) == ST_OK && n == 2, "%zu", n);
    CHECK(v[0].st == ST_OK && v[1].st == ST_OK, "%d %d", (int)v[0].st, (int)v[1].st);
    web_check_polite(&w, 7000);
    CHECK(w.n_log == 3, "%zu", w.n_log);
    web_close(&w);
}
TEST_FN(test_one_host)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_side_by_side), TEST(test_fates),
                                        TEST(test_robots_out_of_reach), TEST(test_stop),
                                        TEST(test_one_host) };

    return TEST_RUN(tests);
}
