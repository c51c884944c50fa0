/* Sitemaps and feeds: addresses found, and known ones queued again when they say so. */
#include "fake_web.h"

#include "../../store/db.h"

#define OWN   "https://www.x.example/"
#define FORUM "https://forum.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n"                                     \
    "[source forum]\nurl = " FORUM "\nbasis = test\nmatch = all\n"
#define MAP(entries)     "<?xml version=\"1.0\"?><urlset>" entries "</urlset>"
#define ENTRY(loc, date) "<url><loc>" loc "</loc><lastmod>" date "</lastmod></url>"

static const struct web_page pages[] = {
    { OWN "robots.txt", 200, "User-agent: *\nDisallow:\nSitemap: " OWN "index.xml\n" },
    { OWN "index.xml", 200,
      "<sitemapindex><sitemap><loc>" OWN "map.xml</loc></sitemap></sitemapindex>" },
    { OWN "map.xml", 200,
      MAP(ENTRY(OWN "a", "2026-01-01") ENTRY("https://other.example/x", "2026-01-01")) },
    { OWN, 200, "front" },
    { OWN "a", 200, "a" },
    { FORUM "robots.txt", 404, NULL },
    { FORUM, 200,
      "<head><link rel=alternate type=\"application/atom+xml\" href=\"/new.atom\"></head>" },
    { FORUM "new.atom", 200,
      "<feed "
      "xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry><title>T</title><id>1</id>"
      "<link href=\"/t/words/7\"/><updated>2026-11-01T00:00:00Z</updated></entry></feed>" },
    { FORUM "t/words/7", 200, "thread" },
};

static void
test_found(void)
{
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(web_asked(&w, OWN "a") == 1, "by the sitemap of an index");
    CHECK(web_asked(&w, OWN "sitemap.xml") == 0, "not guessed when robots.txt names one");
    CHECK(web_asked(&w, FORUM "t/words/7") == 1, "by the feed");
    CHECK(web_asked(&w, FORUM "sitemap.xml") == 0, "not guessed on a host that is not ours");
    CHECK(web_asked(&w, "https://other.example/x") == 0, "another host");
    web_close(&w);
}
TEST_FN(test_found)

static void
test_lastmod(void)
{
    static const struct web_page later[] = {
        { OWN "index.xml", 200,
          "<sitemapindex><sitemap><loc>" OWN "map.xml</loc></sitemap></sitemapindex>" },
        { OWN "map.xml", 200, MAP(ENTRY(OWN "a", "2099-01-01")) },
        { OWN, 200, "front" },
        { OWN "a", 200, "a, changed" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += 3600000;
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "a") == 1, "not due, and the sitemap says nothing new");
    w.pages = later;
    w.n_pages = N_ROWS(later);
    w.fake.at_ms += 3600000;
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "a") == 2, "the sitemap says that it changed");
    web_close(&w);
}
TEST_FN(test_lastmod)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_found), TEST(test_lastmod) };

    return TEST_RUN(tests);
}
