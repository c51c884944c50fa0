/* What each thing that can be wrong with a source is told as, from the rows that runs leave. */
#include "fake_web.h"

#include "../../store/db.h"
#include "health.h"
#include "store_compare.h"

#define FORUM "https://forum.example/"
#define OWN   "https://www.x.example/"
#define DAY   "86400"
#define DAY_S INT64_C(86400)
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n[source forum]\nurl = " FORUM         \
    "\nbasis = test\nmatch = all\n[source bare]\nurl = https://bare.example/\n"
#define THREAD                                                                                     \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">How do I get a visa?</h1>"    \
    "<div itemprop=\"text\"><p>I do not know how it works, please help.</p></div>"                 \
    "<span itemprop=\"answerCount\">1</span></div></div>"
#define LINKS                                                                                      \
    "<a href=/questions/1/a>a</a> <a href=/questions/2/b>b</a> <a href=/questions/3/c>c</a>"       \
    " <a href=/questions/4/d>d</a> <a href=/questions/5/e>e</a> <a href=/questions/6/f>f</a>"
#define PLAIN(n, words)                                                                            \
    {                                                                                              \
        FORUM "questions/" n, 200, "<p>The office of " words " is open on Mondays.</p>"            \
    }
#define ALL_PLAIN                                                                                  \
    PLAIN("1/a", "maps"), PLAIN("2/b", "dogs"), PLAIN("3/c", "trees"), PLAIN("4/d", "boats"),      \
        PLAIN("5/e", "wine"), PLAIN("6/f", "birds")
#define MAX_PAGES 12

/* The health of the source of this key. */
static struct health
health(struct web *w, const char *key, int64_t silent_days)
{
    struct health_in in = {
        .store = w->store, .arena = w->arena, .now_ms = w->fake.at_ms, .silent_days = silent_days
    };
    struct store_source *sources;
    size_t n = store_run_sources(w->store, w->arena, &sources);
    struct health *all = health_of(&in, sources, n);

    for (size_t i = 0; i < n; i++)
        if (text_is(sources[i].key, key))
            return all[i];
    fail_msg("no source %s", key);
    return all[0];
}

static const struct {
    struct web_page pages[MAX_PAGES]; /* beside the own site */
    const char *change;               /* after the run */
    const char *state, *reason;       /* reason: how it begins */
    bool alarm;
} cases[] = {
    { { { FORUM, 200, LINKS }, { FORUM "questions/1/a", 200, THREAD } }, NULL, "works", "", false },
    { { { FORUM, 404, "" } }, NULL, "gone", "its own address: not found", true },
    { { { FORUM, 401, "" } }, NULL, "gone", "its own address: needs an account", true },
    { { { FORUM "robots.txt", 200, "User-agent: *\nDisallow: /\n" }, { FORUM, 200, LINKS } },
      NULL,
      "gone",
      "its own address: robots.txt line 2",
      true },
    { { { FORUM, 403, "" } }, NULL, "parked", "until ", true },
    { { { FORUM, 200,
          "<title>Just a moment...</title><h1>Checking your browser before accessing</h1>"
          "<form action=/cdn-cgi/challenge-platform id=challenge-form></form>" } },
      NULL,
      "login",
      "its own address gives a challenge, log-in",
      true },
    { { { FORUM, 200, LINKS }, ALL_PLAIN },
      NULL,
      "layout",
      "6 pages look like threads, but no question",
      true },
    { { { FORUM, 200, LINKS }, ALL_PLAIN }, "UPDATE page SET kind = 'thread'", "works", "", false },
    { { { FORUM, 200, "<p>Welcome.</p>" } },
      "UPDATE page SET kind = 'listing'",
      "empty",
      "its own address is a list without links",
      true },
    { { { FORUM, 200, LINKS }, { FORUM "questions/1/a", 200, THREAD } },
      "UPDATE post SET first_seen_s = first_seen_s - 15 * " DAY,
      "silent",
      "nothing new for 15 days",
      true },
    { { { FORUM, 200, LINKS }, { FORUM "questions/1/a", 200, THREAD } },
      "UPDATE post SET first_seen_s = first_seen_s - 13 * " DAY,
      "works",
      "",
      false },
    { { { FORUM, 200, LINKS } },
      "UPDATE crawl_source SET failed = pages",
      "new",
      "no page yet",
      false },
    { { { FORUM "robots.txt", 503, "" } },
      "UPDATE host SET robots_failing_s = 1795200000",
      "fails",
      "its robots.txt cannot be had for",
      true },
    { { { FORUM "robots.txt", 503, "" } }, NULL, "new", "no page yet", false },
};

static void
test_states(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct web_page pages[MAX_PAGES + 3] = { { OWN "robots.txt", 404, NULL },
                                                 { OWN, 200, "x" },
                                                 { FORUM "robots.txt", 404, NULL } };
        struct health h;
        struct web w;
        size_t n = 3;

        for (size_t j = 0; j < MAX_PAGES && cases[i].pages[j].url != NULL; j++)
            pages[n++] = cases[i].pages[j];
        web_open(&w, SEED, pages, n);
        web_crawl(&w);
        if (cases[i].change != NULL)
            db_exec(db_query(w.store, cases[i].change));
        h = health(&w, "forum", 14);
        CHECK(strcmp(h.state, cases[i].state) == 0 && h.alarm == cases[i].alarm,
              "row %zu: %s (%s), wanted %s", i, h.state, h.reason, cases[i].state);
        CHECK(strncmp(h.reason, cases[i].reason, strlen(cases[i].reason)) == 0, "row %zu: %s", i,
              h.reason);
        h = health(&w, "site", 14);
        CHECK(!h.alarm, "row %zu: the own site: %s %s", i, h.state, h.reason);
        h = health(&w, "bare", 14);
        CHECK(strcmp(h.state, "off") == 0 && !h.alarm, "row %zu: no basis: %s", i, h.state);
        web_close(&w);
    }
}
TEST_FN(test_states)

/* Failures count runs that asked something and had no page; one page ends the row. */
static void
test_failing(void)
{
    static const struct web_page good[] = { { OWN "robots.txt", 404, NULL },
                                            { OWN, 200, "x" },
                                            { FORUM "robots.txt", 404, NULL },
                                            { FORUM, 200, LINKS } };
    static const struct web_page bad[] = { { OWN "robots.txt", 404, NULL },
                                           { OWN, 200, "x" },
                                           { FORUM "robots.txt", 404, NULL },
                                           { FORUM, 503, "", NULL, "600" } };
    struct health h;
    struct web w;

    web_open(&w, SEED, good, N_ROWS(good));
    web_crawl(&w);
    w.pages = bad;
    for (int64_t i = 1; i <= 4; i++) {
        w.fake.at_ms += DAY_S * 1000;
        web_crawl(&w);
        h = health(&w, "forum", 14);
        CHECK(h.failures == i && h.runs == i + 1, "run %lld: %lld in a row of %lld", (long long)i,
              (long long)h.failures, (long long)h.runs);
        CHECK(h.alarm == (i >= HEALTH_MAX_FAILURES) &&
                  strcmp(h.state, h.alarm ? "fails" : "works") == 0,
              "run %lld: %s", (long long)i, h.state);
        CHECK(h.last_success_s < w.fake.at_ms / 1000 - (i - 1) * DAY_S, "the last good one");
    }
    w.pages = good;
    w.fake.at_ms += DAY_S * 1000;
    web_crawl(&w);
    h = health(&w, "forum", 0);
    CHECK(h.failures == 0 && !h.alarm, "well again: %s", h.state);
    web_close(&w);
}
TEST_FN(test_failing)

/* Whoever comes later to an address that others read has not been silent, or empty, since they do.
 */
static void
test_latecomer(void)
{
    static const struct web_page pages[] = { { OWN "robots.txt", 404, NULL },
                                             { OWN, 200, "x" },
                                             { FORUM "robots.txt", 404, NULL },
                                             { FORUM, 200, LINKS } };
    static const struct {
        const char *change, *state, *reason; /* reason: how it begins */
        bool alarm;
    } rows[] = {
        { "UPDATE page SET kind = 'listing'", "new", "not crawled yet", false },
        { "INSERT INTO url_source (url_id, source_id) SELECT id, 9 FROM url"
          "  WHERE address = '" FORUM "'",
          "works", "", false },
        { "UPDATE begun SET at_s = at_s - 13 * " DAY " WHERE department_id = 2", "works", "",
          false },
        { "UPDATE begun SET at_s = at_s - " DAY " WHERE department_id = 2", "silent",
          "no question at all for 14 days", true },
        { "INSERT INTO source_begun (source_id, at_s) SELECT 9, at_s + " DAY " FROM begun"
          "  WHERE department_id = 2",
          "works", "", false },
        { "UPDATE source_begun SET at_s = at_s - " DAY " WHERE source_id = 9", "silent",
          "no question at all for 14 days", true },
    };
    struct health h;
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += 20 * DAY_S * 1000;
    web_crawl(&w);
    h = health(&w, "forum", 14);
    CHECK(h.alarm && strcmp(h.reason, "no question at all for 20 days") == 0, "%s", h.reason);
    store_set_role(w.store, STORE_CONFIG);
    db_exec(db_query(w.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                              " (2, 'y', 'Y', 'en', 1)"));
    db_exec(db_query(w.store, "INSERT INTO source (id, department_id, key, url, basis, mode,"
                              " matching, own_site, delay_ms, max_pages, active) VALUES (9, 2,"
                              " 'late', '" FORUM "', 'test', 'answer', 'all', 0, 0, 100, 1)"));
    store_set_role(w.store, STORE_CRAWLER);
    store_compare_begun(w.store, 2, w.fake.at_ms / 1000);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        db_exec(db_query(w.store, rows[i].change));
        h = health(&w, "late", 14);
        CHECK(strcmp(h.state, rows[i].state) == 0 && h.alarm == rows[i].alarm &&
                  strncmp(h.reason, rows[i].reason, strlen(rows[i].reason)) == 0,
              "row %zu: %s (%s), wanted %s", i, h.state, h.reason, rows[i].state);
    }
    web_close(&w);
}
TEST_FN(test_latecomer)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_states), TEST(test_failing),
                                        TEST(test_latecomer) };

    return TEST_RUN(tests);
}
