/* weblog_pages_test.c - which page of ours a request was for. */

#include "../test.h"

#include "../../drafter/weblog_pages.h"

enum { FEES, VISIT, PAGE_3, ACCENT, OTHER_SITE, ODD_PORT, N_PAGES };

static const char *const pages[] = {
    [FEES] = "https://www.example.edu/fees",
    [VISIT] = "https://www.example.edu/visit/",
    [PAGE_3] = "https://www.example.edu/show?id=3",
    [ACCENT] = "https://www.example.edu/caf%C3%A9",
    [OTHER_SITE] = "http://maths.example.edu/fees",
    [ODD_PORT] = "http://maths.example.edu:8080/fees",
};

static struct weblog_pages *
make(void)
{
    struct weblog_pages *p = weblog_pages_new();

    for (size_t i = 0; i < N_PAGES; i++)
        weblog_pages_add(p, text_of(pages[i]), (int64_t)i + 100);
    weblog_pages_add_tag(p, TEXT_LIT("src=answers"));
    weblog_pages_add_site(p, TEXT_LIT("https://empty.example.edu/"));
    weblog_pages_add_site(p, TEXT_LIT("http://www.example.edu/")); /* the same site */
    return p;
}

static void
test_pages(void)
{
    static const struct {
        const char *site, *target;
        int page; /* -1: none */
        bool tagged;
        const char *from;
    } rows[] = {
        { "www.example.edu", "/fees", FEES, false, "as it stands" },
        { "www.example.edu", "/fees?", FEES, false, "an empty query" },
        { "www.example.edu", "/fees?src=answers", FEES, true, "the tag" },
        { "www.example.edu", "/fees?utm_source=x&src=answers&fbclid=1", FEES, true,
          "and what only tracks" },
        { "www.example.edu", "/fees?src=answersx", -1, false, "another value" },
        { "www.example.edu", "/fees?xsrc=answers", -1, false, "another name" },
        { "www.example.edu", "/fees?id=3", -1, false, "another page" },
        { "www.example.edu", "/show?src=answers&id=3", PAGE_3, true, "a query of its own" },
        { "www.example.edu", "/show?id=3&src=answers", PAGE_3, true, "the tag behind it" },
        { "www.example.edu", "/show", -1, false, "without it" },
        { "www.example.edu", "/Fees", -1, false, "paths have case" },
        { "www.example.edu", "/fees/", -1, false, "and slashes" },
        { "www.example.edu", "/visit/", VISIT, false, "a slash of its own" },
        { "www.example.edu", "/x/../visit/./", VISIT, false, "URL Standard: dots" },
        { "www.example.edu", "/caf\xC3\xA9", ACCENT, false, "bytes are encoded" },
        { "www.example.edu", "/caf%C3%A9", ACCENT, false, "as browsers send it" },
        { "www.example.edu", "//fees", -1, false, "an empty segment is one" },
        { "www.example.edu", "//maths.example.edu/fees", -1, false, "a path, not a host" },
        { "www.example.edu", "https://www.example.edu/fees", FEES, false,
          "RFC 9112, 3.2.2: absolute form" },
        { "www.example.edu", "http://elsewhere.example/fees", -1, false, "of another host" },
        { "www.example.edu", "*", -1, false, "RFC 9112, 3.2.4" },
        { "www.example.edu", "", -1, false, "nothing" },
        { "www.example.edu", "javascript:/fees", -1, false, "no page" },
        { "maths.example.edu", "/fees", OTHER_SITE, false, "the same path elsewhere" },
        { "maths.example.edu:8080", "/fees", ODD_PORT, false, "another port is another site" },
        { "empty.example.edu", "/fees", -1, false, "a site without pages" },
    };
    struct weblog_pages *p = make();

    assert_int_equal(weblog_pages_count(p), N_PAGES);
    assert_int_equal(weblog_pages_sites(p), 4);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t site = weblog_pages_site(p, text_of(rows[i].site)), page;
        bool tagged = false;

        page = weblog_pages_find(p, site, text_of(rows[i].target), &tagged);
        CHECK(page == (rows[i].page < 0 ? WEBLOG_PAGES_NONE : (size_t)rows[i].page), "%s: %zu",
              rows[i].from, page);
        CHECK(tagged == rows[i].tagged, "%s", rows[i].from);
    }
    weblog_pages_free(p);
}
TEST_FN(test_pages)

static void
test_sites(void)
{
    static const struct {
        const char *name, *site; /* NULL: none of ours */
        const char *from;
    } rows[] = {
        { "www.example.edu", "www.example.edu", "%v" },
        { "www.example.edu:443", "www.example.edu", "%v:%p" },
        { "WWW.Example.edu:80", "www.example.edu", "in any case" },
        { "www.example.edu:8443", "www.example.edu", "behind a proxy" },
        { "maths.example.edu:8080", "maths.example.edu:8080", "a site's own port" },
        { "maths.example.edu:80", "maths.example.edu", "and the one without" },
        { "maths.example.edu:9", NULL, "either of two" },
        { "example.edu", NULL, "no site of ours" },
        { "", NULL, "nothing" },
    };
    struct weblog_pages *p = make();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t site = weblog_pages_site(p, text_of(rows[i].name));

        CHECK(rows[i].site == NULL ? site == WEBLOG_PAGES_NONE
                                   : site != WEBLOG_PAGES_NONE &&
                                         text_is(weblog_pages_site_name(p, site), rows[i].site),
              "%s", rows[i].from);
    }
    weblog_pages_free(p);
}
TEST_FN(test_sites)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pages), TEST(test_sites) };

    return TEST_RUN(tests);
}
