/*
 * fault_ops.h - what writes to a store, for fault_test.c: a folder with rows as they come about in
 * months of work, and each operation as its command runs it.
 */
#ifndef FAULT_OPS_H
#define FAULT_OPS_H

#include "fixture.h"

#include "../../drafter/frozen_file.h"
#include "../../store/backup.h"
#include "../../store/db.h"
#include "../../store/erase.h"
#include "../../store/retention.h"
#include "../../store/schema.h"
#include "../../store/scrub.h"
#include "../../store/store_private.h"
#include "arena.h"
#include "clock.h"
#include "config.h"
#include "decide.h"
#include "desk_rows.h"
#include "file.h"
#include "import.h"
#include "store_intake.h"
#include "store_queue.h"

#define NOW_S INT64_C(1000000)

struct world {
    char dir[64], path[96], kept[96], backup[96], to[96];
    struct err err;
    struct config *config;
    uint64_t was, is; /* hashes of the two states */
};

static void
copy_file(const char *from, const char *to)
{
    struct err err = { "" };
    struct buf b;
    FILE *out;

    buf_init(&b, BUF_LARGE);
    CHECK(file_read(from, &b, &err) == ST_OK, "%s", err.msg);
    out = fopen(to, "wb"); /* without file_write()'s sync: thousands of times */
    CHECK(out != NULL && fwrite(b.p, 1, b.n, out) == b.n && fclose(out) == 0, "%s", to);
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

static void
put(struct world *w, const char *name, const char *body)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", w->dir, name);
    CHECK(file_write(path, text_of(body), 0600, &w->err) == ST_OK, "%s", w->err.msg);
}

/* Below the memory's own file system where there is one: a test is about calls, not about disks. */
static void
make_folder(struct world *w)
{
    char path[128];

    *w = (struct world){ .err = { "" } };
    snprintf(w->dir, sizeof(w->dir), "%s/earshot-fault-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(w->dir));
    snprintf(w->path, sizeof(w->path), "%s/earshot.db", w->dir);
    snprintf(w->kept, sizeof(w->kept), "%s/kept", w->dir);
    snprintf(w->backup, sizeof(w->backup), "%s/a.backup", w->dir);
    snprintf(w->to, sizeof(w->to), "%s/to", w->dir);
    snprintf(path, sizeof(path), "%s/seeds", w->dir);
    CHECK(file_mkdir(path, &w->err) == ST_OK, "%s", w->err.msg);
    put(w, "earshot.ini", "[crawler]\n");
    put(w, "seeds/phys.ini", "[department]\nname = Physics\nkeyword = physics\n");
    put(w, "calls.csv",
        "question,where\nWhen does the physics library open?,phone\n"
        "Where is the physics workshop?,desk\n");
    CHECK(config_load(w->dir, &w->config, &w->err) == ST_OK, "%s", w->err.msg);
}

/* The rows of a desk, in the present version or in version 1, in a file of their own. */
static void
make(struct world *w, bool old)
{
    struct store *s = NULL;
    char sql[128];

    make_folder(w);
    assert_int_equal(
        store_connect(w->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &s, &w->err), ST_OK);
    db_script(s, "PRAGMA journal_mode = WAL");
    store_begin(s);
    schema_migrate(s, 0, old ? 1 : schema_version);
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d; PRAGMA application_id = %d",
             old ? 1 : schema_version, STORE_APPLICATION_ID);
    db_script(s, sql);
    if (old) {
        db_script(s, "INSERT INTO department (id, key, name, language, active) VALUES (1, 'phys', "
                     "'Physics', 'en', 1)");
    } else {
        db_script(s, desk_rows);
        (void)store_intake_source(s, 1);
        (void)store_queue_rebuild(s, 0);
    }
    CHECK(store_commit(s, &w->err) == ST_OK, "%s", w->err.msg);
    store_close(s);
    copy_file(w->path, w->kept);
}

static void
drop(struct world *w)
{
    config_free(w->config);
    fixture_remove(w->dir);
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

static enum status
run_erase(struct world *w, struct err *err)
{
    struct erase_job job = { .words = TEXT_LIT("secret words 1"), .now_s = NOW_S };
    struct arena *a = arena_new();
    struct erase_found found;
    enum status st = store_open(w->path, STORE_RETENTION, &job.store, err);

    if (st == ST_OK)
        st = erase_rows(&job, a, &found, err);
    store_close(job.store);
    arena_free(a);
    return st;
}

static enum status
run_import(struct world *w, struct err *err)
{
    const struct cmd_common common = { .dir = w->dir, .dept = "phys", .quiet = true };
    struct clock_fake now = { .at_ms = NOW_S * 1000 };
    struct clock clock = clock_of_fake(&now);
    struct cmd_env env = {
        .common = &common, .clock = &clock, .arena = arena_new(), .config = w->config
    };
    char path[128];
    enum status st = store_open(w->path, STORE_CRAWLER, &env.store, err);

    snprintf(path, sizeof(path), "%s/calls.csv", w->dir);
    if (st == ST_OK)
        st = import_questions(&env, path, err);
    store_close(env.store);
    arena_free(env.arena);
    return st;
}

/* As unanswered_cmd.c does it: the file, then its row. */
static enum status
run_freeze(struct world *w, struct err *err)
{
    struct store_frozen f = { .made_s = NOW_S };
    struct store *s = NULL;
    FILE *from = tmpfile();
    enum status st = store_open(w->path, STORE_EXPORTS, &s, err);

    fputs("a list\n", from);
    if (st == ST_OK) {
        store_begin(s);
        st = frozen_file_put(w->dir, "a.csv", from, &f, err);
        if (st == ST_OK)
            st = frozen_file_name(w->dir, "a.csv", err);
        if (st == ST_OK)
            store_frozen_add(s, TEXT_LIT("a.csv"), &f);
        st = store_commit(s, err);
    }
    fclose(from);
    store_close(s);
    return st;
}

static enum status
run_restore(struct world *w, struct err *err)
{
    return backup_restore(w->kept, w->to, NULL, err);
}

/* A list of the desk is frozen already, and the store is written anew. */
static enum status
run_checkpoint(struct world *w, struct err *err)
{
    struct store *s = NULL;
    enum status st = store_open(w->path, STORE_RETENTION, &s, err);

    if (st == ST_OK) {
        scrub_begin(s);
        st = scrub_all(s, err);
    }
    store_close(s);
    return st;
}

static const struct operation {
    const char *name;
    enum status (*run)(struct world *w, struct err *err);
    bool old, backup, restore;
    bool full; /* what it said is done outlives the power: synchronous = FULL */
} operations[] = {
    { "decision", run_decision, .full = true },
    { "backup", run_backup, .backup = true },
    { "migration", run_migration, .old = true },
    { "retention", run_retention },
    { "erase", run_erase },
    { "import", run_import },
    { "frozen list", run_freeze },
    { "restore", run_restore, .restore = true },
    { "checkpoint", run_checkpoint },
};

#endif /* FAULT_OPS_H */
