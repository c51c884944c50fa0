#include "archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <zlib.h>

#include "archive_record.h"
#include "cdxj.h"
#include "file.h"
#include "mem.h"

#define PATH_BYTES  4096
#define GZIP_WINDOW 31 /* 15 bits, and 16 for a gzip header */
#define GZIP_MEMORY 8
#define MAX_SERIAL  100000 /* files of one run, or of runs begun in one millisecond */
#define MS_PER_S    INT64_C(1000)
#define ENDING      ".warc.gz"
#define LINES_PART  ".lines" /* the index's lines in the order of the file */

/*
 * Invariant: while fd >= 0, path is name and ARCHIVE_OPEN, end bytes of it are
 * whole records, and lines_fd's file has the lines of all of them
 * unless lines_lost: then the file stays open for the next run to repair.
 */
struct archive {
    struct archive_config cfg;
    char *dir; /* owned: archive/ itself */
    char name[ARCHIVE_NAME_BYTES], info_id[ARCHIVE_ID_BYTES];
    int fd, lines_fd; /* -1: none is open */
    bool lines_lost;  /* a line could not be written */
    int64_t end;
    unsigned serial;
    struct buf records, packed; /* kept for the next answer */
    struct arena *arena;
};

static void
path_of(const struct archive *a, const char *name, const char *ending, char out[PATH_BYTES])
{
    snprintf(out, PATH_BYTES, "%s/%s%s", a->dir, name, ending);
}

enum status
archive_open(const struct archive_config *cfg, struct archive **ret, struct err *err)
{
    struct archive *a = mem_zalloc(sizeof(*a));
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/archive", cfg->dir);
    a->cfg = *cfg;
    if (a->cfg.max_file_bytes == 0)
        a->cfg.max_file_bytes = ARCHIVE_MAX_FILE;
    a->dir = mem_dup(path, strlen(path));
    a->fd = a->lines_fd = -1;
    a->arena = arena_new();
    buf_init(&a->records, 2 * ARCHIVE_MAX_HEAD);
    buf_init(&a->packed, FETCH_MAX_SITEMAP + 2 * ARCHIVE_MAX_HEAD);
    st = file_mkdir(path, err);
    if (st == ST_OK && sodium_init() < 0)
        st = err_set(err, ST_IO, "libsodium does not start: no names for archive records");
    if (st != ST_OK) {
        (void)archive_close(a, NULL); /* nothing is open: nothing can fail */
        return st;
    }
    *ret = a;
    return ST_OK;
}

/* ---- one file's end ---- */

enum status
archive_complete(struct archive *a, const char *name, struct text lines, struct err *err)
{
    char from[PATH_BYTES], to[PATH_BYTES];
    enum status st;

    path_of(a, name, "", to);
    path_of(a, name, ARCHIVE_OPEN, from);
    st = cdxj_write(cdxj_path(to, a->arena), lines, err);
    if (st == ST_OK && rename(from, to) != 0)
        st = err_set(err, ST_IO, "%s: %s", from, strerror(errno));
    if (st == ST_OK) {
        path_of(a, name, LINES_PART, to);
        unlink(to);
    }
    arena_clear(a->arena);
    return st;
}

static enum status
finish_file(struct archive *a, struct err *err)
{
    char path[PATH_BYTES];
    struct buf lines;
    enum status st = ST_OK;

    if (a->fd < 0)
        return ST_OK;
    path_of(a, a->name, LINES_PART, path);
    if (fsync(a->fd) != 0)
        st = err_set(err, ST_IO, "%s: %s", a->dir, strerror(errno));
    close(a->fd);
    close(a->lines_fd);
    a->fd = a->lines_fd = -1;
    buf_init(&lines, BUF_LARGE);
    if (st == ST_OK && !a->lines_lost)
        st = file_read(path, &lines, err);
    if (st == ST_OK && !a->lines_lost)
        st = archive_complete(a, a->name, buf_text(&lines), err);
    buf_release(&lines);
    return st;
}

enum status
archive_close(struct archive *a, struct err *err)
{
    enum status st;

    if (a == NULL)
        return ST_OK;
    st = finish_file(a, err);
    buf_release(&a->records);
    buf_release(&a->packed);
    arena_free(a->arena);
    free(a->dir);
    free(a);
    return st;
}

/* ---- writing ---- */

/* Append a record to out as one gzip member: its head, its body, its end. */
static bool
pack(struct buf *out, struct text head, struct text body)
{
    const struct text parts[] = { head, body, TEXT_LIT(ARCHIVE_RECORD_END) };
    z_stream z = { 0 };
    unsigned char chunk[BUFSIZ];
    int rc = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                          Z_DEFAULT_STRATEGY);

    for (size_t i = 0; i < N_ELEMENTS(parts) && rc == Z_OK; i++) {
        bool last = i + 1 == N_ELEMENTS(parts);

        z.next_in = (z_const Bytef *)(uintptr_t)parts[i].p;
        z.avail_in = (uInt)parts[i].n;
        do {
            z.next_out = chunk;
            z.avail_out = sizeof(chunk);
            rc = deflate(&z, last ? Z_FINISH : Z_NO_FLUSH);
            buf_add(out, chunk, sizeof(chunk) - z.avail_out);
        } while (rc == Z_OK && (z.avail_in > 0 || last));
        if (rc == Z_BUF_ERROR && !last)
            rc = Z_OK; /* it had nothing to do: an empty body */
    }
    deflateEnd(&z);
    return rc == Z_STREAM_END && !out->over;
}

/* Append t or nothing: half a member would hide what follows. */
static enum status
append(struct archive *a, struct text t, struct err *err)
{
    ssize_t n = 0;
    size_t done = 0;

    while (done < t.n && (n = write(a->fd, t.p + done, t.n - done)) != 0) {
        if (n < 0 && errno != EINTR)
            break;
        done += n > 0 ? (size_t)n : 0;
    }
    if (done == t.n) {
        a->end += (int64_t)t.n;
        return ST_OK;
    }
    err_set(err, ST_IO, "%s: cannot write: %s", a->dir,
            n < 0 ? strerror(errno) : "the disk is full");
    if (ftruncate(a->fd, a->end) != 0)
        return err_set(err, ST_IO, "%s: the last record is broken: %s", a->dir, strerror(errno));
    return ST_IO;
}

static void
make_name(struct archive *a, int64_t at_ms)
{
    char date[CLOCK_RFC3339_BYTES], digits[CLOCK_RFC3339_BYTES];
    size_t n = 0;

    clock_rfc3339(at_ms / MS_PER_S, date);
    for (const char *p = date; *p != '\0'; p++)
        if (*p >= '0' && *p <= '9')
            digits[n++] = *p;
    digits[n] = '\0';
    snprintf(a->name, sizeof(a->name), "earshot-%.14s%03u-%05u" ENDING, digits,
             (unsigned)(at_ms % MS_PER_S), a->serial++ % MAX_SERIAL);
}

static enum status
begin_file(struct archive *a, struct err *err)
{
    char path[PATH_BYTES], done[PATH_BYTES];
    enum status st;

    do {
        make_name(a, clock_now_ms(a->cfg.clock));
        path_of(a, a->name, "", done);
        path_of(a, a->name, ARCHIVE_OPEN, path);
        a->fd = file_exists(done)
                    ? -1
                    : open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    } while (a->fd < 0 && (file_exists(done) || errno == EEXIST) && a->serial < MAX_SERIAL);
    if (a->fd < 0)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    path_of(a, a->name, LINES_PART, done);
    a->lines_fd = open(done, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (a->lines_fd < 0) {
        st = err_set(err, ST_IO, "%s: %s", done, strerror(errno));
        close(a->fd);
        a->fd = -1;
        return st;
    }
    a->end = 0;
    a->lines_lost = false;
    archive_make_id(a->info_id);
    buf_clear(&a->records);
    buf_clear(&a->packed);
    archive_record_info(&a->records, &a->cfg, a->name, a->info_id, clock_now_s(a->cfg.clock));
    return pack(&a->packed, buf_text(&a->records), TEXT_NONE)
               ? append(a, buf_text(&a->packed), err)
               : err_set(err, ST_LIMIT, "archive: the first record is too large");
}

static enum status
add_line(struct archive *a, const struct archive_answer *answer, const struct archive_place *place,
         struct err *err)
{
    const struct fetch_response *r = answer->response;
    struct cdxj_entry e = { .url = answer->url,
                            .at_s = r->started_ms / MS_PER_S,
                            .mime = r->fields[FETCH_CONTENT_TYPE],
                            .status = r->status,
                            .digest = text_of(r->unwanted || r->cut ? NULL : answer->digest),
                            .offset = place->offset,
                            .length = place->length,
                            .file = text_of(a->name),
                            .revisit = answer->same_as_s != 0 };
    ssize_t n;

    buf_clear(&a->records);
    arena_clear(a->arena);
    cdxj_add(&a->records, &e, a->arena);
    n = write(a->lines_fd, a->records.p, a->records.n);
    a->lines_lost = a->lines_lost || n != (ssize_t)a->records.n;
    return n == (ssize_t)a->records.n
               ? ST_OK
               : err_set(err, ST_IO, "%s: cannot write the index: %s", a->dir,
                         n < 0 ? strerror(errno) : "the disk is full");
}

enum status
archive_add(struct archive *a, const struct archive_answer *answer, struct archive_place *ret,
            struct err *err)
{
    char id[ARCHIVE_ID_BYTES];
    enum status st = ST_OK;
    size_t first;
    bool ok;

    if (a->fd < 0)
        st = begin_file(a, err);
    if (st != ST_OK)
        return st;
    archive_make_id(id);
    buf_clear(&a->records);
    buf_clear(&a->packed);
    archive_record_answer(&a->records, answer, a->info_id, id);
    first = a->records.n;
    ok = pack(&a->packed, buf_text(&a->records), archive_record_body(answer));
    memcpy(ret->file, a->name, sizeof(ret->file));
    ret->offset = a->end;
    ret->length = (int64_t)a->packed.n;
    archive_record_request(&a->records, answer, a->info_id, id);
    if (ok && a->records.n > first)
        ok = pack(&a->packed, text_from(buf_text(&a->records), first), TEXT_NONE);
    if (!ok || a->records.over)
        return err_set(err, ST_LIMIT, "archive: the record of %.*s is too large",
                       TEXT_ARG(text_sub(answer->url, 0, 200)));
    st = append(a, buf_text(&a->packed), err);
    if (st == ST_OK)
        st = add_line(a, answer, ret, err);
    if (a->packed.cap > FETCH_MAX_BODY)
        buf_release(&a->packed); /* a sitemap's: too large to keep around */
    return st;
}

enum status
archive_turn(struct archive *a, struct err *err)
{
    return a->fd >= 0 && a->end >= a->cfg.max_file_bytes ? finish_file(a, err) : ST_OK;
}

bool
archive_has(const struct archive *a, const char *file)
{
    char path[PATH_BYTES];

    path_of(a, file, "", path);
    if (file_exists(path))
        return true;
    path_of(a, file, ARCHIVE_OPEN, path);
    return file_exists(path);
}

/* ---- after a kill ---- */

bool
archive_left_open(const struct archive *a, char name[ARCHIVE_NAME_BYTES])
{
    DIR *d = opendir(a->dir);
    struct dirent *e;
    bool found = false;

    while (d != NULL && !found && (e = readdir(d)) != NULL) {
        struct text t = text_of(e->d_name);

        if (!text_ends(t, TEXT_LIT(ENDING ARCHIVE_OPEN)) ||
            t.n - strlen(ARCHIVE_OPEN) >= ARCHIVE_NAME_BYTES ||
            (a->fd >= 0 && text_starts(t, text_of(a->name))))
            continue;
        snprintf(name, ARCHIVE_NAME_BYTES, "%.*s", (int)(t.n - strlen(ARCHIVE_OPEN)), t.p);
        found = true;
    }
    if (d != NULL)
        closedir(d);
    return found;
}

enum status
archive_repair(const struct archive *a, const char *name, struct archive_scan *scan,
               struct err *err)
{
    char path[PATH_BYTES];
    enum status st;

    path_of(a, name, ARCHIVE_OPEN, path);
    st = archive_scan(path, scan, err);
    if (st == ST_INVALID || (st == ST_OK && scan->whole_bytes == 0)) {
        scan->whole_bytes = 0; /* killed before the first record was written */
        st = unlink(path) == 0 ? ST_OK : err_set(err, ST_IO, "%s: %s", path, strerror(errno));
        path_of(a, name, LINES_PART, path);
        unlink(path);
    } else if (st == ST_OK && scan->whole_bytes < scan->file_bytes &&
               truncate(path, scan->whole_bytes) != 0) {
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    }
    return st;
}
