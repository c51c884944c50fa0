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

/* What a person must see has no draft, and is the first that is to be done until one has decided.
 */
static void
test_alarms(void)
{
    const char *ada;
    struct world w;

    world_open(&w);
    ada = office_person(&w.o, "ada", "editor");
    CHECK(world_ask(&w, ada, "GET", "/q/registrar", "") == 200 && !world_says(&w, "/g/3?") &&
              world_says(&w, "To do <span class=\"n\">2</span>"),
          "a gap is no alarm");
    world_sql(&w, STORE_DRAFTER, "UPDATE gap SET escalation = 'self-harm' WHERE group_id = 3");
    store_begin(w.o.f.store);
    (void)store_queue_rebuild(w.o.f.store, 0);
    assert_int_equal(store_commit(w.o.f.store, &w.o.f.err), ST_OK);
    CHECK(world_ask(&w, ada, "GET", "/q/registrar", "") == 200 &&
              world_says(&w, "To do <span class=\"n\">3</span>") &&
              world_says(&w, "<li class=\"row alarm\"><a href=\"/g/3?dept=registrar\"") &&
              world_says(&w, "href=\"/g/3?dept=registrar\">Start with the first"),
          "first to do: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/q/registrar?find=transcript", "") == 200 &&
              !world_says(&w, "/g/3?") && world_says(&w, "To do <span class=\"n\">1</span>"),
          "narrowed down like any other: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/q/registrar?alarms=1", "") == 200 &&
              world_says(&w, "To do <span class=\"n\">1</span>") && !world_says(&w, "/g/2?"),
          "alarms alone: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "GET", "/g/3?dept=registrar", "") == 200 &&
              world_says(&w, "<strong>3</strong> to do") && world_says(&w, "rel=\"next\"") &&
              !world_says(&w, "data-key=\"approve\""),
          "its card leads on: %s", buf_str(&w.answer));
    CHECK(world_ask(&w, ada, "POST", "/g/3/hand-over",
                    "revision=0&draft=0&arg=Counselling&list=dept%3Dregistrar") == 303 &&
              strstr(w.location, "/g/1?") != NULL,
          "handed over, on to the next: %s", w.location);
    CHECK(world_ask(&w, ada, "GET", "/q/registrar", "") == 200 && !world_says(&w, "/g/3?") &&
              world_says(&w, "To do <span class=\"n\">2</span>"),
          "somebody has decided: %s", buf_str(&w.answer));
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
