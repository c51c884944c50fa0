/* What sources want read beside what they pay for. */
#include "crawl_store.h"
#include "store_run.h"
#include "store_wanted.h"

static int64_t
add(struct fixture *f, const char *address, int64_t source_id, enum store_url_state state,
    int64_t due_s)
{
    struct store_url u = { .address = text_of(address),
                           .host_id = f->host,
                           .source_id = source_id,
                           .state = state,
                           .due_s = due_s,
                           .first_seen_s = NOW_S };

    return store_url_add(f->store, &u);
}

static void
want(struct fixture *f, int64_t url_id, int64_t priority, int64_t run_id)
{
    store_wanted_put(f->store, &(struct store_wanted){ url_id, f->host, 2, priority, run_id });
}

static int64_t
next(struct fixture *f)
{
    struct store_wanted w = { 0 };

    return store_wanted_next(f->store, 2, f->host, &w) ? w.url_id : 0;
}

static void
test_order(void)
{
    struct fixture f;
    int64_t low, high, waits, gone;

    fixture_open(&f);
    fixture_add_sources(&f);
    low = add(&f, "https://a.example/1", 1, STORE_URL_DONE, NOW_S + 1);
    high = add(&f, "https://a.example/2", 1, STORE_URL_QUEUED, 0);
    waits = add(&f, "https://a.example/3", 1, STORE_URL_WAITING, NOW_S + 1);
    gone = add(&f, "https://a.example/4", 1, STORE_URL_GONE, 0);
    CHECK(!store_wanted_any(f.store, 2, 0) && next(&f) == 0, "nothing yet");
    want(&f, low, 1, 1);
    want(&f, high, 2, 1);
    want(&f, waits, 9, 1);
    want(&f, gone, 9, 1);
    CHECK(next(&f) == high, "the most urgent that may be asked for");
    CHECK(store_wanted_any(f.store, 2, f.host) && !store_wanted_any(f.store, 1, 0), "whose");
    want(&f, low, 3, 1);
    CHECK(next(&f) == low, "more urgent now");
    store_wanted_drop(f.store, low, 2);
    CHECK(next(&f) == high && !store_wanted_has(f.store, low, 2), "read");
    store_wanted_drop(f.store, high, 0);
    CHECK(next(&f) == 0 && !store_wanted_any(f.store, 2, f.host), "refused");
    CHECK(store_wanted_any(f.store, 2, 0) && store_wanted_has(f.store, waits, 2),
          "the others stay");
    fixture_close(&f);
}
TEST_FN(test_order)

/* What was asked for in the run that found it out is left to the next one. */
static void
test_later(void)
{
    struct fixture f;
    bool resumed;
    int64_t id, run;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = add(&f, "https://a.example/1", 1, STORE_URL_DONE, NOW_S + 1);
    run = store_run_begin(f.store, NOW_S, NOW_S, &resumed);
    store_run_add_fetch(f.store, run, &(struct store_fetch){ .host_id = f.host, .url_id = id });
    want(&f, id, 1, run);
    CHECK(next(&f) == 0 && !store_wanted_any(f.store, 2, f.host), "not in this run");
    want(&f, id, 2, run + 1);
    CHECK(next(&f) == 0, "nor by being wanted again");
    store_wanted_begin(f.store, 1);
    CHECK(next(&f) == 0, "another source's begins");
    store_wanted_begin(f.store, 2);
    CHECK(next(&f) == id, "in the next one");
    fixture_close(&f);
}
TEST_FN(test_later)

static void
test_due(void)
{
    static const struct {
        enum store_url_state state;
        int64_t due_s;
        bool led, all, wanted;
        const char *from;
    } rows[] = {
        { STORE_URL_DONE, NOW_S, true, false, true, "due" },
        { STORE_URL_DONE, NOW_S + 1, true, false, false, "not due" },
        { STORE_URL_DONE, NOW_S + 1, true, true, true, "all that will be" },
        { STORE_URL_WAITING, NOW_S, true, false, true, "to be tried again" },
        { STORE_URL_DONE, NOW_S, false, false, false, "it does not lead there" },
        { STORE_URL_GONE, 0, true, true, false, "gone" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fixture f;
        struct store_url u = { 0 };
        int64_t id;

        fixture_open(&f);
        fixture_add_sources(&f);
        id = add(&f, "https://a.example/1", 1, rows[i].state, rows[i].due_s);
        if (rows[i].led)
            store_url_join(f.store, id, 2);
        store_wanted_due(f.store, 2, 1, NOW_S, rows[i].all);
        CHECK((next(&f) == id) == rows[i].wanted, "%s", rows[i].from);
        CHECK(store_url_get(f.store, id, f.arena, &u) &&
                  (u.state == STORE_URL_QUEUED) == rows[i].wanted,
              "%s: state", rows[i].from);
        fixture_close(&f);
    }
}
TEST_FN(test_due)

static void
test_rules(void)
{
    struct fixture f;

    fixture_open(&f);
    fixture_add_sources(&f);
    CHECK(store_wanted_rules(f.store, 1, 7, NOW_S) == 0, "new: nothing was read by others");
    CHECK(store_wanted_rules(f.store, 1, 7, NOW_S + 1) == 0, "the same");
    CHECK(store_wanted_rules(f.store, 1, 8, NOW_S + 2) == NOW_S + 2, "others");
    CHECK(store_wanted_rules(f.store, 1, 8, NOW_S + 3) == NOW_S + 2, "since then");
    fixture_close(&f);
}
TEST_FN(test_rules)

static void
test_own(void)
{
    struct fixture f;
    struct store_url u = { 0 };
    int64_t id, ids[4];

    fixture_open(&f);
    fixture_add_sources(&f);
    id = add(&f, "https://a.example/tag", 1, STORE_URL_DONE, NOW_S + 9);
    store_wanted_own(f.store, id, 2, 900);
    CHECK(store_url_get(f.store, id, f.arena, &u) && u.source_id == 2 && u.kind == STORE_URL_SEED &&
              u.priority == 900,
          "its own");
    CHECK(store_url_sources(f.store, id, ids, N_ROWS(ids)) == 2 && ids[1] == 1, "and the other's");
    fixture_close(&f);
}
TEST_FN(test_own)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_order), TEST(test_later), TEST(test_due),
                                        TEST(test_rules), TEST(test_own) };

    return TEST_RUN(tests);
}
