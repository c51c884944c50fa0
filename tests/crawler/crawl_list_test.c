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

/* A source whose own address is a feed, as "basis = public feed" has it. */
static void
test_seed(void)
{
#define RSS "<rss version=\"2.0\"><channel><item><link>" FORUM "t/a/1</link></item></channel></rss>"
#define ATOM                                                                                       \
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><link href=\"/t/a/1\"/></entry></feed>"
#define JSON                                                                                       \
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"url\":\"" FORUM "t/a/1\"}]}"
#define LISTING "<main><a href=\"/t/a/1\">A</a></main>"
    static const struct {
        const char *type, *body;
        size_t asked;
        const char *from;
    } rows[] = {
        { "application/atom+xml; charset=utf-8", ATOM, 1, "RFC 4287" },
        { "application/rss+xml", RSS, 1, "RSS 2.0" },
        { "text/xml", "<?xml version=\"1.0\"?>\n" RSS, 1, "as many send it" },
        { "application/feed+json", JSON, 1, "JSON Feed" },
        { "text/html", LISTING, 1, "a page" },
        { "image/svg+xml", ATOM, 0, "no list: not read" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page own[] = {
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, rows[i].body, .type = rows[i].type },
            { FORUM "t/a/1", 200, "thread" },
        };
        struct web w;

        web_open(&w, SEED, own, N_ROWS(own));
        web_crawl(&w);
        CHECK(web_asked(&w, FORUM "t/a/1") == rows[i].asked, "%s", rows[i].from);
        w.fake.at_ms += 3600000;
        web_crawl(&w);
        CHECK(web_asked(&w, FORUM) == 2, "%s: in every run", rows[i].from);
        web_close(&w);
    }
}
TEST_FN(test_seed)

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
    const struct CMUnitTest tests[] = { TEST(test_found), TEST(test_seed), TEST(test_lastmod) };

    return TEST_RUN(tests);
}
