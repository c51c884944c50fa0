/* robots.txt over time: kept a day, a copy for thirty when it cannot be had, looked at anew. */
#include "fake_web.h"

#include "../../store/db.h"

#define SEED    "[department]\nname = X\nsite = https://www.x.example/\nkeyword = visa\n"
#define OWN     "https://www.x.example/"
#define ROBOTS  OWN "robots.txt"
#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

static const struct web_page start[] = {
    { ROBOTS, 200, "User-agent: *\nDisallow: /a\n" },
    { OWN, 200, "<a href=\"/a\">one</a> <a href=\"/b\">two</a>" },
    { OWN "a", 200, "a" },
    { OWN "b", 200, "b" },
};

static void
test_kept_a_day(void)
{
    struct web w;

    web_open(&w, SEED, start, N_ROWS(start));
    web_crawl(&w);
    w.fake.at_ms += 23 * HOUR_MS;
    web_crawl(&w);
    CHECK(web_asked(&w, ROBOTS) == 1, "within 24 h the copy holds");
    w.fake.at_ms += 2 * HOUR_MS;
    web_crawl(&w);
    CHECK(web_asked(&w, ROBOTS) == 2, "then it is asked for again, first");
    web_close(&w);
}
TEST_FN(test_kept_a_day)

static void
test_copy_when_unreachable(void)
{
    static const struct web_page ill[] = {
        { ROBOTS, 500, NULL },
        { OWN, 200, "<a href=\"/a\">one</a> <a href=\"/c\">three</a>" },
        { OWN "c", 200, "c" },
    };
    struct web w;
    size_t before;

    web_open(&w, SEED, start, N_ROWS(start));
    web_crawl(&w);
    w.pages = ill;
    w.n_pages = N_ROWS(ill);
    w.fake.at_ms += 2 * DAY_MS;
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "c") == 1, "2.3.1.4: the copy is used");
    CHECK(web_asked(&w, OWN "a") == 0, "and obeyed");
    w.fake.at_ms += 31 * DAY_MS;
    before = web_asked(&w, OWN);
    web_crawl(&w);
    CHECK(web_asked(&w, OWN) == before, "for 30 days, not longer");
    web_close(&w);
}
TEST_FN(test_copy_when_unreachable)

static void
crawl_board_then_all(struct web *w)
{
    w->source = "board";
    web_crawl(w);
    w->source = NULL;
    w->fake.at_ms += HOUR_MS;
    web_crawl(w);
}

static void
test_sitemap_of_a_copy(void)
{
    static const char seed[] = SEED "[source board]\nurl = " OWN "board/1\nbasis = public feed\n";
    static const struct web_page pages[] = {
        { ROBOTS, 200, "User-agent: *\nAllow: /\nSitemap: " OWN "map.xml\n" },
        { OWN "board/1", 200, "nothing" },
        { OWN, 200, "nothing" },
        { OWN "map.xml", 200,
          "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>" OWN
          "b</loc></url></urlset>",
          .type = "application/xml" },
        { OWN "b", 200, "b" },
    };
    struct web w;

    web_open(&w, seed, pages, N_ROWS(pages));
    crawl_board_then_all(&w);
    CHECK(web_asked(&w, ROBOTS) == 1, "the copy holds");
    CHECK(web_asked(&w, OWN "b") == 1, "what it names is read for a source that comes later");
    web_close(&w);
}
TEST_FN(test_sitemap_of_a_copy)

/* Its own address leads to another name, whose robots.txt somebody has read. */
static void
test_sitemap_of_another_name(void)
{
    static const char seed[] = "[department]\nname = X\nsite = https://x.example/\nkeyword = visa\n"
                               "[source board]\nurl = " OWN "board/1\nbasis = public feed\n";
    static const struct web_page pages[] = {
        { ROBOTS, 200, "User-agent: *\nAllow: /\nSitemap: " OWN "map.xml\n" },
        { OWN "board/1", 200, "nothing" },
        { "https://x.example/", 301, NULL, .location = OWN },
        { OWN, 200, "nothing" },
        { OWN "map.xml", 200, "<urlset><url><loc>" OWN "b</loc></url></urlset>",
          .type = "application/xml" },
        { OWN "b", 200, "b" },
    };
    struct web w;

    web_open(&w, seed, pages, N_ROWS(pages));
    crawl_board_then_all(&w);
    CHECK(web_asked(&w, OWN "b") == 1, "what the copy names is read");
    web_close(&w);
}
TEST_FN(test_sitemap_of_another_name)

static void
test_new_rules(void)
{
    static const struct web_page now[] = {
        { ROBOTS, 200, "User-agent: *\nDisallow: /b\n" },
        { OWN, 200, "<a href=\"/a\">one</a> <a href=\"/b\">two</a>" },
        { OWN "a", 200, "a" },
    };
    struct web w;

    web_open(&w, SEED, start, N_ROWS(start));
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "a") == 0, "disallowed at first");
    w.pages = now;
    w.n_pages = N_ROWS(now);
    w.fake.at_ms += 8 * DAY_MS;
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "a") == 1, "allowed now");
    CHECK(web_asked(&w, OWN "b") == 1, "disallowed now, though it was due");
    web_close(&w);
}
TEST_FN(test_new_rules)

/* Two hosts whose robots.txt is that of a third, asked in the same moment: both are bound by it. */
static void
test_shared_by_redirect(void)
{
    static const struct web_page pages[] = {
        { "https://a.example/robots.txt", 301, .location = "https://z.example/robots.txt" },
        { "https://b.example/robots.txt", 301, .location = "https://z.example/robots.txt" },
        { "https://c.example/robots.txt", 301, .location = "https://z.example/robots.txt" },
        { "https://z.example/robots.txt", 200, "User-agent: *\nDisallow: /\n" },
    };
    struct web w;

    web_open(&w,
             "[department]\nname = X\nsite = https://a.example/\nsite = https://b.example/\n"
             "site = https://c.example/\n",
             pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(web_asked(&w, "https://a.example/") == 0, "the first");
    CHECK(web_asked(&w, "https://b.example/") == 0, "the second, who had to wait");
    CHECK(web_asked(&w, "https://c.example/") == 0, "the third");
    CHECK(web_asked(&w, "https://z.example/robots.txt") == 3, "each asks for itself");
    web_close(&w);
}
TEST_FN(test_shared_by_redirect)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_kept_a_day),        TEST(test_copy_when_unreachable),
        TEST(test_new_rules),         TEST(test_shared_by_redirect),
        TEST(test_sitemap_of_a_copy), TEST(test_sitemap_of_another_name)
    };

    return TEST_RUN(tests);
}
