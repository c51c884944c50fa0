/* The frontier's rows. */
#include "crawl_store.h"

static void
test_foreign_key(void)
{
    struct fixture f;
    struct err err = { "" };

    fixture_open(&f);
    fixture_add_url(&f, "https://a.example/", 0);
    CHECK(store_check(f.store, &err) != ST_OK, "an address without a source was taken");
    fixture_close(&f);
}
TEST_FN(test_foreign_key)

static void
test_order(void)
{
    struct fixture f;
    struct store_url u = { 0 };
    struct store_url_known known;
    int64_t low, high;

    fixture_open(&f);
    fixture_add_sources(&f);
    low = fixture_add_url(&f, "https://a.example/low", 1);
    high = fixture_add_url(&f, "https://a.example/high", 9);
    CHECK(store_url_next(f.store, 1, f.host, f.arena, &u) && u.id == high, "most urgent first");
    CHECK(!store_url_next(f.store, 2, f.host, f.arena, &u), "another source's");
    u.state = STORE_URL_DONE;
    u.due_s = NOW_S + 10;
    u.etag = TEXT_LIT("e");
    store_url_put(f.store, &u);
    CHECK(store_url_next(f.store, 1, f.host, f.arena, &u) && u.id == low, "then the other");
    CHECK(store_url_find(f.store, TEXT_LIT("https://a.example/high"), &known) && known.id == high &&
              known.state == STORE_URL_DONE,
          "found by text");
    CHECK(!store_url_find(f.store, TEXT_LIT("https://a.example/hig"), &known), "no other text");
    CHECK(store_url_next_due_s(f.store, 1) == NOW_S + 10, "due");
    store_url_promote(f.store, 1, NOW_S + 9, false);
    CHECK(fixture_count_urls(&f, 1, STORE_URL_QUEUED) == 1, "not due yet");
    store_url_promote(f.store, 1, NOW_S + 10, false);
    CHECK(fixture_count_urls(&f, 1, STORE_URL_QUEUED) == 2, "due");
    CHECK(store_url_get(f.store, high, f.arena, &u) && text_is(u.etag, "e"), "validators stay");
    fixture_close(&f);
}
TEST_FN(test_order)

/* What is not queued any more stands in line for due_s, whatever its state. */
static void
test_due(void)
{
    static const struct {
        enum store_url_state state;
        int64_t due_s;
        bool due, all;
        const char *from;
    } rows[] = {
        { STORE_URL_DONE, NOW_S, true, true, "a visit that is due" },
        { STORE_URL_DONE, NOW_S + 1, false, true, "one that is not" },
        { STORE_URL_DONE, 0, false, false, "another page stands for it" },
        { STORE_URL_DONE, NOW_S + 90 * 86400, false, true, "as late as can be" },
        { STORE_URL_WAITING, NOW_S, true, true, "to be tried again" },
        { STORE_URL_FAILED, NOW_S, true, true, "given up a month ago" },
        { STORE_URL_FAILED, NOW_S + 1, false, true, "given up just now" },
        { STORE_URL_GONE, 0, false, false, "404" },
        { STORE_URL_REFUSED, 0, false, false, "robots.txt" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++)
        for (int all = 0; all < 2; all++) {
            bool want = all ? rows[i].all : rows[i].due;
            struct store_url u = { 0 };
            struct fixture f;
            int64_t id;

            fixture_open(&f);
            fixture_add_sources(&f);
            id = fixture_add_url(&f, "https://a.example/x", 0);
            store_url_get(f.store, id, f.arena, &u);
            u.state = rows[i].state;
            u.due_s = rows[i].due_s;
            store_url_put(f.store, &u);
            CHECK(store_url_next_due_s(f.store, 1) == rows[i].due_s, "%s: next", rows[i].from);
            store_url_promote(f.store, 1, NOW_S, all);
            CHECK(store_url_has_queued(f.store, 1, f.host) == want, "%s: queued", rows[i].from);
            store_url_get(f.store, id, f.arena, &u);
            CHECK(u.due_s == (want ? 0 : rows[i].due_s), "%s: no longer due", rows[i].from);
            fixture_close(&f);
        }
}
TEST_FN(test_due)

/* The system's clock was years ahead when pages were filed, and has been set right since. */
static void
test_clock_set_back(void)
{
    static const enum store_url_kind kinds[] = { STORE_URL_PAGE, STORE_URL_SEED, STORE_URL_FEED };
    const int64_t years_s = 3 * 365 * INT64_C(86400);
    struct store_url u = { 0 };
    struct fixture f;
    int64_t id;

    for (size_t i = 0; i < N_ROWS(kinds); i++) {
        fixture_open(&f);
        fixture_add_sources(&f);
        id = fixture_add_url(&f, "https://a.example/x", 0);
        store_url_get(f.store, id, f.arena, &u);
        u.kind = kinds[i];
        u.state = STORE_URL_DONE;
        u.fetched_s = NOW_S + years_s;
        u.due_s = u.fetched_s + 86400;
        store_url_put(f.store, &u);
        if (kinds[i] != STORE_URL_PAGE) {
            store_url_promote_seeds(f.store, 1, NOW_S);
            CHECK(store_url_has_queued(f.store, 1, f.host), "a source's own are due");
            store_url_put(f.store, &u);
        }
        store_url_promote(f.store, 1, NOW_S, false);
        CHECK(store_url_has_queued(f.store, 1, f.host), "all is due: %zu", i);
        fixture_close(&f);
    }
}
TEST_FN(test_clock_set_back)

static void
test_raise(void)
{
    static const struct {
        enum store_url_state state;
        int64_t tries, priority, want;
        const char *from;
    } rows[] = {
        { STORE_URL_QUEUED, 0, 9, 9, "sooner" },
        { STORE_URL_QUEUED, 0, 4, 5, "never later" },
        { STORE_URL_QUEUED, 1, 9, 5, "it failed" },
        { STORE_URL_DONE, 0, 9, 5, "it is not queued" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_url_known known;
        struct store_url u = { 0 };
        struct fixture f;
        int64_t id;

        fixture_open(&f);
        fixture_add_sources(&f);
        id = fixture_add_url(&f, "https://a.example/x", 5);
        store_url_get(f.store, id, f.arena, &u);
        u.state = rows[i].state;
        u.tries = rows[i].tries;
        store_url_put(f.store, &u);
        store_url_raise(f.store, id, rows[i].priority);
        CHECK(store_url_find(f.store, u.address, &known) && known.priority == rows[i].want,
              "%s: %lld", rows[i].from, (long long)known.priority);
        fixture_close(&f);
    }
}
TEST_FN(test_raise)

/* The same words on two hosts are two addresses; the host is what the address begins with. */
static void
test_hosts(void)
{
    static const char *const hosts[] = { "https://b.example", "https://b.example:8443",
                                         "http://b.example", "http://[2001:db8::1]:8080" };
    struct fixture f;
    int64_t ids[N_ROWS(hosts)], id;

    fixture_open(&f);
    fixture_add_sources(&f);
    for (size_t i = 0; i < N_ROWS(hosts); i++) {
        f.host = store_host_id(f.store, text_of(hosts[i]));
        ids[i] =
            fixture_add_url(&f, arena_printf(f.arena, "%s/x?u=https://c.example/", hosts[i]), 0);
    }
    for (size_t i = 0; i < N_ROWS(hosts); i++) {
        struct text address = text_of(arena_printf(f.arena, "%s/x?u=https://c.example/", hosts[i]));
        struct store_url_known known = { 0 };

        CHECK(store_url_find(f.store, address, &known) && known.id == ids[i], "%s", hosts[i]);
        for (size_t j = 0; j < N_ROWS(hosts); j++) {
            id = store_host_id(f.store, text_of(hosts[j]));
            CHECK(store_url_find_on(f.store, id, address, &known) == (i == j), "%s on %s", hosts[i],
                  hosts[j]);
        }
    }
    CHECK(!store_url_find(f.store, TEXT_LIT("b.example"), &(struct store_url_known){ 0 }),
          "no address");
    fixture_close(&f);
}
TEST_FN(test_hosts)

static void
test_sources(void)
{
    struct fixture f;
    int64_t ids[4], id;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = fixture_add_url(&f, "https://a.example/", 0);
    CHECK(store_url_sources(f.store, id, ids, N_ROWS(ids)) == 1 && ids[0] == 1, "its owner");
    CHECK(store_url_join(f.store, id, 2), "new");
    CHECK(!store_url_join(f.store, id, 2), "known");
    store_url_join(f.store, id, 1);
    CHECK(store_url_sources(f.store, id, ids, N_ROWS(ids)) == 2 && ids[0] == 1 && ids[1] == 2,
          "owner first, each once");
    fixture_close(&f);
}
TEST_FN(test_sources)

static void
test_refused_again(void)
{
    struct fixture f;
    struct store_url u = { 0 };
    int64_t id;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = fixture_add_url(&f, "https://a.example/x", 0);
    store_url_get(f.store, id, f.arena, &u);
    u.state = STORE_URL_REFUSED;
    u.reason = TEXT_LIT("robots.txt line 2 disallows it");
    store_url_put(f.store, &u);
    store_url_requeue_refused(f.store, f.host, TEXT_LIT("trap"));
    CHECK(fixture_count_urls(&f, 1, STORE_URL_REFUSED) == 1, "another reason");
    store_url_requeue_refused(f.store, f.host, TEXT_LIT("robots.txt"));
    CHECK(fixture_count_urls(&f, 1, STORE_URL_QUEUED) == 1, "looked at again");
    fixture_close(&f);
}
TEST_FN(test_refused_again)

static void
test_shape(void)
{
    struct fixture f;

    fixture_open(&f);
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 0, "first");
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 1, "same");
    CHECK(store_url_shape_note(f.store, f.host, 7, 1) == 2, "same again");
    CHECK(store_url_shape_same(f.store, f.host, 7) == 2, "read");
    CHECK(store_url_shape_note(f.store, f.host, 7, 3) == 0, "another text");
    CHECK(store_url_shape_same(f.store, f.host, 8) == 0, "another shape");
    fixture_close(&f);
}
TEST_FN(test_shape)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_foreign_key), TEST(test_order),          TEST(test_due),
        TEST(test_raise),       TEST(test_clock_set_back), TEST(test_hosts),
        TEST(test_sources),     TEST(test_refused_again),  TEST(test_shape)
    };

    return TEST_RUN(tests);
}
