/* schedule_test.c - rows of slots; what is made of them is due_test.c's. */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/schedule.h"

static void
test_rows(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct schedule_row r = { .department_id = 1, .day = 7, .due_s = 70, .started_s = 71 }, got;
    int64_t id;

    fixture_open(&f, STORE_CONFIG);
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(!store_schedule_last(f.store, 1, 0, a, &got), "none yet");
    store_begin(f.store);
    id = store_schedule_begin(f.store, &r);
    CHECK(store_schedule_begin(f.store, &r) == id, "the same slot");
    r.day = 6;
    r.started_s = 0;
    (void)store_schedule_begin(f.store, &r);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_schedule_last(f.store, 1, 0, a, &got) && got.id == id && got.tries == 2 &&
              got.ended_s == 0 && got.due_s == 70 && got.outcome.n == 0,
          "the latest day");
    store_begin(f.store);
    store_schedule_end(f.store, id, 80, "done");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_schedule_ran(f.store, 1, 0, a, &got) && got.ended_s == 80 &&
              text_is(got.outcome, "done"),
          "ended");
    CHECK(!store_schedule_last(f.store, 1, 1, a, &got), "not of a source");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
