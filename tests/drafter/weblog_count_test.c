/* weblog_count_test.c - which lines are visits, of which kind, and that each counts once. */

#include "../test.h"

#include <sodium.h>
#include <time.h>

#include "../../drafter/weblog_count.h"
#include "rng.h"
#include "store_seam.h"
#include "store_fixture.h"

#define DAY   20777 /* 20 November 2026 */
#define NOW_S ((int64_t)(DAY + 3) * 86400)
#define A     "\"Mozilla/5.0 (X11) Firefox/140.0\""
#define ROBOT "\"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)\""

struct counting {
    struct store_fixture f;
    struct weblog_pages *pages;
    struct weblog_origin *origin;
    struct weblog_count *count;
    bool sites[2];
    struct weblog_count_config config;
};

static void
begin(struct counting *c)
{
    c->config.store = c->f.s;
    c->config.pages = c->pages;
    c->config.origin = c->origin;
    c->config.sites = c->sites;
    c->config.now_s = NOW_S;
    c->count = weblog_count_new(&c->config);
}

static void
open_counting(struct counting *c)
{
    memset(c, 0, sizeof(*c));
    assert_true(sodium_init() >= 0);
    fixture_open(&c->f, true);
    store_set_role(c->f.s, STORE_CRAWLER);
    c->pages = weblog_pages_new();
    c->origin = weblog_origin_new();
    weblog_pages_add(c->pages, TEXT_LIT("https://a.example/fees"), 2);
    weblog_pages_add(c->pages, TEXT_LIT("https://a.example/visit"), 3);
    weblog_pages_add_site(c->pages, TEXT_LIT("https://b.example/"));
    weblog_pages_add_tag(c->pages, TEXT_LIT("src=answers"));
    weblog_origin_add_own(c->origin, TEXT_LIT("https://a.example/"));
    weblog_origin_add_site(c->origin, TEXT_LIT("https://forum.example.net/"));
    weblog_origin_add_thread(
        c->origin, &(struct store_visit_thread){ 7, 2, (int64_t)DAY * 86400 + 80000,
                                                 TEXT_LIT("https://forum.example.net/t/7") });
    c->sites[0] = true;
    begin(c);
}

static void
close_counting(struct counting *c)
{
    weblog_count_free(c->count);
    weblog_pages_free(c->pages);
    weblog_origin_free(c->origin);
    fixture_close(&c->f);
}

/* "" when the line is right, else why not. */
static const char *
add(struct counting *c, const char *z)
{
    struct weblog_line line;
    const char *why = "no line";

    return weblog_parse(text_of(z), &line, &why) && weblog_count_line(c->count, &line, 0, &why)
               ? ""
               : why;
}

static const struct {
    const char *line;
    int how;  /* -1: no visit */
    int what; /* which counter goes up; -1: none but that of lines */
    const char *from;
} rows[] = {
    { "1.1.1.1 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A,
      STORE_VISIT_DIRECT, -1, "no origin" },
    { "1.1.1.1 - - [20/Nov/2026:08:10:00 +0000] \"GET /fees?src=answers HTTP/1.1\" 200 5 \"-\" " A,
      -1, WEBLOG_COUNT_REPEATS, "the same visitor: the first request says how" },
    { "1.1.1.1 - - [20/Nov/2026:08:10:00 +0000] \"GET /visit HTTP/1.1\" 200 5 "
      "\"https://a.example/fees\" " A,
      STORE_VISIT_OTHER, -1, "another page is a visit of its own; from a page of ours" },
    { "1.1.1.1 - - [20/Nov/2026:08:10:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" \"Lynx/2.9\"",
      STORE_VISIT_DIRECT, -1, "another browser at the same address" },
    { "1.1.1.2 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees?src=answers HTTP/1.1\" 304 - "
      "\"https://forum.example.net/\" " A,
      STORE_VISIT_TAGGED, -1, "the tag comes first" },
    { "1.1.1.3 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 206 5 "
      "\"https://forum.example.net/\" " A,
      STORE_VISIT_REFERRED, -1, "a site we listen to; a part of the page" },
    { "1.1.1.4 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 "
      "\"https://forum.example.net/t/7\" " A,
      STORE_VISIT_REFERRED, -1, "the thread, before its posting was written down that day" },
    { "1.1.1.5 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 "
      "\"https://www.google.com/\" " A,
      STORE_VISIT_OTHER, -1, "anywhere else" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " ROBOT, -1,
      WEBLOG_COUNT_ROBOTS, "a robot" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" \"-\"", -1,
      WEBLOG_COUNT_ROBOTS, "no agent" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"HEAD /fees HTTP/1.1\" 200 0 \"-\" " A, -1, -1,
      "no GET" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 301 0 \"-\" " A, -1, -1,
      "sent elsewhere" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /other HTTP/1.1\" 200 0 \"-\" " A, -1, -1,
      "no answer links to it" },
    { "b.example:443 1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 0 "
      "\"-\" " A,
      -1, WEBLOG_COUNT_HOSTS, "a site that was not asked for" },
    { "c.example:443 1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 0 "
      "\"-\" " A,
      -1, WEBLOG_COUNT_HOSTS, "no site of ours" },
    { "1.1.1.6 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 0", -1,
      WEBLOG_COUNT_UNTOLD, "common format: from where is not told" },
    { "1.1.1.7 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees?src=answers HTTP/1.1\" 200 0",
      STORE_VISIT_TAGGED, -1, "but the tag is" },
    { "a.example:443 1.1.1.1 - - [20/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 "
      "\"-\" " A,
      -1, WEBLOG_COUNT_KNOWN, "the first line again, in a log that names the host" },
    { "1.1.1.8 - - [20/Nov/2026:23:30:00 -0200] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A,
      STORE_VISIT_DIRECT, -1, "days are UTC: the next one" },
};

static int64_t
visits_of(const struct counting *c, int how)
{
    return weblog_count_visits(c->count, 0, (enum store_visit_how)how) +
           weblog_count_visits(c->count, 1, (enum store_visit_how)how);
}

static void
test_rows(void)
{
    struct counting c;
    struct err err = { "" };

    open_counting(&c);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t had = rows[i].how >= 0 ? visits_of(&c, rows[i].how) : 0;
        int64_t was =
            rows[i].what >= 0 ? weblog_count_of(c.count, (enum weblog_count_what)rows[i].what) : 0;
        const char *why = add(&c, rows[i].line);

        CHECK(why[0] == '\0', "%s: %s", rows[i].from, why);
        CHECK(weblog_count_flush(c.count, &err) == ST_OK, "%s", err.msg);
        if (rows[i].how >= 0)
            CHECK(visits_of(&c, rows[i].how) == had + 1, "%s", rows[i].from);
        if (rows[i].what >= 0)
            CHECK(weblog_count_of(c.count, (enum weblog_count_what)rows[i].what) == was + 1, "%s",
                  rows[i].from);
    }
    CHECK(fixture_count(&c.f, "SELECT SUM(n) FROM visit") == 9, "%lld",
          (long long)fixture_count(&c.f, "SELECT SUM(n) FROM visit"));
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM visit WHERE group_id = 7 AND n = 1") == 1,
          "the thread's answer");
    CHECK(fixture_count(&c.f, "SELECT n FROM visit WHERE day = 20778 AND how = 'direct' AND"
                              " url_id = 2") == 1,
          "UTC");
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM visit WHERE how = 'direct' AND n = 0") == 2,
          "the other page has a log for both days");
    close_counting(&c);
}
TEST_FN(test_rows)

/* The same lines in another order, in one batch or many, in two runs: the same counts. */
static void
test_again(void)
{
    struct counting c;
    struct err err = { "" };
    int64_t n;

    open_counting(&c);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(add(&c, rows[i].line)[0] == '\0', "%s", rows[i].from);
    CHECK(weblog_count_flush(c.count, &err) == ST_OK, "%s", err.msg);
    n = fixture_count(&c.f, "SELECT SUM(n) FROM visit");
    CHECK(n == 9, "%lld", (long long)n);
    weblog_count_free(c.count);
    begin(&c);
    for (size_t i = N_ROWS(rows); i-- > 0;)
        (void)add(&c, rows[i].line);
    CHECK(weblog_count_flush(c.count, &err) == ST_OK, "%s", err.msg);
    CHECK(fixture_count(&c.f, "SELECT SUM(n) FROM visit") == n, "nothing twice");
    CHECK(weblog_count_of(c.count, WEBLOG_COUNT_KNOWN) == 11, "%lld",
          (long long)weblog_count_of(c.count, WEBLOG_COUNT_KNOWN));
    close_counting(&c);
}
TEST_FN(test_again)

/* Seconds of the processor's time for lines of two days, one day after the other or by turns. */
static double
cost_of(bool by_turns)
{
    enum { PAGES = 200, LINES = 20000 };
    struct counting c;
    struct err err = { "" };
    clock_t begun;

    open_counting(&c);
    weblog_count_free(c.count);
    for (int i = 0; i < PAGES; i++) {
        char address[64];

        snprintf(address, sizeof(address), "https://a.example/%d", i);
        weblog_pages_add(c.pages, text_of(address), 2 + i % 2);
    }
    begin(&c);
    begun = clock();
    for (int i = 0; i < LINES; i++) {
        char z[256];

        snprintf(z, sizeof(z),
                 "1.1.1.1 - - [%d/Nov/2026:08:00:00 +0000] \"GET /x HTTP/1.1\" 200 5"
                 " \"-\" " A,
                 20 + (by_turns ? i % 2 : i / (LINES / 2)));
        CHECK(add(&c, z)[0] == '\0', "%s", z);
    }
    CHECK(weblog_count_flush(c.count, &err) == ST_OK, "%s", err.msg);
    begun = clock() - begun;
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM visit WHERE n = 0") == 4, "two days each");
    close_counting(&c);
    return (double)begun / CLOCKS_PER_SEC;
}

/* Nobody says that the lines of a log are in order: logs are sorted by client, too. */
static void
test_turns(void)
{
    double in_order_s = cost_of(false), by_turns_s = cost_of(true);

    CHECK(by_turns_s < 10 * in_order_s + .2, "%.2f s and %.2f s", in_order_s, by_turns_s);
}
TEST_FN(test_turns)

static void
test_times(void)
{
    static const struct {
        const char *line, *why;
        int what;
    } times[] = {
        { "1.1.1.1 - - [25/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A,
          "its time is in the future", -1 },
        { "1.1.1.1 - - [20/Nov/2016:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A,
          "its time is more than ten years ago", -1 },
        { "1.1.1.1 - - [19/Nov/2026:08:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A, "",
          WEBLOG_COUNT_SPAN },
        { "1.1.1.1 - - [21/Nov/2026:00:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A, "",
          WEBLOG_COUNT_SPAN },
        { "1.1.1.1 - - [20/Nov/2026:00:00:00 +0000] \"GET /fees HTTP/1.1\" 200 5 \"-\" " A, "",
          WEBLOG_COUNT_OLD },
    };
    struct counting c;

    open_counting(&c);
    weblog_count_free(c.count);
    fixture_sql(&c.f, STORE_RETENTION, "INSERT INTO weblog_floor (id, day) VALUES (1, 20778)");
    store_set_role(c.f.s, STORE_CRAWLER);
    c.config.since_s = (int64_t)DAY * 86400;
    c.config.until_s = (int64_t)(DAY + 1) * 86400;
    begin(&c);
    for (size_t i = 0; i < N_ROWS(times); i++) {
        const char *why = add(&c, times[i].line);

        CHECK(strcmp(why, times[i].why) == 0, "%s: %s", times[i].line, why);
        if (times[i].what >= 0)
            CHECK(weblog_count_of(c.count, (enum weblog_count_what)times[i].what) > 0, "%s",
                  times[i].line);
    }
    CHECK(weblog_count_of(c.count, WEBLOG_COUNT_LINES) == 3, "right lines");
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM visit") == 0, "nothing is counted");
    close_counting(&c);
}
TEST_FN(test_times)

static void
test_dry(void)
{
    struct counting c;
    struct err err = { "" };

    open_counting(&c);
    weblog_count_free(c.count);
    c.config.dry_run = true;
    begin(&c);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        (void)add(&c, rows[i].line);
    CHECK(weblog_count_flush(c.count, &err) == ST_OK, "%s", err.msg);
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM visit") == 0 &&
              fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_line") == 0,
          "nothing is written");
    CHECK(visits_of(&c, STORE_VISIT_DIRECT) == 3, "but told");
    close_counting(&c);
}
TEST_FN(test_dry)

/* ---- one log in several imports ---- */

enum { PIECES = 3, LINES = 90, SPAN_S = 5 * 3600 };

struct split {
    char lines[LINES][256]; /* in order of time */
    size_t ends[PIECES];    /* of pieces, in lines */
};

/* Few visitors, whose requests are now within half an hour, now not. */
static void
make_split(struct split *x, uint64_t seed)
{
    static const char *const from[] = { "-", "https://forum.example.net/",
                                        "https://www.google.com/",
                                        "https://forum.example.net/t/7" };
    struct rng r;

    rng_seed(&r, seed);
    for (size_t i = 0; i < LINES; i++) {
        /* the evening of the 20th and the night after */
        int64_t s = 21 * 3600 + (int64_t)i * SPAN_S / LINES + (int64_t)rng_below(&r, 60);

        snprintf(x->lines[i], sizeof(x->lines[i]),
                 "1.1.1.%d - - [%d/Nov/2026:%02d:%02d:%02d +0000] \"GET /%s HTTP/1.1\" 200 %d"
                 " \"%s\" " A,
                 (int)rng_below(&r, 6), 20 + (int)(s / 86400), (int)(s / 3600 % 24),
                 (int)(s / 60 % 60), (int)(s % 60), rng_below(&r, 4) == 0 ? "visit" : "fees",
                 (int)i, from[rng_below(&r, N_ELEMENTS(from))]);
    }
    for (size_t i = 0; i < PIECES; i++)
        x->ends[i] = (i + 1) * LINES / PIECES; /* some 100 minutes each */
}

static void
import_lines(struct counting *c, const struct split *x, size_t from, size_t to)
{
    struct err err = { "" };

    weblog_count_free(c->count);
    begin(c);
    for (size_t i = from; i < to; i++)
        CHECK(add(c, x->lines[i])[0] == '\0', "%s", x->lines[i]);
    CHECK(weblog_count_end(c->count, &err) == ST_OK, "%s", err.msg);
}

static void
import_piece(struct counting *c, const struct split *x, size_t i)
{
    import_lines(c, x, i > 0 ? x->ends[i - 1] : 0, x->ends[i]);
}

/* All rows of visits, as a number. */
static int64_t
visits_in(struct counting *c)
{
    return fixture_count(&c->f,
                         "SELECT SUM(n * (url_id * 7 + day * 1000 + group_id * 31 +"
                         " LENGTH(how) * 113 + LENGTH(place) * 17 + UNICODE(how)) + 1) FROM visit");
}

static void
test_seams(void)
{
    static const size_t orders[][PIECES] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
                                             { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
    int64_t naive = 0, whole = 0;

    for (uint64_t seed = 1; seed <= 12; seed++)
        for (size_t k = 0; k < N_ELEMENTS(orders); k++) {
            struct counting c;
            struct split x;
            int64_t n, sum;

            make_split(&x, seed);
            open_counting(&c);
            import_lines(&c, &x, 0, LINES);
            n = fixture_count(&c.f, "SELECT SUM(n) FROM visit");
            whole += n;
            sum = visits_in(&c);
            close_counting(&c);
            open_counting(&c);
            for (size_t i = 0; i < PIECES; i++)
                import_piece(&c, &x, orders[k][i]);
            CHECK(visits_in(&c) == sum, "seed %d, order %d: %lld visits, not %lld", (int)seed,
                  (int)k, (long long)fixture_count(&c.f, "SELECT SUM(n) FROM visit"), (long long)n);
            for (size_t i = 0; i < PIECES; i++) /* and again, and all of it */
                import_piece(&c, &x, orders[k][PIECES - 1 - i]);
            import_lines(&c, &x, 0, LINES);
            CHECK(visits_in(&c) == sum, "seed %d, order %d: once more", (int)seed, (int)k);
            close_counting(&c);
            open_counting(&c);
            for (size_t i = 0; i < PIECES; i++) {
                import_piece(&c, &x, orders[k][i]);
                fixture_sql(&c.f, STORE_RETENTION, "DELETE FROM weblog_seam");
                store_set_role(c.f.s, STORE_CRAWLER);
            }
            naive += fixture_count(&c.f, "SELECT SUM(n) FROM visit");
            close_counting(&c);
        }
    CHECK(naive > whole, "there is something to see: %lld and %lld", (long long)naive,
          (long long)whole);
}
TEST_FN(test_seams)

/* What is kept of a log, and for how long. */
static void
test_kept(void)
{
    struct counting c;
    struct split x;
    struct err err = { "" };

    make_split(&x, 1);
    open_counting(&c);
    import_piece(&c, &x, 0);
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NULL") > 0, "an end");
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NOT NULL") > 0,
          "a beginning");
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NULL AND at_s <"
                              " (SELECT MAX(at_s) FROM weblog_seam) - 1800") == 0,
          "of half an hour");
    import_piece(&c, &x, 1);
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NOT NULL AND key_id <>"
                              " (SELECT MIN(key_id) FROM weblog_seam WHERE how IS NOT NULL)") == 0,
          "the log before is known: no beginning is kept");
    CHECK(fixture_count(&c.f, "SELECT COUNT(DISTINCT key_id) FROM weblog_seam WHERE how IS NULL") ==
              1,
          "the end of the first is over");
    c.config.now_s += STORE_SEAM_ENDS_S;
    weblog_count_free(c.count);
    c.count = weblog_count_new(&c.config);
    CHECK(weblog_count_end(c.count, &err) == ST_OK, "%s", err.msg);
    CHECK(fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_seam") == 0 &&
              fixture_count(&c.f, "SELECT COUNT(*) FROM weblog_key") == 0,
          "nothing is kept for good");
    close_counting(&c);
}
TEST_FN(test_kept)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows),  TEST(test_again), TEST(test_turns),
                                        TEST(test_times), TEST(test_dry),   TEST(test_seams),
                                        TEST(test_kept) };

    return TEST_RUN(tests);
}
