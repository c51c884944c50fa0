/* Hosts that share an address, and forms of address that never end. */
#include "fake_web.h"

#include "../../store/db.h"
#include "store_host.h"

#define OWN   "https://www.x.example/"
#define FORUM "https://forum.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n"                                     \
    "[source forum]\nurl = " FORUM "\nbasis = test\nmatch = all\ndelay = 4s\n"

/* Two names, one machine: its clock binds both. */
static void
test_one_ip(void)
{
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },   { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "<a href=/a>a</a>" },  { OWN "a", 200, "a" },
        { FORUM "robots.txt", 404, NULL }, { FORUM, 200, "<a href=/b>b</a>" },
        { FORUM "b", 200, "b" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    w.ip = "192.0.2.7";
    CHECK(web_crawl(&w) == ST_OK, "run");
    web_check_polite(&w, 1000);
    CHECK(w.n_log == 7, "%zu requests", w.n_log);
    for (size_t i = 3; i < w.n_log; i++) /* after both have told their address */
        CHECK(w.log[i].start_ms >= w.log[i - 1].end_ms + 1000, "%s %lld ms after %s", w.log[i].url,
              (long long)(w.log[i].start_ms - w.log[i - 1].end_ms), w.log[i - 1].url);
    web_close(&w);
}
TEST_FN(test_one_ip)

/* http and https of one machine: its robots.txt moved from one to the other. */
static void
test_robots_moved_on_one_ip(void)
{
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },
        { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 301, NULL, "http://forum.example/robots.txt" },
        { "http://forum.example/robots.txt", 200, "User-agent: *\nDisallow: /no\n" },
        { FORUM, 200, "<a href=/b>b</a> <a href=/no>no</a>" },
        { FORUM "b", 200, "b" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    w.ip = "192.0.2.7";
    web_crawl(&w);
    w.fake.at_ms += INT64_C(90000000); /* a day later all addresses are known */
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(web_asked(&w, FORUM "robots.txt") == 2, "asked %zu times",
          web_asked(&w, FORUM "robots.txt"));
    CHECK(web_asked(&w, "http://forum.example/robots.txt") == 2, "followed");
    CHECK(web_asked(&w, FORUM "b") == 1 && web_asked(&w, FORUM "no") == 0, "obeyed");
    web_close(&w);
}
TEST_FN(test_robots_moved_on_one_ip)

/* The run before died while both were being asked, for longer than their clocks had allowed for. */
static void
test_killed_while_asking(void)
{
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },
        { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, "x" },
    };
    struct web w;
    int64_t now_ms;
    size_t n;

    web_open(&w, SEED, pages, N_ROWS(pages));
    w.ip = "192.0.2.7";
    CHECK(web_crawl(&w) == ST_OK, "run");
    n = w.n_log;
    now_ms = w.fake.at_ms += 1000000;
    db_exec(db_query(w.store, "UPDATE host SET asked_ms = next_ok_ms - 7000"
                              " WHERE authority = 'https://forum.example'"));
    CHECK(web_crawl(&w) == ST_OK, "run");
    for (size_t i = n; i < w.n_log; i++)
        CHECK(w.log[i].start_ms >=
                  now_ms + (strncmp(w.log[i].url, FORUM, sizeof(FORUM) - 1) == 0 ? 7000 : 1000),
              "%s after %lld ms", w.log[i].url, (long long)(w.log[i].start_ms - now_ms));
    CHECK(w.n_log > n, "asked");
    CHECK(store_host_asked(w.store, 0, w.fake.at_ms / 1000) == 0, "nothing is under way now");
    web_close(&w);
}
TEST_FN(test_killed_while_asking)

static void
test_source_delay(void)
{
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },
        { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, "<a href=/b>b</a>" },
        { FORUM "b", 200, "b" },
    };
    struct web w;
    const struct web_entry *last = NULL;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 0; i < w.n_log; i++)
        if (strncmp(w.log[i].url, FORUM, sizeof(FORUM) - 1) == 0) {
            if (last != NULL)
                CHECK(w.log[i].start_ms >= last->end_ms + 4000, "%s", w.log[i].url);
            last = &w.log[i];
        }
    web_close(&w);
}
TEST_FN(test_source_delay)

static void
test_calendar(void)
{
    static char urls[100][80], bodies[100][120];
    struct web_page pages[100] = {
        { OWN "robots.txt", 404, NULL },
        { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, "<a href=\"/calendar?month=1\">calendar</a>" },
    };
    struct web w;
    size_t n = 5;

    for (size_t i = 1; i < 60; i++, n++) {
        snprintf(urls[n], sizeof(urls[n]), FORUM "calendar?month=%zu", i);
        snprintf(bodies[n], sizeof(bodies[n]),
                 "<p>No events in month %zu.</p><a href=\"/calendar?month=%zu\">next</a>", i,
                 i + 1);
        pages[n] = (struct web_page){ urls[n], 200, bodies[n] };
    }
    web_open(&w, SEED, pages, n);
    web_crawl(&w);
    CHECK(w.n_log < 5 + 8, "fell into the calendar: %zu requests", w.n_log);
    CHECK(db_exec_int(db_query(w.store, "SELECT count(*) FROM url WHERE reason LIKE 'trap:%'"),
                      0) == 1,
          "says so");
    web_close(&w);
}
TEST_FN(test_calendar)

/* A clock that stands years ahead (a damaged row, a system clock set back) does not stop a host. */
static void
test_heal(void)
{
    static const char *const damage[] = {
        "UPDATE host SET next_ok_ms = next_ok_ms + 315360000000",
        "UPDATE host SET blocked_until_ms = next_ok_ms + 315360000000",
        "UPDATE host SET parked_until_s = 2110000000",
        "UPDATE host SET robots_expires_s = 2110000000",
        "UPDATE ip_clock SET next_ok_ms = next_ok_ms + 315360000000",
    };
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },
        { OWN, 200, "x" },
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, "x" },
    };

    for (size_t i = 0; i < N_ROWS(damage); i++) {
        struct web w;

        web_open(&w, SEED, pages, N_ROWS(pages));
        w.ip = "192.0.2.7";
        CHECK(web_crawl(&w) == ST_OK, "run");
        db_exec(db_query(w.store, damage[i]));
        w.fake.at_ms += 2000;
        web_crawl(&w);
        w.fake.at_ms += 26 * INT64_C(3600000) + 1000; /* a block is cut to 24 h and a tenth */
        w.fake.at_ms += 3600000;
        CHECK(web_crawl(&w) == ST_OK, "%s: left in part", damage[i]);
        CHECK(web_asked(&w, FORUM) >= 2, "%s: not asked again", damage[i]);
        web_check_polite(&w, 1000);
        web_close(&w);
    }
}
TEST_FN(test_heal)

/* What --limit allows is spent: a host that may be asked again in a minute is not waited for. */
static void
test_limit_spent(void)
{
    static const struct web_page pages[] = {
        { OWN "robots.txt", 404, NULL },   { OWN "sitemap.xml", 404, NULL },
        { OWN, 200, "<a href=/a>a</a>" },  { OWN "a", 200, "a" },
        { FORUM "robots.txt", 503, NULL },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    w.limit_pages = 2;
    (void)web_crawl(&w);
    CHECK(web_asked(&w, FORUM "robots.txt") == 1 && web_asked(&w, OWN) == 1, "asked");
    CHECK(w.fake.at_ms < WEB_T0_MS + 30000, "took %lld ms", (long long)(w.fake.at_ms - WEB_T0_MS));
    web_close(&w);
}
TEST_FN(test_limit_spent)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_one_ip),
                                        TEST(test_robots_moved_on_one_ip),
                                        TEST(test_killed_while_asking),
                                        TEST(test_source_delay),
                                        TEST(test_calendar),
                                        TEST(test_heal),
                                        TEST(test_limit_spent) };

    return TEST_RUN(tests);
}
