/* What is old goes, what counts stays, and nothing comes back. */
#include "desk_fixture.h"

#include "../../store/past.h"
#include "../../store/retention.h"
#include "../../store/scrub.h"
#include "../../store/tombstone.h"
#include "file.h"
#include "store_audit.h"

#define NOW_S INT64_C(1000000)
#define MS    1000

static int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

static void
run(struct fixture *f, const struct retention_config *c, int64_t done[RETENTION_PARTS])
{
    struct retention_job job = { .store = f->store, .config = c, .dir = f->dir, .now_s = NOW_S };
    int64_t due[RETENTION_PARTS];

    CHECK(retention_count(&job, due, &f->err) == ST_OK, "%s", f->err.msg);
    CHECK(retention_run(&job, done, &f->err) == ST_OK, "%s", f->err.msg);
    for (int i = 0; i < RETENTION_PARTS; i++)
        CHECK(due[i] == done[i], "%s: %lld due, %lld done", retention_name((enum retention_part)i),
              (long long)due[i], (long long)done[i]);
    CHECK(retention_count(&job, due, &f->err) == ST_OK, "%s", f->err.msg);
    for (int i = 0; i < RETENTION_PARTS; i++)
        CHECK(due[i] == 0, "%s: %lld due afterwards", retention_name((enum retention_part)i),
              (long long)due[i]);
}

static void
check_all(struct fixture *f, const char *const *rows, size_t n)
{
    store_set_role(f->store, STORE_SCHEMA);
    for (size_t i = 0; i < n; i++)
        CHECK(count(f->store, rows[i]) == 1, "%s", rows[i]);
    CHECK(store_queue_verify(f->store, &f->err) == 0, "%s", f->err.msg);
    CHECK(count(f->store, "SELECT COUNT(*) FROM pragma_foreign_key_check") == 0, "keys");
    store_set_role(f->store, STORE_RETENTION);
}

static void
test_nothing(void)
{
    struct retention_config never = { 0 };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    run(&f, &never, done);
    for (int i = 0; i < RETENTION_PARTS; i++)
        CHECK(done[i] == 0, "%s", retention_name((enum retention_part)i));
    CHECK(count(f.store, "SELECT COUNT(*) FROM fetch") == 4, "requests");
    fixture_close(&f);
}
TEST_FN(test_nothing)

static void
test_words(void)
{
    static const char *const rows[] = {
        "SELECT body = '' AND title = 'Title 1' FROM post WHERE id = 1",
        "SELECT body <> '' FROM post WHERE id = 2",
        "SELECT body <> '' FROM post WHERE id = 3",
        "SELECT body = '' FROM post WHERE id = 4",
        "SELECT body = '' FROM post WHERE id = 5",
        "SELECT body = '' FROM question WHERE id = 1",
        "SELECT body <> '' FROM question WHERE id = 2",
        "SELECT body = '' FROM question WHERE id = 4",
        "SELECT asked IS NULL AND answer <> '' FROM draft WHERE id = 1",
        "SELECT asked IS NOT NULL FROM draft WHERE id = 2",
        "SELECT COUNT(*) = 3 FROM tombstone WHERE kind = 'body'",
        "SELECT COUNT(*) = 5 FROM decision",
        "SELECT state = 'posted' FROM queue WHERE group_id = 1",
    };
    struct retention_config c = { .bodies_ms = 500000 * MS };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_BODIES] == 3, "%lld", (long long)done[RETENTION_BODIES]);
    check_all(&f, rows, N_ROWS(rows));
    CHECK(store_tombstone_of(f.store, TEXT_LIT("http://f.example/1")) == STORE_TOMBSTONE_BODY,
          "it does not come back");
    fixture_close(&f);
}
TEST_FN(test_words)

static void
test_gone_and_askers(void)
{
    static const char *const rows[] = {
        "SELECT body = '' FROM post WHERE id = 5",
        "SELECT body <> '' FROM post WHERE id = 4",
        "SELECT body <> '' FROM question WHERE id = 4",
        "SELECT COUNT(*) = 0 FROM tombstone",
        "SELECT COUNT(*) = 5 FROM post WHERE asker_hash IS NULL",
    };
    struct retention_config c = { .gone_ms = 1000 * MS, .askers_ms = 1000 * MS };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_GONE] == 1 && done[RETENTION_ASKERS] == 5, "counts");
    check_all(&f, rows, N_ROWS(rows));
    fixture_close(&f);
}
TEST_FN(test_gone_and_askers)

static void
test_rows(void)
{
    static const char *const rows[] = {
        "SELECT COUNT(*) = 2 FROM fetch", /* the latest of each address */
        "SELECT COUNT(*) = 1 FROM fetch WHERE url_id = 1 AND at_ms = 200000",
        "SELECT n = 2 FROM past_count WHERE month = '1970-01' AND what = 'requests'",
        "SELECT COUNT(*) = 1 FROM crawl_run",
        "SELECT n = 5 FROM past_count WHERE what = 'pages crawled' AND department_id = 1",
        "SELECT n = 2 FROM past_count WHERE what = 'questions crawled'",
    };
    struct retention_config c = { .fetches_ms = 1000 * MS, .runs_ms = 100000 * MS };
    struct fixture f;
    struct past_row *past;
    struct arena *a = arena_new();
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    run(&f, &c, done);
    check_all(&f, rows, N_ROWS(rows));
    CHECK(past_list(f.store, a, &past) == 4 && text_is(past[0].department, "phys"), "past");
    arena_free(a);
    fixture_close(&f);
}
TEST_FN(test_rows)

/* The chain of the log goes on from where it was cut, and still shows what was changed. */
static void
test_audit(void)
{
    struct retention_config c = { .audit_ms = 1000 * MS };
    struct store_audit row = { .actor = TEXT_LIT("ann"),
                               .action = TEXT_LIT("look"),
                               .object = TEXT_LIT("x"),
                               .result = TEXT_LIT("ok") };
    struct store_audit_verdict v;
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    for (int i = 0; i < 1200; i++) {
        row.at_s = i;
        CHECK(store_audit_note(f.store, &row, &f.err) == ST_OK, "%s", f.err.msg);
    }
    row.at_s = NOW_S - 10;
    CHECK(store_audit_note(f.store, &row, &f.err) == ST_OK, "%s", f.err.msg);
    run(&f, &c, done);
    CHECK(done[RETENTION_AUDIT] == 1200, "%lld", (long long)done[RETENTION_AUDIT]);
    CHECK(store_audit_verify(f.store, TEXT_NONE, &v, &f.err) == ST_OK && v.n_rows == 1, "%s",
          f.err.msg);
    CHECK(store_audit_note(f.store, &row, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(store_audit_verify(f.store, TEXT_NONE, &v, &f.err) == ST_OK && v.n_rows == 2, "%s",
          f.err.msg);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "DELETE FROM audit WHERE id = 1201");
    CHECK(store_audit_verify(f.store, TEXT_NONE, &v, &f.err) == ST_PROBLEMS && v.broken_id == 1201,
          "%s", f.err.msg);
    fixture_close(&f);
}
TEST_FN(test_audit)

static void
test_archive(void)
{
    struct retention_config c = { .archive_ms = 1000 * MS };
    struct fixture f;
    char path[160];
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "INSERT INTO archive (url_id, file, offset_bytes, length_bytes, at_ms,"
                       " status) VALUES (1, 'old.warc.gz', 0, 1, 1000, 200),"
                       " (1, 'old.warc.gz', 5, 1, 2000, 200), (1, 'new.warc.gz', 0, 1, 1000, 200),"
                       " (1, 'new.warc.gz', 5, 1, 999999000, 200),"
                       " (1, '../earshot.db', 0, 1, 999999000, 200)");
    store_set_role(f.store, STORE_RETENTION);
    snprintf(path, sizeof(path), "%s/archive", f.dir);
    CHECK(file_mkdir(path, &f.err) == ST_OK, "%s", f.err.msg);
    snprintf(path, sizeof(path), "%s/archive/old.cdxj", f.dir);
    CHECK(file_write(path, TEXT_LIT("x"), 0600, &f.err) == ST_OK, "%s", f.err.msg);
    snprintf(path, sizeof(path), "%s/archive/old.warc.gz", f.dir);
    CHECK(file_write(path, TEXT_LIT("x"), 0600, &f.err) == ST_OK, "%s", f.err.msg);
    run(&f, &c, done);
    CHECK(!file_exists(path), "the file stays");
    CHECK(count(f.store, "SELECT COUNT(*) FROM archive") == 3, "rows");
    snprintf(path, sizeof(path), "%s/archive", f.dir);
    CHECK(rmdir(path) == 0, "its index stays");
    fixture_close(&f);
}
TEST_FN(test_archive)

/* No byte of the words is left in the files. */
static void
test_scrub(void)
{
    struct retention_config c = { .bodies_ms = 500000 * MS };
    struct fixture f;
    struct buf b;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(f.store, "DELETE FROM note");
    store_set_role(f.store, STORE_RETENTION);
    scrub_begin(f.store);
    run(&f, &c, done);
    CHECK(scrub_end(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    buf_init(&b, BUF_PAGE);
    CHECK(file_read(f.path, &b, &f.err) == ST_OK, "%s", f.err.msg);
    CHECK(text_find(buf_text(&b), TEXT_LIT("My secret words 1")) == TEXT_NPOS, "it is there");
    CHECK(text_find(buf_text(&b), TEXT_LIT("My secret words 2")) != TEXT_NPOS, "too much went");
    buf_release(&b);
    fixture_close(&f);
}
TEST_FN(test_scrub)

/* Lines of logs go in batches; what came from them stays, and so does where they end. */
static void
test_weblog(void)
{
    static const char *const rows[] = {
        "SELECT COUNT(*) = 1 FROM weblog_line",
        "SELECT day = 11 FROM weblog_line",
        "SELECT SUM(n) = 3 FROM visit",
        "SELECT COUNT(*) = 1 AND MIN(day) = 11 FROM weblog_floor",
    };
    struct retention_config c = { .weblog_ms = (NOW_S - 11 * 86400 - 5) * (int64_t)MS };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    store_begin(f.store);
    db_script(f.store, "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
                       " (1, 9, 'direct', 0, '', 3);"
                       "INSERT INTO weblog_line (day, hash) WITH RECURSIVE x(i) AS (SELECT 1"
                       " UNION ALL SELECT i + 1 FROM x WHERE i < 1300) SELECT i % 3 + 8, i FROM x;"
                       "INSERT INTO weblog_line (day, hash) VALUES (11, 1)");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_WEBLOG] == 1300, "%lld", (long long)done[RETENTION_WEBLOG]);
    check_all(&f, rows, N_ROWS(rows));
    fixture_close(&f);
}
TEST_FN(test_weblog)

/* Visits that may go on are kept as long as they say, whatever is configured. */
static void
test_seams(void)
{
    static const char *const rows[] = {
        "SELECT COUNT(*) = 1 AND MIN(visitor) = 2 FROM weblog_seam",
        "SELECT COUNT(*) = 1 AND MIN(id) = 6 FROM weblog_key",
    };
    struct retention_config c = { .weblog_ms = 0 };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    store_begin(f.store);
    db_script(f.store, "INSERT INTO weblog_key (id, key) VALUES (5, X'01'), (6, X'02');"
                       "INSERT INTO weblog_seam (key_id, visitor, url_id, at_s, until_s) VALUES"
                       " (5, 1, 1, 1, 999999), (6, 2, 1, 1, 1000001), (6, 3, 1, 1, 999999)");
    CHECK(store_commit(f.store, &f.err) == ST_OK, "%s", f.err.msg);
    store_set_role(f.store, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_SESSIONS] >= 2, "%lld", (long long)done[RETENTION_SESSIONS]);
    check_all(&f, rows, N_ROWS(rows));
    fixture_close(&f);
}
TEST_FN(test_seams)

/* Logs age, what is under way or the last of its kind stays, and no webhook is told twice. */
static void
test_logs(void)
{
    struct retention_config c = { .logs_ms = 500000 * (int64_t)MS };
    static const char *const rows[] = {
        "SELECT GROUP_CONCAT(id) = '2,3,4' FROM (SELECT id FROM alarm ORDER BY id)",
        "SELECT GROUP_CONCAT(alarm_id) = '2' FROM alarm_mail",
        "SELECT GROUP_CONCAT(id) = '2,3' FROM (SELECT id FROM webhook_log ORDER BY id)",
        "SELECT since_s = 500000 FROM webhook_since WHERE webhook = 'old'",
        "SELECT since_s = 600000 FROM webhook_since WHERE webhook = 'new'",
        "SELECT GROUP_CONCAT(id) = '2,3' FROM (SELECT id FROM digest_log ORDER BY id)",
        "SELECT GROUP_CONCAT(id) = '2,3,4' FROM (SELECT id FROM schedule_run ORDER BY id)",
        "SELECT SUM(n) = 4 FROM past_count",
        ("SELECT COUNT(*) = 1 FROM past_count WHERE month = '1970-01' AND department_id = 1"
         " AND what = 'alarms'"),
    };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    db_script(
        f.store,
        "INSERT INTO alarm (id, kind, object, department_id, text, link, since_s, mended_s) VALUES"
        " (1, 'spike', '1', 1, 't', 'l', 100, 200), (2, 'spike', '1', 1, 't', 'l', 100, 600000),"
        " (3, 'spike', '1', 1, 't', 'l', 100, NULL), (4, 'source', '1', 1, 't', 'l', 100, 300);"
        "INSERT INTO alarm_mail VALUES (1, 'a', 0, 0, 1, 110, 210), (2, 'a', 0, 0, 1, 110, NULL);"
        "INSERT INTO webhook_log (id, webhook, event, object, body, created_s, due_s, tries, "
        "status,"
        " done_s) VALUES (1, 'old', 'draft', 'a', '{}', 100, 0, 1, 200, 100),"
        " (2, 'old', 'draft', 'b', '{}', 100, 0, 1, 500, NULL),"
        " (3, 'old', 'draft', 'c', '{}', 600000, 0, 1, 200, 600000);"
        "INSERT INTO webhook_since VALUES ('old', 'draft', 1), ('new', 'draft', 600000);"
        "INSERT INTO account (id, name, full_name, created_s) VALUES (1, 'ann', '', 1), (2, 'bo', "
        "'',"
        " 1);"
        "INSERT INTO digest_log (id, account_id, period, message_id, begun_s, tries, sent_s) VALUES"
        " (1, 1, '1', 'm', 100, 1, 100), (2, 1, '2', 'm', 200, 1, 200), (3, 2, '1', 'm', 100, 1,"
        " 100);"
        "INSERT INTO schedule_run (id, department_id, source_id, day, due_s, started_s, ended_s,"
        " tries, missed) VALUES (1, 1, 0, 1, 1, 1, 100, 1, 0), (2, 1, 0, 2, 1, 1, NULL, 1, 0),"
        " (3, 1, 0, 3, 1, 1, 200, 1, 0), (4, 1, 1, 1, 1, 1, 100, 1, 0)");
    store_set_role(f.store, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_LOGS] == 4, "%lld rows", (long long)done[RETENTION_LOGS]);
    check_all(&f, rows, N_ROWS(rows));
    fixture_close(&f);
}
TEST_FN(test_logs)

static void
test_notes(void)
{
    struct retention_config c = { .notes_ms = 500000 * (int64_t)MS,
                                  .typed_ms = 500000 * (int64_t)MS };
    static const char *const rows[] = {
        "SELECT GROUP_CONCAT(id) = '2,3,4' FROM (SELECT id FROM note ORDER BY id)",
        ("SELECT GROUP_CONCAT(group_id || actor) = '2ann,2bo' FROM"
         " (SELECT * FROM typed ORDER BY 1, 2)"),
        "SELECT n = 1 AND department_id = 1 FROM past_count WHERE what = 'notes'",
    };
    struct fixture f;
    int64_t done[RETENTION_PARTS];

    fixture_open_desk(&f, STORE_RETENTION);
    store_set_role(f.store, STORE_SCHEMA);
    /* 1: of a group posted long ago; 2: of one that waits; 3: decided lately; 4: a young note */
    db_script(f.store, "INSERT INTO note VALUES (2, 2, 'x', 'ann', 950), (3, 3, 'x', 'ann', 950),"
                       " (4, 1, 'x', 'ann', 900000);"
                       "INSERT INTO typed VALUES (1, 'ann', 0, 'x', 100), (1, 'bo', 0, 'x', 200),"
                       " (2, 'ann', 0, 'x', 100), (2, 'bo', 0, 'x', 900000)");
    store_set_role(f.store, STORE_RETENTION);
    run(&f, &c, done);
    CHECK(done[RETENTION_NOTES] == 1 && done[RETENTION_TYPED] == 1, "%lld notes, %lld typed",
          (long long)done[RETENTION_NOTES], (long long)done[RETENTION_TYPED]);
    check_all(&f, rows, N_ROWS(rows));
    fixture_close(&f);
}
TEST_FN(test_notes)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nothing),         TEST(test_weblog), TEST(test_seams), TEST(test_words),
        TEST(test_gone_and_askers), TEST(test_rows),   TEST(test_audit), TEST(test_archive),
        TEST(test_scrub),           TEST(test_logs),   TEST(test_notes),
    };

    return TEST_RUN(tests);
}
