/* weblog_seam_test.c - requests near the ends of logs that were read before. */

#include "../test.h"

#include <sodium.h>

#include "../../drafter/weblog_seam.h"
#include "store_fixture.h"

#define DAY_S 86400
#define T     (INT64_C(20777) * DAY_S) /* midnight: the log before ends, the next begins */
#define NOW_S (T + 3 * (int64_t)DAY_S)

struct world {
    struct store_fixture f;
    struct weblog_pages *pages;
    struct weblog_seam *seam;
    struct weblog_window *window;
    bool sites[2];
};

static void
again(struct world *w)
{
    weblog_seam_free(w->seam);
    weblog_window_free(w->window);
    w->seam = weblog_seam_new(w->f.s, w->pages, w->sites, NOW_S);
    w->window = weblog_window_new();
}

static void
open_world(struct world *w)
{
    memset(w, 0, sizeof(*w));
    assert_true(sodium_init() >= 0);
    fixture_open(&w->f, true);
    store_set_role(w->f.s, STORE_CRAWLER);
    w->pages = weblog_pages_new();
    weblog_pages_add(w->pages, TEXT_LIT("https://a.example/fees"), 2);
    weblog_pages_add(w->pages, TEXT_LIT("https://b.example/fees"), 3);
    w->sites[0] = true;
    again(w);
}

static void
close_world(struct world *w)
{
    weblog_seam_free(w->seam);
    weblog_window_free(w->window);
    weblog_pages_free(w->pages);
    fixture_close(&w->f);
}

/* A request; begun: the visit is counted, and begins this log. */
static void
ask(struct world *w, const char *client, size_t page, int64_t at_s, bool begun)
{
    int64_t url_id = weblog_pages_at(w->pages, page)->url_id;
    uint64_t visitor = weblog_seam_visitor(w->seam, text_of(client), TEXT_LIT("x"), url_id);

    weblog_seam_note(w->seam, at_s);
    (void)weblog_window_begins(w->window, visitor, page, at_s);
    if (begun)
        weblog_seam_begin(w->seam, visitor, at_s,
                          &(struct store_visit_request){
                              .day = at_s / DAY_S, .url_id = url_id, .how = STORE_VISIT_DIRECT });
}

static void
end(struct world *w)
{
    struct err err = { "" };

    CHECK(weblog_seam_end(w->seam, w->window, &err) == ST_OK, "%s", err.msg);
}

static void
test_ends(void)
{
    static const struct {
        const char *client;
        int64_t url_id, at_s;
        bool on;
        const char *from;
    } rows[] = {
        { "1", 2, T + 600, true, "half an hour after the last request" },
        { "1", 2, T + 1201, false, "more than that" },
        { "1", 3, T + 600, false, "another page" },
        { "2", 2, T + 600, false, "somebody else" },
        { "3", 2, T + 600, false, "somebody who was there earlier that day" },
        { "1", 2, T - 601, true, "a line that was written late" },
    };
    struct world w;

    open_world(&w);
    ask(&w, "3", 0, T - 7200, false);
    ask(&w, "1", 0, T - 600, false);
    ask(&w, "9", 0, T - 1, false);
    end(&w);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        size_t later;

        again(&w);
        CHECK(weblog_seam_goes_on(w.seam, text_of(rows[i].client), TEXT_LIT("x"), rows[i].url_id,
                                  rows[i].at_s, &later) == rows[i].on,
              "%s", rows[i].from);
        CHECK(later == 0, "%s", rows[i].from);
    }
    close_world(&w);
}
TEST_FN(test_ends)

static void
test_beginnings(void)
{
    struct world w;
    size_t later;

    open_world(&w);
    weblog_seam_note(w.seam, T);
    CHECK(weblog_seam_is_first(w.seam, T + 1800) && !weblog_seam_is_first(w.seam, T + 1801),
          "half an hour");
    store_begin(w.f.s);
    ask(&w, "1", 0, T + 60, true);
    CHECK(store_commit(w.f.s, NULL) == ST_OK, "written");
    weblog_seam_note(w.seam, T + DAY_S);
    end(&w);
    again(&w);
    CHECK(weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, T + 90, &later), "after it");
    CHECK(!weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, T - 60, &later) &&
              later == 0,
          "before it, but its own log was read first");
    again(&w);
    CHECK(!weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, T - 1741, &later) &&
              later == 0,
          "long before it");
    CHECK(!weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, T - 60, &later) &&
              later != 0,
          "before it");
    CHECK(weblog_seam_join(w.seam, later, true) && !weblog_seam_join(w.seam, later, true), "once");
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NOT NULL") == 1,
          "a dry run writes nothing");
    again(&w);
    (void)weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, T - 60, &later);
    store_begin(w.f.s);
    CHECK(later != 0 && weblog_seam_join(w.seam, later, false), "written");
    CHECK(store_commit(w.f.s, NULL) == ST_OK, "written");
    CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM weblog_seam WHERE how IS NOT NULL") == 0,
          "it is no beginning any more");
    close_world(&w);
}
TEST_FN(test_beginnings)

/* What the next import leaves of the ends of the one before. */
static void
test_over(void)
{
    static const struct {
        int64_t from_s, to_s; /* the log */
        int64_t asks_s;       /* the visitor, in it; 0: no more */
        bool site;            /* of theirs */
        int left;             /* visits that may go on */
        const char *from;
    } rows[] = {
        { T + 1, T + DAY_S, 0, true, 0, "the next day" },
        { T + 1, T + 600, 0, true, 1, "ten minutes of it" },
        { T + 1, T + 600, T + 300, true, 1, "and they came: it is the same visit" },
        { T + 9000, T + DAY_S, 0, true, 1, "a part is missing" },
        { T - DAY_S, T - 10, 0, true, 1, "the same log again, but the last line" },
        { T + 1, T + DAY_S, 0, false, 1, "another site" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct world w;
        size_t later;

        open_world(&w);
        ask(&w, "1", 0, T - 1, false);
        end(&w);
        w.sites[0] = rows[i].site;
        w.sites[1] = true;
        again(&w);
        weblog_seam_note(w.seam, rows[i].from_s);
        if (rows[i].asks_s != 0) {
            CHECK(weblog_seam_goes_on(w.seam, TEXT_LIT("1"), TEXT_LIT("x"), 2, rows[i].asks_s,
                                      &later),
                  "%s", rows[i].from);
            ask(&w, "1", 0, rows[i].asks_s, false);
        }
        weblog_seam_note(w.seam, rows[i].to_s);
        end(&w);
        CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM weblog_seam") == rows[i].left, "%s: %lld",
              rows[i].from, (long long)fixture_count(&w.f, "SELECT COUNT(*) FROM weblog_seam"));
        CHECK(fixture_count(&w.f, "SELECT COUNT(*) FROM weblog_key") == rows[i].left, "%s: keys",
              rows[i].from);
        close_world(&w);
    }
}
TEST_FN(test_over)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_ends), TEST(test_beginnings), TEST(test_over) };

    return TEST_RUN(tests);
}
