/* Hosts: clocks, robots, leases. */
#include "crawl_store.h"
#include "store_url.h"

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
    store_host_unlease(f.store, "bb");
    CHECK(!store_host_lease(f.store, f.host, "a", NOW_S + 91, NOW_S + 99), "not b's");
    store_host_unlease(f.store, "b");
    CHECK(store_host_lease(f.store, f.host, "a", NOW_S + 91, NOW_S + 99), "given back");
    fixture_close(&f);
}
TEST_FN(test_lease)

static void
count_row(void *self, const struct store_host_row *row)
{
    size_t *n = self;

    CHECK(text_is(row->host.authority, "https://a.example"), "authority");
    CHECK(row->queued == 1 && row->done == 0, "counts");
    ++*n;
}

static void
test_list(void)
{
    struct fixture f;
    struct store_url u = { .address = TEXT_LIT("https://a.example/"), .source_id = 1 };
    size_t n = 0;

    fixture_open(&f);
    fixture_add_sources(&f);
    u.host_id = f.host;
    store_url_add(f.store, &u);
    store_host_list(f.store, count_row, &n);
    CHECK(n == 1, "%zu hosts", n);
    fixture_close(&f);
}
TEST_FN(test_list)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_clock_round_trip), TEST(test_lease),
                                        TEST(test_list) };

    return TEST_RUN(tests);
}
