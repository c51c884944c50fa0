/* What pages lead to: own texts, duplicates, changes, pages that go. */
#include "fake_web.h"

#include "../../store/db.h"

#define SEED                                                                                       \
    "[department]\nname = X\nsite = https://www.x.example/\nkeyword = visa\n"                      \
    "[source forum]\nurl = https://forum.example/\nbasis = test\n"
#define OWN   "https://www.x.example/"
#define FORUM "https://forum.example/"
#define ROBOTS(host)                                                                               \
    {                                                                                              \
        host "robots.txt", 404, NULL                                                               \
    }
#define NO_MAP                                                                                     \
    {                                                                                              \
        OWN "sitemap.xml", 404, NULL                                                               \
    }
#define LINK(to) "<p><a href=\"" to "\">a link with words</a></p>"
#define ARTICLE(text)                                                                              \
    "<main><h1>Title</h1><p>" text " and some more words to make it a text.</p></main>"
#define THREAD(title)                                                                              \
    "<div itemscope itemtype=\"https://schema.org/QAPage\"><div itemprop=\"mainEntity\" itemscope" \
    " itemtype=\"https://schema.org/Question\"><h1 itemprop=\"name\">" title "</h1>"               \
    "<div itemprop=\"text\"><p>Write to me@example.org, I do not know how it works.</p></div>"     \
    "<span itemprop=\"answerCount\">1</span></div></div>"

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), -1);
}

static void
test_own_site(void)
{
    static const struct web_page pages[] = {
        ROBOTS(OWN),
        ROBOTS(FORUM),
        NO_MAP,
        { FORUM, 200, "x" },
        { OWN, 200, ARTICLE("front page") LINK("/a") LINK("/dup") LINK("/hidden") },
        { OWN "a", 200, ARTICLE("page a") },
        { OWN "dup", 200, "<head><link rel=canonical href=\"/a\"></head>" ARTICLE("page a") },
        { OWN "hidden", 200,
          "<head><meta name=robots content=noindex></head>" ARTICLE("hidden") LINK("/behind") },
        { OWN "behind", 200, ARTICLE("behind") },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    CHECK(web_crawl(&w) == ST_OK, "run");
    CHECK(number(&w, "SELECT count(*) FROM page_text") == 3, "/, /a, /behind");
    CHECK(number(&w, "SELECT count(*) FROM url WHERE address LIKE '%/dup'"
                     " AND redirect_to IS NOT NULL") == 1,
          "a canonical link collapses");
    CHECK(number(&w, "SELECT count(*) FROM page WHERE noindex = 1") == 1, "noindex gives links");
    CHECK(number(&w, "SELECT count(*) FROM post") == 0, "no questions of its own");
    web_close(&w);
}
TEST_FN(test_own_site)

static void
test_unchanged(void)
{
    struct web_page pages[] = {
        ROBOTS(OWN),
        ROBOTS(FORUM),
        NO_MAP,
        { FORUM, 200, "x" },
        { .url = OWN, .status = 200, .body = ARTICLE("front") LINK("/a"), .etag = "\"1\"" },
        { .url = OWN "a", .status = 200, .body = ARTICLE("a"), .etag = "\"2\"" },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += INT64_C(86400000) * 8;
    web_crawl(&w);
    CHECK(web_asked(&w, OWN "a") == 2, "asked again when due");
    CHECK(w.log[w.n_log - 1].status == 304 || web_asked(&w, OWN) == 2, "with its validator");
    CHECK(number(&w, "SELECT interval_s FROM url WHERE address LIKE '%/a'") ==
              7 * 86400 * 140 / 100,
          "+40 %%");
    CHECK(number(&w, "SELECT count(*) FROM page_text") == 2, "the text stays");
    web_close(&w);
}
TEST_FN(test_unchanged)

/* A source's first page that calls itself another one: that one is asked for in every run. */
static void
test_canonical_seed(void)
{
    static const struct web_page pages[] = {
        ROBOTS(OWN),
        ROBOTS(FORUM),
        NO_MAP,
        { OWN, 200, "x" },
        { FORUM, 200, "<head><link rel=canonical href=\"/latest\"></head>" LINK("/q/1") },
        { FORUM "latest", 200, LINK("/q/1") },
        { FORUM "q/1", 200, THREAD("How do I get a visa for the summer school?") },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += 60000;
    web_crawl(&w);
    CHECK(web_asked(&w, FORUM "latest") == 2, "asked %zu times", web_asked(&w, FORUM "latest"));
    CHECK(web_asked(&w, FORUM) == 1, "the duplicate is left alone: %zu", web_asked(&w, FORUM));
    CHECK(web_asked(&w, FORUM "q/1") == 1, "a page waits for its time");
    web_close(&w);
}
TEST_FN(test_canonical_seed)

/* A page that was read and has moved since: what it said is where it went, and not twice. */
static void
test_moved_later(void)
{
    static const struct {
        unsigned status;
        const char *to;
        int64_t posts, texts;
        const char *from;
    } rows[] = {
        { 301, "2-new", 1, 2, "for good: the new page's alone" },
        { 308, "2-new", 1, 2, "the same" },
        { 302, "2-new", 2, 3, "for a while: both stand" },
        { 301, "https://elsewhere.example/", 0, 1, "to where nobody follows" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page pages[] = {
            ROBOTS(OWN),
            ROBOTS(FORUM),
            NO_MAP,
            { OWN, 200, ARTICLE("front") LINK("/2") },
            { OWN "2", 200, ARTICLE("two") },
            { OWN "2-new", 200, ARTICLE("two") },
            { FORUM, 200, LINK("/q/2") },
            { FORUM "q/2", 200, THREAD("How do I get a visa for the summer school?") },
            { FORUM "q/2-new", 200, THREAD("How do I get a visa for the summer school?") },
        };
        struct web w;

        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NULL") == 1, "at first");
        pages[4].status = pages[7].status = rows[i].status;
        pages[4].location = pages[7].location = rows[i].to;
        w.fake.at_ms += INT64_C(86400000) * 31;
        web_crawl(&w);
        CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NULL") == rows[i].posts,
              "%s: %lld posts", rows[i].from,
              (long long)number(&w, "SELECT count(*) FROM post WHERE gone_s IS NULL"));
        CHECK(number(&w, "SELECT count(*) FROM page_text") == rows[i].texts, "%s: %lld texts",
              rows[i].from, (long long)number(&w, "SELECT count(*) FROM page_text"));
        web_close(&w);
    }
}
TEST_FN(test_moved_later)

static void
test_posts(void)
{
    static const struct web_page pages[] = {
        ROBOTS(OWN),
        ROBOTS(FORUM),
        NO_MAP,
        { OWN, 200, "x" },
        { FORUM, 200, LINK("/q/1") LINK("/q/2") },
        { FORUM "q/1", 200, THREAD("How do I get a visa for the summer school?") },
        { FORUM "q/2", 200, "<title>Ann Roe bakes a cake</title>" THREAD("How do I bake a cake?") },
    };
    static const struct web_page later[] = {
        { FORUM, 200, "nothing" },
        { FORUM "q/1", 410, NULL },
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(number(&w, "SELECT count(*) FROM post") == 1, "only what matches a keyword");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE body LIKE '%me@example.org%'") == 0,
          "masked");
    CHECK(number(&w, "SELECT masked FROM post") == 1, "and counted");
    CHECK(number(&w, "SELECT count(*) FROM post_match WHERE words = 'visa'") == 1, "by which word");
    CHECK(number(&w, "SELECT count(*) FROM post WHERE permalink = '" FORUM "q/1'") == 1, "where");
    CHECK(number(&w, "SELECT count(*) FROM page WHERE title LIKE '%cake%'") == 0,
          "nothing of a thread that nobody wants");
    w.pages = later;
    w.n_pages = N_ROWS(later);
    w.fake.at_ms += INT64_C(86400000) * 8;
    web_crawl(&w);
    CHECK(number(&w, "SELECT count(*) FROM post WHERE gone_s IS NOT NULL") == 1, "gone");
    CHECK(number(&w, "SELECT count(*) FROM url WHERE state = 'gone' AND address LIKE '%/q/1'") == 1,
          "its address, too");
    web_close(&w);
}
TEST_FN(test_posts)

/* A page that fails after its status line costs its host nothing; one without an answer, a pause.
 */
static void
test_who_is_ill(void)
{
    static const struct {
        enum fetchplan_failure failure;
        bool answered, pause;
        const char *from;
    } rows[] = {
        { FETCHPLAN_TIMEOUT, true, false, "too slow in the body" },
        { FETCHPLAN_RESET, true, false, "cut short" },
        { FETCHPLAN_PROTOCOL, true, false, "a broken coding" },
        { FETCHPLAN_TOO_BIG, true, false, "over the cap" },
        { FETCHPLAN_TIMEOUT, false, true, "no answer" },
        { FETCHPLAN_RESET, false, true, "reset at once" },
        { FETCHPLAN_TLS, false, true, "TLS" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page pages[] = {
            ROBOTS(OWN),
            NO_MAP,
            ROBOTS(FORUM),
            { OWN, 200, LINK("/ill") LINK("/well") },
            { OWN "ill", 0, .failure = rows[i].failure, .answered = rows[i].answered },
            { OWN "well", 200, ARTICLE("well") },
        };
        struct web w;
        bool pause = false;

        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        for (size_t j = 0; j < w.n_log; j++)
            for (size_t k = j + 1; k < w.n_log && strcmp(w.log[j].url, OWN "ill") == 0; k++)
                if (strncmp(w.log[k].url, OWN, sizeof(OWN) - 1) == 0) {
                    pause = w.log[k].start_ms - w.log[j].end_ms > FETCHPLAN_FIRST_WAIT_MS / 2;
                    break;
                }
        CHECK(web_asked(&w, OWN "ill") > 0 && web_asked(&w, OWN "well") == 1, "%s", rows[i].from);
        CHECK(pause == rows[i].pause, "%s: %s", rows[i].from, pause ? "a pause" : "no pause");
        web_close(&w);
    }
}
TEST_FN(test_who_is_ill)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_own_site),       TEST(test_unchanged),
                                        TEST(test_canonical_seed), TEST(test_moved_later),
                                        TEST(test_posts),          TEST(test_who_is_ill) };

    return TEST_RUN(tests);
}
