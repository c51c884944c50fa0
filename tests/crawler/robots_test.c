/* robots_test.c - robots.c against RFC 9309, row by row. */
#include "../../crawler/robots.h"

#include "../../include/rng.h"
#include "../test.h"

#define BOM "\xEF\xBB\xBF"

/* A file, a path, what "helpbot" may do, the deciding line.  from: RFC 9309 section, or ours. */
static const struct {
    const char *from, *body, *path;
    bool allow;
    unsigned line;
} rows[] = {
    /* clang-format off */
    { "2.2.2 no rules", "", "/a", true, 0 },
    { "2.2.1 star group", "User-agent: *\nDisallow: /a", "/a/b", false, 2 },
    { "2.2.1 ours beats star",
      "User-agent: *\nDisallow: /\nUser-agent: HelpBot/2.1\nDisallow: /x", "/a", true, 0 },
    { "2.2.1 groups merge",
      "User-agent: helpbot\nDisallow: /x\nUser-agent: b\nDisallow: /\n"
      "User-agent: helpbot\nDisallow: /y", "/y", false, 6 },
    { "2.2.1 shared group", "User-agent: b\nUser-agent: helpbot\nDisallow: /x", "/x", false, 3 },
    { "2.2.1 shared with star",
      "User-agent: *\nUser-agent: helpbot\nDisallow: /x\nUser-agent: *\nDisallow: /y", "/y", true,
      0 },
    { "2.2.1 a new group",
      "User-agent: helpbot\nDisallow: /x\nUser-agent: b\nDisallow: /y", "/y", true, 0 },
    { "2.2.1 a longer name", "User-agent: helpbotter\nDisallow: /", "/a", true, 0 },
    { "2.2.1 words after the name", "User-agent: helpbot crawler\nDisallow: /", "/a", false, 2 },
    { "2.2.1 star and words", "User-agent: * all of you\nDisallow: /", "/a", false, 2 },
    { "2.2.1 star and letters", "User-agent: *bot\nDisallow: /", "/a", true, 0 },
    { "2.2.1 ours without rules", "User-agent: helpbot\nDisallow:\n\nUser-agent: *\nDisallow: /",
      "/a", true, 0 },
    { "2.2.2 longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true, 3 },
    { "2.2.2 longest wins", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", false, 3 },
    { "2.2.2 in any order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b", true, 2 },
    { "2.2.2 tie: allow", "User-agent: *\nDisallow: /p\nAllow: /p", "/p", true, 3 },
    { "2.2.2 tie: allow", "User-agent: *\nAllow: /p\nDisallow: /p", "/p", true, 2 },
    { "2.2.2 tie: first line", "User-agent: *\nDisallow: /*p\nDisallow: /a*", "/ap", false, 2 },
    { "2.2.2 robots.txt", "User-agent: *\nDisallow: /", "/robots.txt", true, 0 },
    { "2.2.2 case counts", "User-agent: *\nDisallow: /A", "/a", true, 0 },
    { "2.2.2 the query counts", "User-agent: *\nDisallow: /*?x=", "/a?x=1", false, 2 },
    { "2.2.2 no path", "User-agent: *\nDisallow: /", "", false, 2 },
    { "2.2.2 query without path", "User-agent: *\nDisallow: /?a", "?a", false, 2 },
    { "2.2.2 escaped letters", "User-agent: *\nDisallow: /%66%6f%6F", "/foo", false, 2 },
    { "2.2.2 escaped letters", "User-agent: *\nDisallow: /foo", "/%66%6F%6f", false, 2 },
    { "2.2.2 tilde", "User-agent: *\nDisallow: /%7Ea", "/~a", false, 2 },
    { "2.2.2 UTF-8", "User-agent: *\nDisallow: /\xE3\x83\x84", "/%e3%83%84", false, 2 },
    { "2.2.2 UTF-8", "User-agent: *\nDisallow: /%E3%83%84", "/\xE3\x83\x84", false, 2 },
    { "2.2.2 neither reserved nor unreserved", "User-agent: *\nDisallow: /a%3cb", "/a<b", false, 2 },
    { "2.2.2 a space", "User-agent: *\nDisallow: /a b", "/a%20b", false, 2 },
    { "2.2.2 reserved stays apart", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true, 0 },
    { "2.2.2 reserved, case of hex", "User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false, 2 },
    { "2.2.2 no escape", "User-agent: *\nDisallow: /%a%", "/%a%b", false, 2 },
    { "2.2.3 star", "User-agent: *\nDisallow: /*.pdf", "/d/x.pdf?y", false, 2 },
    { "2.2.3 dollar", "User-agent: *\nDisallow: /*.pdf$", "/d/x.pdf?y", true, 0 },
    { "2.2.3 dollar", "User-agent: *\nDisallow: /*.pdf$", "/d/x.pdf", false, 2 },
    { "2.2.3 dollar inside", "User-agent: *\nDisallow: /a$b", "/a$b", false, 2 },
    { "2.2.3 both in code", "User-agent: *\nDisallow: /a%2Ab%24", "/a*b$c", false, 2 },
    { "2.2.3 in code is no wildcard", "User-agent: *\nDisallow: /a%2Ab", "/axb", true, 0 },
    { "2.2.3 star first", "User-agent: *\nDisallow: *.pdf", "/x.pdf", false, 2 },
    { "2.2.3 comment", "User-agent: * # all\nDisallow: /a # secret", "/a", false, 2 },
    { "2.2.3 comment in a path", "User-agent: *\nDisallow: /a#b", "/a", false, 2 },
    { "2.2.4 others do not split",
      "User-agent: helpbot\nCrawl-delay: 1\nUser-agent: b\nDisallow: /x", "/x", false, 4 },
    { "2.2.4 sitemaps do not split",
      "User-agent: helpbot\nSitemap: http://h/s\nUser-agent: *\nDisallow: /x", "/x", false, 4 },
    { "2.3.1.5 an error page", "<!doctype html><title>404: not here</title>", "/a", true, 0 },
    { "2.2 rules before a group", "Disallow: /\nUser-agent: *\nDisallow: /x", "/a", true, 0 },
    { "2.2 no slash: never matches", "User-agent: *\nDisallow: a", "/a", true, 0 },
    { "2.2 CR alone", "User-agent: *\rDisallow: /a\r", "/a", false, 2 },
    { "2.2 CR LF", "User-agent: *\r\n\r\nDisallow: /a\r\n", "/a", false, 3 },
    { "ours: byte order mark", BOM "User-agent: *\nDisallow: /a", "/a", false, 2 },
    { "ours: UTF-16 is no UTF-8", "\xFF\xFEU", "/a", true, 0 },
    { "ours: empty disallow", "User-agent: *\nDisallow:", "/a", true, 0 },
    { "ours: no colon", "user-agent *\ndisallow /a", "/a", false, 2 },
    { "ours: no colon, three words", "user-agent: *\ndisallow /a /b", "/a", true, 0 },
    { "ours: misspelt", "useragent: *\nDissallow: /a", "/a", false, 2 },
    { "ours: misspelt", "User Agent: *\nDisalow: /a", "/a", false, 2 },
    { "ours: spaces", "  User-agent  :  *  \n\tDisallow\t:\t/a\t", "/a", false, 2 },
    { "ours: index.html is its folder", "User-agent: *\nDisallow: /\nAllow: /a/index.html", "/a/",
      true, 3 },
    { "ours: and nothing below", "User-agent: *\nDisallow: /\nAllow: /a/index.html", "/a/b", false,
      2 },
    /* clang-format on */
};

static void
test_allows(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct robots *r = robots_parse(text_of(rows[i].body), TEXT_LIT("helpbot/1.0 (+x)"));
        struct robots_verdict got = robots_ask(r, text_of(rows[i].path));

        CHECK(got.allow == rows[i].allow && got.line == rows[i].line,
              "row %zu (%s): path %s: %s by line %u", i, rows[i].from, rows[i].path,
              got.allow ? "allowed" : "disallowed", got.line);
        robots_free(r);
    }
}
TEST_FN(test_allows)

static const struct {
    const char *line;
    int64_t ms;
} delays[] = {
    /* clang-format off */
    { "Crawl-delay: 2", 2000 },
    { "crawl delay: 0.5", 500 },
    { "Crawl-delay: 1.2345", 1234 },    /* digits past the millisecond are cut */
    { "Crawl-delay: .5", 500 },
    { "Crawl-delay: 10 s", 10000 },
    { "Crawl-delay: 99999999999999999999", ROBOTS_MAX_DELAY_MS },
    { "Crawl-delay: 5\nCrawl-delay: 3", 5000 },
    { "Crawl-delay: -1", 0 },
    { "Crawl-delay: 1e9", 0 },
    { "Crawl-delay:", 0 },
    { "Request-rate: 1/10s", 10000 },
    { "Request-rate: 1/5 0600-0845", 5000 },
    { "Request-rate: 10/5m", 30000 },
    { "Request-rate: 1/2h", ROBOTS_MAX_DELAY_MS },
    { "Request-rate: 0/5", 0 },
    { "Request-rate: fast", 0 },
    /* clang-format on */
};

static void
test_delay(void)
{
    for (size_t i = 0; i < N_ROWS(delays); i++) {
        struct robots *r;
        char body[128];

        snprintf(body, sizeof(body), "User-agent: *\n%s\n", delays[i].line);
        r = robots_parse(text_of(body), TEXT_LIT("helpbot"));
        CHECK(robots_delay_ms(r) == delays[i].ms, "\"%s\" gave %lld ms", delays[i].line,
              (long long)robots_delay_ms(r));
        robots_free(r);
    }
}
TEST_FN(test_delay)

static void
test_our_delay_beats_star(void)
{
    struct robots *r = robots_parse(TEXT_LIT("User-agent: *\nCrawl-delay: 9\n\nDisallow: /x\n"
                                             "User-agent: helpbot\nCrawl-delay: 2\n"),
                                    TEXT_LIT("helpbot"));

    CHECK(robots_delay_ms(r) == 2000, "%lld", (long long)robots_delay_ms(r));
    robots_free(r);
}
TEST_FN(test_our_delay_beats_star)

static void
test_sitemaps(void)
{
    struct robots *r = robots_parse(TEXT_LIT("Sitemap: http://h/a.xml # x\nUser-agent: b\n"
                                             "site-map:/b.xml\nSitemap:\n"),
                                    TEXT_LIT("helpbot"));

    CHECK(robots_n_sitemaps(r) == 2, "%zu", robots_n_sitemaps(r));
    CHECK(text_is(robots_sitemap(r, 0), "http://h/a.xml"), "first");
    CHECK(text_is(robots_sitemap(r, 1), "/b.xml"), "second");
    CHECK(robots_sitemap(r, 2).n == 0, "past the end");
    robots_free(r);
    robots_free(NULL);
}
TEST_FN(test_sitemaps)

static const struct {
    const char *address, *path;
} paths[] = {
    { "http://h/a?b#c", "/a?b" },
    { "http://h", "" },
    { "/a/b", "/a/b" },
    { "http://h?a", "?a" },
    { "//h/a", "/a" },
    { "http://h#/a", "" },
    { "/a?u=http://x/y", "/a?u=http://x/y" },
};

static void
test_path(void)
{
    for (size_t i = 0; i < N_ROWS(paths); i++)
        CHECK(text_is(robots_path(text_of(paths[i].address)), paths[i].path), "row %zu", i);
}
TEST_FN(test_path)

/* A rule that the cap cuts in half must not bind: "/ab" would forbid more than "/abc". */
static void
test_cut_at_a_line_end(void)
{
    static char big[ROBOTS_MAX_BYTES + 64];
    const char *head = "User-agent: *\nDisallow: /a\n", *cut = "Disallow: /bcdefgh\n";
    size_t at = ROBOTS_MAX_BYTES - strlen(cut) + 4;
    struct robots *r;

    memset(big, '\n', sizeof(big));
    memcpy(big, head, strlen(head));
    memcpy(big + at, cut, strlen(cut));
    r = robots_parse((struct text){ big, sizeof(big) }, TEXT_LIT("helpbot"));
    CHECK(!robots_ask(r, TEXT_LIT("/a")).allow, "the rule before the cut binds");
    CHECK(robots_ask(r, TEXT_LIT("/bcdefghi")).allow, "half a rule does not");
    robots_free(r);
}
TEST_FN(test_cut_at_a_line_end)

static void
test_line_text(void)
{
    struct text body = TEXT_LIT("a\r\n b \nc");

    assert_true(text_is(robots_line_text(body, 1), "a"));
    assert_true(text_is(robots_line_text(body, 2), "b"));
    assert_true(text_is(robots_line_text(body, 3), "c"));
    assert_true(text_is(robots_line_text(body, 0), ""));
}
TEST_FN(test_line_text)

/* An oracle too slow and simple to be wrong: what '*' and '$' mean, recursively. */
static bool
naive(const char *pat, const char *s)
{
    if (*pat == '\0' || (*pat == '$' && pat[1] == '\0' && *s == '\0'))
        return true;
    if (*pat == '*')
        return naive(pat + 1, s) || (*s != '\0' && naive(pat, s + 1));
    return *s != '\0' && *pat == *s && !(*pat == '$' && pat[1] == '\0') && naive(pat + 1, s + 1);
}

/* Several rules: of those that match, the longest decides, Allow first. */
static void
test_agrees_with_naive(void)
{
    struct rng rng;

    rng_seed(&rng, 1);
    for (int i = 0; i < 50000; i++) {
        char pats[3][10], path[10] = "/", body[128] = "User-agent: *\n";
        size_t best = 0, n = strlen(body);
        bool want = true;
        struct robots *r;

        for (uint64_t j = rng_below(&rng, 8), k = 1; j > 0; j--)
            path[k++] = "ab$"[rng_below(&rng, 3)];
        for (size_t p = 0; p < 3; p++) {
            bool allow = rng_below(&rng, 2) != 0;

            memset(pats[p], 0, sizeof(pats[p]));
            pats[p][0] = '/';
            for (uint64_t j = rng_below(&rng, 7), k = 1; j > 0; j--)
                pats[p][k++] = "ab*$"[rng_below(&rng, 4)];
            n += (size_t)snprintf(body + n, sizeof(body) - n, "%s: %s\n",
                                  allow ? "Allow" : "Disallow", pats[p]);
            if (naive(pats[p], path) &&
                (strlen(pats[p]) > best || (strlen(pats[p]) == best && allow))) {
                best = strlen(pats[p]);
                want = allow;
            }
        }
        r = robots_parse(text_of(body), TEXT_LIT("helpbot"));
        CHECK(robots_ask(r, text_of(path)).allow == want, "%s on %s", body, path);
        robots_free(r);
    }
}
TEST_FN(test_agrees_with_naive)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_allows),
        TEST(test_delay),
        TEST(test_our_delay_beats_star),
        TEST(test_sitemaps),
        TEST(test_path),
        TEST(test_cut_at_a_line_end),
        TEST(test_line_text),
        TEST(test_agrees_with_naive),
    };

    return TEST_RUN(tests);
}
