/* Runs: taken up after a kill, their tallies, and what was sent. */
#include "crawl_store.h"
#include "store_run.h"

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

static void
test_tally(void)
{
    struct fixture f;
    struct store_tally add = { .requests = 2, .pages = 1, .questions = 3 }, got = { 0 };
    struct store_fetch fetch = { .at_ms = 5, .status = 200, .outcome = TEXT_LIT("fetched") };
    struct store_source_facts facts[2];
    struct store_source *sources;
    bool resumed;
    int64_t id;

    fixture_open(&f);
    fixture_add_sources(&f);
    id = store_run_begin(f.store, NOW_S, 0, &resumed);
    store_run_add(f.store, id, 1, &add);
    store_run_add(f.store, id, 1, &add);
    CHECK(store_run_tally(f.store, id, 1, &got), "begun");
    CHECK(got.requests == 4 && got.pages == 2 && got.questions == 6, "sums");
    CHECK(!store_run_tally(f.store, id, 2, &got), "not begun");
    CHECK(got.requests == 0, "another source");
    fetch.host_id = f.host;
    store_run_add_fetch(f.store, id, &fetch);
    db_script(f.store, "INSERT INTO url (hash, address, host_id, source_id, state, kind, depth,"
                       " priority, first_seen_s) VALUES (1, 'a', 1, 1, 'done', 'page', 0, 0, 1),"
                       " (2, 'b', 1, 1, 'waiting', 'page', 0, 0, 1),"
                       " (3, 'c', 1, 1, 'queued', 'page', 0, 0, 1),"
                       " (4, 'd', 1, 2, 'gone', 'page', 0, 0, 1),"
                       " (5, 'e', 1, 2, 'refused', 'page', 0, 0, 1)");
    assert_int_equal(store_run_sources(f.store, f.arena, &sources), 2);
    store_run_facts(f.store, sources, 2, facts);
    CHECK(facts[0].last_run_requests == 4 && facts[0].pages == 1 && facts[0].queued == 2 &&
              facts[0].gone == 0,
          "facts of one");
    CHECK(facts[1].last_run_requests == 0 && facts[1].pages == 0 && facts[1].gone == 1 &&
              facts[1].refused == 1,
          "facts of the other");
    store_run_facts(f.store, &sources[1], 1, facts);
    CHECK(facts[0].gone == 1 && facts[0].queued == 0, "of it alone");
    fixture_close(&f);
}
TEST_FN(test_tally)

static void
test_configured(void)
{
    struct fixture f;
    struct store_source *sources;
    struct store_keyword *words;

    fixture_open(&f);
    fixture_add_sources(&f);
    CHECK(store_run_sources(f.store, f.arena, &sources) == 2, "sources");
    CHECK(text_is(sources[0].key, "forum") && sources[0].match_all && !sources[0].own_site, "0");
    CHECK(text_is(sources[1].key, "site") && sources[1].own_site, "1");
    CHECK(store_run_keywords(f.store, 1, 0, f.arena, &words) == 1, "keywords");
    CHECK(text_is(words[0].phrase, "visa"), "phrase");
    fixture_close(&f);
}
TEST_FN(test_configured)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_run), TEST(test_tally), TEST(test_configured) };

    return TEST_RUN(tests);
}
