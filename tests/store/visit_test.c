/* visit_test.c - lines count once, and visits go to the answers they belong to. */
#include "fixture.h"

#include <math.h>

#include "../../store/db.h"
#include "store_queue.h"
#include "store_visit.h"

#define DAY_S STORE_VISIT_DAY_S
#define AT(d) ((int64_t)(d)*DAY_S + 3600)

/* Two departments; groups 1 and 2 of the first and 3 of the second, all with page 1; 4 with page 2.
 */
static const char world[] =
    "INSERT INTO department (id, key, name, language, active) VALUES (1, 'a', 'A', 'en', 1),"
    " (2, 'b', 'B', 'en', 1);"
    "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, delay_ms,"
    " max_pages, active) VALUES (1, 1, 'site', 'https://a.example/', 'own', 'answer', 'all', 1, 0,"
    " 1, 1), (2, 1, 'f', 'https://f.example/', 'x', 'answer', 'all', 0, 0, 1, 1),"
    " (3, 1, 'intake', 'intake:', 'x', 'answer', 'all', 0, 0, 1, 0);"
    "INSERT INTO host (id, authority) VALUES (1, 'https://a.example'), (2, 'https://f.example');"
    "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
    " first_seen_s) VALUES (1, 1, 'https://a.example/fees', 1, 1, 'done', 'page', 0, 0, 0),"
    " (2, 2, 'https://a.example/visit', 1, 1, 'done', 'page', 0, 0, 0),"
    " (3, 3, 'https://f.example/', 2, 2, 'done', 'page', 0, 0, 0);"
    "INSERT INTO page (url_id, title, kind, content_hash, noindex, fetched_s, changed_s)"
    " VALUES (1, 'Fees', 'other', 1, 0, 1, 1);"
    "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash, created_s)"
    " VALUES (1, 1, 'Q1', '', 'en', '1', 1, 1), (2, 1, 'Q2', '', 'en', '2', 2, 1),"
    " (3, 2, 'Q3', '', 'en', '3', 3, 1), (4, 1, 'Q4', '', 'en', '4', 4, 1);"
    "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s) VALUES"
    " (1, 1, 1, 1, 1), (2, 1, 2, 1, 1), (3, 2, 3, 1, 1), (4, 1, 4, 1, 1);"
    "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, link_url_id, confidence,"
    " voice, template, basis_hash, checks, created_s) VALUES"
    " (1, 1, 'neutral', 1, 'answer', 'x', 'l', 1, 1, 'w', 't', 1, '[]', 1),"
    " (2, 2, 'neutral', 1, 'answer', 'x', 'l', 1, 1, 'w', 't', 1, '[]', 1),"
    " (3, 3, 'neutral', 1, 'answer', 'x', 'l', 1, 1, 'w', 't', 1, '[]', 1),"
    " (4, 4, 'neutral', 1, 'answer', 'x', 'l', 2, 1, 'w', 't', 1, '[]', 1)";

static void
open_world(struct fixture *f)
{
    fixture_open(f, STORE_SCHEMA);
    store_begin(f->store);
    db_script(f->store, world);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_set_role(f->store, STORE_CRAWLER);
}

static void script(struct fixture *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
script(struct fixture *f, const char *fmt, ...)
{
    char sql[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sql, sizeof(sql), fmt, ap);
    va_end(ap);
    store_set_role(f->store, STORE_SCHEMA);
    store_begin(f->store);
    db_script(f->store, sql);
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s: %s", sql, f->err.msg);
    store_set_role(f->store, STORE_CRAWLER);
}

static int64_t
number(struct fixture *f, const char *sql)
{
    return db_exec_int(db_query(f->store, sql), -1);
}

/* The draft of a group is posted on a day, decision included. */
static void
post(struct fixture *f, int group, int day, const char *url)
{
    script(f,
           "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
           " VALUES (%d, %d, %d, 'post', 'posted', 'ann', %lld);"
           "INSERT INTO posting (draft_id, decision_id, url, actor, at_s) SELECT %d, MAX(id), '%s',"
           " 'ann', %lld FROM decision",
           group, group, day, (long long)AT(day), group, url, (long long)AT(day));
}

static void
visits(struct fixture *f, int day, const char *how, int group, const char *place, int n)
{
    script(f,
           "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
           " (1, %d, '%s', %d, '%s', %d)",
           day, how, group, place, n);
}

static void
test_lines(void)
{
    struct store_visit_request x = { .day = 20000,
                                     .hash = UINT64_MAX,
                                     .url_id = 1,
                                     .begins = true,
                                     .how = STORE_VISIT_REFERRED,
                                     .place = TEXT_LIT("f.example") };
    struct fixture f;

    open_world(&f);
    CHECK(!store_visit_any(f.store) && store_visit_floor(f.store) == 0, "nothing yet");
    store_begin(f.store);
    CHECK(store_visit_add(f.store, &x), "new");
    CHECK(!store_visit_add(f.store, &x), "known");
    x.hash = 7;
    x.begins = false;
    CHECK(store_visit_add(f.store, &x), "of the same visit");
    x.hash = 8;
    x.begins = true;
    CHECK(store_visit_add(f.store, &x), "another visit");
    x.day++;
    CHECK(store_visit_add(f.store, &x), "another day");
    store_visit_cover(f.store, 1, 20000);
    store_visit_cover(f.store, 1, 20000);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_visit_known(f.store, 20000, 8) && !store_visit_known(f.store, 20000, 9), "known");
    CHECK(number(&f, "SELECT SUM(n) FROM visit WHERE url_id = 1 AND how = 'referred'") == 3,
          "of the page");
    CHECK(number(&f, "SELECT n FROM visit WHERE day = 20000 AND how = 'referred'") == 2, "a day");
    CHECK(number(&f, "SELECT n FROM visit WHERE how = 'direct'") == 0, "it had none that day");
    store_set_role(f.store, STORE_RETENTION);
    store_begin(f.store);
    store_visit_forget(f.store);
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_visit_floor(f.store) == 20002, "%d", (int)store_visit_floor(f.store));
    fixture_close(&f);
}
TEST_FN(test_lines)

static void
test_places(void)
{
    static const struct {
        const char *address, *place;
    } rows[] = {
        { "https://www.Example.net/x", "example.net" },
        { "https://m.example", "m.example" },
        { "https://m.example.net:444/x", "example.net:444" },
        { "http://[2001:db8::1]:81/", "[2001:db8::1]:81" },
        { "https://www.m.example.net/", "m.example.net" },
        { "", "" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text place = store_visit_place(text_of(rows[i].address), a);

        CHECK(text_is(place, rows[i].place), "%s: %.*s", rows[i].address, TEXT_ARG(place));
    }
    arena_free(a);
}
TEST_FN(test_places)

/* What a log is read with. */
static void
test_targets(void)
{
    struct store_visit_thread *threads;
    struct store_visit_page *pages;
    struct arena *a = arena_new();
    struct text *sources;
    struct fixture f;
    size_t n;

    open_world(&f);
    post(&f, 1, 20000, "https://f.example/t/1");
    CHECK(store_visit_pages(f.store, 0, a, &pages) == 2, "pages of drafts, each once");
    CHECK(pages[0].url_id == 1 && text_is(pages[0].address, "https://a.example/fees"), "its page");
    CHECK(store_visit_pages(f.store, 2, a, &pages) == 1, "of a department");
    script(&f, "INSERT INTO draft SELECT 9, 4, tone, tone_p, kind, answer, NULL, NULL, confidence,"
               " voice, template, basis_hash, checks, created_s, origin, NULL, NULL, NULL, NULL,"
               " NULL, NULL FROM draft WHERE id = 4");
    CHECK(store_visit_pages(f.store, 0, a, &pages) == 1, "a draft that another took the place of");
    script(&f, "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
               " VALUES (4, 4, 1, 'approve', 'approved', 'ann', 1)");
    CHECK(store_visit_pages(f.store, 0, a, &pages) == 2, "but it was approved");
    n = store_visit_threads(f.store, a, &threads);
    CHECK(n == 1 && threads[0].group_id == 1 &&
              text_is(threads[0].address, "https://f.example/t/1"),
          "threads");
    CHECK(store_visit_sources(f.store, a, &sources) == 1 &&
              text_is(sources[0], "https://f.example/"),
          "sources");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_targets)

/* ---- shares ---- */

struct want {
    int64_t group_id;
    double tagged, referred, dark;
    bool known;
};

static void
check_answers(struct fixture *f, const struct store_visit_query *q, const struct want *want,
              size_t n, const char *from)
{
    struct arena *a = arena_new();
    struct store_visits v;

    store_visit_read(f->store, q, a, &v);
    CHECK(v.n == n, "%s: %zu answers", from, v.n);
    for (size_t i = 0; i < n; i++) {
        const struct store_visit_answer *x = NULL;

        for (size_t k = 0; k < v.n; k++)
            if (v.answers[k].group_id == want[i].group_id)
                x = &v.answers[k];
        CHECK(x != NULL, "%s: group %d", from, (int)want[i].group_id);
        if (x == NULL)
            continue;
        CHECK(fabs(x->tagged - want[i].tagged) < 1e-9 &&
                  fabs(x->referred - want[i].referred) < 1e-9 &&
                  fabs(x->dark - want[i].dark) < 1e-9 && x->dark_known == want[i].known,
              "%s: group %d: %g %g %g %d", from, (int)want[i].group_id, x->tagged, x->referred,
              x->dark, x->dark_known);
    }
    arena_free(a);
}

#define CHECK_ANSWERS(q, from, ...)                                                                \
    do {                                                                                           \
        static const struct want want[] = { __VA_ARGS__ };                                         \
        check_answers(&f, (q), want, N_ROWS(want), (from));                                        \
    } while (0)

static void
test_referred(void)
{
    struct store_visit_query all = { .until_s = 0 };
    struct store_visit_query day = { .since_s = AT(20012), .until_s = 20013 * (int64_t)DAY_S };
    int64_t second = 2;
    struct store_visit_query one = { .groups = &second, .n_groups = 1 };
    struct store_visit_query of = { .departments = &second, .n_departments = 1 };
    struct fixture f;

    open_world(&f);
    post(&f, 1, 20000, "https://f.example/t/1");
    post(&f, 2, 20010, "https://f.example/t/2");
    post(&f, 3, 20010, "https://q.example/9");
    visits(&f, 19999, "referred", 0, "f.example", 50); /* before any */
    visits(&f, 20005, "referred", 0, "f.example", 4);  /* one is there */
    visits(&f, 20012, "referred", 0, "f.example", 3);  /* two are */
    visits(&f, 20012, "referred", 2, "f.example", 7);  /* it is known which */
    visits(&f, 20012, "referred", 0, "x.example", 9);  /* nothing was posted there */
    visits(&f, 20012, "other", 0, "", 100);
    visits(&f, 20012, "tagged", 0, "q.example", 2);
    visits(&f, 20013, "tagged", 0, "", 6); /* three may be it */
    CHECK_ANSWERS(&all, "all", { 1, 2, 5.5, 0, false }, { 2, 2, 8.5, 0, false },
                  { 3, 4, 0, 0, false });
    CHECK_ANSWERS(&day, "a day", { 1, 0, 1.5, 0, false }, { 2, 0, 8.5, 0, false },
                  { 3, 2, 0, 0, false });
    CHECK_ANSWERS(&one, "a group", { 2, 2, 8.5, 0, false });
    CHECK_ANSWERS(&of, "a department", { 3, 4, 0, 0, false });
    /* taken back after the month is over: the month does not change */
    script(&f,
           "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s, undoes)"
           " SELECT group_id, draft_id, 30000, 'undo', 'approved', 'ann', %lld, id FROM decision"
           " WHERE group_id = 2",
           (long long)AT(20020));
    CHECK_ANSWERS(&day, "taken back later", { 1, 0, 1.5, 0, false }, { 2, 0, 8.5, 0, false },
                  { 3, 2, 0, 0, false });
    CHECK_ANSWERS(&all, "taken back", { 1, 3, 14, 0, false }, { 3, 5, 0, 0, false });
    fixture_close(&f);
}
TEST_FN(test_referred)

/* What was posted for a group belongs to the one that it became, however many merges later. */
static void
test_merged(void)
{
    struct store_visit_query all = { .until_s = 0 };
    int64_t last = 4;
    struct store_visit_query one = { .groups = &last, .n_groups = 1 };
    struct arena *a = arena_new();
    struct store_visit_thread *threads;
    struct fixture f;

    open_world(&f);
    post(&f, 1, 20000, "https://f.example/t/1");
    visits(&f, 20001, "referred", 0, "f.example", 3);
    script(&f, "UPDATE question_group SET merged_into = 2 WHERE id = 1;"
               "UPDATE question_group SET merged_into = 4 WHERE id = 2");
    CHECK_ANSWERS(&all, "all", { 4, 0, 3, 0, false });
    CHECK_ANSWERS(&one, "its own", { 4, 0, 3, 0, false });
    post(&f, 3, 20000, "https://f.example/t/3");
    visits(&f, 20002, "referred", 1, "f.example", 8); /* whose it is was known before the merge */
    CHECK_ANSWERS(&all, "of the thread", { 4, 0, 9.5, 0, false }, { 3, 0, 1.5, 0, false });
    CHECK(store_visit_threads(f.store, a, &threads) == 2 && threads[0].group_id == 4, "the thread");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_merged)

/* An answer that was approved, and posted by nobody, has what came with its tag. */
static void
test_approved(void)
{
    struct store_visit_query all = { .until_s = 0 };
    struct fixture f;

    open_world(&f);
    script(&f,
           "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
           " VALUES (1, 1, 1, 'approve', 'approved', 'ann', %lld)",
           (long long)AT(20000));
    check_answers(&f, &all, NULL, 0, "no visits");
    visits(&f, 20001, "tagged", 0, "", 2);
    visits(&f, 20001, "referred", 0, "f.example", 2);
    CHECK_ANSWERS(&all, "tagged", { 1, 2, 0, 0, false });
    post(&f, 2, 20001, "https://f.example/1");
    CHECK_ANSWERS(&all, "one that was posted comes first", { 2, 2, 2, 0, false });
    fixture_close(&f);
}
TEST_FN(test_approved)

static void
test_dark(void)
{
    struct store_visit_query all = { .until_s = 0 }, before = { .until_s = AT(20003) };
    struct fixture f;

    open_world(&f);
    post(&f, 1, 20000, "https://f.example/t/1");
    visits(&f, 20001, "direct", 0, "", 9);
    CHECK_ANSWERS(&all, "no log from before", { 1, 0, 0, 0, false });
    visits(&f, 19990, "direct", 0, "", 2);
    visits(&f, 19991, "direct", 0, "", 4);
    visits(&f, 19971, "direct", 0, "", 99); /* too long ago */
    CHECK_ANSWERS(&all, "9 where 3 were usual", { 1, 0, 0, 6, true });
    visits(&f, 20002, "direct", 0, "", 0);
    CHECK_ANSWERS(&all, "3 less on the next day", { 1, 0, 0, 3, true });
    visits(&f, 20003, "direct", 0, "", 0);
    visits(&f, 20004, "direct", 0, "", 0);
    CHECK_ANSWERS(&all, "never below 0", { 1, 0, 0, 0, true });
    CHECK_ANSWERS(&before, "to that day", { 1, 0, 0, 0, true });
    visits(&f, 20028, "direct", 0, "", 500); /* too long after */
    CHECK_ANSWERS(&all, "28 days", { 1, 0, 0, 0, true });
    visits(&f, 20005, "direct", 0, "", 24);
    CHECK_ANSWERS(&all, "24 on a day", { 1, 0, 0, 18, true });
    /* a second one is posted, and 500 came when the days of the first were over */
    post(&f, 2, 20005, "https://f.example/t/2");
    CHECK_ANSWERS(&all, "two", { 1, 0, 0, 515 * (6 + 10.5) / 524, true },
                  { 2, 0, 0, 515 * (10.5 + 497) / 524, true });
    fixture_close(&f);
}
TEST_FN(test_dark)

static void
test_names(void)
{
    struct store_visit_query q = { .limit = 1, .names = true };
    struct arena *a = arena_new();
    struct store_visits v;
    struct fixture f;

    open_world(&f);
    store_visit_read(f.store, &q, a, &v);
    CHECK(!v.logged && v.n == 0, "nothing");
    post(&f, 1, 20000, "https://f.example/t/1");
    post(&f, 3, 20000, "https://q.example/9");
    visits(&f, 20001, "referred", 0, "q.example", 1);
    store_visit_read(f.store, &q, a, &v);
    CHECK(v.logged && v.n == 1 && v.n_answers == 2, "%zu of %zu", v.n, v.n_answers);
    CHECK(v.n == 1 && v.answers[0].group_id == 3 && text_is(v.answers[0].question, "Q3") &&
              text_is(v.answers[0].address, "https://a.example/fees") &&
              text_is(v.answers[0].title, "Fees"),
          "most visits first");
    CHECK(fabs(v.referred - 1) < 1e-9, "sums");
    q.listed = true;
    store_visit_read(f.store, &q, a, &v);
    CHECK(v.n == 0, "no list has them");
    script(&f, "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
               " first_seen_s, last_seen_s, changed_s) VALUES (1, 3, 'https://f.example/t/1', 'Q1',"
               " '', '[]', 'x', 1, 1, 1, 1, 1);"
               "INSERT INTO sighting (post_id, department_id, question_id, post_hash)"
               " VALUES (1, 1, 1, 1);"
               "INSERT INTO group_link (question_id, group_id, p, why) VALUES (1, 1, 1, '')");
    store_set_role(f.store, STORE_SCHEMA);
    store_begin(f.store);
    (void)store_queue_rebuild(f.store, 0); /* how many */
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_visit_read(f.store, &q, a, &v);
    CHECK(v.n == 1 && v.answers[0].group_id == 1, "one has");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lines),    TEST(test_places),
                                        TEST(test_targets),  TEST(test_referred),
                                        TEST(test_approved), TEST(test_merged),
                                        TEST(test_dark),     TEST(test_names) };

    return TEST_RUN(tests);
}
