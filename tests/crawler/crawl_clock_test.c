/* Somebody sets the system's clock while a run is under way: nobody is asked sooner for it. */
#include "fake_web.h"

#include "../../crawler/politeness.h"

#define OWN     "https://www.x.example/"
#define FORUM   "https://forum.example/"
#define HOUR_MS INT64_C(3600000)
#define SEED                                                                                       \
    "[department]\nname = X\nsite = " OWN "\nkeyword = visa\n"                                     \
    "[source forum]\nurl = " FORUM "\nbasis = test\nmatch = all\n"

static const struct web_page pages[] = {
    { OWN "robots.txt", 404, NULL },   { OWN "sitemap.xml", 404, NULL },
    { OWN, 200, "<a href=/c>c</a>" },  { OWN "c", 200, "c" },
    { FORUM "robots.txt", 404, NULL }, { FORUM, 200, "<a href=/a>a</a> <a href=/b>b</a>" },
    { FORUM "a", 200, "a" },           { FORUM "b", 429, NULL, NULL, "120" },
};

static void
check_pauses(const struct web *w, const char *from)
{
    int64_t until_ms = 0;

    for (size_t i = 0; i < w->n_log; i++) {
        const struct web_entry *e = &w->log[i];

        if (strncmp(e->url, FORUM, sizeof(FORUM) - 1) != 0)
            continue;
        CHECK(e->start_ms >= until_ms, "%s: %s during a pause, %lld ms early", from, e->url,
              (long long)(until_ms - e->start_ms));
        if (e->status == 429)
            until_ms = e->end_ms + 120000;
    }
    CHECK(until_ms > 0, "%s: no pause was asked for", from);
}

static void
test_set_at_any_time(void)
{
    static const struct {
        int64_t ahead_ms;
        const char *from;
    } rows[] = {
        { 0, "left alone" },
        { 5000, "mended" },
        { 60000, "a minute ahead" },
        { HOUR_MS, "an hour" },
        { -60000, "a minute back" },
        { -HOUR_MS, "an hour back" },
        { 9000 * HOUR_MS, "a year ahead" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        for (size_t at = 1; at <= 10; at++) {
            struct web w;

            web_open(&w, SEED, pages, N_ROWS(pages));
            w.set_at = at;
            w.set_ms = rows[i].ahead_ms;
            web_crawl(&w);
            web_check_polite(&w, 1000);
            check_pauses(&w, rows[i].from);
            CHECK(web_asked(&w, FORUM "b") == 2 && web_asked(&w, OWN "c") == 1,
                  "%s at %zu: %zu requests", rows[i].from, at, w.n_log);
            CHECK(w.fake.at_ms < WEB_T0_MS + 400000, "%s at %zu: took %lld ms", rows[i].from, at,
                  (long long)(w.fake.at_ms - WEB_T0_MS));
            w.set_at = 0;
            web_crawl(&w); /* at once: what is on disk is by the new time */
            check_pauses(&w, "the run after");
            web_close(&w);
        }
}
TEST_FN(test_set_at_any_time)

static void
test_shift(void)
{
    static const int64_t ahead[] = { HOUR_MS, -HOUR_MS };
    const int64_t now_ms = WEB_T0_MS;

    for (size_t i = 0; i < N_ROWS(ahead); i++) {
        struct store_host h = { .next_ok_ms = now_ms + 1,
                                .blocked_until_ms = now_ms + 5000,
                                .asked_ms = now_ms - 10,
                                .parked_until_s = now_ms / 1000 + 9,
                                .robots_expires_s = now_ms / 1000 + 10 };
        struct store_host past = { .next_ok_ms = now_ms, .blocked_until_ms = now_ms - 1 };
        struct store_host for_good = { .parked_until_s = POLITENESS_FOR_GOOD_S };

        politeness_shift(&h, now_ms, ahead[i]);
        CHECK(h.next_ok_ms == now_ms + 1 + ahead[i], "next");
        CHECK(h.blocked_until_ms == now_ms + 5000 + ahead[i], "block");
        CHECK(h.asked_ms == now_ms - 10 + ahead[i], "under way");
        CHECK(h.parked_until_s == (now_ms + ahead[i]) / 1000 + 9, "parked");
        CHECK(h.robots_expires_s == (now_ms + ahead[i]) / 1000 + 10, "robots.txt");
        politeness_shift(&past, now_ms, ahead[i]);
        CHECK(past.next_ok_ms == now_ms && past.blocked_until_ms == now_ms - 1 &&
                  past.asked_ms == 0,
              "what is over stays so");
        politeness_shift(&for_good, now_ms, ahead[i]);
        CHECK(for_good.parked_until_s == POLITENESS_FOR_GOOD_S, "for good");
    }
}
TEST_FN(test_shift)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_set_at_any_time), TEST(test_shift) };

    return TEST_RUN(tests);
}
