/* alarm_test.c - rows of alarms, and how many questions a day has. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_alarm.h"

static void
test_rows(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm x = { .kind = TEXT_LIT("source"),
                             .object = TEXT_LIT("1:silent"),
                             .department_id = 1,
                             .text = TEXT_LIT("t"),
                             .link = TEXT_LIT("sources/1") },
                       *v;

    fixture_open(&f, STORE_CONFIG);
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    store_set_role(f.store, STORE_SCHEDULER);
    store_begin(f.store);
    CHECK(store_alarm_raise(f.store, &x, 10), "new");
    CHECK(!store_alarm_raise(f.store, &x, 11), "it is open");
    CHECK(store_alarm_list(f.store, true, a, &v) == 1 && v[0].since_s == 10 && v[0].told_s == 0 &&
              text_is(v[0].department, "physics"),
          "one");
    store_alarm_mend(f.store, v[0].id, 20); /* while the mail leaves */
    store_alarm_told(f.store, v[0].id, 12);
    CHECK(store_alarm_raise(f.store, &x, 30), "new again");
    CHECK(store_alarm_over(f.store, a, &v) == 1 && v[0].mended_s == 20, "its end is to be told");
    store_alarm_told_over(f.store, v[0].id, 31);
    CHECK(store_alarm_over(f.store, a, &v) == 0, "it was told");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_alarm_list(f.store, false, a, &v) == 2 && v[1].told_s == 12 &&
              v[1].mended_s == 20 && v[0].told_s == 0,
          "the latest first");
    store_begin(f.store);
    store_alarm_mend(f.store, v[0].id, 40);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_alarm_over(f.store, a, &v) == 0, "nobody was told that it had begun");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_rows)

static void
test_paces(void)
{
    enum { DAY_S = 86400, NOW_S = 100 * DAY_S };
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm_pace *v;
    /* days ago */
    static const int ages[] = { 40, 28, 5, 2, 0, 0, 0 };

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    for (int i = 0; i < (int)N_ROWS(ages); i++) {
        char sql[512];

        snprintf(
            sql, sizeof(sql),
            "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
            " first_seen_s, last_seen_s, changed_s) VALUES (%d, 1, 'p%d', '', '', '', '', 1, 1,"
            " %d, 1, 1); INSERT INTO post_match VALUES (%d, 1, 1, '')",
            i + 1, i, NOW_S - ages[i] * DAY_S - 60, i + 1);
        db_script(f.store, sql);
    }
    CHECK(store_alarm_paces(f.store, NOW_S, a, &v) == 1 && v[0].now == 3 && v[0].before == 3 &&
              v[0].days == 28,
          "%lld now, %lld before, %lld days", (long long)v[0].now, (long long)v[0].before,
          (long long)v[0].days);
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_paces)

/* A department without a question in these weeks has no pace, and a look leaves its time. */
static void
test_looked(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm_pace *v;
    bool changed = true;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    CHECK(store_alarm_looked_s(f.store, &changed) == 0 && !changed, "nobody, and nothing is there");
    CHECK(store_alarm_paces(f.store, 9000000, a, &v) == 0, "no question");
    db_script(f.store, "INSERT INTO crawl_run (started_s, ended_s) VALUES (50, 60), (70, NULL)");
    CHECK(store_alarm_looked_s(f.store, &changed) == 0 && changed, "a crawl");
    store_set_role(f.store, STORE_SCHEDULER);
    store_begin(f.store);
    store_alarm_looked(f.store, 40);
    store_alarm_looked(f.store, 60);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_alarm_looked_s(f.store, &changed) == 60 && !changed, "looked at its end");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "INSERT INTO queue VALUES (7, 1, 'gap', '', '', NULL, '', 'neutral',"
                       " 'legal', 17179869185, 0, 1, 0, 0, 1, 1, 1, 1, 0, NULL, 0, 61)");
    CHECK(store_alarm_looked_s(f.store, &changed) == 60 && changed, "a gap since");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_looked)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_paces), TEST(test_looked) };

    return TEST_RUN(tests);
}
