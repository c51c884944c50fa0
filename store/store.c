#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db.h"
#include "mem.h"
#include "migrate.h"
#include "numbers_memo.h"
#include "queue.h"
#include "queue_scan.h"
#include "queue_visits.h"
#include "schema.h"
#include "store_private.h"
#include "store_queue.h"

static bool
is_write(int action)
{
    return action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
}

/* SQLite asks while it prepares a statement: may this role do that? */
static int
authorize(void *self, int action, const char *arg1, const char *arg2, const char *db,
          const char *trigger)
{
    const struct store *s = self;

    (void)db;
    (void)trigger;
    if (s->role == STORE_SCHEMA)
        return SQLITE_OK;
    if (is_write(action)) {
        unsigned roles = schema_writers(arg1);

        if (s->role == STORE_RETENTION && roles != 0 &&
            (action == SQLITE_DELETE || (action == SQLITE_UPDATE && schema_blanks(arg1, arg2))))
            return SQLITE_OK;
        return roles & 1u << s->role ? SQLITE_OK : SQLITE_DENY;
    }
    switch (action) {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_PRAGMA:
        return strcmp(arg1, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY; /* tables, other pragmas, attached files: not for a stage */
    }
}

static int64_t
pragma_int(struct store *s, const char *sql)
{
    struct db_query *q = db_query(s, sql);
    int64_t v = db_row(q) ? db_int(q, 0) : 0;

    db_done(q);
    return v;
}

/*
 * WAL lets readers and one writer work side by side.  NORMAL survives kill -9
 * and may lose the last transactions on power loss, which a crawl repeats; a
 * person's decision is worth the fsync.
 *
 * 16 MiB of pages hold the upper levels of all indexes of 10 M queued addresses; the
 * system's cache has the rest.  2 to 32 MiB cost the same CPU time within 10 % (make
 * bench-frontier, 2026-11-22).  A log of 32 MiB before it is folded in costs a claim a
 * fifth less than SQLite's 4.
 */
static void
tune(struct store *s, enum store_role role)
{
    db_script(s, "PRAGMA journal_mode = WAL");
    db_script(s,
              role == STORE_REVIEW ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    db_script(s, "PRAGMA cache_size = -16384");       /* KiB */
    db_script(s, "PRAGMA wal_autocheckpoint = 8000"); /* pages */
    db_script(s, "PRAGMA foreign_keys = ON");
    db_script(s, "PRAGMA trusted_schema = OFF");
}

enum status
store_connect(const char *path, int flags, struct store **ret, struct err *err)
{
    struct store *s = mem_zalloc(sizeof(*s));
    int rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

    s->role = STORE_SCHEMA;
    if (rc != SQLITE_OK) {
        enum status st = err_set(err, ST_IO, "%s: cannot open: %s", path, sqlite3_errmsg(s->db));

        store_close(s);
        return st;
    }
    sqlite3_extended_result_codes(s->db, 0);
    sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
    sqlite3_set_authorizer(s->db, authorize, s);
    *ret = s;
    return ST_OK;
}

enum status
store_connect_there(const char *path, struct store **ret, struct err *err)
{
    if (access(path, F_OK) != 0)
        return err_set(err, ST_NOTFOUND, "%s: %s (earshot init makes a workspace)", path,
                       strerror(errno));
    return store_connect(path, SQLITE_OPEN_READWRITE, ret, err);
}

enum status
store_create(const char *path, struct err *err)
{
    struct store *s = NULL;
    enum status st;

    if (access(path, F_OK) == 0)
        return err_set(err, ST_CONFLICT, "%s is there already", path);
    st = store_connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &s, err);
    if (st != ST_OK)
        return st;
    tune(s, STORE_SCHEMA);
    st = migrate_tables(s, err);
    store_close(s);
    if (st != ST_OK)
        unlink(path); /* ours: it was not there before */
    return st;
}

static enum status
check_version(struct store *s, const char *path, struct err *err)
{
    int64_t id = pragma_int(s, "PRAGMA application_id");
    int64_t version = pragma_int(s, "PRAGMA user_version");
    enum status st = store_check(s, err);

    if (st == ST_DB) /* SQLite found no database of its own */
        return err_set(err, ST_CONFIG, "%s: not a store of earshot, or a damaged one", path);
    if (st != ST_OK)
        return st;
    if (id != STORE_APPLICATION_ID)
        return err_set(err, ST_CONFIG, "%s: not a store of earshot (application id %lld)", path,
                       (long long)id);
    if (version > schema_version)
        return err_set(err, ST_CONFIG,
                       "%s: written by a newer earshot (schema %lld, this program knows %d): "
                       "upgrade the program",
                       path, (long long)version, schema_version);
    return version == schema_version ? ST_OK : migrate_old(s, path, version, err);
}

enum status
store_open(const char *path, enum store_role role, struct store **ret, struct err *err)
{
    struct store *s = NULL;
    enum status st;

    st = store_connect_there(path, &s, err);
    if (st != ST_OK)
        return st;
    st = check_version(s, path, err);
    if (st == ST_OK) {
        tune(s, role);
        st = store_check(s, err);
    }
    if (st != ST_OK) {
        store_close(s);
        return st;
    }
    store_set_role(s, role);
    *ret = s;
    return ST_OK;
}

void
store_close(struct store *s)
{
    if (s == NULL)
        return;
    if (s->in_transaction)
        store_rollback(s);
    db_forget(s);
    sqlite3_close(s->db);
    queue_scan_free(s->scan);
    queue_visits_free(s->visits);
    numbers_memo_free(s->memo);
    free(s->touched);
    free(s);
}

void
store_set_role(struct store *s, enum store_role role)
{
    assert(!s->in_transaction);
    db_forget(s);
    s->role = STORE_SCHEMA;
    if (s->status == ST_OK)
        db_script(s, role == STORE_REVIEW ? "PRAGMA synchronous = FULL"
                                          : "PRAGMA synchronous = NORMAL");
    s->role = role;
}

static const char begin[] = "BEGIN IMMEDIATE", begin_read[] = "BEGIN", commit[] = "COMMIT";

void
store_begin(struct store *s)
{
    assert(!s->in_transaction);
    db_exec(db_query(s, begin)); /* kept: a crawl does this for every page */
    s->in_transaction = true;    /* also when it failed: the error sticks until it ends */
}

void
store_begin_read(struct store *s)
{
    assert(!s->in_transaction);
    db_exec(db_query(s, begin_read));
    s->in_transaction = true;
}

enum status
store_commit(struct store *s, struct err *err)
{
    assert(s->in_transaction);
    queue_flush(s);
    db_exec(db_query(s, commit));
    if (s->status != ST_OK) {
        struct err cause = s->err;
        enum status st = s->status;

        store_rollback(s);
        return err_set(err, st, "%s", cause.msg);
    }
    s->in_transaction = false;
    return ST_OK;
}

void
store_rollback(struct store *s)
{
    /* Some errors (a full disk) have rolled back by themselves: then this says so, no matter. */
    if (!sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->in_transaction = false;
    s->status = ST_OK;
    queue_forget(s);
}

enum status
store_check(struct store *s, struct err *err)
{
    enum status st = s->status;

    if (st == ST_OK)
        return ST_OK;
    if (!s->in_transaction)
        s->status = ST_OK;
    return err_set(err, st, "%s", s->err.msg);
}

bool
store_failed(const struct store *s)
{
    return s->status != ST_OK;
}

enum status
store_whole(struct store *s, const char *pragma, struct err *err)
{
    struct db_query *q = db_query(s, pragma);
    struct err why = { "" };

    if (db_row(q) && !text_is(db_text(q, 0), "ok"))
        (void)err_set(&why, ST_PROBLEMS, "%.*s", TEXT_ARG(db_text(q, 0))); /* said below */
    db_done(q);
    for (char *p = why.msg; *p != '\0'; p++) /* SQLite's reports have several lines */
        if (*p == '\n')
            *p = ' ';
    if (store_failed(s) || why.msg[0] == '\0')
        return store_check(s, err);
    return err_set(err, ST_PROBLEMS, "%s", why.msg);
}

enum status
store_verify(struct store *s, struct err *err)
{
    enum store_role role = s->role;
    struct err why = { "" };
    enum status st;

    s->role = STORE_SCHEMA;
    st = store_whole(s, "PRAGMA quick_check(1)", &why);
    store_set_role(s, role);
    return st == ST_PROBLEMS ? err_set(err, st, "store: %.400s", why.msg)
           : st != ST_OK     ? err_set(err, st, "%s", why.msg)
                             : ST_OK;
}
