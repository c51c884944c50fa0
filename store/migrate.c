/* migrate.c - see migrate.h. */
#include "migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "buf.h"
#include "db.h"
#include "schema.h"
#include "store_private.h"
#include "store_queue.h"
#include "tables.h"

#define PATH_BYTES  4096
#define SQL_BYTES   64 /* "PRAGMA name = number" */
#define SPARE_BYTES (INT64_C(8) * 1024 * 1024)
#define COPIES      2 /* of the store: the copy beside it, and at most as much in the log */

static int64_t
number(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), 0);
}

static const char version_of[] = "PRAGMA user_version";

/* Every table that was there has as many rows as before, or it was not a migration. */
static void
verify_counts(struct store *s, const struct tables_row *was, size_t n_was, struct arena *a)
{
    struct tables_row *is;
    size_t n_is = tables_count(s, a, &is);

    for (size_t i = 0; i < n_was; i++) {
        const struct tables_row *t = tables_find(is, n_is, was[i].name);

        if (t != NULL && t->n_rows != was[i].n_rows)
            db_fail(s, ST_PROBLEMS,
                    "migration: %s had %" PRId64 " rows and would have %" PRId64
                    ": nothing was changed",
                    was[i].name, was[i].n_rows, t->n_rows);
    }
}

/* The version is read under the lock: another process may have migrated in the meantime. */
enum status
migrate_tables(struct store *s, struct err *err)
{
    struct arena *a = arena_new();
    struct tables_row *was = NULL;
    char sql[SQL_BYTES];
    size_t n_was;
    int from;
    enum status st;

    store_begin(s);
    from = (int)number(s, version_of);
    n_was = tables_count(s, a, &was);
    schema_migrate(s, from, schema_version);
    if (from < schema_version)
        verify_counts(s, was, n_was, a);
    if (from > 0 && from < schema_version)
        (void)store_queue_rebuild(s, 0); /* nobody asks how many */
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", schema_version);
    db_script(s, sql);
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    db_script(s, sql);
    st = store_commit(s, err);
    arena_free(a);
    return st;
}

/* ---- before ---- */

static enum status
measure(struct store *s, const char *path, struct migrate_plan *p, struct err *err)
{
    struct statvfs fs;
    char folder[PATH_BYTES];
    const char *slash = strrchr(path, '/');

    snprintf(folder, sizeof(folder), "%.*s", slash != NULL ? (int)(slash - path) + 1 : 1,
             slash != NULL ? path : ".");
    p->store_bytes = number(s, "SELECT page_count * page_size FROM pragma_page_count(),"
                               " pragma_page_size()");
    p->wanted_bytes = COPIES * p->store_bytes + SPARE_BYTES;
    if (statvfs(folder, &fs) != 0)
        return err_set(err, ST_IO, "%s: %s", folder, strerror(errno));
    p->free_bytes = (int64_t)(fs.f_bavail * fs.f_frsize);
    return store_check(s, err);
}

static enum status
check_whole(struct store *s, const char *path, struct err *err)
{
    struct err why = { "" };
    enum status st = store_whole(s, "PRAGMA quick_check(1)", &why);

    if (st == ST_PROBLEMS)
        return err_set(err, st, "%s: damaged, not migrated (earshot restore): %.400s", path,
                       why.msg);
    return st == ST_OK ? ST_OK : err_set(err, st, "%s", why.msg);
}

/* A copy beside the store, made by SQLite itself, so that it is whole; on the disk before
 * anything is changed. */
static enum status
keep_copy(struct store *s, const char *path, int64_t version, struct err *err)
{
    struct db_query *q;
    char copy[PATH_BYTES];
    enum status st;
    int fd;

    if (snprintf(copy, sizeof(copy), "%s.v%" PRId64, path, version) >= (int)sizeof(copy))
        return err_set(err, ST_LIMIT, "%s: the path is too long", path);
    unlink(copy); /* left by a migration that did not get through */
    q = db_query(s, "VACUUM INTO ?");
    db_bind_str(q, copy);
    db_exec(q);
    st = store_check(s, err);
    if (st != ST_OK) {
        unlink(copy); /* it is not whole */
        return st;
    }
    fd = open(copy, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        st = err_set(err, ST_IO, "%s: %s", copy, strerror(errno));
    if (fd >= 0)
        close(fd);
    return st;
}

enum status
migrate_old(struct store *s, const char *path, int64_t version, struct err *err)
{
    const int64_t mib = INT64_C(1024) * 1024;
    struct migrate_plan p = { 0 };
    enum status st = measure(s, path, &p, err);

    if (st == ST_OK && p.free_bytes < p.wanted_bytes)
        return err_set(err, ST_IO,
                       "%s: %" PRId64 " MiB are free, bringing it to version %d may take %" PRId64
                       ": free some space",
                       path, p.free_bytes / mib, schema_version, p.wanted_bytes / mib);
    if (st == ST_OK)
        st = check_whole(s, path, err);
    if (st == ST_OK)
        st = keep_copy(s, path, version, err);
    return st == ST_OK ? migrate_tables(s, err) : st;
}

/* ---- the plan ---- */

/* "id group_id text ": the columns of a table. */
static const char *
columns_of(struct store *s, const char *table, struct arena *a)
{
    struct db_query *q = db_query(s, "SELECT name FROM pragma_table_info(?)");
    const char *ret = "";

    db_bind_str(q, table);
    while (db_row(q))
        ret = arena_printf(a, "%s%.*s ", ret, TEXT_ARG(db_text(q, 0)));
    db_done(q);
    return ret;
}

static const char *
compare_columns(const char *was, const char *is, struct arena *a)
{
    struct text rest = text_of(is), name;
    const char *ret = "";

    if (strcmp(was, is) == 0)
        return "";
    if (was[0] == '\0')
        return "new";
    while (text_cut(&rest, " ", &name))
        if (text_find(text_of(arena_printf(a, " %s", was)),
                      text_of(arena_printf(a, " %.*s ", TEXT_ARG(name)))) == TEXT_NPOS)
            ret = arena_printf(a, "%s +%.*s", ret, TEXT_ARG(name));
    return ret[0] != '\0' ? arena_printf(a, "columns:%s", ret) : "made anew";
}

/* What the present version looks like is seen in an empty store, in memory. */
static enum status
list_changes(struct store *s, struct arena *a, struct migrate_plan *p, struct err *err)
{
    struct store *empty = NULL;
    struct tables_row *was, *is;
    size_t n_was = tables_count(s, a, &was), n_is;
    enum status st =
        store_connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &empty, err);

    if (st == ST_OK)
        st = migrate_tables(empty, err);
    if (st != ST_OK) {
        store_close(empty);
        return st;
    }
    n_is = tables_count(empty, a, &is);
    for (size_t i = 0; i < n_is; i++) {
        const struct tables_row *old = tables_find(was, n_was, is[i].name);

        p->changes = arena_grow(a, p->changes, p->n_changes, &p->cap_changes, sizeof(*p->changes));
        p->changes[p->n_changes++] =
            (struct migrate_change){ is[i].name,
                                     compare_columns(columns_of(s, is[i].name, a),
                                                     columns_of(empty, is[i].name, a), a),
                                     old != NULL ? old->n_rows : 0 };
    }
    st = store_check(empty, err);
    store_close(empty);
    return st;
}

enum status
migrate_plan(const char *path, struct arena *a, struct migrate_plan *ret, struct err *err)
{
    struct store *s = NULL;
    int64_t id;
    enum status st;

    *ret = (struct migrate_plan){ .to = schema_version };
    st = store_connect_there(path, &s, err);
    if (st != ST_OK)
        return st;
    id = number(s, "PRAGMA application_id");
    ret->from = number(s, version_of);
    st = store_check(s, err);
    if (st != ST_OK || id != STORE_APPLICATION_ID)
        st = err_set(err, ST_CONFIG, "%s: not a store of earshot, or a damaged one", path);
    else if (ret->from > schema_version)
        st = err_set(err, ST_CONFIG, "%s: written by a newer earshot: upgrade the program", path);
    if (st == ST_OK)
        st = measure(s, path, ret, err);
    if (st == ST_OK)
        st = check_whole(s, path, err);
    if (st == ST_OK)
        st = list_changes(s, a, ret, err);
    store_close(s);
    return st;
}
