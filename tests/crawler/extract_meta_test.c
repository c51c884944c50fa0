/* extract_meta_test.c - what a page says about itself, and its links. */

#include "extract_fixture.h"

static const struct {
    const char *from, *html, *title, *canonical, *language;
    bool noindex, nofollow;
} rows[] = {
    /* clang-format off */
    { "plain", "<html lang=de><title> A\n b </title><link rel=canonical href=' /x '>", "A b", "/x", "de", false, false },
    { "site name off", "<title>Fees | Office</title><meta property=og:site_name content=Office>", "Fees", "", "", false, false },
    { "h1 tells what is the site's", "<title>Fees - Office - University</title><h1>Fees</h1>", "Fees", "", "", false, false },
    { "a dash of its own stays", "<title>Fees - and grants</title>", "Fees - and grants", "", "", false, false },
    { "no title: the heading", "<h1>Fees</h1>", "Fees", "", "", false, false },
    { "og:url", "<title>a</title><meta property=og:url content=/y>", "a", "/y", "", false, false },
    { "robots", "<title>a</title><meta name=ROBOTS content='noindex, NOFOLLOW'>", "a", "", "", true, true },
    { "none", "<title>a</title><meta name=robots content=none>", "a", "", "", true, true },
    { "content-language", "<title>a</title><meta http-equiv=Content-Language content='fr, en'>", "a", "", "fr", false, false },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_read(&f, rows[i].html);
        CHECK(text_is(f.page.title, rows[i].title), "row %zu (%s): %.*s", i, rows[i].from,
              TEXT_ARG(f.page.title));
        CHECK(text_is(f.page.canonical, rows[i].canonical), "row %zu (%s)", i, rows[i].from);
        CHECK(text_is(f.page.language, rows[i].language), "row %zu (%s)", i, rows[i].from);
        CHECK(f.page.noindex == rows[i].noindex && f.page.nofollow == rows[i].nofollow,
              "row %zu (%s)", i, rows[i].from);
    }
    fixture_release(&f);
}

static void
test_links(void)
{
    struct fixture f;

    fixture_init(&f);
    fixture_read(
        &f, "<base href=/b/><link rel=alternate type='application/atom+xml' href=/f>"
            "<link rel=alternate type=text/html href=/g><nav><a href=/m>Menu</a></nav>"
            "<p>Much more text than stands in the menu. <a href=' x?a=1&amp;b=2 ' rel=next>More\n "
            "<b>here</b></a> <a href=javascript:x()>no</a><a name=y>no</a><a href=mailto:a@b>no</a>"
            "<a href=/z><img alt=Map></a>");
    CHECK(f.page.n_links == 3, "%zu links", f.page.n_links);
    CHECK(!f.page.links[0].in_content && f.page.links[1].in_content, "in_content");
    CHECK(text_is(f.page.links[1].url, "x?a=1&b=2") && text_is(f.page.links[1].text, "More here") &&
              text_is(f.page.links[1].rel, "next"),
          "link");
    CHECK(text_is(f.page.links[2].text, "Map"), "a picture's alternative");
    CHECK(f.page.n_feeds == 1 && text_is(f.page.feeds[0], "/f"), "feeds");
    CHECK(text_is(f.page.base, "/b/"), "base");
    fixture_release(&f);
}

static const struct {
    const char *in, *want;
} titles[] = {
    { "Thread: A key", "A key" },
    { "A key [closed]", "A key" },
    { "A key - Page 2", "A key" },
    { "[Solved] Re: A key", "A key" },
    { "Page 2", "Page 2" },
    { "A page 3", "A page 3" },
    { "Which page is it", "Which page is it" },
};

static void
test_clean_title(void)
{
    struct extract_work w = { .a = arena_new() };

    for (size_t i = 0; i < N_ROWS(titles); i++) {
        struct text got = extract_meta_clean_title(&w, text_of(titles[i].in));

        CHECK(text_is(got, titles[i].want), "\"%s\": %.*s", titles[i].in, TEXT_ARG(got));
    }
    arena_free(w.a);
}

TEST_FN(test_rows)
TEST_FN(test_links)
TEST_FN(test_clean_title)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_links), TEST(test_clean_title) };

    return TEST_RUN(tests);
}
