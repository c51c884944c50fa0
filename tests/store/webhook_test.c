/* webhook_test.c - deliveries: each once, taken by one, given back. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_webhook.h"

static void
test_rows(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_webhook_row *v;
    int64_t id;

    fixture_open(&f, STORE_SCHEDULER);
    store_begin(f.store);
    for (int i = 0; i < 2; i++)
        store_webhook_add(f.store, "chat", WEBHOOK_EVENT_GAP, TEXT_LIT("gap:1:1"), TEXT_LIT("{}"),
                          100);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 99, a, &v) == 0, "not due");
    CHECK(store_webhook_list(f.store, true, 100, a, &v) == 1 && text_is(v[0].object, "gap:1:1"),
          "due, once");
    id = v[0].id;
    store_begin(f.store);
    CHECK(store_webhook_take(f.store, id, 100, 220), "the first");
    CHECK(!store_webhook_take(f.store, id, 100, 220), "not the second");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 220, a, &v) == 1 && v[0].tries == 1,
          "killed: due again");
    store_begin(f.store);
    store_webhook_tried(f.store, id, 230, 500, "no", 530);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 529, a, &v) == 0, "later");
    store_begin(f.store);
    store_webhook_tried(f.store, id, 530, 204, "told", 0);
    CHECK(!store_webhook_again(f.store, id + 1, 1), "no such row");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 99999, a, &v) == 0, "over");
    store_begin(f.store);
    CHECK(store_webhook_again(f.store, id, 600), "by hand");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 600, a, &v) == 1 && v[0].tries == 0, "due again");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_rows)

static void
test_news(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_webhook_event *v;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    db_script(f.store,
              "INSERT INTO alarm (id, kind, object, department_id, text, link, since_s) VALUES"
              " (1, 'spike', '1', 1, 'old', 'groups', 50)");
    store_set_role(f.store, STORE_SCHEDULER);
    store_begin(f.store);
    for (int e = 0; e < WEBHOOK_EVENTS; e++)
        CHECK(store_webhook_news(f.store, "chat", (enum webhook_event)e, 100, a, &v) == 0,
              "%s: what was there before is not told", webhook_event_name((enum webhook_event)e));
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE alarm SET mended_s = 60");
    db_script(f.store,
              "INSERT INTO alarm (id, kind, object, department_id, text, link, since_s) VALUES"
              " (2, 'spike', '1', 1, 'new', 'groups', 150)");
    store_set_role(f.store, STORE_SCHEDULER);
    store_begin(f.store);
    CHECK(store_webhook_news(f.store, "chat", WEBHOOK_EVENT_ALARM, 160, a, &v) == 1 &&
              text_is(v[0].object, "alarm:2") && text_is(v[0].text, "new") &&
              text_is(v[0].department, "physics"),
          "what came since");
    store_webhook_add(f.store, "chat", WEBHOOK_EVENT_ALARM, v[0].object, TEXT_LIT("{}"), 160);
    CHECK(store_webhook_news(f.store, "chat", WEBHOOK_EVENT_ALARM, 170, a, &v) == 0, "once");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE alarm SET mended_s = 180 WHERE id = 2");
    store_set_role(f.store, STORE_SCHEDULER);
    store_begin(f.store);
    CHECK(store_webhook_news(f.store, "chat", WEBHOOK_EVENT_ALARM, 190, a, &v) == 1 &&
              text_is(v[0].object, "mended:2") && text_is(v[0].text, "mended: new") &&
              v[0].at_s == 180,
          "its end, and not that of one it was not told of");
    store_webhook_add(f.store, "chat", WEBHOOK_EVENT_ALARM, v[0].object, TEXT_LIT("{}"), 190);
    CHECK(store_webhook_news(f.store, "chat", WEBHOOK_EVENT_ALARM, 200, a, &v) == 0, "once");
    CHECK(store_webhook_news(f.store, "other", WEBHOOK_EVENT_ALARM, 120, a, &v) == 2,
          "another one by itself");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_news)

/* One that does not answer holds up nobody else, and what is to come for itself stays whole. */
static void
test_defer(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_webhook_row *v;

    fixture_open(&f, STORE_SCHEDULER);
    store_begin(f.store);
    for (int i = 0; i < 3; i++)
        store_webhook_add(f.store, i == 1 ? "other" : "chat", WEBHOOK_EVENT_GAP,
                          text_of(arena_printf(a, "gap:%d:1", i)), TEXT_LIT("{}"), 100);
    store_webhook_defer(f.store, TEXT_LIT("chat"), 110, 410);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_webhook_list(f.store, true, 110, a, &v) == 1 && text_is(v[0].webhook, "other"),
          "the other one");
    CHECK(store_webhook_list(f.store, true, 410, a, &v) == 3 && v[1].tries == 0 && v[2].tries == 0,
          "all, none of them tried");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_defer)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_news), TEST(test_defer) };

    return TEST_RUN(tests);
}
