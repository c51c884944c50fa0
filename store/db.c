#include "db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "store_private.h"

#define FIRST_SLOTS 64 /* power of two; a stage uses some dozens of statements */

struct db_query {
    struct store *store;
    const char *sql; /* its address is the key */
    sqlite3_stmt *stmt;
    int n_bound;
};

void
db_fail(struct store *s, enum status st, const char *fmt, ...)
{
    va_list ap;

    if (s->status != ST_OK)
        return; /* the first failure is the cause */
    s->status = st;
    va_start(ap, fmt);
    vsnprintf(s->err.msg, sizeof(s->err.msg), fmt, ap);
    va_end(ap);
}

/* A full disk and a held lock are not bugs of ours: say what the person can do. */
static void
fail_sqlite(struct store *s, int rc, const char *what)
{
    const char *msg = sqlite3_errmsg(s->db);

    if (rc == SQLITE_FULL)
        db_fail(s, ST_IO, "store: the disk is full: free some space and run again");
    else if (rc == SQLITE_BUSY)
        db_fail(s, ST_BUSY, "store: another process has been writing for %d s: try later",
                STORE_BUSY_MS / 1000);
    else if (rc == SQLITE_AUTH)
        db_fail(s, ST_DENIED, "store: this role may not do that: %s (in: %.160s)", msg, what);
    else if (rc == SQLITE_READONLY || rc == SQLITE_CANTOPEN)
        db_fail(
            s, ST_IO,
            "store: the workspace must be writable, for readers too: cannot open earshot.db: %s",
            msg);
    else if ((rc & 0xFF) == SQLITE_IOERR)
        db_fail(s, ST_IO, "store: cannot read or write the file: %s", msg);
    else
        db_fail(s, ST_DB, "store: %s (in: %.160s)", msg, what);
}

static size_t
slot_of(const struct store *s, const char *sql)
{
    size_t i = ((uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15)) >> 20;

    for (i &= s->cap_queries - 1; s->queries[i] != NULL && s->queries[i]->sql != sql;)
        i = (i + 1) & (s->cap_queries - 1);
    return i;
}

static void
grow_table(struct store *s)
{
    struct db_query **old = s->queries;
    size_t cap = s->cap_queries;

    if (cap > 0 && s->n_queries < cap / 2)
        return;
    s->cap_queries = cap > 0 ? cap * 2 : FIRST_SLOTS;
    s->queries = mem_zalloc(s->cap_queries * sizeof(*s->queries));
    for (size_t i = 0; i < cap; i++)
        if (old[i] != NULL)
            s->queries[slot_of(s, old[i]->sql)] = old[i];
    free(old);
}

struct db_query *
db_query(struct store *s, const char *sql)
{
    struct db_query *q;
    size_t i;
    int rc;

    grow_table(s);
    i = slot_of(s, sql);
    q = s->queries[i];
    if (q == NULL) {
        q = s->queries[i] = mem_zalloc(sizeof(*q));
        q->store = s;
        q->sql = sql;
        s->n_queries++;
    }
    q->n_bound = 0;
    if (s->status != ST_OK)
        return q;
    if (q->stmt != NULL) {
        assert(strcmp(sqlite3_sql(q->stmt), sql) == 0); /* a text that is no literal */
        db_done(q);
        return q;
    }
    rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);
    if (rc != SQLITE_OK)
        fail_sqlite(s, rc, sql);
    return q;
}

void
db_forget(struct store *s)
{
    for (size_t i = 0; i < s->cap_queries; i++)
        if (s->queries[i] != NULL) {
            sqlite3_finalize(s->queries[i]->stmt);
            free(s->queries[i]);
        }
    free(s->queries);
    s->queries = NULL;
    s->n_queries = s->cap_queries = 0;
}

static bool
live(const struct db_query *q)
{
    return q->store->status == ST_OK && q->stmt != NULL;
}

static void
check_bind(struct db_query *q, int rc)
{
    if (rc != SQLITE_OK)
        fail_sqlite(q->store, rc, q->sql);
}

void
db_bind_int(struct db_query *q, int64_t v)
{
    q->n_bound++;
    if (live(q))
        check_bind(q, sqlite3_bind_int64(q->stmt, q->n_bound, v));
}

void
db_bind_text_or_null(struct db_query *q, struct text v)
{
    if (v.n > 0)
        db_bind_text(q, v);
    else
        db_bind_null(q);
}

void
db_bind_real(struct db_query *q, double v)
{
    q->n_bound++;
    if (live(q))
        check_bind(q, sqlite3_bind_double(q->stmt, q->n_bound, v));
}

void
db_bind_text(struct db_query *q, struct text v)
{
    q->n_bound++;
    if (live(q))
        check_bind(q, sqlite3_bind_text64(q->stmt, q->n_bound, v.n > 0 ? v.p : "", v.n,
                                          SQLITE_STATIC, SQLITE_UTF8));
}

void
db_bind_blob(struct db_query *q, struct text v)
{
    q->n_bound++;
    if (live(q))
        check_bind(
            q, sqlite3_bind_blob64(q->stmt, q->n_bound, v.n > 0 ? v.p : "", v.n, SQLITE_STATIC));
}

void
db_bind_str(struct db_query *q, const char *z)
{
    if (z != NULL)
        db_bind_text(q, text_of(z));
    else
        db_bind_null(q);
}

void
db_bind_null(struct db_query *q)
{
    q->n_bound++;
    if (live(q))
        check_bind(q, sqlite3_bind_null(q->stmt, q->n_bound));
}

bool
db_row(struct db_query *q)
{
    int rc;

    if (!live(q))
        return false;
    rc = sqlite3_step(q->stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail_sqlite(q->store, rc, q->sql);
    return rc == SQLITE_ROW;
}

void
db_done(struct db_query *q)
{
    if (q->stmt == NULL)
        return;
    sqlite3_reset(q->stmt);
    sqlite3_clear_bindings(q->stmt);
}

bool
db_exec(struct db_query *q)
{
    while (db_row(q))
        ;
    db_done(q);
    return q->store->status == ST_OK;
}

int64_t
db_exec_int(struct db_query *q, int64_t missing)
{
    int64_t v = missing;
    bool first = true;

    for (; db_row(q); first = false) /* to the end, so that the statement is complete */
        if (first)
            v = db_int(q, 0);
    db_done(q);
    return v;
}

int64_t
db_exec_id(struct db_query *q)
{
    return db_exec(q) ? sqlite3_last_insert_rowid(q->store->db) : 0;
}

int64_t
db_changes(struct store *s)
{
    return sqlite3_changes64(s->db);
}

int64_t
db_int(struct db_query *q, int column)
{
    return live(q) ? sqlite3_column_int64(q->stmt, column) : 0;
}

double
db_real(struct db_query *q, int column)
{
    return live(q) ? sqlite3_column_double(q->stmt, column) : 0;
}

bool
db_null(struct db_query *q, int column)
{
    return !live(q) || sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

struct text
db_text(struct db_query *q, int column)
{
    const void *p;

    if (!live(q))
        return TEXT_NONE;
    if (sqlite3_column_type(q->stmt, column) == SQLITE_BLOB)
        p = sqlite3_column_blob(q->stmt, column);
    else
        p = sqlite3_column_text(q->stmt, column);
    if (p == NULL)
        return TEXT_NONE;
    return (struct text){ p, (size_t)sqlite3_column_bytes(q->stmt, column) };
}

struct text
db_text_in(struct db_query *q, int column, struct arena *a)
{
    return arena_text(a, db_text(q, column));
}

struct text
db_text_by_id(struct store *s, const char *sql, int64_t id, struct arena *a)
{
    struct db_query *q = db_query(s, sql);
    struct text t = TEXT_NONE;

    db_bind_int(q, id);
    if (db_row(q))
        t = db_text_in(q, 0, a);
    db_done(q);
    return t;
}

void
db_script(struct store *s, const char *sql)
{
    int rc;

    if (s->status != ST_OK)
        return;
    rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fail_sqlite(s, rc, sql);
}
