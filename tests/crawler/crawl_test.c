/* Whole runs over a web of a few pages: who is asked for what, when, and in which order. */
#include "fake_web.h"

#include "store_host.h"
#include "store_page.h"
#include "store_url.h"

#define SEED(url)                                                                                  \
    "[department]\nname = X\nsite = https://www.x.example/\nkeyword = visa\n"                      \
    "[source forum]\nurl = " url "\nbasis = test\nmatch = all\nmax_pages = 20\n"
#define FORUM    "https://forum.example/"
#define LINK(to) "<p><a href=\"" to "\">a link with words</a></p>"
#define ROBOTS   "https://forum.example/robots.txt"
#define OWN_ROBOTS                                                                                 \
    {                                                                                              \
        "https://www.x.example/robots.txt", 404, NULL                                              \
    }
#define OWN_PAGE                                                                                   \
    {                                                                                              \
        "https://www.x.example/", 200, "<main><p>Welcome to X.</p></main>"                         \
    }

static struct store_url
row_of(struct web *w, const char *url)
{
    struct store_url_known known = { 0 };
    struct store_url u = { 0 };

    if (store_url_find(w->store, text_of(url), &known))
        store_url_get(w->store, known.id, w->arena, &u);
    return u;
}

static void
test_order_and_delay(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 200, "User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n" },
        { FORUM, 200, LINK("/a") LINK("/private/x") LINK("https://other.example/") LINK("/b") },
        { FORUM "a", 200, LINK("/") LINK("/b#part") },
        { FORUM "b", 200, LINK("/a") },
    };
    struct web w;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    web_check_polite(&w, 1000);
    CHECK(web_asked(&w, FORUM "a") == 1 && web_asked(&w, FORUM "b") == 1, "pages once each");
    CHECK(web_asked(&w, FORUM "private/x") == 0, "disallowed");
    CHECK(web_asked(&w, "https://other.example/robots.txt") == 0, "another host");
    CHECK(row_of(&w, FORUM "private/x").state == STORE_URL_REFUSED, "refused");
    for (size_t i = 1, last = 0; i < w.n_log; i++)
        if (strncmp(w.log[i].url, FORUM, sizeof(FORUM) - 1) == 0) {
            if (last > 0)
                CHECK(w.log[i].start_ms >= w.log[last].end_ms + 3000, "Crawl-delay, %s",
                      w.log[i].url);
            last = i;
        }
    web_close(&w);
}
TEST_FN(test_order_and_delay)

/* RFC 9309 2.3.1: what each fate of robots.txt means for the pages. */
static void
test_robots_fates(void)
{
    static const struct {
        struct web_page robots;
        bool fetched;
        const char *from;
    } rows[] = {
        { { ROBOTS, 404, NULL }, true, "2.3.1.3: unavailable" },
        { { ROBOTS, 403, NULL }, true, "2.3.1.3: unavailable" },
        { { ROBOTS, 200, "" }, true, "2.2.1: no rules" },
        { { ROBOTS, 200, "User-agent: earshot\nDisallow: /\n" }, false, "2.2.1: our name" },
        { { ROBOTS, 500, NULL }, false, "2.3.1.4: unreachable" },
        { { ROBOTS, 503, NULL, NULL, "100000" }, false, "2.3.1.4, Retry-After" },
        { { ROBOTS, 429, NULL, NULL, "100000" }, false, "429 as unreachable" },
        { { ROBOTS, 0, NULL, .failure = FETCHPLAN_DNS }, false, "2.3.1.4: network" },
        { { ROBOTS, 0, NULL, .failure = FETCHPLAN_TIMEOUT }, false, "2.3.1.4: network" },
        { { ROBOTS, 301, NULL, "https://cdn.example/r" }, false, "2.3.1.2: other host's file" },
        { { ROBOTS, 302, NULL, "/robots.txt" }, true, "2.3.1.2: a loop is unavailable" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct web_page pages[] = {
            OWN_ROBOTS,
            OWN_PAGE,
            rows[i].robots,
            { FORUM, 200, LINK("/a") },
            { "https://cdn.example/r", 200, "User-agent: *\nDisallow: /\n" },
        };
        struct web w;

        web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK((web_asked(&w, FORUM) > 0) == rows[i].fetched, "%s", rows[i].from);
        web_close(&w);
    }
}
TEST_FN(test_robots_fates)

static void
test_retry_after(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 200, LINK("/a") LINK("/b") },
        { FORUM "a", 429, NULL, NULL, "120" },
        { FORUM "b", 200, "x" },
    };
    struct web w;
    int64_t until_ms = 0;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 0; i < w.n_log; i++)
        if (strncmp(w.log[i].url, FORUM, sizeof(FORUM) - 1) == 0) {
            CHECK(w.log[i].start_ms >= until_ms, "%s while blocked", w.log[i].url);
            if (w.log[i].status == 429)
                until_ms = w.log[i].end_ms + 120000;
        }
    CHECK(until_ms > 0 && web_asked(&w, FORUM "b") == 1, "goes on afterwards");
    CHECK(web_asked(&w, FORUM "a") == 3, "a page that always says so is left after 3: %zu",
          web_asked(&w, FORUM "a"));
    web_close(&w);
}
TEST_FN(test_retry_after)

/* A page that fails says for how long: it is left alone for that long, the host is not. */
static void
test_page_that_asks_for_time(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 200, LINK("/a") LINK("/b") },
        { FORUM "a", 500, NULL, NULL, "7200" },
        { FORUM "b", 200, "x" },
    };
    struct web w;
    struct store_url u;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM "b") == 1, "the host goes on");
    u = row_of(&w, FORUM "a");
    CHECK(u.state == STORE_URL_WAITING && u.due_s >= w.fake.at_ms / 1000 + 7100, "due in %lld s",
          (long long)(u.due_s - w.fake.at_ms / 1000));
    web_close(&w);
}
TEST_FN(test_page_that_asks_for_time)

/* A block outlives the process: a second run within it asks nothing. */
static void
test_block_survives(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 503, NULL, NULL, "50000" },
    };
    struct web w;
    size_t before;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_PARTIAL, "left in part");
    before = web_asked(&w, FORUM);
    w.fake.at_ms += 30000 * INT64_C(1000);
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM) == before, "asked while blocked");
    w.fake.at_ms += 30000 * INT64_C(1000);
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM) > before, "asked again afterwards");
    web_close(&w);
}
TEST_FN(test_block_survives)

static void
test_redirects(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 200, "User-agent: *\nDisallow: /no/\n" },
        { FORUM, 200, LINK("/1") LINK("/off") LINK("/into") LINK("/round") },
        { FORUM "1", 301, NULL, "/2" },
        { FORUM "2", 301, NULL, "/3" },
        { FORUM "3", 200, "there" },
        { FORUM "off", 302, NULL, "http://127.0.0.1/" },
        { FORUM "into", 302, NULL, "/no/x" },
        { FORUM "round", 302, NULL, "/round" },
    };
    struct web w;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    web_check_polite(&w, 1000);
    CHECK(web_asked(&w, FORUM "3") == 1, "two hops");
    CHECK(web_asked(&w, "http://127.0.0.1/") == 0, "off the host");
    CHECK(web_asked(&w, FORUM "no/x") == 0, "into what is disallowed");
    CHECK(web_asked(&w, FORUM "round") == 1, "to itself");
    CHECK(row_of(&w, FORUM "off").state == STORE_URL_REFUSED, "says so");
    web_close(&w);
}
TEST_FN(test_redirects)

static void
test_budget(void)
{
    struct web_page pages[64] = { OWN_ROBOTS, OWN_PAGE, { ROBOTS, 404, NULL } };
    static char urls[64][64], bodies[64][128];
    struct web w;
    size_t n = 3, asked = 0;

    for (size_t i = 0; i < 60; i++, n++) { /* a chain of list pages without end */
        snprintf(urls[n], sizeof(urls[n]), FORUM "%s%zu", i > 0 ? "?page=" : "", i);
        if (i == 0)
            snprintf(urls[n], sizeof(urls[n]), FORUM);
        snprintf(bodies[n], sizeof(bodies[n]),
                 "<p>page number %c%zu</p><a rel=\"next\" href=\"/?page=%zu\">next</a>",
                 (char)('a' + i % 26), i, i + 1);
        pages[n] = (struct web_page){ urls[n], 200, bodies[n] };
    }
    web_open(&w, SEED(FORUM), pages, n);
    web_crawl(&w);
    for (size_t i = 0; i < w.n_log; i++)
        asked += strncmp(w.log[i].url, FORUM, sizeof(FORUM) - 1) == 0 &&
                 strcmp(w.log[i].url, ROBOTS) != 0;
    CHECK(asked == 20, "max_pages = 20, asked %zu", asked);
    web_close(&w);
}
TEST_FN(test_budget)

/* Stop after each number of requests, go on, and end where an undisturbed run ends. */
static void
test_stop_anywhere(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 200, LINK("/a") LINK("/b") LINK("/c") },
        { FORUM "a", 200, LINK("/d") },
        { FORUM "b", 301, NULL, "/d" },
        { FORUM "d", 200, "end" },
    };

    for (size_t at = 1; at <= 9; at++) {
        struct web w;

        web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
        *web_stop_at() = at;
        CHECK(web_crawl(&w) == ST_INTERRUPTED, "stopped at %zu", at);
        *web_stop_at() = 0;
        CHECK(web_crawl(&w) == ST_OK && w.report.resumed, "resumed at %zu", at);
        web_check_polite(&w, 1000);
        for (size_t i = 0; i < w.n_log; i++)
            CHECK(web_asked(&w, w.log[i].url) == 1, "%s asked twice, stop at %zu", w.log[i].url,
                  at);
        CHECK(w.n_log == 9, "stop at %zu: %zu requests", at, w.n_log);
        web_close(&w);
    }
}
TEST_FN(test_stop_anywhere)

/* A run for one source that did not end is taken up by one for another, which has its own due. */
static void
test_stop_and_another(void)
{
    static const struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 200, LINK("/a") },
        { FORUM "a", 200, "a" },
    };
    struct web w;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += 7200000;
    w.source = "forum";
    *web_stop_at() = w.n_log + 1;
    CHECK(web_crawl(&w) == ST_INTERRUPTED, "stopped");
    *web_stop_at() = 0;
    w.source = "site";
    CHECK(web_crawl(&w) == ST_OK && w.report.resumed, "taken up");
    CHECK(web_asked(&w, "https://www.x.example/") == 2, "its own address, as in every run");
    CHECK(web_asked(&w, FORUM) == 2, "the other was asked before");
    web_close(&w);
}
TEST_FN(test_stop_and_another)

/* A request still under way when the grace ends is asked again; its memory is freed (ASan sees). */
static void
test_stop_without_answer(void)
{
    struct web_page pages[] = {
        OWN_ROBOTS,
        OWN_PAGE,
        { ROBOTS, 404, NULL },
        { FORUM, 200, LINK("/a") },
        { FORUM "a", 200, "a", .mute = true },
    };
    int64_t from_ms;
    struct web w;

    web_open(&w, SEED(FORUM), pages, N_ROWS(pages));
    *web_stop_at() = 6;
    CHECK(web_crawl(&w) == ST_INTERRUPTED, "stopped");
    CHECK(web_asked(&w, FORUM "a") == 1, "asked: %s", w.log[w.n_log - 1].url);
    from_ms = w.log[w.n_log - 1].start_ms;
    CHECK(w.fake.at_ms - from_ms >= CRAWL_GRACE_MS && w.fake.at_ms - from_ms < 10000,
          "it waited %lld ms", (long long)(w.fake.at_ms - from_ms));
    from_ms = w.fake.at_ms;
    *web_stop_at() = 0;
    pages[N_ROWS(pages) - 1].mute = false;
    CHECK(web_crawl(&w) == ST_OK && w.report.resumed, "resumed");
    CHECK(web_asked(&w, FORUM "a") == 2, "asked again");
    CHECK(w.log[w.n_log - 1].start_ms >= from_ms + 1000, "after its delay");
    web_close(&w);
}
TEST_FN(test_stop_without_answer)

/* A source whose first page cannot be had yields nothing: the report and the exit code say so. */
static void
test_seed_that_fails(void)
{
    static const struct {
        struct web_page robots, seed;
        const char *says;
        struct web_page hops[6];
    } rows[] = {
        { { ROBOTS, 404, NULL },
          { FORUM, 301, NULL, "/1" },
          "its own address leads to https://forum.example/6: more than 5 redirects",
          { { FORUM "1", 301, NULL, "/2" },
            { FORUM "2", 302, NULL, "/3" },
            { FORUM "3", 307, NULL, "/4" },
            { FORUM "4", 308, NULL, "/5" },
            { FORUM "5", 301, NULL, "/6" },
            { FORUM "6", 200, "x" } } },
        { { ROBOTS, 404, NULL },
          { FORUM, 301, NULL, "/1" },
          "its own address leads to https://forum.example/1: not found",
          { { FORUM "1", 404, NULL } } },
        { { ROBOTS, 404, NULL },
          { FORUM, 301, NULL, "/1" },
          "its own address leads in a circle",
          { { FORUM "1", 301, NULL, "/2" }, { FORUM "2", 302, NULL, "/1" } } },
        { { ROBOTS, 404, NULL },
          { FORUM, 301, NULL, "/1" },
          NULL,
          { { FORUM "1", 301, NULL, "/2" }, { FORUM "2", 200, "x" } } },
        { { ROBOTS, 404, NULL }, { FORUM, 404, NULL }, "its own address: not found" },
        { { ROBOTS, 404, NULL }, { FORUM, 401, NULL }, "its own address: needs an account" },
        { { ROBOTS, 200, "User-agent: *\nDisallow: /\n" },
          { FORUM, 200, "x" },
          "its own address: robots.txt line 2 disallows it" },
        { { ROBOTS, 404, NULL }, { FORUM, 200, "x" }, NULL },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page pages[4 + N_ROWS(rows[i].hops)] = { OWN_ROBOTS, OWN_PAGE, rows[i].robots,
                                                            rows[i].seed };
        const char *says = NULL;
        size_t n = 4;
        struct web w;
        enum status st;

        while (n < N_ROWS(pages) && rows[i].hops[n - 4].url != NULL) {
            pages[n] = rows[i].hops[n - 4];
            n++;
        }
        web_open(&w, SEED(FORUM), pages, n);
        st = web_crawl(&w);
        CHECK(st == (rows[i].says != NULL ? ST_PARTIAL : ST_OK), "row %zu: %d", i, (int)st);
        for (size_t j = 0; j < w.report.n_sources; j++)
            if (text_is(w.report.sources[j].source.key, "forum"))
                says = w.report.sources[j].undone;
        CHECK((says == NULL) == (rows[i].says == NULL) &&
                  (says == NULL || strcmp(says, rows[i].says) == 0),
              "row %zu: %s", i, says != NULL ? says : "nothing");
        web_close(&w);
    }
}
TEST_FN(test_seed_that_fails)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order_and_delay),
                                        TEST(test_robots_fates),
                                        TEST(test_retry_after),
                                        TEST(test_page_that_asks_for_time),
                                        TEST(test_block_survives),
                                        TEST(test_redirects),
                                        TEST(test_budget),
                                        TEST(test_stop_anywhere),
                                        TEST(test_stop_and_another),
                                        TEST(test_seed_that_fails),
                                        TEST(test_stop_without_answer) };

    return TEST_RUN(tests);
}
