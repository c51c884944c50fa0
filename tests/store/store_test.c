/* Opening, roles, transactions, versions: what store.h promises. */
#include "../test.h"

#include <errno.h>
#include <unistd.h>

#include "../../store/db.h"
#include "../../store/schema.h"
#include "arena.h"
#include "file.h"
#include "store_queue.h"

/* A store of its own in a folder of its own. */
struct fixture {
    char dir[64], path[96];
    struct err err;
};

static void
fixture_open(struct fixture *f)
{
    f->err.msg[0] = '\0';
    snprintf(f->dir, sizeof(f->dir), "/tmp/earshot-store-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof(f->path), "%s/earshot.db", f->dir);
    assert_int_equal(store_create(f->path, &f->err), ST_OK);
}

static void
fixture_close(struct fixture *f)
{
    static const char *const tails[] = { "", "-wal", "-shm", ".v0" };

    for (size_t i = 0; i < N_ROWS(tails); i++) {
        char path[128];

        snprintf(path, sizeof(path), "%s%s", f->path, tails[i]);
        unlink(path);
    }
    CHECK(rmdir(f->dir) == 0, "%s: %s", f->dir, strerror(errno));
}

static struct store *
open_as(struct fixture *f, enum store_role role)
{
    struct store *s = NULL;
    enum status st = store_open(f->path, role, &s, &f->err);

    CHECK(st == ST_OK, "%s", f->err.msg);
    assert_non_null(s);
    return s;
}

static int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

#define N_DEPARTMENTS "SELECT COUNT(*) FROM department"
#define ADD_A         "INSERT INTO department (key, name, language, active) VALUES ('a', 'A', 'en', 1)"
#define ADD_B         "INSERT INTO department (key, name, language, active) VALUES ('b', 'B', 'en', 1)"

static void
test_create_and_open(void)
{
    struct fixture f;
    struct store *s = NULL;
    struct err err = { "" };
    char path[128];

    fixture_open(&f);
    CHECK(store_create(f.path, &err) == ST_CONFLICT, "%s", err.msg);
    snprintf(path, sizeof(path), "%s/none.db", f.dir);
    CHECK(store_open(path, STORE_READER, &s, &err) == ST_NOTFOUND && s == NULL, "%s", err.msg);
    CHECK(strstr(err.msg, path) != NULL && strstr(err.msg, "earshot init") != NULL, "%s", err.msg);
    snprintf(path, sizeof(path), "%s/no/such/folder.db", f.dir);
    CHECK(store_create(path, &err) == ST_IO && strstr(err.msg, "cannot open") != NULL, "%s",
          err.msg);
    s = open_as(&f, STORE_READER);
    CHECK(count(s, N_DEPARTMENTS) == 0, "empty");
    CHECK(store_verify(s, &err) == ST_OK && store_check(s, &err) == ST_OK, "%s", err.msg);
    store_close(s);
    store_close(NULL);
    fixture_close(&f);
}
TEST_FN(test_create_and_open)

/* What is no store of ours is refused, untouched. */
static void
test_foreign_files(void)
{
    struct fixture f;
    struct store *s = NULL;
    struct err err = { "" };
    struct buf b;

    fixture_open(&f);
    buf_init(&b, BUF_SMALL);
    CHECK(file_write(f.path, TEXT_LIT("Not a database, but long enough to be looked at."), 0600,
                     &err) == ST_OK,
          "%s", err.msg);
    CHECK(store_open(f.path, STORE_READER, &s, &err) == ST_CONFIG && s == NULL, "%s", err.msg);
    CHECK(strstr(err.msg, "not a store of earshot") != NULL, "%s", err.msg);
    CHECK(file_read(f.path, &b, &err) == ST_OK && text_starts(buf_text(&b), TEXT_LIT("Not a")),
          "it was touched");
    buf_release(&b);
    unlink(f.path);
    CHECK(store_create(f.path, &err) == ST_OK, "%s", err.msg);
    s = open_as(&f, STORE_SCHEMA);
    db_script(s, "PRAGMA application_id = 7"); /* some other program's SQLite file */
    store_close(s);
    s = NULL;
    CHECK(store_open(f.path, STORE_READER, &s, &err) == ST_CONFIG && s == NULL, "%s", err.msg);
    CHECK(strstr(err.msg, "application id 7") != NULL, "%s", err.msg);
    fixture_close(&f);
}
TEST_FN(test_foreign_files)

static void
test_newer_version(void)
{
    struct fixture f;
    struct store *s;
    struct err err = { "" };
    char sql[64], want[256];

    fixture_open(&f);
    s = open_as(&f, STORE_SCHEMA);
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", schema_version + 1);
    db_script(s, sql);
    store_close(s);
    s = NULL;
    CHECK(store_open(f.path, STORE_READER, &s, &err) == ST_CONFIG && s == NULL, "%s", err.msg);
    snprintf(
        want, sizeof(want),
        "%s: written by a newer earshot (schema %d, this program knows %d): upgrade the program",
        f.path, schema_version + 1, schema_version);
    CHECK(strcmp(err.msg, want) == 0, "%s", err.msg);
    fixture_close(&f);
}
TEST_FN(test_newer_version)

/* As if it had never been made. */
static void
drop_all(struct store *s)
{
    db_script(s, "PRAGMA foreign_keys = OFF");
    for (;;) {
        struct db_query *q =
            db_query(s, "SELECT 'DROP ' || type || ' ' || name FROM sqlite_master"
                        " WHERE type IN ('table', 'view') ORDER BY type DESC"); /* views first */
        char sql[128] = "";

        if (db_row(q))
            snprintf(sql, sizeof(sql), "%.*s", TEXT_ARG(db_text(q, 0)));
        db_done(q);
        if (sql[0] == '\0')
            break;
        db_script(s, sql);
    }
}

/* Version 0 is a store of ours without tables: everything is made, a copy kept. */
static void
test_migration(void)
{
    struct fixture f;
    struct store *s;
    struct err err = { "" };
    char copy[128];

    fixture_open(&f);
    snprintf(copy, sizeof(copy), "%s.v0", f.path);
    s = open_as(&f, STORE_SCHEMA);
    drop_all(s);
    db_script(s, "CREATE TABLE before_all (x); INSERT INTO before_all VALUES (1)");
    db_script(s, "PRAGMA user_version = 0");
    CHECK(store_check(s, &err) == ST_OK, "%s", err.msg);
    store_close(s);
    CHECK(file_write(copy, TEXT_LIT("left by a migration that was killed"), 0600, &err) == ST_OK,
          "%s", err.msg);

    s = open_as(&f, STORE_READER);
    CHECK(count(s, "SELECT COUNT(*) FROM decision") == 0, "the tables are there");
    CHECK(count(s, "SELECT x FROM before_all") == 1, "what was there is kept");
    store_close(s);
    s = open_as(&f, STORE_SCHEMA);
    CHECK(count(s, "PRAGMA user_version") == schema_version, "version");
    CHECK(store_check(s, &err) == ST_OK, "%s", err.msg);
    db_script(s, "PRAGMA user_version = 0");
    store_close(s);
    unlink(f.path);
    CHECK(rename(copy, f.path) == 0, "a copy was kept");
    s = open_as(&f, STORE_READER); /* and is a store that can be migrated */
    CHECK(count(s, "SELECT x FROM before_all") == 1, "the copy is whole");
    store_close(s);
    fixture_close(&f);
}
TEST_FN(test_migration)

/* Decisions of version 1 counted a draft's revisions; now they count a group's. */
static void
test_old_decisions(void)
{
    static const char rows[] =
        "INSERT INTO department (id, key, name, language, active) VALUES (1, 'a', 'A', 'en', 1);"
        "INSERT INTO source (id, department_id, key, url, basis, mode, matching, own_site, "
        "delay_ms, max_pages, active) VALUES (1, 1, 'f', 'http://f.example/', 'b', 'answer', "
        "'all', 0, 0, 9, "
        "1);"
        "INSERT INTO host (id, authority) VALUES (1, 'http://f.example');"
        "INSERT INTO url (id, hash, address, host_id, source_id, state, kind, depth, priority,"
        " first_seen_s) VALUES (1, 1, 'http://f.example/', 1, 1, 'done', 'page', 0, 0, 0);"
        "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
        " first_seen_s, last_seen_s, changed_s) VALUES (1, 1, 'x', 'Q?', '', '[]', 'x', .9, 1, 5, "
        "5,"
        " 5);"
        "INSERT INTO question VALUES (1, 1, 'Q?', '', 'en', 'q', 1, 0);"
        "INSERT INTO sighting VALUES (1, 1, 1, 1);"
        "INSERT INTO question_group VALUES (1, 1, 1, NULL, 0, 0), (2, 1, 1, NULL, 0, 0);"
        "INSERT INTO group_link VALUES (1, 1, 1, '{}');"
        "INSERT INTO draft SELECT value, (value + 2) / 3, 'neutral', 1, 'answer', 'text', NULL, "
        "NULL,"
        " .9, 'warm', 't', 0, '[]', value FROM (SELECT 1 AS value UNION SELECT 2 UNION SELECT 4);"
        "INSERT INTO decision VALUES (1, 1, 1, 'edit', 'edited', 'mine', NULL, 'ann', 1),"
        " (2, 1, 2, 'reject', 'rejected', NULL, 'wrong', 'bob', 2),"
        " (3, 2, 1, 'edit', 'edited', 'yours', NULL, 'bob', 3),"
        " (4, 4, 1, 'approve', 'approved', NULL, NULL, 'ann', 4),"
        " (5, 2, 2, 'approve', 'approved', NULL, NULL, 'ann', 5)";
    static const char *const kept[] = {
        "SELECT COUNT(*) = 5 FROM decision",
        ("SELECT GROUP_CONCAT(revision) = '1,2,3,4' FROM (SELECT revision FROM decision"
         " WHERE group_id = 1 ORDER BY id)"),
        "SELECT revision = 1 AND draft_id = 4 FROM decision WHERE group_id = 2",
        "SELECT text = 'yours' AND actor = 'bob' AND at_s = 3 FROM decision WHERE id = 3",
        "SELECT reason = 'wrong' FROM decision WHERE id = 2",
        "SELECT state = 'approved' AND revision = 4 AND draft_id = 2 FROM queue WHERE group_id = 1",
        "SELECT COUNT(*) = 1 FROM queue",
    };
    struct fixture f;
    struct store *s;
    struct err err = { "" };
    char copy[128];

    fixture_open(&f);
    snprintf(copy, sizeof(copy), "%s.v1", f.path);
    s = open_as(&f, STORE_SCHEMA);
    drop_all(s);
    store_begin(s);
    schema_migrate(s, 0, 1);
    db_script(s, rows);
    db_script(s, "PRAGMA user_version = 1");
    CHECK(store_commit(s, &err) == ST_OK, "%s", err.msg);
    store_close(s);
    s = open_as(&f, STORE_READER);
    for (size_t i = 0; i < N_ROWS(kept); i++)
        CHECK(count(s, kept[i]) == 1, "%s", kept[i]);
    CHECK(store_queue_verify(s, &err) == 0, "%s", err.msg);
    store_close(s);
    CHECK(unlink(copy) == 0, "a copy was kept");
    fixture_close(&f);
}
TEST_FN(test_old_decisions)

/* Each role may write its own tables and no others; nobody alters tables. */
static void
test_roles(void)
{
    static const struct {
        enum store_role role;
        const char *sql;
        bool may;
    } rows[] = {
        { STORE_READER, N_DEPARTMENTS, true },
        { STORE_READER, "DELETE FROM department", false },
        { STORE_READER, ADD_A, false },
        { STORE_CONFIG, ADD_A, true },
        { STORE_CONFIG, "UPDATE source SET active = 0", true },
        { STORE_CONFIG, "DELETE FROM keyword", true },
        { STORE_CONFIG, "DELETE FROM url", false },
        { STORE_CONFIG, "DROP TABLE keyword", false },
        { STORE_CONFIG, "CREATE TABLE t (x)", false },
        { STORE_CONFIG, "CREATE INDEX i ON keyword (phrase)", false },
        { STORE_CONFIG, "PRAGMA user_version = 0", false },
        { STORE_CONFIG, "ATTACH '/tmp/earshot-other.db' AS other", false },
        { STORE_CRAWLER, "UPDATE host SET requests = 0", true },
        { STORE_CRAWLER, "DELETE FROM question", false },
        { STORE_CRAWLER, "UPDATE department SET active = 0", false },
        { STORE_INDEXER, "DELETE FROM group_link", true },
        { STORE_INDEXER, "UPDATE post SET score = 0", false },
        { STORE_DRAFTER, "DELETE FROM gap", true },
        { STORE_DRAFTER, "DELETE FROM decision", false },
        { STORE_REVIEW, "DELETE FROM draft", false },
        { STORE_REVIEW,
          "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
          " SELECT group_id, id, 1, 'approve', 'approved', 'x', 0 FROM draft",
          true },
        { STORE_RETENTION, "DELETE FROM post", true },
        { STORE_RETENTION, "DELETE FROM decision", true },
        { STORE_RETENTION, "UPDATE post SET body = ''", true },
        { STORE_RETENTION, "UPDATE post SET permalink = ''", false },
        { STORE_RETENTION, "UPDATE department SET name = ''", false },
        { STORE_RETENTION, "UPDATE decision SET reason = NULL", true },
        { STORE_RETENTION, "UPDATE decision SET actor = ''", false },
        { STORE_RETENTION, "INSERT INTO past_count VALUES ('2026-10', 0, 'fetch', 1)", true },
        { STORE_RETENTION, "INSERT INTO note VALUES (1, 1, 'x', 'ann', 0)", false },
        { STORE_CRAWLER, "DELETE FROM tombstone", false },
    };
    struct fixture f;

    fixture_open(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store *s = open_as(&f, rows[i].role);
        struct err err = { "" };
        enum status st;

        db_exec(db_query(s, rows[i].sql));
        st = store_check(s, &err);
        CHECK(st == (rows[i].may ? ST_OK : ST_DENIED), "%s: %s", rows[i].sql, err.msg);
        CHECK(rows[i].may || strstr(err.msg, "this role may not do that") != NULL, "%s", err.msg);
        store_close(s);
    }
    fixture_close(&f);
}
TEST_FN(test_roles)

static void
test_set_role(void)
{
    struct fixture f;
    struct store *s;
    struct err err = { "" };

    fixture_open(&f);
    s = open_as(&f, STORE_CONFIG);
    CHECK(db_exec(db_query(s, ADD_A)), "as configuration");
    store_set_role(s, STORE_READER);
    CHECK(!db_exec(db_query(s, ADD_B)), "the statement of the old role is gone");
    CHECK(store_check(s, &err) == ST_DENIED, "%s", err.msg);
    store_set_role(s, STORE_CONFIG);
    CHECK(db_exec(db_query(s, ADD_B)), "and back");
    CHECK(store_verify(s, &err) == ST_OK, "%s", err.msg);
    CHECK(!db_exec(db_query(s, "PRAGMA user_version = 9")), "verify gives the role back");
    CHECK(store_check(s, &err) == ST_DENIED, "%s", err.msg);
    store_close(s);
    fixture_close(&f);
}
TEST_FN(test_set_role)

/* The first failure is kept, what follows does nothing, and nothing of it stays. */
static void
test_sticky(void)
{
    struct fixture f;
    struct store *s;
    struct err err = { "" };

    fixture_open(&f);
    s = open_as(&f, STORE_CONFIG);
    store_begin(s);
    CHECK(db_exec(db_query(s, ADD_A)) && !store_failed(s), "fine so far");
    CHECK(!db_exec(db_query(s, ADD_A)) && store_failed(s), "twice the same key");
    CHECK(!db_exec(db_query(s, ADD_B)), "nothing runs any more");
    CHECK(count(s, N_DEPARTMENTS) == -1, "nor is read");
    CHECK(store_check(s, &err) == ST_DB && store_failed(s), "asking does not forget it");
    err.msg[0] = '\0';
    CHECK(store_commit(s, &err) == ST_DB, "committed");
    CHECK(strstr(err.msg, "UNIQUE constraint failed: department.key") != NULL, "%s", err.msg);
    CHECK(!store_failed(s) && count(s, N_DEPARTMENTS) == 0, "all or nothing");

    store_begin(s);
    db_exec(db_query(s, ADD_A));
    store_rollback(s);
    CHECK(count(s, N_DEPARTMENTS) == 0, "rolled back");
    store_begin(s);
    db_exec(db_query(s, ADD_A));
    CHECK(store_commit(s, &err) == ST_OK && count(s, N_DEPARTMENTS) == 1, "and committed");

    CHECK(!db_exec(db_query(s, "SELECT id FROM nowhere")), "outside a transaction");
    db_fail(s, ST_IO, "a later failure");
    CHECK(store_check(s, &err) == ST_DB && strstr(err.msg, "no such table") != NULL, "%s", err.msg);
    CHECK(store_check(s, &err) == ST_OK && !store_failed(s), "forgotten");

    store_begin(s);
    db_exec(db_query(s, ADD_B));
    store_close(s); /* a transaction that is open ends without a trace */
    s = open_as(&f, STORE_READER);
    CHECK(count(s, N_DEPARTMENTS) == 1, "not committed");
    store_close(s);
    fixture_close(&f);
}
TEST_FN(test_sticky)

/* A second connection sees what is committed, and only that. */
static void
test_two_connections(void)
{
    struct fixture f;
    struct store *one, *two;
    struct err err = { "" };

    fixture_open(&f);
    one = open_as(&f, STORE_CONFIG);
    two = open_as(&f, STORE_READER);
    store_begin(one);
    db_exec(db_query(one, ADD_A));
    CHECK(count(two, N_DEPARTMENTS) == 0, "before the commit");
    CHECK(store_commit(one, &err) == ST_OK, "%s", err.msg);
    CHECK(count(two, N_DEPARTMENTS) == 1, "after it");
    store_close(one);
    store_close(two);
    fixture_close(&f);
}
TEST_FN(test_two_connections)

/* SQLite's own limit on pages stands for a disk that is full. */
static void
test_full(void)
{
    struct fixture f;
    struct store *s;
    struct err err = { "" };
    int64_t n;

    fixture_open(&f);
    s = open_as(&f, STORE_SCHEMA);
    count(s, "PRAGMA max_page_count = 1"); /* as many as it has, that is */
    store_begin(s);
    for (int i = 0; i < 100000 && !store_failed(s); i++)
        db_exec(db_query(s, "INSERT INTO ip_clock (ip, next_ok_ms)"
                            " VALUES (hex(randomblob(500)), 1)"));
    CHECK(store_commit(s, &err) == ST_IO, "it fitted");
    CHECK(strstr(err.msg, "the disk is full: free some space and run again") != NULL, "%s",
          err.msg);
    n = count(s, "SELECT COUNT(*) FROM ip_clock");
    CHECK(n == 0, "%lld rows stayed", (long long)n);
    CHECK(store_verify(s, &err) == ST_OK, "%s", err.msg);
    store_close(s);
    fixture_close(&f);
}
TEST_FN(test_full)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_create_and_open), TEST(test_foreign_files),
        TEST(test_newer_version),   TEST(test_migration),
        TEST(test_old_decisions),   TEST(test_roles),
        TEST(test_set_role),        TEST(test_sticky),
        TEST(test_two_connections), TEST(test_full),
    };

    return TEST_RUN(tests);
}
