/* The list: order, tabs, filters in the address, pages by key. */
#include "desk_world.h"

static void
test_list(void)
{
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "admin");
    CHECK(world_ask(&w, ada, "GET", "/q/registrar", "") == 200, "%s", buf_str(&w.answer));
    CHECK(world_says(&w, "To do <span class=\"n\">2</span>"), "%s", buf_str(&w.answer));
    CHECK(world_says(&w, "No page <span class=\"n\">1</span>"), "a tab with its count");
    CHECK(world_says(&w, "href=\"/g/2?dept=registrar\""), "cards carry the list along");
    CHECK(!world_says(&w, "<script>alert") && !world_says(&w, "<img"), "text is text");
    CHECK(world_ask(&w, ada, "GET", "/q/registrar?state=gap", "") == 200 &&
              world_says(&w, "/g/3?dept=registrar&amp;state=gap") && !world_says(&w, "/g/2?"),
          "another state: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/q/?find=TRANSCRIPT", "") == 200 &&
              world_says(&w, "/g/2?find") && !world_says(&w, "/g/1?find"),
          "search");
    CHECK(world_ask(&w, ada, "GET", "/q/?find=nothing", "") == 200 &&
              world_says(&w, "Nothing here is like that") && !world_says(&w, "Well done"),
          "a search that finds nothing is no work done");
    CHECK(world_ask(&w, ada, "GET", "/q/?state=parked", "") == 200 &&
              world_says(&w, "Nothing is here"),
          "empty");
    CHECK(world_ask(&w, ada, "GET", "/q/chemistry", "") == 404, "no such department");
    CHECK(world_ask(&w, ada, "GET", "/", "") == 303 && strcmp(w.location, "/q/") == 0, "home");
    world_close(&w);
}
TEST_FN(test_list)

/* What a person must see has no draft: the list of what waits for a decision leads to it. */
static void
test_alarms(void)
{
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "viewer");
    CHECK(world_ask(&w, ada, "GET", "/q/registrar", "") == 200 && !world_says(&w, "alarm without"),
          "a gap is no alarm");
    world_sql(&w, STORE_DRAFTER, "UPDATE gap SET escalation = 'self-harm' WHERE group_id = 3");
    store_begin(w.o.f.store);
    (void)store_queue_rebuild(w.o.f.store, 0);
    assert_int_equal(store_commit(w.o.f.store, &w.o.f.err), ST_OK);
    CHECK(world_ask(&w, ada, "GET", "/q/registrar?find=transcript", "") == 200 &&
              world_says(&w, "<a href=\"/q/registrar?state=gap&amp;alarms=1\">1 alarm without"),
          "to do, whatever else it is narrowed by: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/q/registrar?state=gap&alarms=1", "") == 200 &&
              world_says(&w, "/g/3?") && !world_says(&w, "alarm without"),
          "where it leads: %s", buf_str(&w.answer));
    world_close(&w);
}
TEST_FN(test_alarms)

static void
test_pages(void)
{
    enum { MANY = 60 };
    const char *ada, *more;
    char next[128];
    size_t n = 0;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "viewer");
    for (int64_t id = 4; id < MANY; id++) {
        world_group(&w, id, "Another question?");
        world_draft(&w, id);
    }
    store_begin(w.o.f.store);
    (void)store_queue_rebuild(w.o.f.store, 0);
    assert_int_equal(store_commit(w.o.f.store, &w.o.f.err), ST_OK);
    CHECK(world_ask(&w, ada, "GET", "/q/", "") == 200, "the first page");
    CHECK(!world_says(&w, "before="), "nothing is before it");
    more = strstr(buf_str(&w.answer), "/q/?after=");
    assert_non_null(more);
    while (more[n] != '"' && n < sizeof(next) - 1) {
        next[n] = more[n];
        n++;
    }
    next[n] = '\0';
    CHECK(world_ask(&w, ada, "GET", next, "") == 200, "%s", next);
    CHECK(world_says(&w, "/g/59\"") && !world_says(&w, "/g/4\""), "what is left: %s", next);
    CHECK(!world_says(&w, "after=") && world_says(&w, "before="), "the last page");
    world_close(&w);
}
TEST_FN(test_pages)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_list), TEST(test_alarms), TEST(test_pages) };

    static_init();
    return TEST_RUN(tests);
}
