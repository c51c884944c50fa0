/* archive_erase.c - see archive_erase.h. */
#include "archive_erase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "archive.h"
#include "archive_record.h"
#include "archive_scan.h"
#include "cdxj.h"
#include "charset.h"
#include "warc_http.h"
#include "words.h"

#define PATH_BYTES   4096
#define CHUNK_BYTES  65536
#define GZIP_HEAD    10 /* RFC 1952: up to the optional fields */
#define GZIP_FLAGS   3  /* where the flags stand */
#define GZIP_COMMENT 16 /* the flag of a comment, which is as long as it likes */
#define GZIP_WINDOW  31
#define GZIP_MEMORY  8
#define BLANK_BYTES  512 /* a record that says nothing, packed: about 200 */
#define RECORD_BYTES 1024

struct hole {
    int64_t offset, length;
};

struct erasing {
    const struct archive_erase *job;
    struct words words; /* of the job */
    struct buf block;   /* of the record that is being read */
    struct hole *holes; /* in the arena */
    size_t n, cap;
};

static void
take(void *self, struct text piece)
{
    struct erasing *e = self;

    buf_add_text(&e->block, piece); /* what is over the cap is not searched */
}

/* In the body as the crawler reads it: archives from elsewhere are coded, old pages no UTF-8. */
static bool
is_in_body(const struct erasing *e, struct text content_type, struct arena *scratch)
{
    struct text block = buf_text(&e->block), body, read;
    struct warc_record r = { .body = block, .type = content_type };

    (void)warc_http_read(block, scratch, &r); /* no answer of a server: as it is */
    body = text_from(block, block.n - (r.body.n < block.n ? r.body.n : block.n));
    read = charset_decode(r.body, r.type, scratch, NULL);
    return !text_eq(read, body) && words_any(read, &e->words);
}

static bool
is_hit(const struct erasing *e, const struct warc_item *item, struct arena *scratch)
{
    const struct archive_erase *job = e->job;

    for (size_t i = 0; i < job->n_urls; i++)
        if (text_eq(item->url, job->urls[i]))
            return true;
    if (job->addresses && words_any(item->header, &e->words))
        return true;
    if (!job->addresses && text_eq_nocase(item->type, TEXT_LIT("request")))
        return false;
    return words_any(buf_text(&e->block), &e->words) || is_in_body(e, item->content_type, scratch);
}

/* The records of a file that are to go. */
static enum status
look(struct erasing *e, const char *path, const char *file, struct arena *a, struct err *err)
{
    struct arena *scratch = arena_new();
    struct warc *w = NULL;
    struct warc_item item;
    enum status st = warc_open(path, &w, err);

    while (st == ST_OK) {
        arena_clear(scratch);
        buf_clear(&e->block);
        st = warc_next_item(w, (struct warc_sink){ take, e }, scratch, &item, err);
        if (st != ST_OK || item.url.n == 0 || !is_hit(e, &item, scratch))
            continue;
        e->job->found(e->job->self, file, item.alone ? item.offset : -1, item.url);
        if (!item.alone)
            continue; /* it cannot be cut out of its member; the file is told of */
        e->holes = arena_grow(a, e->holes, e->n, &e->cap, sizeof(*e->holes));
        e->holes[e->n++] = (struct hole){ item.offset, item.length };
    }
    warc_close(w);
    arena_free(scratch);
    return st == ST_NOTFOUND ? ST_OK : st;
}

/* ---- what takes a record's place ---- */

static size_t
pack_blank(const char *record, size_t n, unsigned char out[BLANK_BYTES])
{
    z_stream z = { 0 };
    int rc = deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                          Z_DEFAULT_STRATEGY);

    if (rc != Z_OK)
        return 0;
    z.next_in = (z_const Bytef *)(uintptr_t)record;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = BLANK_BYTES;
    rc = deflate(&z, Z_FINISH);
    deflateEnd(&z);
    return rc == Z_STREAM_END ? BLANK_BYTES - z.avail_out : 0;
}

static bool
put(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = write(fd, at, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

/*
 * One gzip member of exactly that length: a comment of spaces in its header fills it up.
 *
 *   member = head (10 bytes) *SP %x00 deflate crc length
 */
static bool
write_blank(int out, int64_t length)
{
    char record[RECORD_BYTES], id[ARCHIVE_ID_BYTES], filler[CHUNK_BYTES];
    unsigned char packed[BLANK_BYTES];
    size_t n;
    int64_t left;

    archive_make_id(id);
    n = (size_t)snprintf(record, sizeof(record),
                         "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <%s>\r\n"
                         "WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
                         id);
    n = pack_blank(record, n, packed);
    left = length - (int64_t)n - 1;
    if (n < GZIP_HEAD || left < 0)
        return false;
    packed[GZIP_FLAGS] |= GZIP_COMMENT;
    if (!put(out, packed, GZIP_HEAD))
        return false;
    memset(filler, ' ', sizeof(filler));
    for (; left > 0; left -= CHUNK_BYTES)
        if (!put(out, filler, left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES))
            return false;
    return put(out, "", 1) && put(out, packed + GZIP_HEAD, n - GZIP_HEAD);
}

static bool
copy(int in, int out, int64_t from, int64_t to)
{
    char chunk[CHUNK_BYTES];

    while (from < to) {
        ssize_t n = pread(in, chunk, to - from < CHUNK_BYTES ? (size_t)(to - from) : CHUNK_BYTES,
                          (off_t)from);

        if (n <= 0 || !put(out, chunk, (size_t)n))
            return false;
        from += n;
    }
    return true;
}

static bool
write_all(const struct erasing *e, int in, int out, int64_t end)
{
    int64_t at = 0;

    for (size_t i = 0; i < e->n; i++) {
        if (!copy(in, out, at, e->holes[i].offset) || !write_blank(out, e->holes[i].length))
            return false;
        at = e->holes[i].offset + e->holes[i].length;
    }
    return copy(in, out, at, end) && fsync(out) == 0;
}

static enum status
rewrite(const struct erasing *e, const char *path, struct err *err)
{
    char part[PATH_BYTES + 8];
    int in = open(path, O_RDONLY | O_CLOEXEC), out = -1;
    struct stat sb;
    bool ok = in >= 0 && fstat(in, &sb) == 0;

    snprintf(part, sizeof(part), "%s.part", path);
    if (ok)
        out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, sb.st_mode);
    ok = out >= 0 && write_all(e, in, out, (int64_t)sb.st_size);
    if (in >= 0)
        close(in);
    if (out >= 0)
        ok = close(out) == 0 && ok;
    if (ok && rename(part, path) == 0)
        return ST_OK;
    err_set(err, ST_IO, "%s: cannot write it anew: %s", path, strerror(errno));
    unlink(part);
    return ST_IO;
}

/* Its index had a line for each record that went. */
static enum status
write_index(const char *path, const char *file, struct arena *a, struct err *err)
{
    struct archive_scan scan = { .index = true, .file = file };
    enum status st;

    buf_init(&scan.lines, BUF_LARGE);
    st = archive_scan(path, &scan, err);
    if (st == ST_OK)
        st = cdxj_write(cdxj_path(path, a), buf_text(&scan.lines), err);
    buf_release(&scan.lines);
    return st;
}

static enum status
one_file(const struct archive_erase *job, const char *dir, const char *file, struct err *err)
{
    struct erasing e = { .job = job };
    struct arena *a = arena_new();
    char path[PATH_BYTES];
    enum status st;

    e.words = words_of(job->words, job->n_words, a);
    snprintf(path, sizeof(path), "%s/%s", dir, file);
    buf_init(&e.block, WARC_MAX_BLOCK);
    st = look(&e, path, file, a, err);
    if (st == ST_OK && e.n > 0 && !job->dry_run)
        st = rewrite(&e, path, err);
    if (st == ST_OK && e.n > 0 && !job->dry_run)
        st = write_index(path, file, a, err);
    buf_release(&e.block);
    arena_free(a);
    return st;
}

static int
is_archive(const struct dirent *d)
{
    struct text name = text_of(d->d_name);

    return text_ends(name, TEXT_LIT(".warc.gz")) || text_ends(name, TEXT_LIT(ARCHIVE_OPEN));
}

static int
is_part(const struct dirent *d)
{
    return text_ends(text_of(d->d_name), TEXT_LIT(".warc.gz.part"));
}

/* What rewrite() left when it was killed: a copy of the file that is still there. */
static void
remove_parts(const char *dir)
{
    struct dirent **names = NULL;
    char path[PATH_BYTES];
    int n = scandir(dir, &names, is_part, alphasort);

    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, names[i]->d_name);
        unlink(path);
        free(names[i]);
    }
    free(names);
}

enum status
archive_erase(const struct archive_erase *job, struct err *err)
{
    struct dirent **names = NULL;
    char dir[PATH_BYTES / 2];
    enum status st = ST_OK;
    int n;

    snprintf(dir, sizeof(dir), "%s/archive", job->dir);
    if (!job->dry_run)
        remove_parts(dir);
    n = scandir(dir, &names, is_archive, alphasort);
    for (int i = 0; i < n; i++) {
        if (st == ST_OK && text_ends(text_of(names[i]->d_name), TEXT_LIT(ARCHIVE_OPEN)))
            job->found(job->self, names[i]->d_name, -1, TEXT_NONE);
        else if (st == ST_OK)
            st = one_file(job, dir, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return st;
}
