/*
 * The disk fails at every call in turn, under a decision, a backup, a migration and retention:
 * afterwards the store is in the old state or in the new one, whole, and the program has said
 * one line.
 */
#include "../test.h"

#include <unistd.h>

#include "../../store/backup.h"
#include "../../store/db.h"
#include "../../store/retention.h"
#include "../../store/schema.h"
#include "../../store/store_private.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "decide.h"
#include "desk_rows.h"
#include "fault_vfs.h"
#include "file.h"
#include "store_queue.h"

#define NOW_S   INT64_C(1000000)
#define MAX_N   5000
#define EVERY   40 /* up to here every call, then each tenth more: some thousand runs take long */
#define SPAN_US INT64_C(6000000) /* of one kind of fault under one operation, at most */

struct world {
    char dir[64], path[96], kept[96], backup[96];
    struct err err;
    struct config *config;
};

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

static void
remove_beside(const char *path)
{
    static const char *const tails[] = {
        "-wal", "-shm", "-journal", ".v1", ".v1-journal", ".part"
    };
    char name[160];

    for (size_t i = 0; i < N_ROWS(tails); i++) {
        snprintf(name, sizeof(name), "%s%s", path, tails[i]);
        unlink(name);
    }
}

/* The rows of a desk, in the present version or in version 1, in a file of their own. */
static void
make(struct world *w, bool old)
{
    struct store *s = NULL;
    char path[128];

    *w = (struct world){ .err = { "" } };
    snprintf(w->dir, sizeof(w->dir), "/tmp/earshot-fault-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    snprintf(w->path, sizeof(w->path), "%s/earshot.db", w->dir);
    snprintf(w->kept, sizeof(w->kept), "%s/kept", w->dir);
    snprintf(w->backup, sizeof(w->backup), "%s/a.backup", w->dir);
    snprintf(path, sizeof(path), "%s/earshot.ini", w->dir);
    CHECK(file_write(path, TEXT_LIT("[crawler]\n"), 0600, &w->err) == ST_OK, "%s", w->err.msg);
    CHECK(config_load(w->dir, &w->config, &w->err) == ST_OK, "%s", w->err.msg);
    assert_int_equal(
        store_connect(w->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &s, &w->err), ST_OK);
    db_script(s, "PRAGMA journal_mode = WAL");
    store_begin(s);
    schema_migrate(s, 0, old ? 1 : schema_version);
    snprintf(path, sizeof(path), "PRAGMA user_version = %d; PRAGMA application_id = %d",
             old ? 1 : schema_version, STORE_APPLICATION_ID);
    db_script(s, path);
    if (old) {
        db_script(s, "INSERT INTO department (id, key, name, language, active) VALUES (1, 'phys', "
                     "'Physics', 'en', 1)");
    } else {
        db_script(s, desk_rows);
        (void)store_queue_rebuild(s, 0);
    }
    CHECK(store_commit(s, &w->err) == ST_OK, "%s", w->err.msg);
    store_close(s);
    copy_file(w->path, w->kept);
}

static void
drop(struct world *w)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/earshot.ini", w->dir);
    unlink(path);
    remove_beside(w->path);
    remove_beside(w->backup);
    unlink(w->path);
    unlink(w->kept);
    unlink(w->backup);
    config_free(w->config);
    CHECK(rmdir(w->dir) == 0, "%s is not empty", w->dir);
}

/* ---- the operations: what they say, and whether their work is there ---- */

static enum status
run_decision(struct world *w, struct err *err)
{
    struct decide_input in = { .config = w->config,
                               .group_id = 2,
                               .verb = TEXT_LIT("reject"),
                               .arg = TEXT_LIT("wrong"),
                               .actor = TEXT_LIT("ann"),
                               .revision = DECIDE_ANY,
                               .now_s = NOW_S };
    struct arena *a = arena_new();
    struct store_card card;
    enum status st = store_open(w->path, STORE_REVIEW, &in.store, err);

    if (st == ST_OK)
        st = decide(&in, a, &card, err);
    store_close(in.store);
    arena_free(a);
    return st;
}

static enum status
run_backup(struct world *w, struct err *err)
{
    struct backup_job job = { .dir = w->dir, .path = w->backup, .now_s = NOW_S };
    struct backup_facts facts;
    enum status st = store_open(w->path, STORE_READER, &job.store, err);

    if (st == ST_OK)
        st = backup_write(&job, &facts, err);
    store_close(job.store);
    return st;
}

static enum status
run_migration(struct world *w, struct err *err)
{
    struct store *s = NULL;
    enum status st = store_open(w->path, STORE_READER, &s, err);

    store_close(s);
    return st;
}

static enum status
run_retention(struct world *w, struct err *err)
{
    struct retention_config c = { .bodies_ms = 500000000 };
    struct retention_job job = { .config = &c, .dir = w->dir, .now_s = NOW_S };
    int64_t done[RETENTION_PARTS];
    enum status st = store_open(w->path, STORE_RETENTION, &job.store, err);

    if (st == ST_OK)
        st = retention_run(&job, done, err);
    store_close(job.store);
    return st;
}

static const struct operation {
    const char *name;
    enum status (*run)(struct world *w, struct err *err);
    /* Each gives 0 in the old state, 1 in the new one, anything else in a third. */
    const char *state;
    bool old, backup;
} operations[] = {
    { "decision", run_decision,
      "SELECT (SELECT COUNT(*) - 5 FROM decision) + 5 * ((SELECT COUNT(*) FROM decision WHERE"
      " group_id = 2) <> (SELECT state = 'rejected' FROM queue WHERE group_id = 2))",
      false, false },
    { "backup", run_backup, "SELECT COUNT(*) - 5 FROM decision", false, true },
    { "migration", run_migration,
      "SELECT (SELECT user_version - 1 FROM pragma_user_version())"
      " + 5 * ((SELECT COUNT(*) FROM sqlite_master WHERE name = 'queue') <>"
      "  (SELECT user_version - 1 FROM pragma_user_version()))"
      " + 9 * ((SELECT COUNT(*) FROM department) <> 1)",
      true, false },
    { "retention", run_retention,
      "SELECT (SELECT COUNT(*) FROM tombstone) / 3"
      " + 5 * ((SELECT COUNT(*) FROM tombstone) <> (SELECT COUNT(*) FROM post WHERE body = ''))"
      " + 9 * ((SELECT COUNT(*) FROM tombstone) NOT IN (0, 3))",
      false, false },
};

/* Without faults: whole, and which of the two states. */
static int64_t
look(const struct operation *op, struct world *w, const char *what)
{
    struct store *s = NULL;
    struct backup_facts facts;
    int64_t state;

    assert_int_equal(store_connect(w->path, SQLITE_OPEN_READWRITE, &s, &w->err), ST_OK);
    state = db_exec_int(db_query(s, op->state), -1);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) = 1 FROM pragma_integrity_check"
                                  " WHERE integrity_check = 'ok'"),
                      0) == 1,
          "%s: integrity", what);
    CHECK(db_exec_int(db_query(s, "SELECT COUNT(*) FROM pragma_foreign_key_check"), 1) == 0,
          "%s: keys", what);
    CHECK(store_check(s, &w->err) == ST_OK, "%s: %s", what, w->err.msg);
    store_close(s);
    if (op->backup && file_exists(w->backup)) { /* a name means a whole file */
        CHECK(backup_check(w->backup, &facts, &w->err) == ST_OK, "%s: %s", what, w->err.msg);
        state = 1;
    }
    return state;
}

/* One run with a fault at the nth call; false: it was not reached. */
static bool
one(const struct operation *op, struct world *w, enum fault_kind kind, int n)
{
    struct err err = { "" };
    char what[64];
    bool fired;
    int64_t state;
    enum status st;

    snprintf(what, sizeof(what), "%s, %s %d", op->name, fault_names[kind], n);
    remove_beside(w->path);
    unlink(w->backup);
    copy_file(w->kept, w->path);
    fault_arm(kind, n);
    st = op->run(w, &err);
    fired = fault_disarm();
    state = look(op, w, what);
    CHECK(state == 0 || state == 1, "%s: a third state (%lld): %s", what, (long long)state,
          err.msg);
    CHECK(st != ST_OK || state == 1, "%s: success was said, but nothing was done", what);
    if (st != ST_OK) {
        CHECK(fired, "%s: %s", what, err.msg);
        CHECK(st == ST_IO || st == ST_CONFIG || st == ST_PROBLEMS, "%s: exit code %d: %s", what,
              status_exit(st), err.msg);
        CHECK(err.msg[0] != '\0' && strchr(err.msg, '\n') == NULL, "%s: \"%s\"", what, err.msg);
        CHECK(kind != FAULT_FULL || strstr(err.msg, "the disk is full") != NULL, "%s: %s", what,
              err.msg);
    }
    return fired;
}

static void
test_faults(void)
{
    for (size_t i = 0; i < N_ROWS(operations); i++) {
        struct world w;

        make(&w, operations[i].old);
        for (int kind = FAULT_WRITE; kind < FAULT_KINDS; kind++) {
            int64_t began = clock_monotonic_us();
            int n = 1, runs = 0;

            while (one(&operations[i], &w, (enum fault_kind)kind, n) && n < MAX_N) {
                runs++;
                n += n < EVERY ? 1 : n / 10;
                if (clock_monotonic_us() - began > SPAN_US)
                    break; /* a slow machine sees fewer */
            }
            CHECK(runs > 0 || kind == FAULT_SYNC, "%s: no %s was met", operations[i].name,
                  fault_names[kind]);
            fprintf(stderr, "%s, %s: %d faults\n", operations[i].name, fault_names[kind], runs);
        }
        drop(&w);
    }
}
TEST_FN(test_faults)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_faults) };

    fault_install();
    return TEST_RUN(tests);
}
