/* due_test.c - what is due: a year of it, kills, missed slots, sources of their own. */
#include "fixture.h"

#include "../../store/db.h"
#include "../../store/due.h"

#define START_S INT64_C(1767268800) /* 2026-01-01T12:00:00Z */
enum { DAY_S = 86400, MINUTE_S = 60 };

struct world {
    struct fixture f;
    struct arena *a;
    struct timetable department_time, source_time;
    struct source_config sources[2];
    struct department_config department;
    struct config config;
    struct due_item *v;
    size_t n;
};

static void
world_open(struct world *w, const char *department, const char *source)
{
    fixture_open(&w->f, STORE_CONFIG);
    w->a = arena_new();
    db_script(w->f.store, "INSERT INTO department (id, key, name, language, active) VALUES"
                          " (1, 'physics', 'Physics', 'en', 1)");
    db_script(w->f.store,
              "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site,"
              " delay_ms, max_pages, active) VALUES"
              " (1, 1, 'site', 'https://a.example/', 'own site', 'answer', 'all', 1, 0, 9, 1),"
              " (2, 1, 'forum', 'https://b.example/', 'x', 'answer', 'all', 0, 0, 9, 1)");
    CHECK(timetable_parse(text_of(department), w->a, &w->department_time, NULL) == ST_OK, "%s",
          department);
    CHECK(source == NULL || timetable_parse(text_of(source), w->a, &w->source_time, NULL) == ST_OK,
          "%s", source);
    w->sources[0] = (struct source_config){ .key = "site" };
    w->sources[1] = (struct source_config){ .key = "forum",
                                            .timetable = source != NULL ? &w->source_time : NULL };
    w->department = (struct department_config){
        .key = "physics", .timetable = &w->department_time, .sources = w->sources, .n_sources = 2
    };
    w->config = (struct config){ .departments = &w->department, .n_departments = 1 };
    store_set_role(w->f.store, STORE_SCHEDULER);
}

static void
world_close(struct world *w)
{
    arena_free(w->a);
    fixture_close(&w->f);
}

static int
look(struct world *w, int64_t now_s)
{
    int due = 0;

    w->n = due_list(&w->config, NULL, w->f.store, now_s, w->a, &w->v);
    for (size_t i = 0; i < w->n; i++)
        due += w->v[i].due;
    return due;
}

static void
begin(struct world *w, int64_t now_s)
{
    CHECK(due_begin(w->f.store, w->v, w->n, now_s, &w->f.err) == ST_OK, "%s", w->f.err.msg);
}

static void
end(struct world *w, int64_t now_s)
{
    CHECK(due_end(w->f.store, w->v, w->n, now_s, "done", &w->f.err) == ST_OK, "%s", w->f.err.msg);
}

static int64_t
count(struct world *w, const char *sql)
{
    return db_exec_int(db_query(w->f.store, sql), -1);
}

/* Looked at every ten minutes of a year: every day once, of both. */
static void
test_year(void)
{
    static const char *const zones[] = { "America/New_York", "Europe/Berlin",
                                         "Australia/Lord_Howe" };

    for (size_t i = 0; i < N_ROWS(zones); i++) {
        struct world w;
        char times[96];

        snprintf(times, sizeof(times), "daily 01:45-03:15 %s", zones[i]);
        world_open(&w, times, "weekdays 02:30 UTC jitter 20m");
        for (int64_t now = START_S; now <= START_S + 365 * (int64_t)DAY_S; now += 10 * MINUTE_S) {
            arena_clear(w.a);
            CHECK(timetable_parse(text_of(times), w.a, &w.department_time, NULL) == ST_OK, "zone");
            (void)timetable_parse(TEXT_LIT("weekdays 02:30 UTC jitter 20m"), w.a, &w.source_time,
                                  NULL);
            if (look(&w, now) > 0 || now == START_S) {
                begin(&w, now);
                end(&w, now + MINUTE_S);
            }
        }
        CHECK(count(&w, "SELECT count(*) FROM schedule_run WHERE source_id = 0 AND tries = 1"
                        " AND started_s > 0 AND missed = 0") == 365,
              "%s: every day", zones[i]);
        CHECK(count(&w, "SELECT count(*) FROM schedule_run WHERE source_id = 2 AND"
                        " started_s > 0 AND missed = 0") == 261,
              "%s: every weekday", zones[i]);
        CHECK(count(&w, "SELECT count(*) FROM schedule_run WHERE started_s > 0 AND"
                        " (started_s < due_s OR started_s >= due_s + 600)") == 0,
              "%s: in time", zones[i]);
        world_close(&w);
    }
}
TEST_FN(test_year)

static void
test_kill(void)
{
    struct world w;
    int64_t now = START_S;

    world_open(&w, "daily 06:00", NULL);
    CHECK(look(&w, now) == 0 && w.n == 1 && w.v[0].last.id == 0, "never seen");
    begin(&w, now);
    CHECK(look(&w, now) == 0 && w.v[0].last.id > 0, "seen");
    now += DAY_S;
    CHECK(look(&w, now) == 1, "the next day");
    begin(&w, now);
    CHECK(look(&w, now) == 1, "killed: due again");
    begin(&w, now + 1);
    CHECK(count(&w, "SELECT count(*) FROM schedule_run") == 2, "the same row");
    CHECK(count(&w, "SELECT max(tries) FROM schedule_run") == 2, "a second try");
    (void)look(&w, now);
    begin(&w, now + 2);
    CHECK(look(&w, now) == 0, "three are enough");
    begin(&w, now + 3);
    CHECK(count(&w, "SELECT count(*) FROM schedule_run WHERE outcome = 'killed'") == 1, "noted");
    now += 3 * DAY_S;
    CHECK(look(&w, now) == 1, "another day");
    begin(&w, now);
    end(&w, now);
    CHECK(look(&w, now) == 0, "done");
    CHECK(count(&w, "SELECT missed FROM schedule_run ORDER BY day DESC LIMIT 1") == 2,
          "two days without");
    now += DAY_S;
    (void)look(&w, now);
    begin(&w, now); /* killed, and nobody came before the next slot */
    now += DAY_S;
    CHECK(look(&w, now) == 1 && w.v[0].slot.day > w.v[0].last.day, "the newer one");
    begin(&w, now);
    end(&w, now);
    CHECK(count(&w, "SELECT count(*) FROM schedule_run WHERE ended_s IS NULL") == 0, "both ended");
    world_close(&w);
}
TEST_FN(test_kill)

static void
test_sources(void)
{
    struct world w;
    struct text_list l = { 0 };

    world_open(&w, "daily 06:00", "daily 07:00");
    (void)look(&w, START_S);
    CHECK(w.n == 2 && text_is(w.v[0].key, "physics") && text_is(w.v[1].key, "physics/forum"),
          "two of them");
    due_sources(&w.v[0], w.a, &l);
    CHECK(l.n == 1 && text_is(l.v[0], "physics/site"), "not the one with its own");
    due_sources(&w.v[1], w.a, &l);
    CHECK(l.n == 2 && text_is(l.v[1], "physics/forum"), "that one");
    w.sources[1].timetable = NULL;
    l.n = 0;
    due_sources(&w.v[0], w.a, &l);
    CHECK(l.n == 2, "all");
    world_close(&w);
}
TEST_FN(test_sources)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_year), TEST(test_kill), TEST(test_sources) };

    return TEST_RUN(tests);
}
