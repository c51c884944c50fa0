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
    store_alarm_mend(f.store, v[0].id, 20);
    CHECK(store_alarm_raise(f.store, &x, 30), "new again");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_alarm_list(f.store, false, a, &v) == 2 && v[1].mended_s == 20 && v[0].mended_s == 0,
          "the latest first");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_rows)

/* What is done to alarm 1 and to whom, and what each address is owed after it. */
static const struct {
    const char *from;
    enum { RAISE, BEGIN, TOLD, REFUSED, MEND, WAIT } what;
    char who;
    const char *owed; /* at now_s; capitals: its end */
} mails[] = {
    { "raised", RAISE, 0, "ab" },
    { "a mail is on its way: nobody else sends it", BEGIN, 'a', "b" },
    { "it has left", TOLD, 'a', "b" },
    { "the other one leaves", BEGIN, 'b', "" },
    { "it is refused: that one alone is owed", REFUSED, 'b', "b" },
    { "over: who was told is told the end", MEND, 0, "A" },
    { "its mail leaves", BEGIN, 'a', "" },
    { "and is refused", REFUSED, 'a', "A" },
    { "once more", BEGIN, 'a', "" },
    { "told", TOLD, 'a', "" },
    { "another one", RAISE, 0, "ab" },
    { "that is on its way", BEGIN, 'a', "b" },
    { "when the process is killed", WAIT, 0, "ab" },
    { "once more", BEGIN, 'a', "b" },
    { "it may have been told before it was over", MEND, 0, "" },
    { "and so has an end", WAIT, 0, "A" },
    { "which is told", TOLD, 'a', "" },
};

static void
test_mails(void)
{
    static const char all[] = "ab";
    struct fixture f;
    struct arena *a = arena_new();
    struct store_alarm x = { .kind = TEXT_LIT("spike"),
                             .object = TEXT_LIT("1"),
                             .department_id = 1,
                             .text = TEXT_LIT("t"),
                             .link = TEXT_LIT("g") },
                       *v;
    int64_t now_s = 100;

    fixture_open(&f, STORE_CONFIG);
    db_script(f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                       " (1, 'physics', 'Physics', 'en', 1)");
    store_set_role(f.store, STORE_SCHEDULER);
    for (size_t i = 0; i < N_ROWS(mails); i++) {
        struct text who = { &mails[i].who, 1 };
        char owed[sizeof(all)] = "";
        size_t n = 0;

        store_begin(f.store);
        if (mails[i].what == RAISE)
            CHECK(store_alarm_raise(f.store, &x, now_s), "%s", mails[i].from);
        (void)store_alarm_list(f.store, false, a, &v);
        if (mails[i].what == BEGIN)
            store_alarm_begin(f.store, &v[0], who, now_s + 10);
        else if (mails[i].what == TOLD)
            store_alarm_told(f.store, &v[0], who, now_s);
        else if (mails[i].what == REFUSED)
            store_alarm_refused(f.store, &v[0], who, now_s);
        else if (mails[i].what == MEND)
            store_alarm_mend(f.store, v[0].id, now_s);
        else if (mails[i].what == WAIT)
            now_s += 10;
        for (size_t k = 0; all[k] != '\0'; k++)
            if (store_alarm_owed(f.store, (struct text){ &all[k], 1 }, now_s, a, &v) > 0)
                owed[n++] = (char)(v[0].mended_s > 0 ? all[k] - ('a' - 'A') : all[k]);
        CHECK(strcmp(owed, mails[i].owed) == 0, "%zu: %s: %s", i, mails[i].from, owed);
        CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    }
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_mails)

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
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_mails), TEST(test_paces),
                                        TEST(test_looked) };

    return TEST_RUN(tests);
}
