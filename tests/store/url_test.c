/* The frontier's rows, and the rows of hosts, pages and runs, on a store of their own. */
#include <unistd.h>

#include "../test.h"

#include "store_host.h"
#include "store_page.h"
#include "store_run.h"
#include "store_url.h"

#define NOW_S INT64_C(1795300000)

/* A store with one department and two sources, in a folder of its own. */
struct fixture {
    char dir[64], path[96];
    struct store *store;
    struct arena *arena;
    int64_t host;
};

static void
fixture_open(struct fixture *f)
{
    struct err err = { "" };

    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-url-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", f->dir);
    assert_int_equal(store_create(f->path, &err), ST_OK);
    assert_int_equal(store_open(f->path, STORE_CRAWLER, &f->store, &err), ST_OK);
    f->arena = arena_new();
    f->host = store_host_id(f->store, TEXT_LIT("https://a.example"));
    assert_int_equal(f->host, store_host_id(f->store, TEXT_LIT("https://a.example")));
}

static void
fixture_close(struct fixture *f)
{
    static const char *const tails[] = { "", "-wal", "-shm" };
    char path[128];
    struct err err = { "" };

    CHECK(store_check(f->store, &err) == ST_OK, "%s", err.msg);
    store_close(f->store);
    arena_free(f->arena);
    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, tails[i]);
        unlink(path);
    }
    rmdir(f->dir);
}

/* Foreign keys want sources; configuration writes them, so the test goes without. */
static int64_t
add(struct fixture *f, const char *address, int64_t priority)
{
    struct store_url u = { .address = text_of(address),
                           .host_id = f->host,
                           .source_id = 1,
                           .priority = priority,
                           .first_seen_s = NOW_S };

    return store_url_add(f->store, &u);
}

static void
test_foreign_key(void)
{
    struct fixture f;
    struct err err = { "" };

    fixture_open(&f);
    add(&f, "https://a.example/", 0);
    CHECK(store_check(f.store, &err) != ST_OK, "an address without a source was taken");
    fixture_close(&f);
}
TEST_FN(test_foreign_key)

static void
test_clock_round_trip(void)
{
    struct fixture f;
    struct store_host h, back;

    fixture_open(&f);
    assert_true(store_host_get(f.store, f.host, f.arena, &h));
    CHECK(h.next_ok_ms == 0 && h.verdict.n == 0, "a new host has a clock or a verdict");
    h.next_ok_ms = NOW_S * 1000;
    h.blocked_until_ms = 5;
    h.parked_why = TEXT_LIT("403 five times");
    h.ip = TEXT_LIT("192.0.2.1");
    h.requests = 3;
    store_host_put_clock(f.store, &h);
    h.verdict = TEXT_LIT("rules");
    h.robots_fetched_s = NOW_S;
    store_host_put_robots(f.store, &h, TEXT_LIT("User-agent: *\n"), false);
    store_host_put_robots(f.store, &h, TEXT_NONE, true);
    assert_true(store_host_get(f.store, f.host, f.arena, &back));
    CHECK(back.next_ok_ms == h.next_ok_ms && back.requests == 3, "clock");
    CHECK(text_eq(back.parked_why, h.parked_why) && text_eq(back.ip, h.ip), "texts");
    CHECK(text_is(back.verdict, "rules") && back.robots_fetched_s == NOW_S, "robots");
    CHECK(text_is(store_host_robots_body(f.store, f.host, f.arena), "User-agent: *\n"), "body");
    CHECK(store_ip_next_ok_ms(f.store, h.ip) == 0, "an ip nobody asked");
    store_ip_put(f.store, h.ip, NOW_S);
    CHECK(store_ip_next_ok_ms(f.store, h.ip) == NOW_S, "ip clock");
    fixture_close(&f);
}
TEST_FN(test_clock_round_trip)

static void
test_lease(void)
{
    struct fixture f;

    fixture_open(&f);
    CHECK(store_host_lease(f.store, f.host, "a", NOW_S, NOW_S + 60), "free");
    CHECK(store_host_lease(f.store, f.host, "a", NOW_S, NOW_S + 90), "renew");
    CHECK(!store_host_lease(f.store, f.host, "b", NOW_S + 1, NOW_S + 60), "taken");
    CHECK(store_host_lease(f.store, f.host, "b", NOW_S + 90, NOW_S + 99), "run out");
    store_host_unlease_all(f.store, "b");
    CHECK(store_host_lease(f.store, f.host, "a", NOW_S + 91, NOW_S + 99), "given back");
    fixture_close(&f);
}
TEST_FN(test_lease)

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

static void
test_run(void)
{
    struct fixture f;
    bool resumed;
    int64_t id;

    fixture_open(&f);
    id = store_run_begin(f.store, NOW_S, 0, &resumed);
    CHECK(!resumed, "a first run");
    CHECK(store_run_begin(f.store, NOW_S + 5, NOW_S - 100, &resumed) == id && resumed, "killed");
    CHECK(store_run_begin(f.store, NOW_S + 9, NOW_S + 1, &resumed) != id && !resumed, "too old");
    store_run_end(f.store, id, NOW_S, "done");
    fixture_close(&f);
}
TEST_FN(test_run)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_foreign_key), TEST(test_clock_round_trip),
                                        TEST(test_lease), TEST(test_shape), TEST(test_run) };

    return TEST_RUN(tests);
}
