/* Sources read through an API: what is asked, in what order, and what when it fails. */
#include "fake_web.h"

#include "../../store/db.h"

#define SEED                                                                                       \
    "[department]\nname = X\nkeyword = visa\n"                                                     \
    "[source a]\nurl = https://academia.stackexchange.com/questions/tagged/phd\nbasis = test\n"
#define FORUM_SEED                                                                                 \
    "[department]\nname = X\nkeyword = visa\n"                                                     \
    "[source f]\nurl = https://f.example/c/help/7\nbasis = test\n"
#define SITE "https://academia.stackexchange.com/"
#define TAG  SITE "questions/tagged/phd"
#define API  "https://api.stackexchange.com/"
#define LIST(page)                                                                                 \
    API "2.3/questions?order=desc&sort=activity&pagesize=100&filter=withbody&tagged=phd"           \
        "&site=academia.stackexchange.com&page=" page
#define ITEM(id, at)                                                                               \
    "{\"title\":\"Which visa " id "?\",\"body\":\"<p>x</p>\",\"link\":\"" SITE "questions/" id     \
    "/v\",\"last_activity_date\":" at "}"
#define JSON .type = "application/json", .status = 200
#define NO_RULES(host)                                                                             \
    {                                                                                              \
        host "robots.txt", 404, NULL                                                               \
    }
#define PAGE                                                                                       \
    {                                                                                              \
        TAG, 200, "<p><a href=\"/questions/9/w\">Which visa 9?</a></p>"                            \
    }
#define FORUM      "https://f.example/"
#define FORUM_LIST FORUM "c/help/7.json?page=0"
#define FORUM_PAGE                                                                                 \
    "<meta name=generator content=\"Discourse 3\"><main><a href=\"/t/v/5\">Which visa?</a></main>"
#define TOPIC                                                                                      \
    "{\"id\":5,\"slug\":\"v\",\"title\":\"Which visa?\",\"post_stream\":{\"posts\":[{\"cooked\":"  \
    "\"<p>x</p>\"}]}}"

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), -1);
}

static void
test_list(void)
{
    struct web_page pages[] = {
        NO_RULES(SITE),
        NO_RULES(API),
        PAGE,
        { LIST("1"), JSON,
          .body = "{\"items\":[" ITEM("1", "1795200000") "],\"has_more\":true,"
                                                         "\"backoff\":30,\"quota_remaining\":9}" },
        { LIST("2"), JSON, .body = "{\"items\":[" ITEM("2", "1795100000") "],\"has_more\":false}" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(web_asked(&w, TAG) == 0 && web_asked(&w, LIST("1")) == 1 && web_asked(&w, LIST("2")) == 1,
          "the API alone");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE how = 'api'") == 2, "posts");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE permalink = '" SITE "questions/2/v'") == 1,
          "the page's address");
    CHECK(w.log[w.n_log - 1].start_ms >= w.log[w.n_log - 2].end_ms + 30000, "backoff: %lld ms",
          (long long)(w.log[w.n_log - 1].start_ms - w.log[w.n_log - 2].end_ms));
    web_check_polite(&w, 1000);
    /* Nothing changed below the first page; then it did. */
    w.fake.at_ms += INT64_C(3600000);
    pages[3].body = "{\"items\":[" ITEM("1", "1795200001") "],\"has_more\":true}";
    web_crawl(&w);
    CHECK(web_asked(&w, LIST("1")) == 2 && web_asked(&w, LIST("2")) == 1, "down to what is known");
    w.fake.at_ms += INT64_C(3600000);
    pages[3].body = "{\"items\":[" ITEM("3", "1795399999") "],\"has_more\":true}";
    web_crawl(&w);
    CHECK(web_asked(&w, LIST("2")) == 2, "deeper: all of the first page is new");
    web_close(&w);
}
TEST_FN(test_list)

/* A search for a keyword that was taken out of the configuration is not asked for again. */
static void
test_keywords_change(void)
{
    static const char before[] = "[department]\nname = X\nkeyword = visa\nkeyword = fee\n"
                                 "[source a]\nurl = " SITE "\nbasis = test\n";
    static const char after[] = "[department]\nname = X\nkeyword = fee\n"
                                "[source a]\nurl = " SITE "\nbasis = test\n";
#define SEARCH(word)                                                                               \
    API "2.3/search/advanced?order=desc&sort=activity&pagesize=100&filter=withbody&q=" word        \
        "&site=academia.stackexchange.com&page=1"
    struct web_page pages[] = { NO_RULES(SITE),
                                NO_RULES(API),
                                { SEARCH("visa"), JSON, .body = "{\"items\":[]}" },
                                { SEARCH("fee"), JSON, .body = "{\"items\":[]}" } };
    const char *const seeds[] = { before, after, before };
    const size_t visa[] = { 1, 1, 2 };
    struct err err = { "" };
    struct web w;

    web_open(&w, before, pages, N_ROWS(pages));
    for (size_t i = 0; i < N_ROWS(seeds); i++) {
        config_free(w.config);
        web_write(&w, "seeds/x.ini", seeds[i]);
        assert_int_equal(config_load(w.dir, &w.config, &err), ST_OK);
        store_set_role(w.store, STORE_CONFIG);
        assert_int_equal(config_sync(w.config, w.store, &err), ST_OK);
        store_set_role(w.store, STORE_CRAWLER);
        web_crawl(&w);
        CHECK(web_asked(&w, SEARCH("visa")) == visa[i] && web_asked(&w, SEARCH("fee")) == i + 1,
              "run %zu: %zu, %zu", i, web_asked(&w, SEARCH("visa")), web_asked(&w, SEARCH("fee")));
        w.fake.at_ms += INT64_C(3600000);
    }
    web_close(&w);
}
TEST_FN(test_keywords_change)

/* Whatever ails the API, the pages are read; the next run still knows. */
static const struct {
    struct web_page robots, list;
    size_t asked; /* for the list */
    const char *from;
} refusals[] = {
    { { API "robots.txt", 200, "User-agent: *\nDisallow: /\n" },
      { LIST("1"), 200, "{}" },
      0,
      "robots.txt" },
    { NO_RULES(API), { LIST("1"), 404, "" }, 1, "404" },
    { NO_RULES(API), { LIST("1"), 403, "" }, 1, "403" },
    { NO_RULES(API), { LIST("1"), 401, "" }, 1, "401" },
    { NO_RULES(API), { LIST("1"), 200, "<html>hello</html>" }, 1, "HTML" },
    { NO_RULES(API), { LIST("1"), JSON, .body = "{\"error_id\":400}" }, 1, "an error" },
    { NO_RULES(API),
      { LIST("1"), JSON, .body = "{\"items\":[" ITEM("1", "1") "]}", .robots_tag = "noindex" },
      1,
      "noindex" },
};

static void
test_refused(void)
{
    for (size_t i = 0; i < N_ROWS(refusals); i++) {
        struct web_page pages[] = { NO_RULES(SITE),
                                    PAGE,
                                    refusals[i].robots,
                                    refusals[i].list,
                                    { SITE "questions/9/w", 200, "x" } };
        struct web w;

        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK(web_asked(&w, LIST("1")) == refusals[i].asked, "%s: the API", refusals[i].from);
        CHECK(web_asked(&w, TAG) == 1 && web_asked(&w, SITE "questions/9/w") == 1, "%s: the pages",
              refusals[i].from);
        w.fake.at_ms += INT64_C(3600000);
        web_crawl(&w);
        CHECK(web_asked(&w, LIST("1")) == refusals[i].asked && web_asked(&w, TAG) == 2,
              "%s: the next run", refusals[i].from);
        web_close(&w);
    }
}
TEST_FN(test_refused)

/* "Later" in a body or a header waits as Retry-After would; the pages stay where they are. */
static const struct {
    struct web_page list;
    int64_t wait_ms;
    const char *from;
} pauses[] = {
    { { LIST("1"), 400, .type = "application/json",
        .body = "{\"error_id\":502,\"error_message\":\"more requests available in 20 seconds\"}" },
      20000,
      "a throttle" },
    { { LIST("1"), 400, .type = "application/json", .retry_after = "40",
        .body = "{\"error_id\":502,\"error_message\":\"more requests available in 20 seconds\"}" },
      20000,
      "Retry-After of a 400 says nothing" },
    { { LIST("1"), 429, .type = "application/json", .retry_after = "40",
        .body = "{\"error_id\":502,\"error_message\":\"more requests available in 20 seconds\"}" },
      40000,
      "Retry-After of a 429 outranks the body" },
    { { LIST("1"), 429, "", .retry_after = "25" }, 25000, "429" },
    { { LIST("1"), JSON, .body = "{\"items\":[],\"has_more\":false,\"quota_remaining\":0}" },
      86400000,
      "the day's quota" },
    { { LIST("1"), JSON, .body = "{\"items\":[]}", .remaining = "0", .reset = "50" },
      50000,
      "X-RateLimit-Reset" },
};

static void
test_pauses(void)
{
    for (size_t i = 0; i < N_ROWS(pauses); i++) {
        struct web_page pages[] = { NO_RULES(SITE), NO_RULES(API), PAGE, pauses[i].list };
        struct web w;
        int64_t until_ms;

        web_open(&w, SEED, pages, N_ROWS(pages));
        w.limit_pages = 1;
        web_crawl(&w);
        CHECK(web_asked(&w, LIST("1")) == 1 && web_asked(&w, TAG) == 0, "%s: asked",
              pauses[i].from);
        until_ms = number(&w, "SELECT next_ok_ms FROM host WHERE authority LIKE '%api.%'");
        CHECK(until_ms == w.log[w.n_log - 1].end_ms + pauses[i].wait_ms, "%s: %lld ms",
              pauses[i].from, (long long)(until_ms - w.log[w.n_log - 1].end_ms));
        web_close(&w);
    }
}
TEST_FN(test_pauses)

/* Software that any host may run: its own page tells, once; items are asked for one by one. */
static void
test_discovered(void)
{
    struct web_page pages[] = {
        NO_RULES(FORUM),
        { FORUM "c/help/7", 200, FORUM_PAGE },
        { FORUM_LIST, JSON,
          .body = "{\"topic_list\":{\"topics\":[{\"id\":5,\"slug\":\"v\",\"title\":\"Which "
                  "visa?\",\"last_posted_at\":\"2026-11-20T09:15:00Z\"}]}}" },
        { FORUM "t/5.json", JSON, .body = TOPIC },
        { FORUM "t/v/5", 200, "x" },
    };
    struct web w;

    web_open(&w, FORUM_SEED, pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(web_asked(&w, FORUM "c/help/7") == 1 && web_asked(&w, FORUM_LIST) == 1 &&
              web_asked(&w, FORUM "t/5.json") == 1 && web_asked(&w, FORUM "t/v/5") == 0,
          "the page, the list, the item");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE permalink = '" FORUM "t/v/5'") == 1, "post");
    w.fake.at_ms += INT64_C(86400000) * 2;
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM "c/help/7") == 1 && web_asked(&w, FORUM_LIST) == 2 &&
              web_asked(&w, FORUM "t/5.json") == 1,
          "the list alone");
    w.fake.at_ms += INT64_C(86400000) * 2;
    pages[2].body = "{\"topic_list\":{\"topics\":[{\"id\":5,\"slug\":\"v\",\"title\":\"Which "
                    "visa?\",\"last_posted_at\":\"2026-11-25T09:15:00Z\"}]}}";
    pages[3] = (struct web_page){ FORUM "t/5.json", 404, NULL };
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM "t/5.json") == 2, "the item that changed");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NOT NULL") == 1, "gone");
    CHECK(web_asked(&w, FORUM "t/v/5") == 0, "one thread that is gone is no refusal");
    web_close(&w);
}
TEST_FN(test_discovered)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_list), TEST(test_keywords_change),
                                        TEST(test_refused), TEST(test_pauses),
                                        TEST(test_discovered) };

    return TEST_RUN(tests);
}
