/*
 * What each way of answering for robots.txt leads to (RFC 9309 2.3 to 2.5): a
 * crawl of a host whose first page links to /a, /b and /c is watched.
 */
#include "fake_web.h"

#include "../../crawler/robots.h"

#define SEED    "[department]\nname = X\nsite = https://h.example/\nkeyword = visa\n"
#define OWN     "https://h.example/"
#define ROBOTS  OWN "robots.txt"
#define OTHER   "https://other.example/"
#define NO_A    "User-agent: *\nDisallow: /a\n"
#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)
#define LIMIT   (500 * 1024) /* RFC 9309 2.5: a parser must read as much */

enum what { NOTHING, ALL_BUT_A, ALL };

#define PAGES                                                                                      \
    { OWN, 200, "<a href=\"/a\">one</a> <a href=\"/b\">two</a> <a href=\"/c\">three</a>" },        \
        { OWN "a", 200, "a" }, { OWN "b", 200, "b" },                                              \
    {                                                                                              \
        OWN "c", 200, "c"                                                                          \
    }

static const struct web_page site[] = { PAGES };

/* What was asked for since the log had from entries. */
static enum what
seen(const struct web *w, size_t from)
{
    bool a = false, b = false, own = false;

    for (size_t i = from; i < w->n_log; i++) {
        a = a || strcmp(w->log[i].url, OWN "a") == 0;
        b = b || strcmp(w->log[i].url, OWN "b") == 0;
        own = own || strcmp(w->log[i].url, OWN) == 0;
    }
    return a ? ALL : b ? ALL_BUT_A : own ? ALL : NOTHING;
}

static size_t
asked(const struct web *w, const char *url, size_t from)
{
    size_t n = 0;

    for (size_t i = from; i < w->n_log; i++)
        n += strcmp(w->log[i].url, url) == 0;
    return n;
}

#define MAX_HOPS_IN_ROW 7

/* Answers for robots.txt, hop after hop, and what they lead to. */
static const struct {
    const char *from;
    struct web_page hops[MAX_HOPS_IN_ROW];
    enum what want;
} rows[] = {
    /* clang-format off */
    { "2.3.1.1: 2xx, obeyed", { { ROBOTS, 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.1: 206 is 2xx", { { ROBOTS, 206, NO_A } }, ALL_BUT_A },
    { "2.3.1.5: a page of HTML has no rules", { { ROBOTS, 200, "<!DOCTYPE html>\n<html><body><p>Not found.</p>\n</body></html>\n" } }, ALL },
    { "2.3.1.5: what can be parsed counts", { { ROBOTS, 200, "<html>\n" NO_A "</html>\n" } }, ALL_BUT_A },
    { "2.2.1: an empty file", { { ROBOTS, 200, "" } }, ALL },
    { "2.3.1.1: 204", { { ROBOTS, 204, NULL } }, ALL },
    { "2.3.1.2: one hop, 301", { { ROBOTS, 301, .location = OWN "r1" }, { OWN "r1", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: 302, to another host, for us all the same", { { ROBOTS, 302, .location = OTHER "r" }, { OTHER "r", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: 303", { { ROBOTS, 303, .location = "/r1" }, { OWN "r1", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: 307, to http", { { ROBOTS, 307, .location = "http://h.example/robots.txt" }, { "http://h.example/robots.txt", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: 308", { { ROBOTS, 308, .location = "//other.example/r" }, { OTHER "r", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: two hops, there and back", { { ROBOTS, 301, .location = OTHER "r" }, { OTHER "r", 302, .location = OWN "r2" }, { OWN "r2", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: five hops", { { ROBOTS, 301, .location = OWN "r1" }, { OWN "r1", 301, .location = OTHER "r2" }, { OTHER "r2", 302, .location = OWN "r3" },
        { OWN "r3", 307, .location = OTHER "r4" }, { OTHER "r4", 308, .location = OWN "r5" }, { OWN "r5", 200, NO_A } }, ALL_BUT_A },
    { "2.3.1.2: six hops are too many", { { ROBOTS, 301, .location = OWN "r1" }, { OWN "r1", 301, .location = OWN "r2" }, { OWN "r2", 301, .location = OWN "r3" },
        { OWN "r3", 301, .location = OWN "r4" }, { OWN "r4", 301, .location = OWN "r5" }, { OWN "r5", 301, .location = OWN "r6" }, { OWN "r6", 200, NO_A } }, ALL },
    { "2.3.1.2: a loop", { { ROBOTS, 301, .location = OTHER "r" }, { OTHER "r", 301, .location = ROBOTS } }, ALL },
    { "2.3.1.2: to itself", { { ROBOTS, 301, .location = ROBOTS } }, ALL },
    { "2.3.1.2: to nowhere", { { ROBOTS, 301, NULL } }, ALL },
    { "2.3.1.2: a hop that leads to 404", { { ROBOTS, 301, .location = OWN "r1" }, { OWN "r1", 404, NULL } }, ALL },
    { "2.3.1.4: a hop that leads to 500", { { ROBOTS, 301, .location = OTHER "r" }, { OTHER "r", 500, NULL } }, NOTHING },
    { "2.3.1.4: a hop that leads to no answer", { { ROBOTS, 301, .location = OTHER "r" }, { OTHER "r", 0, .failure = FETCHPLAN_TIMEOUT } }, NOTHING },
    { "2.3.1.3: 400", { { ROBOTS, 400, NO_A } }, ALL },
    { "2.3.1.3: 401", { { ROBOTS, 401, NO_A } }, ALL },
    { "2.3.1.3: 403", { { ROBOTS, 403, NO_A } }, ALL },
    { "2.3.1.3: 404", { { ROBOTS, 404, NO_A } }, ALL },
    { "2.3.1.3: 410", { { ROBOTS, 410, NO_A } }, ALL },
    { "2.3.1.3: 451", { { ROBOTS, 451, NO_A } }, ALL },
    { "ours, as other crawlers: 429 is no 4xx", { { ROBOTS, 429, NO_A } }, NOTHING },
    { "2.3.1.4: 500", { { ROBOTS, 500, NO_A } }, NOTHING },
    { "2.3.1.4: 501", { { ROBOTS, 501, NO_A } }, NOTHING },
    { "2.3.1.4: 502", { { ROBOTS, 502, NO_A } }, NOTHING },
    { "2.3.1.4: 503", { { ROBOTS, 503, NO_A } }, NOTHING },
    { "2.3.1.4: 504", { { ROBOTS, 504, NO_A } }, NOTHING },
    { "2.3.1.4: 599", { { ROBOTS, 599, NO_A } }, NOTHING },
    { "2.3.1.4: no such name", { { ROBOTS, 0, .failure = FETCHPLAN_DNS } }, NOTHING },
    { "2.3.1.4: refused", { { ROBOTS, 0, .failure = FETCHPLAN_CONNECT } }, NOTHING },
    { "2.3.1.4: no answer in time", { { ROBOTS, 0, .failure = FETCHPLAN_TIMEOUT } }, NOTHING },
    { "2.3.1.4: TLS", { { ROBOTS, 0, .failure = FETCHPLAN_TLS } }, NOTHING },
    { "2.3.1.4: closed in the body", { { ROBOTS, 0, "User-agent: *\nDis", .failure = FETCHPLAN_RESET, .answered = true } }, NOTHING },
    { "2.3.1.4: stuck in the body", { { ROBOTS, 0, NO_A, .failure = FETCHPLAN_TIMEOUT, .answered = true } }, NOTHING },
    { "2.3.1.4: a broken coding", { { ROBOTS, 0, NO_A, .failure = FETCHPLAN_PROTOCOL, .answered = true } }, NOTHING },
    /* clang-format on */
};

static void
test_answers(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct web_page pages[MAX_HOPS_IN_ROW + N_ROWS(site)];
        size_t n = 0;
        struct web w;

        memcpy(pages, site, sizeof(site));
        while (n < MAX_HOPS_IN_ROW && rows[i].hops[n].url != NULL) {
            pages[N_ROWS(site) + n] = rows[i].hops[n];
            n++;
        }
        web_open(&w, SEED, pages, N_ROWS(site) + n);
        web_crawl(&w);
        CHECK(seen(&w, 0) == rows[i].want, "%s: %d, wanted %d", rows[i].from, (int)seen(&w, 0),
              (int)rows[i].want);
        CHECK(strcmp(w.log[0].url, ROBOTS) == 0, "%s: first %s", rows[i].from, w.log[0].url);
        for (size_t hop = 0; hop < n && hop <= FETCHPLAN_MAX_REDIRECTS; hop++)
            CHECK(strcmp(w.log[hop].url, rows[i].hops[hop].url) == 0, "%s: hop %zu is %s",
                  rows[i].from, hop, w.log[hop].url);
        CHECK(web_asked(&w, OWN "r6") == 0, "%s: a sixth hop", rows[i].from);
        web_close(&w);
    }
}
TEST_FN(test_answers)

/* The same answers when there is a copy from two days ago: it is used while the file cannot be had.
 */
static void
test_with_a_copy(void)
{
    static const struct {
        const char *from;
        struct web_page now;
        int64_t days;
        enum what want;
    } later[] = {
        /* clang-format off */
        { "2.3.1.4: 500", { ROBOTS, 500, NULL }, 2, ALL_BUT_A },
        { "2.3.1.4: 503", { ROBOTS, 503, NULL }, 2, ALL_BUT_A },
        { "2.3.1.4: no answer", { ROBOTS, 0, .failure = FETCHPLAN_TIMEOUT }, 2, ALL_BUT_A },
        { "2.3.1.4: cut short", { ROBOTS, 0, "User-agent: *\nDis", .failure = FETCHPLAN_RESET, .answered = true }, 2, ALL_BUT_A },
        { "2.3.1.3: 404, there are no rules any more", { ROBOTS, 404, NULL }, 2, ALL },
        { "2.3.1.1: other rules", { ROBOTS, 200, "User-agent: *\nDisallow: /\n" }, 2, NOTHING },
        { "2.4: 23 hours: not asked for", { ROBOTS, 404, NULL }, 0, ALL_BUT_A },
        /* clang-format on */
    };

    for (size_t i = 0; i < N_ROWS(later); i++) {
        struct web_page first[] = { PAGES, { ROBOTS, 200, NO_A } };
        struct web_page second[] = { PAGES, later[i].now, { OWN "b", 200, "new b" } };
        struct web w;
        size_t from;

        web_open(&w, SEED, first, N_ROWS(first));
        web_crawl(&w);
        w.pages = second;
        w.n_pages = N_ROWS(second);
        w.fake.at_ms += later[i].days > 0 ? later[i].days * DAY_MS : 23 * HOUR_MS;
        w.again = true;
        from = w.n_log;
        web_crawl(&w);
        CHECK(seen(&w, from) == later[i].want, "%s: %d", later[i].from, (int)seen(&w, from));
        CHECK((asked(&w, ROBOTS, from) > 0) == (later[i].days > 0), "%s: robots.txt",
              later[i].from);
        CHECK(later[i].days == 0 || strcmp(w.log[from].url, ROBOTS) == 0,
              "%s: 2.4: %s before robots.txt", later[i].from, w.log[from].url);
        web_close(&w);
    }
}
TEST_FN(test_with_a_copy)

/* RFC 9309 2.3.1.4 lets a crawler do as it pleases after 30 days without an answer: we stay away.
 */
static void
test_thirty_days(void)
{
    static const struct web_page first[] = { PAGES, { ROBOTS, 200, NO_A } };
    static const struct web_page ill[] = { PAGES, { ROBOTS, 500, NULL } };
    static const struct web_page well[] = { PAGES, { ROBOTS, 200, "" } };
    struct web w;
    size_t from;

    web_open(&w, SEED, first, N_ROWS(first));
    web_crawl(&w);
    w.pages = ill;
    w.again = true;
    for (int day = 1; day <= 33; day++) {
        w.fake.at_ms += DAY_MS;
        from = w.n_log;
        web_crawl(&w);
        CHECK(asked(&w, ROBOTS, from) > 0, "day %d: asked for again", day);
        if (day <= 30 || day > 32)
            CHECK(seen(&w, from) == (day <= 30 ? ALL_BUT_A : NOTHING), "day %d: %d", day,
                  (int)seen(&w, from));
    }
    w.pages = well;
    w.fake.at_ms += DAY_MS;
    from = w.n_log;
    web_crawl(&w);
    CHECK(seen(&w, from) == ALL, "when it answers, all is well");
    web_close(&w);
}
TEST_FN(test_thirty_days)

static void
test_retry_after(void)
{
    static const struct web_page pages[] = { PAGES, { ROBOTS, 503, NULL, .retry_after = "200" } };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    CHECK(seen(&w, 0) == NOTHING, "a page was asked for");
    CHECK(w.n_log > 1 && w.log[1].start_ms - w.log[0].end_ms >= 200000, "after %lld ms",
          (long long)(w.log[1].start_ms - w.log[0].end_ms));
    web_close(&w);
}
TEST_FN(test_retry_after)

/*
 * RFC 9309 2.5.  A big file: what stands in its first 500 KiB is obeyed; where we stop, half a
 * line is no rule: "Allow: /a" of "Allow: /a-list" would let in what "Disallow: /" keeps out.
 */
static void
test_size(void)
{
    static char body[ROBOTS_MAX_BYTES + 4096];
    static const struct {
        const char *from, *head, *line;
        size_t at; /* of line */
        enum what want;
    } sizes[] = {
        { "2.5: in the first 500 KiB", "User-agent: *\n", "\nDisallow: /a\n", LIMIT - 16,
          ALL_BUT_A },
        { "2.5: past our cap", "User-agent: *\n", "\nDisallow: /a\n", ROBOTS_MAX_BYTES + 64, ALL },
        { "2.5: cut after \"Allow: /a\"", "User-agent: *\nDisallow: /a\n", "\nAllow: /a-list\n",
          ROBOTS_MAX_BYTES - 10, ALL_BUT_A },
        { "2.5: cut in \"Allow\"", "User-agent: *\nDisallow: /a\n", "\nAllow: /a\n",
          ROBOTS_MAX_BYTES - 3, ALL_BUT_A },
        { "2.5: the last whole line", "User-agent: *\n", "\nDisallow: /a\n", ROBOTS_MAX_BYTES - 14,
          ALL_BUT_A },
    };

    for (size_t i = 0; i < N_ROWS(sizes); i++) {
        struct web_page pages[] = { PAGES, { ROBOTS, 200, body } };
        struct web w;

        memset(body, '#', sizeof(body) - 1);
        memcpy(body, sizes[i].head, strlen(sizes[i].head));
        memcpy(body + sizes[i].at, sizes[i].line, strlen(sizes[i].line));
        web_open(&w, SEED, pages, N_ROWS(pages));
        web_crawl(&w);
        CHECK(seen(&w, 0) == sizes[i].want, "%s: %d", sizes[i].from, (int)seen(&w, 0));
        w.again = true; /* and from the store */
        w.n_log = 0;
        web_crawl(&w);
        CHECK(seen(&w, 0) == sizes[i].want, "%s: from the copy: %d", sizes[i].from,
              (int)seen(&w, 0));
        web_close(&w);
    }
}
TEST_FN(test_size)

/* RFC 9309 2.3: scheme, host and port each have their own. */
static void
test_authorities(void)
{
    static const struct web_page pages[] = {
        { "https://h.example/robots.txt", 200, "User-agent: *\nDisallow: /\n" },
        { "http://h.example/robots.txt", 200, "" },
        { "https://h.example:8443/robots.txt", 404, NULL },
        { "https://www.h.example/robots.txt", 500, NULL },
    };
    static const struct {
        const char *url;
        bool want;
    } first[] = { { "https://h.example/", false },
                  { "http://h.example/", true },
                  { "https://h.example:8443/", true },
                  { "https://www.h.example/", false } };
    struct web w;

    web_open(&w,
             "[department]\nname = X\nsite = https://h.example/\nsite = http://h.example/\n"
             "site = https://h.example:8443/\nsite = https://www.h.example/\n",
             pages, N_ROWS(pages));
    web_crawl(&w);
    for (size_t i = 0; i < N_ROWS(first); i++)
        CHECK((web_asked(&w, first[i].url) > 0) == first[i].want, "%s", first[i].url);
    for (size_t i = 0; i < N_ROWS(pages); i++)
        CHECK(web_asked(&w, pages[i].url) > 0, "%s", pages[i].url);
    web_close(&w);
}
TEST_FN(test_authorities)

/* RFC 9309 2.2.2: robots.txt itself is always allowed. */
static void
test_itself(void)
{
    static const struct web_page pages[] = {
        PAGES, { ROBOTS, 200, "User-agent: *\nDisallow: /\nDisallow: /robots.txt\n" }
    };
    struct web w;

    web_open(&w, SEED, pages, N_ROWS(pages));
    web_crawl(&w);
    w.fake.at_ms += 25 * HOUR_MS;
    w.again = true;
    web_crawl(&w);
    CHECK(web_asked(&w, ROBOTS) == 2, "asked %zu times", web_asked(&w, ROBOTS));
    CHECK(seen(&w, 0) == NOTHING, "nothing else");
    web_close(&w);
}
TEST_FN(test_itself)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_answers),     TEST(test_with_a_copy),
                                        TEST(test_thirty_days), TEST(test_retry_after),
                                        TEST(test_size),        TEST(test_authorities),
                                        TEST(test_itself) };

    return TEST_RUN(tests);
}
