/* Which links are taken, in which order, and for whom. */
#include "fake_web.h"

#include "../../store/db.h"

#define FORUM "https://forum.example/"
#define SEED                                                                                       \
    "[department]\nname = X\nkeyword = visa\nsite = https://www.x.example/\n"                      \
    "site = https://blog.x.example/\n[source forum]\nurl = " FORUM "\nbasis = test\n"
#define A(href, label) "<a href=\"" href "\">" label "</a> "

static size_t
place_of(const struct web *w, const char *url)
{
    for (size_t i = 0; i < w->n_log; i++)
        if (strcmp(w->log[i].url, url) == 0)
            return i;
    return SIZE_MAX;
}

static void
test_order(void)
{
    static const struct web_page pages[] = {
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200,
          "<main>" A("/about", "about") A("/t/cake/1", "A cake") A("/t/visa/2", "My visa")
              A("/calendar", "dates") A("/u/me", "me") A("/?page=2", "next") "</main>" },
    };
    static const char *const order[] = { FORUM,           FORUM "t/visa/2",
                                         FORUM "?page=2", FORUM "t/cake/1",
                                         FORUM "about",   FORUM "calendar" };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 1; i < N_ROWS(order); i++)
        CHECK(place_of(&w, order[i - 1]) < place_of(&w, order[i]), "%s before %s", order[i - 1],
              order[i]);
    CHECK(place_of(&w, FORUM "u/me") == SIZE_MAX, "profiles are not fetched");
    web_close(&w);
}
TEST_FN(test_order)

/* Sitemaps and "read more" name nothing: then the address's own words count. */
static void
test_words_of_address(void)
{
    static const struct {
        const char *path;
        bool first;
        const char *from;
    } rows[] = {
        { "/t/my-visa-is-late/7", true, "words with hyphens" },
        { "/t/my_visa/7", true, "with underscores" },
        { "/topic?id=7&title=student+visa", true, "in a parameter" },
        { "/t/my%20visa/7", true, "escaped" },
        { "/t/%76isa/7", true, "an escaped letter" },
        { "/t/visage/7", false, "a longer word" },
        { "/t/vis%61%2/7", true, "an escape cut short after it" },
        { "/t/vi-sa/7", false, "two words" },
        { "/t/%00visa%/7", true, "a NUL stands between words" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page pages[] = {
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, NULL },
        };
        char body[256], asked[128];
        struct web w;

        snprintf(body, sizeof(body), A("/t/cake/6", "more") "<a href=\"%s\">more</a>",
                 rows[i].path);
        snprintf(asked, sizeof(asked), "%s%s", FORUM, rows[i].path + 1);
        pages[1].body = body;
        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK((place_of(&w, asked) < place_of(&w, FORUM "t/cake/6")) == rows[i].first, "%s: %s",
              rows[i].path, rows[i].from);
        web_close(&w);
    }
}
TEST_FN(test_words_of_address)

/* Beside the label: the tags on a list, a feed's summary and categories. */
static void
test_words_about(void)
{
    static const struct {
        const char *list, *feed;
        bool first;
        const char *from;
    } rows[] = {
        { A("/t/7", "Help") A("/tags/visa", "visa"), "", true, "a tag behind it" },
        { A("/t/7", "Help") A("/t/7", "2 answers") A("/c/x", "x") A("/tags/v", "visa"), "", true,
          "its tags, with another link to it before them" },
        { A("/tags/visa", "visa") A("/t/7", "Help"), "", false, "the tags of the one before" },
        { A("/t/7", "Help") A("/about", "us") A("/tags/visa", "visa"), "", false, "no tag of it" },
        { "", "<title>Help</title><description>My visa is late</description>", true, "a summary" },
        { "", "<title>Help</title><category>visa</category>", true, "a category" },
        { "", "<title>Help</title><description>My cake is late</description>", false, "neither" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        char body[600], feed[600];
        struct web_page pages[] = {
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, body },
            { .url = FORUM "feed", .status = 200, .body = feed, .type = "application/rss+xml" },
        };
        struct web w;

        snprintf(body, sizeof(body),
                 "<link rel=alternate type=application/rss+xml href=/feed><main>"
                 "<p>The list.</p>" A("/t/cake/6", "A cake") A("/u/x", "x") "%s</main>",
                 rows[i].list);
        snprintf(feed, sizeof(feed),
                 "<rss><channel><item><link>%st/7</link>%s</item></channel></rss>", FORUM,
                 rows[i].feed);
        if (rows[i].feed[0] == '\0')
            pages[2].status = 404;
        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK((place_of(&w, FORUM "t/7") < place_of(&w, FORUM "t/cake/6")) == rows[i].first, "%s",
              rows[i].from);
        web_close(&w);
    }
}
TEST_FN(test_words_about)

/* Found by a link that says nothing, met again by one that does: then it goes sooner. */
static void
test_met_again(void)
{
    static const char *const hrefs[] = { "/t/30", "https://forum.example/t/30", "t/30" };

    for (size_t i = 0; i < N_ROWS(hrefs); i++) {
        char body[600];
        const struct web_page pages[] = {
            { FORUM "robots.txt", 404, NULL },
            { FORUM, 200, body },
        };
        struct web w;

        snprintf(body, sizeof(body),
                 "<main>" A("/t/cake/1", "A cake")
                     A("/t/cake/2", "Two cakes") "<a href=\"%s\">2 new</a>"
                                                 " and <a href=\"%s\">My visa</a></main>",
                 hrefs[i], hrefs[i]);
        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK(place_of(&w, FORUM "t/30") < place_of(&w, FORUM "t/cake/1"), "%s", hrefs[i]);
        CHECK(web_asked(&w, FORUM "t/30") == 1, "once");
        web_close(&w);
    }
}
TEST_FN(test_met_again)

static void
test_scope(void)
{
    static const struct web_page pages[] = {
        { "https://www.x.example/robots.txt", 404, NULL },
        { "https://blog.x.example/robots.txt", 404, NULL },
        { FORUM "robots.txt", 404, NULL },
        { "https://www.x.example/", 200,
          A("https://blog.x.example/post", "post") A("http://www.x.example/old", "old")
              A("https://other.x.example/", "sub") A("mailto:a@b", "mail") A("ftp://x/", "ftp")
                  A("/s?utm_source=a&q=1#x", "tracked") },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(web_asked(&w, "https://blog.x.example/post") == 1, "another of the department's sites");
    CHECK(web_asked(&w, "https://www.x.example/old") == 1, "http means https where the site is");
    CHECK(web_asked(&w, "http://www.x.example/robots.txt") == 0, "so http is never asked");
    CHECK(web_asked(&w, "https://other.x.example/robots.txt") == 0, "no site of the department");
    CHECK(web_asked(&w, "https://www.x.example/s?q=1") == 1, "without tracking");
    CHECK(db_exec_int(db_query(w.store, "SELECT count(*) FROM url u JOIN source s"
                                        " ON s.id = u.source_id WHERE s.key = 'site-2'"
                                        " AND u.address LIKE '%/post'"),
                      0) == 1,
          "it belongs to that site's source");
    web_close(&w);
}
TEST_FN(test_scope)

/* What is too deep by one way is not forgotten when another page, nearer, leads there. */
static void
test_depth(void)
{
    enum { DEPTH = 16 };
    static struct web_page pages[DEPTH + 3] = {
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, A("/t/c/1", "visa") A("/calendar", "dates") },
        { FORUM "calendar", 200, A("/t/c/17", "visa") },
    };
    static char urls[DEPTH][64], bodies[DEPTH][64];
    struct web w;

    for (int i = 1; i <= DEPTH; i++) {
        snprintf(urls[i - 1], sizeof(urls[0]), FORUM "t/c/%d", i);
        snprintf(bodies[i - 1], sizeof(bodies[0]), A("/t/c/%d", "visa") "%c", i + 1, 'a' + i);
        pages[i + 2] = (struct web_page){ urls[i - 1], 200, bodies[i - 1] };
    }
    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(place_of(&w, FORUM "t/c/16") < place_of(&w, FORUM "calendar"), "the deepest first");
    CHECK(web_asked(&w, FORUM "t/c/17") == 1, "two links from the first page");
    web_close(&w);
}
TEST_FN(test_depth)

/* A page that fails again and again costs a request a month, and is not lost. */
static void
test_failed(void)
{
    static const struct web_page pages[] = {
        { FORUM "robots.txt", 404, NULL },
        { FORUM, 200, A("/t/ill/1", "visa") },
        { FORUM "t/ill/1", 500, NULL },
    };
    static const struct {
        int64_t later_s;
        bool again;
        size_t asked;
        const char *from;
    } rows[] = {
        { 0, false, 1, "found" },
        { 86400, false, 2, "a failure is tried again" },
        { 86400, false, 3, "and again" },
        { 29 * 86400, false, 3, "then it is given up" },
        { 0, true, 4, "crawl --again asks all the same" },
        { 29 * 86400, false, 4, "given up anew" },
        { 86400, false, 5, "for 30 days" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        w.fake.at_ms += rows[i].later_s * 1000;
        w.again = rows[i].again;
        web_crawl(&w);
        CHECK(web_asked(&w, FORUM "t/ill/1") == rows[i].asked, "%s: %zu", rows[i].from,
              web_asked(&w, FORUM "t/ill/1"));
    }
    web_close(&w);
}
TEST_FN(test_failed)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order),       TEST(test_words_of_address),
                                        TEST(test_words_about), TEST(test_met_again),
                                        TEST(test_scope),       TEST(test_depth),
                                        TEST(test_failed) };

    return TEST_RUN(tests);
}
