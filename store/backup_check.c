/* backup_check.c - reading a backup: is it whole, and putting it back; see backup.h. */
#include "backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup_sum.h"
#include "clock.h"
#include "db.h"
#include "file.h"
#include "schema.h"
#include "store_audit.h"
#include "store_private.h"
#include "tables.h"
#include "workfiles.h"

#define PATH_BYTES  4096
#define CHUNK_BYTES 65536
#define STAGE       ".restoring" /* below the folder: what is put back, until all of it is there */

/* A path as SQLite's file: URI, which says that nobody writes it: no lock, no -wal beside it. */
static const char *
uri_of(const char *path, struct arena *a)
{
    struct buf b;
    const char *ret;

    buf_init(&b, BUF_SMALL);
    buf_add_str(&b, "file:");
    for (const char *p = path; *p != '\0'; p++)
        if (strchr("%?#", *p) != NULL)
            buf_addf(&b, "%%%02X", (unsigned)*p);
        else
            buf_add_char(&b, *p);
    buf_add_str(&b, "?immutable=1");
    ret = arena_str(a, buf_text(&b));
    buf_release(&b);
    return ret;
}

static int64_t
number(struct store *s, const char *sql)
{
    return db_exec_int(db_query(s, sql), 0);
}

static enum status
check_version(struct store *s, const char *path, int64_t *ret, struct err *err)
{
    int64_t id = number(s, "PRAGMA application_id");
    enum status st;

    *ret = number(s, "PRAGMA user_version");
    st = store_check(s, err);
    if (st != ST_OK)
        return err_set(err, ST_PROBLEMS, "%s: damaged: SQLite finds no database in it", path);
    if (id != STORE_APPLICATION_ID)
        return err_set(err, ST_INVALID, "%s: what is in it is no store of earshot", path);
    if (*ret > schema_version)
        return err_set(err, ST_CONFIG,
                       "%s: made by a newer earshot (schema %" PRId64 ", this program knows %d): "
                       "upgrade the program",
                       path, *ret, schema_version);
    return ST_OK;
}

static enum status
check_tables(struct store *s, const char *path, struct err *err)
{
    struct err why = { "" };
    enum status st = store_whole(s, "PRAGMA integrity_check(1)", &why);
    struct db_query *q = db_query(s, "PRAGMA foreign_key_check");

    if (st == ST_OK && db_row(q))
        st = err_set(&why, ST_PROBLEMS, "a row of %.*s speaks of one that is not there",
                     TEXT_ARG(db_text(q, 0)));
    db_done(q);
    if (st == ST_OK)
        st = store_check(s, &why);
    return st == ST_OK ? ST_OK : err_set(err, ST_PROBLEMS, "%s: damaged: %.400s", path, why.msg);
}

static void
read_facts(struct store *s, struct backup_facts *ret)
{
    static const char fact[] = "SELECT value FROM backup_fact WHERE name = ?";
    struct tables_row *v;
    struct arena *a = arena_new();
    size_t n = tables_count(s, a, &v);
    struct db_query *q = db_query(s, fact);
    bool has_time;

    for (size_t i = 0; i < n; i++)
        if (strncmp(v[i].name, "backup_", strlen("backup_")) != 0)
            ret->n_rows += v[i].n_rows;
    db_bind_str(q, "made");
    if (db_row(q))
        (void)clock_parse_rfc3339(db_text(q, 0), &ret->made_s, &has_time); /* then it is not said */
    db_done(q);
    q = db_query(s, fact);
    db_bind_str(q, "program");
    if (db_row(q))
        snprintf(ret->program, sizeof(ret->program), "%.*s",
                 TEXT_ARG(text_sub(db_text(q, 0), 0, sizeof(ret->program) - 1)));
    db_done(q);
    ret->n_files = number(s, "SELECT COUNT(*) FROM backup_file");
    arena_free(a);
}

static bool
has_table(struct store *s, const char *name)
{
    struct db_query *q =
        db_query(s, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?");

    db_bind_str(q, name);
    return db_exec_int(q, 0) > 0;
}

static enum status
check_store(const char *path, struct backup_facts *f, struct err *err)
{
    struct store_audit_verdict audit = { 0 };
    struct arena *a = arena_new();
    struct store *s = NULL;
    enum status st =
        store_connect(uri_of(path, a), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, &s, err);

    if (st == ST_OK)
        st = check_version(s, path, &f->version, err);
    if (st == ST_OK)
        st = check_tables(s, path, err);
    if (st == ST_OK && has_table(s, "audit")) {
        st = store_audit_verify(s, TEXT_NONE, &audit, err);
        f->n_audit = audit.n_rows;
    }
    if (st == ST_OK) {
        read_facts(s, f);
        st = store_check(s, err);
    }
    store_close(s);
    arena_free(a);
    return st;
}

enum status
backup_check(const char *path, struct backup_facts *ret, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum status st;

    *ret = (struct backup_facts){ .program = "" };
    if (fd < 0)
        return err_set(err, errno == ENOENT ? ST_NOTFOUND : ST_IO, "%s: %s", path, strerror(errno));
    st = backup_sum_check(fd, path, &ret->store_bytes, err);
    close(fd);
    ret->file_bytes = ret->store_bytes + BACKUP_TRAILER_BYTES;
    return st == ST_OK ? check_store(path, ret, err) : st;
}

/* ---- putting it back ---- */

/* The store of the backup as a file of its own. */
static enum status
copy_out(const char *path, int64_t bytes, const char *to, struct err *err)
{
    char chunk[CHUNK_BYTES];
    int in = open(path, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    enum status st = ST_OK;

    if (in < 0 || out < 0)
        st = err_set(err, ST_IO, "%s: %s", in < 0 ? path : to, strerror(errno));
    while (st == ST_OK && bytes > 0) {
        ssize_t n = read(in, chunk, bytes < CHUNK_BYTES ? (size_t)bytes : CHUNK_BYTES);

        if (n <= 0 || write(out, chunk, (size_t)n) != n)
            st = err_set(err, ST_IO, "%s: %s", to, strerror(errno));
        bytes -= n;
    }
    if (st == ST_OK && fsync(out) != 0)
        st = err_set(err, ST_IO, "%s: %s", to, strerror(errno));
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return st;
}

static enum status
write_file(struct db_query *q, const char *stage, struct err *err)
{
    char path[2 * PATH_BYTES];
    struct text name = db_text(q, 0);
    enum status st;

    if (!workfiles_allowed(name))
        return err_set(err, ST_INVALID, "\"%.*s\" in the backup is no file of a workspace",
                       TEXT_ARG(text_sub(name, 0, sizeof(err->msg) / 2)));
    snprintf(path, sizeof(path), "%s/%.*s", stage, TEXT_ARG(name));
    *strrchr(path, '/') = '\0';
    st = file_mkdir(path, err);
    path[strlen(path)] = '/';
    return st == ST_OK
               ? file_write(path, db_text(q, 2), (unsigned)db_int(q, 1) & WORKFILES_MODE, err)
               : st;
}

/* The files come out of the store, whose tables for them go. */
static enum status
unpack(const char *stage, struct err *err)
{
    struct store *s = NULL;
    char path[2 * PATH_BYTES];
    struct db_query *q;
    enum status st, read;

    snprintf(path, sizeof(path), "%s/earshot.db", stage);
    st = store_connect(path, SQLITE_OPEN_READWRITE, &s, err);
    if (st != ST_OK)
        return st;
    q = db_query(s, "SELECT path, mode, body FROM backup_file ORDER BY path");
    while (st == ST_OK && db_row(q))
        st = write_file(q, stage, err);
    db_done(q);
    read = store_check(s, st == ST_OK ? err : NULL);
    db_script(s, "PRAGMA secure_delete = ON; DROP TABLE backup_file; DROP TABLE backup_fact");
    if (st == ST_OK)
        st = read != ST_OK ? read : store_check(s, err);
    store_close(s);
    return st;
}

/* rename(2), where there is something to move. */
static enum status
move(const char *from_dir, const char *to_dir, const char *name, struct err *err)
{
    char from[2 * PATH_BYTES], to[2 * PATH_BYTES];

    snprintf(from, sizeof(from), "%s/%s", from_dir, name);
    snprintf(to, sizeof(to), "%s/%s", to_dir, name);
    if (!file_exists(from))
        return ST_OK;
    if (rename(from, to) != 0)
        return err_set(err, ST_IO, "%s: cannot move it to %s: %s", from, to, strerror(errno));
    return ST_OK;
}

/* What must make place, the store first: from then on this is no workspace. */
static const char *const others[] = { "earshot.db", "earshot.db-wal", "earshot.db-shm", "index" };

static enum status
make_place(const char *dir, const char *kept, struct err *err)
{
    enum status st = ST_OK;
    char path[2 * PATH_BYTES];

    for (size_t i = 0; kept == NULL && workfiles_top(i) != NULL; i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, workfiles_top(i));
        if (file_exists(path))
            return err_set(err, ST_CONFLICT, "%s is there already: nothing was changed", path);
    }
    for (size_t i = 0; kept == NULL && i < N_ELEMENTS(others); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, others[i]);
        if (file_exists(path))
            return err_set(err, ST_CONFLICT, "%s is there already: nothing was changed", path);
    }
    if (kept == NULL)
        return ST_OK;
    st = file_mkdir(kept, err);
    for (size_t i = 0; st == ST_OK && i < N_ELEMENTS(others); i++)
        st = move(dir, kept, others[i], err);
    for (size_t i = 0; st == ST_OK && workfiles_top(i) != NULL; i++)
        st = move(dir, kept, workfiles_top(i), err);
    return st;
}

/* A folder of ours and all below it. */
static void
remove_tree(const char *dir)
{
    DIR *d = opendir(dir);
    struct dirent *e;
    char path[2 * PATH_BYTES];

    while (d != NULL && (e = readdir(d)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
        if (unlink(path) != 0)
            remove_tree(path);
    }
    if (d != NULL)
        closedir(d);
    rmdir(dir);
}

enum status
backup_restore(const char *path, const char *dir, const char *kept, struct err *err)
{
    struct backup_facts facts;
    char stage[PATH_BYTES], to[PATH_BYTES];
    enum status st = backup_check(path, &facts, err);

    if (st != ST_OK)
        return st;
    snprintf(stage, sizeof(stage), "%s/%s", dir, STAGE);
    if (snprintf(to, sizeof(to), "%s/earshot.db", stage) >= (int)sizeof(to))
        return err_set(err, ST_LIMIT, "%s: the path is too long", dir);
    remove_tree(stage); /* left by one that was killed */
    st = file_mkdir(stage, err);
    if (st == ST_OK)
        st = copy_out(path, facts.store_bytes, to, err);
    if (st == ST_OK)
        st = unpack(stage, err);
    if (st == ST_OK)
        st = make_place(dir, kept, err);
    for (size_t i = 0; st == ST_OK && workfiles_top(i) != NULL; i++)
        st = move(stage, dir, workfiles_top(i), err);
    if (st == ST_OK)
        st = move(stage, dir, "earshot.db", err);
    remove_tree(stage);
    return st;
}
