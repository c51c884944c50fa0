/* What a source that comes later has read for itself, and what it costs. */
#include "fake_web.h"

#include "../../store/db.h"

#define AT     "https://a.example/"
#define HEAD   "[department]\nname = X\nkeyword = visa\n"
#define FORUM  "[source forum]\nurl = " AT "\nbasis = test\n"
#define TAG    "[source tag]\nurl = " AT "tag\nbasis = test\n"
#define ALL    "match = all\n"
#define DAY_MS INT64_C(86400000)

static const struct web_page pages[] = {
    { AT "robots.txt", 404, NULL },
    { AT, 200,
      "<a href=/1>one</a> <a href=/2>two</a> <a href=/moved>three</a> <a href=/tag>tag</a>" },
    { AT "tag", 200, "<a href=/1>one</a> <a href=/moved>three</a> <a href=/gone>four</a>" },
    { AT "1", 200, "first" },
    { AT "2", 200, "second" },
    { AT "moved", 301, NULL, "/3" },
    { AT "3", 200, "third" },
    { AT "gone", 404, NULL },
};

static const struct {
    const char *before, *after, *source;
    bool shared;
    const char *asked; /* in the run after the change, in any order; one character each:
                        * / t 1 2 m 3 g */
    const char *from;
} cases[] = {
    { FORUM, FORUM TAG ALL, NULL, false, "/t13", "what the tag leads to, and where it moved" },
    { FORUM, FORUM TAG, NULL, false, "/t", "of the same department: it was read for that" },
    { FORUM, TAG ALL, NULL, false, "t13", "the other one has gone" },
    { FORUM, FORUM TAG ALL, "tag", true, "t13", "a run of its own" },
    { FORUM, FORUM TAG ALL "max_pages = 2\n", "tag", true, "t1", "its own budget" },
    { FORUM "max_pages = 1\n", FORUM "max_pages = 1\n" TAG ALL, NULL, false, "/t1m3g",
      "the other one has no pages left" },
    { FORUM TAG ALL, FORUM TAG ALL, NULL, false, "/t", "nothing is new" },
};

static const struct {
    char mark;
    const char *url;
} marks[] = {
    { '/', AT },         { 't', AT "tag" }, { '1', AT "1" },    { '2', AT "2" },
    { 'm', AT "moved" }, { '3', AT "3" },   { 'g', AT "gone" },
};

static char *
seed_of(const struct web *w, const char *sources)
{
    return arena_printf(w->arena, HEAD "%s", sources);
}

static void
test_asked(void)
{
    for (size_t i = 0; i < N_ROWS(cases); i++) {
        struct arena *a = arena_new();
        size_t n_before;
        struct web w;

        web_open(&w, arena_printf(a, HEAD "%s", cases[i].before), pages, N_ROWS(pages));
        (void)web_crawl(&w);
        w.fake.at_ms += DAY_MS / 4 - 1; /* nothing but lists is due */
        n_before = w.n_log;
        web_seed(&w, seed_of(&w, cases[i].after));
        w.source = cases[i].source;
        w.shared = cases[i].shared;
        (void)web_crawl(&w);
        web_check_polite(&w, 1000);
        w.n_log -= n_before;
        memmove(w.log, w.log + n_before, w.n_log * sizeof(w.log[0]));
        for (size_t j = 0; j < N_ROWS(marks); j++)
            CHECK(web_asked(&w, marks[j].url) == (strchr(cases[i].asked, marks[j].mark) != NULL),
                  "%s: %s asked %zu times", cases[i].from, marks[j].url,
                  web_asked(&w, marks[j].url));
        web_close(&w);
        arena_free(a);
    }
}
TEST_FN(test_asked)

static int64_t
number(struct web *w, const char *sql)
{
    return db_exec_int(db_query(w->store, sql), 0);
}

/* A look before its time does not make a page's visits rarer. */
static void
test_interval(void)
{
    static const char due[] = "SELECT due_s FROM url WHERE address = '" AT "1'";
    static const char span[] = "SELECT interval_s FROM url WHERE address = '" AT "1'";
    struct web w;
    int64_t due_s, span_s;

    web_open(&w, HEAD FORUM, pages, N_ROWS(pages));
    (void)web_crawl(&w);
    due_s = number(&w, due);
    span_s = number(&w, span);
    w.fake.at_ms += DAY_MS / 4;
    web_seed(&w, HEAD FORUM TAG ALL);
    (void)web_crawl(&w);
    CHECK(number(&w, span) == span_s, "%lld, was %lld", (long long)number(&w, span),
          (long long)span_s);
    CHECK(number(&w, due) > due_s, "due later, by when it was looked at");
    CHECK(number(&w, "SELECT count(*) FROM url_wanted") == 0, "nothing is left");
    web_close(&w);
}
TEST_FN(test_interval)

/* Another keyword: what a list calls by it is read at once, if nothing is kept of it. */
static void
test_called_for(void)
{
    static const struct web_page called[] = {
        { AT "robots.txt", 404, NULL },
        { AT, 200, "<a href=/1>a house</a> <a href=/2>a visa</a> <a href=/3>a boat</a>" },
        { AT "1", 200, "first" },
        { AT "2", 200, "second" },
        { AT "3", 200, "third" },
    };
    struct web w;

    web_open(&w, HEAD FORUM, called, N_ROWS(called));
    (void)web_crawl(&w);
    for (size_t run = 0; run < 2; run++) {
        w.fake.at_ms += DAY_MS / 4 - 1;
        w.n_log = 0;
        web_seed(&w, HEAD "keyword = house\n" FORUM);
        (void)web_crawl(&w);
        CHECK(web_asked(&w, AT "1") == (run == 0), "run %zu: by its new keyword", run);
        CHECK(web_asked(&w, AT "3") == 0, "run %zu: by none", run);
    }
    web_close(&w);
}
TEST_FN(test_called_for)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_asked), TEST(test_interval),
                                        TEST(test_called_for) };

    return TEST_RUN(tests);
}
