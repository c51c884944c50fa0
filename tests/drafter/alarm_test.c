/* alarm_test.c - spikes, and alarms that come, stay and go. */
#include "../store/fixture.h"

#include "../../drafter/alarm.h"
#include "../../include/store_queue.h"
#include "../../store/db.h"

static void
test_spike(void)
{
    static const struct {
        const char *from;
        struct store_alarm_pace p;
        bool spike;
    } rows[] = {
        { "quiet", { .now = 2, .before = 28, .days = 28 }, false },
        { "five where one is usual: 1 + 4 = 5 is not passed",
          { .now = 5, .before = 28, .days = 28 },
          false },
        { "six", { .now = 6, .before = 28, .days = 28 }, true },
        { "nothing for weeks, then five: 0 + 4", { .now = 5, .before = 0, .days = 28 }, true },
        { "four are few", { .now = 4, .before = 0, .days = 28 }, false },
        { "busy: 100 a day, 140", { .now = 140, .before = 2800, .days = 28 }, false },
        { "busy: 100 a day, 141", { .now = 141, .before = 2800, .days = 28 }, true },
        { "the first crawl", { .now = 500, .before = 0, .days = 0 }, false },
        { "a young department", { .now = 500, .before = 60, .days = 6 }, false },
        { "a week old", { .now = 500, .before = 70, .days = 7 }, true },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double usual = -1;

        CHECK(alarm_is_spike(&rows[i].p, &usual) == rows[i].spike, "%s: usual %g", rows[i].from,
              usual);
    }
}
TEST_FN(test_spike)

static int
look(struct fixture *f, struct arena *a, int64_t now_s)
{
    struct config c = { 0 };
    struct alarm_in in = { f->store, a, &c, now_s };
    int n = -1;

    CHECK(alarm_look(&in, &n, &f->err) == ST_OK, "%s", f->err.msg);
    return n;
}

static void
test_once(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm *v;

    fixture_open(&f, STORE_CONFIG);
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    db_script(
        f.store,
        "INSERT INTO queue VALUES (7, 1, 'gap', '', '', NULL, '', 'neutral', 'legal', 17179869185,"
        " 0, 1, 0, 0, 1, 1, 1, 1, 0, NULL, 0, 1)");
    db_script(f.store, "INSERT INTO queue_count VALUES (1, 'gap', 1)");
    db_script(f.store, "INSERT INTO question (id, department_id, text, body, language, stems,"
                       " stem_hash, created_s) VALUES (3, 1, 'May I sue?', '', 'en', '', 1, 1)");
    db_script(f.store, "INSERT INTO question_group (id, department_id, head_id, created_s,"
                       " changed_s) VALUES (7, 1, 3, 1, 1)");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(look(&f, a, 100) == 1, "it is new");
    CHECK(look(&f, a, 200) == 0, "it stays");
    CHECK(store_alarm_list(f.store, true, a, &v) == 1 && v[0].since_s == 100 &&
              text_is(v[0].text, "legal: May I sue?") && text_is(v[0].link, "g/7"),
          "one row");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE queue SET state = 'handed-over'");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(look(&f, a, 300) == 0, "somebody has it");
    CHECK(store_alarm_list(f.store, true, a, &v) == 0, "mended");
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "UPDATE queue SET state = 'reopened'");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(look(&f, a, 400) == 1, "again");
    CHECK(store_alarm_list(f.store, false, a, &v) == 2 && v[1].mended_s == 300, "both are known");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_once)

static void
add_posts(struct fixture *f, int first, int n, int64_t at_s)
{
    char sql[512];

    store_set_role(f->store, STORE_SCHEMA);
    for (int i = first; i < first + n; i++) {
        snprintf(
            sql, sizeof(sql),
            "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
            " first_seen_s, last_seen_s, changed_s) VALUES (%d, 1, 'p%d', '', '', '', '', 1, 1,"
            " %lld, 1, 1); INSERT INTO post_match VALUES (%d, 1, 1, '')",
            i, i, (long long)at_s, i);
        db_script(f->store, sql);
    }
    store_set_role(f->store, STORE_SCHEDULER);
}

/* How many, how many are usual, and of which time; it ends with its day, and may come again. */
static void
test_spike_told(void)
{
    enum { DAY_S = 86400, NOW_S = 100 * DAY_S };
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm *v;

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    add_posts(&f, 1, 1, NOW_S - 60 * DAY_S);
    add_posts(&f, 2, 42, NOW_S - 10 * DAY_S);
    CHECK(look(&f, a, NOW_S) == 0, "a usual day");
    add_posts(&f, 100, 23, NOW_S - 60);
    CHECK(look(&f, a, NOW_S) == 1 && look(&f, a, NOW_S + 60) == 0, "once");
    CHECK(store_alarm_list(f.store, true, a, &v) == 1 && text_is(v[0].kind, "spike") &&
              text_is(v[0].text, "23 questions in the last 24 hours; usual is 1.5 a day (42 in the "
                                 "28 days before)"),
          "%.*s", TEXT_ARG(v[0].text));
    CHECK(look(&f, a, NOW_S + DAY_S) == 0 && store_alarm_list(f.store, true, a, &v) == 0,
          "the day is over");
    add_posts(&f, 200, 60, NOW_S + 2 * DAY_S);
    CHECK(look(&f, a, NOW_S + 2 * DAY_S) == 1, "again");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_spike_told)

/* More than a page of them: none is taken for mended, and raised again. */
static void
test_many(void)
{
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm *v;
    char sql[512];

    fixture_open(&f, STORE_SCHEMA);
    db_script(f.store, "PRAGMA foreign_keys = OFF");
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    for (int i = 1; i <= STORE_QUEUE_PAGE + 9; i++) {
        snprintf(
            sql, sizeof(sql),
            "INSERT INTO queue VALUES (%d, 1, 'gap', '', '', NULL, '', 'neutral', 'legal', %lld,"
            " 0, 1, 0, 0, 1, 1, 1, 1, 0, NULL, 0, 1);"
            "INSERT INTO question (id, department_id, text, body, language, stems,"
            " stem_hash, created_s) VALUES (%d, 1, 'May I sue?', '', 'en', '', %d, 1);"
            "INSERT INTO question_group (id, department_id, head_id, created_s,"
            " changed_s) VALUES (%d, 1, %d, 1, 1)",
            i, 4LL << 40, i, i, i, i);
        db_script(f.store, sql);
    }
    db_script(f.store, "INSERT INTO queue_count VALUES (1, 'gap', 509)");
    store_set_role(f.store, STORE_SCHEDULER);
    CHECK(look(&f, a, 100) == STORE_QUEUE_PAGE + 9, "all are new");
    CHECK(look(&f, a, 200) == 0, "none is new");
    CHECK(store_alarm_list(f.store, true, a, &v) == STORE_QUEUE_PAGE + 9, "none is mended");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_many)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_spike), TEST(test_once), TEST(test_spike_told),
                                        TEST(test_many) };

    return TEST_RUN(tests);
}
