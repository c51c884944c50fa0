/* A store of version 1 with rows in every table comes over whole, or stays as it was. */
#include "fixture.h"

#include <fcntl.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "../../store/db.h"
#include "../../store/migrate.h"
#include "../../store/schema.h"
#include "../../store/store_private.h"
#include "fill.h"
#include "clock.h"
#include "file.h"
#include "store_queue.h"

#define KILLS      30
#define OLD_ROWS   3
#define MANY_ROWS  1500 /* a migration of them takes some dozens of milliseconds */
#define DUMP_BYTES ((size_t)64 * 1024)

struct old_store {
    char dir[64], path[96];
    struct err err;
};

static int64_t
count(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), -1);
}

/* One value for column c of row i: ids count up and lead to one another, all else is its name. */
static void
add_value(struct buf *b, const char *table, struct text column, struct text type)
{
    if (text_is(column, "address") || text_is(column, "url"))
        buf_addf(b, "'http://h.example/%s/' || i", table);
    else if (text_is(column, "authority"))
        buf_add_str(b, "'http://h' || i || '.example'");
    else if (text_is(column, "merged_into") || text_is(column, "gone_s"))
        buf_add_str(b, "NULL");
    else if (text_is(column, "checks") || text_is(column, "why"))
        buf_add_str(b, "'[]'");
    else if (text_is(type, "TEXT"))
        buf_addf(b, "'%s.%.*s.' || i", table, TEXT_ARG(column));
    else if (text_is(type, "REAL"))
        buf_add_str(b, "i / 8.0");
    else if (text_is(type, "BLOB"))
        buf_add_str(b, "CAST('blob' || i AS BLOB)");
    else
        buf_add_str(b, "i");
}

static void
make_old(struct old_store *o, int n)
{
    struct store *s = NULL;
    char sql[64];

    *o = (struct old_store){ .err = { "" } };
    snprintf(o->dir, sizeof(o->dir), "/tmp/earshot-old-XXXXXX");
    assert_non_null(mkdtemp(o->dir));
    snprintf(o->path, sizeof(o->path), "%s/earshot.db", o->dir);
    assert_int_equal(
        store_connect(o->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &s, &o->err), ST_OK);
    db_script(s, "PRAGMA journal_mode = WAL");
    store_begin(s);
    schema_migrate(s, 0, 1);
    db_script(s, "PRAGMA user_version = 1");
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    db_script(s, sql);
    CHECK(store_commit(s, &o->err) == ST_OK, "%s", o->err.msg);
    fill_tables(s, "INSERT", n, add_value);
    CHECK(store_check(s, &o->err) == ST_OK, "%s", o->err.msg);
    store_close(s);
}

static void
remove_old(struct old_store *o)
{
    static const char *const tails[] = { "", "-wal", "-shm", ".v1", "-journal", ".v1-journal" };
    char path[128];

    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(path, sizeof(path), "%s%s", o->path, tails[i]);
        unlink(path);
    }
    CHECK(rmdir(o->dir) == 0, "%s is not empty", o->dir);
}

/* What the migration changes on purpose: how addresses are found, when they are due, and that
 * revisions are a group's. */
static bool
is_mended(const char *table, struct text column)
{
    return strcmp(table, "url") == 0 && (text_is(column, "hash") || text_is(column, "due_s"));
}

/* "table: " and its rows, each with every column that version 1 has, by its names. */
static void
dump(struct store *s, const struct tables_row *v, size_t n, const char *const *columns,
     struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        struct text rest = text_of(columns[i]), name;
        sqlite3_stmt *stmt = NULL;
        struct buf sql;

        buf_init(&sql, BUF_SMALL);
        buf_add_str(&sql, "SELECT ''");
        while (text_cut(&rest, " ", &name))
            if (name.n > 0 && !is_mended(v[i].name, name))
                buf_addf(&sql, " || '%.*s ' || quote(\"%.*s\") || ' '", TEXT_ARG(name),
                         TEXT_ARG(name));
        buf_addf(&sql, " FROM \"%s\" ORDER BY 1", v[i].name);
        CHECK(sqlite3_prepare_v2(s->db, buf_str(&sql), -1, &stmt, NULL) == SQLITE_OK, "%s: %s",
              buf_str(&sql), sqlite3_errmsg(s->db));
        buf_addf(out, "%s:\n", v[i].name);
        while (sqlite3_step(stmt) == SQLITE_ROW)
            buf_addf(out, "  %s\n", (const char *)sqlite3_column_text(stmt, 0));
        sqlite3_finalize(stmt);
        buf_release(&sql);
    }
    CHECK(!out->over, "more than was wanted");
}

static const char *
columns_of(struct store *s, const char *table, struct arena *a)
{
    struct db_query *q = db_query(s, "SELECT GROUP_CONCAT(name, ' ') FROM pragma_table_info(?)");
    const char *ret;

    db_bind_str(q, table);
    ret = db_row(q) ? arena_str(a, db_text(q, 0)) : "";
    db_done(q);
    return ret;
}

static void
test_every_table(void)
{
    struct old_store o;
    struct store *s = NULL;
    struct arena *a = arena_new();
    struct tables_row *was, *is;
    const char **columns;
    struct buf before, after;
    size_t n, n_is;

    make_old(&o, OLD_ROWS);
    buf_init(&before, DUMP_BYTES);
    buf_init(&after, DUMP_BYTES);
    assert_int_equal(store_connect(o.path, SQLITE_OPEN_READWRITE, &s, &o.err), ST_OK);
    CHECK(count(s, "SELECT COUNT(*) FROM pragma_foreign_key_check") == 0, "the fixture's keys");
    n = tables_count(s, a, &was);
    CHECK(n == 25, "version 1 has %zu tables", n);
    columns = arena_alloc(a, n * sizeof(*columns));
    for (size_t i = 0; i < n; i++) {
        CHECK(was[i].n_rows == OLD_ROWS, "%s is empty", was[i].name);
        columns[i] = columns_of(s, was[i].name, a);
    }
    dump(s, was, n, columns, &before);
    store_close(s);

    CHECK(store_open(o.path, STORE_READER, &s, &o.err) == ST_OK, "%s", o.err.msg);
    store_set_role(s, STORE_SCHEMA);
    n_is = tables_count(s, a, &is);
    for (size_t i = 0; i < n; i++)
        CHECK(tables_find(is, n_is, was[i].name) != NULL &&
                  tables_find(is, n_is, was[i].name)->n_rows == OLD_ROWS,
              "%s lost rows", was[i].name);
    for (size_t i = 0; i < n; i++)
        if (strcmp(was[i].name, "decision") == 0)
            CHECK(count(s, "SELECT COUNT(*) FROM decision d JOIN draft ON draft.id = d.draft_id"
                           " WHERE draft.group_id = d.group_id AND d.revision = 1") == OLD_ROWS,
                  "decisions are a group's");
    /* one decision a group: it is its first */
    db_script(s, "UPDATE decision SET revision = id");
    dump(s, was, n, columns, &after);
    CHECK(strcmp(buf_str(&before), buf_str(&after)) == 0, "was\n%s\nis\n%s", buf_str(&before),
          buf_str(&after));
    CHECK(count(s, "SELECT COUNT(*) FROM pragma_foreign_key_check") == 0, "keys");
    CHECK(count(s, "SELECT COUNT(*) = 1 FROM pragma_integrity_check"
                   " WHERE integrity_check = 'ok'") == 1,
          "integrity");
    store_close(s);
    buf_release(&before);
    buf_release(&after);
    arena_free(a);
    remove_old(&o);
}
TEST_FN(test_every_table)

static void
test_plan(void)
{
    struct old_store o;
    struct migrate_plan p;
    struct arena *a = arena_new();
    struct store *s = NULL;
    size_t new = 0, more = 0;

    make_old(&o, OLD_ROWS);
    CHECK(migrate_plan(o.path, a, &p, &o.err) == ST_OK, "%s", o.err.msg);
    CHECK(p.from == 1 && p.to == schema_version && p.free_bytes > 0 &&
              p.wanted_bytes > p.store_bytes,
          "numbers");
    for (size_t i = 0; i < p.n_changes; i++) {
        new += strcmp(p.changes[i].how, "new") == 0;
        more += strncmp(p.changes[i].how, "columns:", 8) == 0;
        if (strcmp(p.changes[i].table, "page") == 0)
            CHECK(strcmp(p.changes[i].how, "columns: +nofollow +left_out") == 0 &&
                      p.changes[i].n_rows == OLD_ROWS,
                  "%s", p.changes[i].how);
    }
    CHECK(new >= 20 && more >= 6, "%zu new, %zu with more columns", new, more);
    assert_int_equal(store_connect(o.path, SQLITE_OPEN_READWRITE, &s, &o.err), ST_OK);
    CHECK(count(s, "PRAGMA user_version") == 1, "it changed something");
    store_close(s);
    CHECK(store_open(o.path, STORE_READER, &s, &o.err) == ST_OK, "%s", o.err.msg);
    store_close(s);
    CHECK(migrate_plan(o.path, a, &p, &o.err) == ST_OK && p.from == p.to, "%s", o.err.msg);
    for (size_t i = 0; i < p.n_changes; i++)
        CHECK(p.changes[i].how[0] == '\0', "%s: %s", p.changes[i].table, p.changes[i].how);
    arena_free(a);
    remove_old(&o);
}
TEST_FN(test_plan)

/* Damage is seen before anything is changed. */
static void
test_damaged(void)
{
    struct old_store o;
    struct store *s = NULL;
    struct buf b;
    char copy[128];

    make_old(&o, 400);
    snprintf(copy, sizeof(copy), "%s.v1", o.path);
    buf_init(&b, BUF_PAGE);
    CHECK(file_read(o.path, &b, &o.err) == ST_OK && b.n > 40 * 4096, "%s", o.err.msg);
    memset(b.p + 30 * 4096, 0x5A, 4 * 4096);
    CHECK(file_write(o.path, buf_text(&b), 0600, &o.err) == ST_OK, "%s", o.err.msg);
    CHECK(store_open(o.path, STORE_READER, &s, &o.err) != ST_OK && s == NULL, "it was opened");
    CHECK(!file_exists(copy), "a copy of a damaged store");
    buf_release(&b);
    remove_old(&o);
}
TEST_FN(test_damaged)

static void
copy_file(const char *from, const char *to)
{
    struct err err = { "" };
    struct buf b;

    buf_init(&b, BUF_LARGE);
    CHECK(file_read(from, &b, &err) == ST_OK, "%s", err.msg);
    CHECK(file_write(to, buf_text(&b), 0600, &err) == ST_OK, "%s", err.msg);
    buf_release(&b);
}

/* What the store is after a kill: the old state or the new one, whole. */
static int
look(const char *path)
{
    struct store *s = NULL;
    struct err err = { "" };
    int version;

    assert_int_equal(store_connect(path, SQLITE_OPEN_READWRITE, &s, &err), ST_OK);
    version = (int)count(s, "PRAGMA user_version");
    CHECK(version == 1 || version == schema_version, "version %d", version);
    CHECK(count(s, "SELECT COUNT(*) FROM post") == MANY_ROWS &&
              count(s, "SELECT COUNT(*) FROM decision") == MANY_ROWS,
          "rows");
    CHECK(
        count(s, "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('queue', 'note', 'decided')") ==
            (version == 1 ? 0 : 2),
        "tables of neither version");
    CHECK(count(s, "SELECT COUNT(*) = 1 FROM pragma_integrity_check"
                   " WHERE integrity_check = 'ok'") == 1,
          "integrity");
    store_close(s);
    return version;
}

static void
test_kills(void)
{
    struct old_store o;
    struct store *s = NULL;
    char kept[128];
    int64_t span_us = 0, began;
    int n_old = 0, n_new = 0;

    make_old(&o, MANY_ROWS);
    snprintf(kept, sizeof(kept), "%s/kept", o.dir);
    copy_file(o.path, kept);
    began = clock_monotonic_us();
    CHECK(store_open(o.path, STORE_READER, &s, &o.err) == ST_OK, "%s", o.err.msg);
    store_close(s);
    span_us = clock_monotonic_us() - began;
    for (int i = 0; i < KILLS; i++) {
        int64_t after_us = span_us * (i + 1) / KILLS; /* spread over what it takes */
        /* Its own clock ends it: on a busy machine this process would come too late. */
        struct itimerval t = { .it_value = { (time_t)(after_us / 1000000),
                                             (suseconds_t)(after_us % 1000000) } };
        pid_t pid;
        int code;

        copy_file(kept, o.path);
        pid = fork();
        if (pid == 0) {
            struct store *mine = NULL;

            setitimer(ITIMER_REAL, &t, NULL); /* SIGALRM ends it as SIGKILL would */
            _exit(store_open(o.path, STORE_READER, &mine, NULL) == ST_OK ? 0 : 1);
        }
        CHECK(waitpid(pid, &code, 0) == pid, "child");
        if (look(o.path) == 1)
            n_old++;
        else
            n_new++;
        CHECK(store_open(o.path, STORE_READER, &s, &o.err) == ST_OK, "%s", o.err.msg);
        store_close(s);
        CHECK(look(o.path) == schema_version, "it goes on");
    }
    CHECK(n_old > 0, "%d old, %d new: nothing was killed in time", n_old, n_new);
    unlink(kept);
    remove_old(&o);
}
TEST_FN(test_kills)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_every_table), TEST(test_plan), TEST(test_damaged),
                                        TEST(test_kills) };

    return TEST_RUN(tests);
}
