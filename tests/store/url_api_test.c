/* A source's addresses while it is read through an API. */
#include "crawl_store.h"
#include "store_url_api.h"

static void
put(struct fixture *f, int64_t id, enum store_url_kind kind, enum store_url_state state,
    int64_t fetched_s)
{
    struct store_url u = { 0 };

    assert_true(store_url_get(f->store, id, f->arena, &u));
    u.kind = kind;
    u.state = state;
    u.fetched_s = fetched_s;
    u.interval_s = fetched_s > 0 ? 100 : 0;
    u.due_s = state == STORE_URL_DONE ? fetched_s + u.interval_s : 0;
    store_url_put(f->store, &u);
}

/* A source goes over to its API and back: what was queued or due comes back as it was. */
static void
test_shelf(void)
{
    static const struct {
        const char *address;
        enum store_url_kind kind;
        enum store_url_state state;
        int64_t fetched_s;
        enum store_url_state shelved, back;
    } rows[] = {
        { "https://a.example/", STORE_URL_SEED, STORE_URL_QUEUED, 0, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/new", STORE_URL_PAGE, STORE_URL_QUEUED, 0, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/old", STORE_URL_PAGE, STORE_URL_DONE, NOW_S, STORE_URL_SHELVED,
          STORE_URL_DONE },
        { "https://a.example/gone", STORE_URL_PAGE, STORE_URL_GONE, NOW_S, STORE_URL_GONE,
          STORE_URL_GONE },
        { "https://a.example/feed", STORE_URL_FEED, STORE_URL_DONE, NOW_S, STORE_URL_SHELVED,
          STORE_URL_QUEUED },
        { "https://a.example/x.json", STORE_URL_API, STORE_URL_QUEUED, 0, STORE_URL_QUEUED,
          STORE_URL_QUEUED },
        { "https://a.example/t/1.json", STORE_URL_API_ITEM, STORE_URL_DONE, NOW_S, STORE_URL_DONE,
          STORE_URL_DONE },
    };
    struct fixture f;
    struct store_url u = { 0 };
    int64_t id[N_ROWS(rows)];

    fixture_open(&f);
    fixture_add_sources(&f);
    CHECK(!store_url_api_used(f.store, 1, f.arena, &u), "no API yet");
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        id[i] = fixture_add_url(&f, rows[i].address, 0);
        put(&f, id[i], rows[i].kind, rows[i].state, rows[i].fetched_s);
    }
    store_url_api_shelve(f.store, 1);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(store_url_get(f.store, id[i], f.arena, &u) && u.state == rows[i].shelved, "%s",
              rows[i].address);
    store_url_promote_seeds(f.store, 1, NOW_S + 1000);
    CHECK(store_url_get(f.store, id[0], f.arena, &u) && u.state == STORE_URL_SHELVED,
          "a seed stays on the shelf");
    CHECK(store_url_get(f.store, id[6], f.arena, &u) && u.state == STORE_URL_DONE,
          "an item is no list");
    CHECK(store_url_api_used(f.store, 1, f.arena, &u) && u.id == id[5], "the list");
    CHECK(!store_url_api_used(f.store, 2, f.arena, &u), "another source's");
    store_url_api_unshelve(f.store, 1);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(store_url_get(f.store, id[i], f.arena, &u) && u.state == rows[i].back, "%s, back",
              rows[i].address);
    CHECK(store_url_get(f.store, id[2], f.arena, &u) && u.due_s == NOW_S + 100, "due as it was");
    fixture_close(&f);
}
TEST_FN(test_shelf)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_shelf) };

    return TEST_RUN(tests);
}
