/* backup.c - writing a backup; see backup.h.  Reading one is backup_check.c's. */
#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "backup_sum.h"
#include "clock.h"
#include "db.h"
#include "file.h"
#include "store_private.h"
#include "workfiles.h"

#define PATH_BYTES    4096
#define PROGRESS_STEP 20000 /* instructions of SQLite's between two looks at stop(): some ms */
#define SPARE_BYTES   (INT64_C(8) * 1024 * 1024) /* of the disk, besides what it takes */

static const char tables[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" /* it counts when it has its name */
    "CREATE TABLE backup_file (path TEXT PRIMARY KEY, mode INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE backup_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)";
/* Of a store of before there were any, nothing. */
static const char has_seams[] = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'weblog_seam'";
static const char
    no_seams[] = /* they are for the next days alone; not kept in free pages, either */
    "PRAGMA secure_delete = ON; DELETE FROM weblog_seam; DELETE FROM weblog_key";
static const char add_file[] = "INSERT INTO backup_file (path, mode, body) VALUES (?, ?, ?)";
static const char add_fact[] = "INSERT INTO backup_fact (name, value) VALUES (?, ?)";
static const char size_of[] = "SELECT page_count * page_size FROM pragma_page_count(),"
                              " pragma_page_size()";

/* What is written, and where it goes meanwhile. */
struct writing {
    const struct backup_job *job;
    struct backup_facts *facts;
    struct arena *arena;
    struct workfiles files;
    char part[PATH_BYTES];
    int fd; /* of part, which it holds the lock of; -1: not open */
};

static int64_t
ask_size(struct store *s)
{
    enum store_role role = s->role;
    int64_t bytes;

    store_set_role(s, STORE_SCHEMA);
    bytes = db_exec_int(db_query(s, size_of), 0);
    store_set_role(s, role);
    return bytes;
}

static enum status
plan(struct writing *w, struct err *err)
{
    const struct backup_job *job = w->job;

    workfiles_list(job->dir, w->arena, &w->files);
    w->facts->made_s = job->now_s;
    w->facts->store_bytes = w->facts->file_bytes = ask_size(job->store);
    for (size_t i = 0; i < w->files.n; i++)
        if ((uint64_t)w->files.v[i].bytes <= BACKUP_MAX_FILE_BYTES) {
            w->facts->file_bytes += w->files.v[i].bytes;
            w->facts->n_files++;
        }
    return store_check(job->store, err);
}

enum status
backup_plan(const struct backup_job *job, struct backup_facts *ret, struct err *err)
{
    struct writing w = { .job = job, .facts = ret, .arena = arena_new(), .fd = -1 };
    enum status st;

    *ret = (struct backup_facts){ .made_s = job->now_s };
    st = plan(&w, err);
    arena_free(w.arena);
    return st;
}

/* ---- before ---- */

static void
folder_of(const char *path, char out[PATH_BYTES])
{
    const char *slash = strrchr(path, '/');

    snprintf(out, PATH_BYTES, "%.*s", slash != NULL ? (int)(slash - path) : 1,
             slash != NULL ? path : ".");
    if (out[0] == '\0')
        snprintf(out, PATH_BYTES, "/");
}

static enum status
check_room(struct writing *w, struct err *err)
{
    const int64_t mib = INT64_C(1024) * 1024;
    char folder[PATH_BYTES];
    struct statvfs fs;
    int64_t room;

    folder_of(w->job->path, folder);
    if (statvfs(folder, &fs) != 0)
        return err_set(err, ST_IO, "%s: %s", folder, strerror(errno));
    room = (int64_t)(fs.f_bavail * fs.f_frsize);
    if (room >= w->facts->file_bytes + SPARE_BYTES)
        return ST_OK;
    return err_set(err, ST_IO,
                   "%s: %" PRId64 " MiB are free, the backup may take %" PRId64
                   ": free some space, or name another place with -o",
                   folder, room / mib, (w->facts->file_bytes + SPARE_BYTES) / mib);
}

/* What a killed backup left under that name is written over; who writes it now holds its lock. */
static enum status
open_part(struct writing *w, struct err *err)
{
    if (snprintf(w->part, sizeof(w->part), "%s.part", w->job->path) >= (int)sizeof(w->part))
        return err_set(err, ST_LIMIT, "%s: the path is too long", w->job->path);
    if (file_exists(w->job->path))
        return err_set(err, ST_CONFLICT, "%s is there already: a backup is never written over",
                       w->job->path);
    w->fd = open(w->part, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (w->fd < 0)
        return err_set(err, ST_IO, "%s: %s", w->part, strerror(errno));
    if (flock(w->fd, LOCK_EX | LOCK_NB) != 0)
        return err_set(err, ST_BUSY, "%s: another backup is being written there", w->part);
    return ftruncate(w->fd, 0) == 0 ? ST_OK
                                    : err_set(err, ST_IO, "%s: %s", w->part, strerror(errno));
}

/* ---- writing ---- */

static int
on_progress(void *self)
{
    const struct writing *w = self;
    struct stat sb;

    if (w->job->progress != NULL && fstat(w->fd, &sb) == 0)
        w->job->progress(w->job->self, (int64_t)sb.st_size, w->facts->store_bytes);
    return w->job->stop != NULL && w->job->stop();
}

/* One snapshot, however long it takes: writers go on in the log. */
static enum status
copy_store(struct writing *w, struct err *err)
{
    struct store *s = w->job->store;
    enum store_role role = s->role;
    struct db_query *q;
    enum status st;

    store_set_role(s, STORE_SCHEMA);
    sqlite3_progress_handler(s->db, PROGRESS_STEP, on_progress, w);
    q = db_query(s, "VACUUM INTO ?");
    db_bind_str(q, w->part);
    db_exec(q);
    sqlite3_progress_handler(s->db, 0, NULL, NULL);
    st = store_check(s, err);
    store_set_role(s, role);
    if (st != ST_OK && w->job->stop != NULL && w->job->stop())
        return ST_INTERRUPTED;
    return st;
}

static void
skip(const struct writing *w, const char *path, const char *why)
{
    if (w->job->left_out != NULL)
        w->job->left_out(w->job->self, path, why);
}

static void
put_file(struct writing *w, struct store *s, const struct workfiles_file *f)
{
    char path[PATH_BYTES];
    struct err err = { "" };
    struct db_query *q;
    struct buf b;

    snprintf(path, sizeof(path), "%s/%s", w->job->dir, f->path);
    buf_init(&b, BACKUP_MAX_FILE_BYTES);
    if (file_read(path, &b, &err) == ST_OK) {
        q = db_query(s, add_file);
        db_bind_str(q, f->path);
        db_bind_int(q, f->mode);
        db_bind_blob(q, buf_text(&b));
        (void)db_exec(q); /* sticky */
        w->facts->n_files++;
    } else {
        skip(w, f->path, err.msg);
    }
    buf_release(&b);
}

static void
put_fact(struct store *s, const char *name, const char *value)
{
    struct db_query *q = db_query(s, add_fact);

    db_bind_str(q, name);
    db_bind_str(q, value);
    (void)db_exec(q); /* sticky */
}

static enum status
add_files(struct writing *w, struct err *err)
{
    char made[CLOCK_RFC3339_BYTES];
    struct store *s = NULL;
    enum status st = store_connect(w->part, SQLITE_OPEN_READWRITE, &s, err);

    if (st != ST_OK)
        return st;
    db_script(s, tables);
    if (db_exec_int(db_query(s, has_seams), 0) > 0)
        db_script(s, no_seams);
    store_begin(s);
    w->facts->n_files = 0;
    for (size_t i = 0; i < w->files.n; i++)
        put_file(w, s, &w->files.v[i]);
    for (size_t i = 0; i < w->files.n_left_out; i++)
        skip(w, w->files.left_out[i], "no file");
    put_fact(s, "made", clock_rfc3339(w->job->now_s, made));
    put_fact(s, "program", EARSHOT_VERSION);
    st = store_commit(s, err);
    store_close(s);
    return st;
}

/* Its checksum, then onto the disk, then its name. */
static enum status
seal(struct writing *w, struct err *err)
{
    char trailer[BACKUP_TRAILER_BYTES + 1], folder[PATH_BYTES];
    struct stat sb;
    int dir;
    enum status st;

    if (fstat(w->fd, &sb) != 0)
        return err_set(err, ST_IO, "%s: %s", w->part, strerror(errno));
    st = backup_sum_trailer(w->fd, (int64_t)sb.st_size, trailer, err);
    if (st != ST_OK)
        return st;
    if (pwrite(w->fd, trailer, BACKUP_TRAILER_BYTES, sb.st_size) != BACKUP_TRAILER_BYTES ||
        fsync(w->fd) != 0)
        return err_set(err, ST_IO, "%s: %s", w->part, strerror(errno));
    if (link(w->part, w->job->path) != 0)
        return err_set(err, errno == EEXIST ? ST_CONFLICT : ST_IO, "%s: %s", w->job->path,
                       strerror(errno));
    unlink(w->part);
    folder_of(w->job->path, folder);
    dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        if (fsync(dir) != 0)
            st = err_set(err, ST_IO, "%s: %s", folder, strerror(errno));
        close(dir);
    }
    w->facts->file_bytes = (int64_t)sb.st_size + BACKUP_TRAILER_BYTES;
    return st;
}

enum status
backup_write(const struct backup_job *job, struct backup_facts *ret, struct err *err)
{
    struct writing w = { .job = job, .facts = ret, .arena = arena_new(), .fd = -1 };
    bool ours = false;
    enum status st;

    *ret = (struct backup_facts){ .made_s = job->now_s };
    st = plan(&w, err);
    if (st == ST_OK)
        st = check_room(&w, err);
    if (st == ST_OK) {
        st = open_part(&w, err);
        ours = st == ST_OK;
    }
    if (st == ST_OK)
        st = copy_store(&w, err);
    if (st == ST_OK)
        st = add_files(&w, err);
    if (st == ST_OK)
        st = seal(&w, err);
    if (ours && st != ST_OK)
        unlink(w.part);
    if (w.fd >= 0)
        close(w.fd);
    arena_free(w.arena);
    return st;
}
