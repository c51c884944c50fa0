/* weblog_read.c - see weblog_read.h. */

#include "weblog_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "mem.h"

#define IN_BYTES   ((size_t)256 * 1024)         /* of the file, at a time */
#define OUT_BYTES  (4 * WEBLOG_READ_LINE_BYTES) /* of lines */
#define BITS_GZIP  (15 + 16)                    /* of zlib: the largest window, gzip only */
#define MAX_RATIO  300 /* logs pack to a tenth or a twentieth, one line over and over to 1/250 */
#define SMALL_SIZE (INT64_C(64) << 20) /* bytes: below, no ratio is a bomb */

/* Invariants: from <= to <= OUT_BYTES; what is unread of out is out[from, to). */
struct weblog_read {
    const char *path; /* borrowed */
    int fd;
    bool eof, gzip, member, started; /* member: within one of gzip's */
    int64_t at, size, unpacked;
    size_t from, to, in_n;
    z_stream z;
    enum status status;
    struct err err;
    unsigned char in[IN_BYTES];
    char out[OUT_BYTES];
};

enum status
weblog_read_open(const char *path, struct weblog_read **ret, struct err *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct weblog_read *r;
    struct stat sb;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ST_NOTFOUND : ST_IO, "%s: %s", path, strerror(errno));
    r = mem_zalloc(sizeof(*r));
    r->fd = fd;
    r->path = standard ? "standard input" : path;
    if (fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode))
        r->size = sb.st_size;
    *ret = r;
    return ST_OK;
}

void
weblog_read_close(struct weblog_read *r)
{
    if (r == NULL)
        return;
    if (r->gzip)
        inflateEnd(&r->z);
    if (r->fd != STDIN_FILENO)
        close(r->fd);
    free(r);
}

static void
fail(struct weblog_read *r, enum status st, const char *what)
{
    r->status = err_set(&r->err, st, "%s: %s", r->path, what);
    r->eof = true;
}

/* Bytes of the file into p; 0 at its end. */
static size_t
pull(struct weblog_read *r, void *p, size_t n)
{
    ssize_t got;

    do
        got = read(r->fd, p, n);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        fail(r, ST_IO, strerror(errno));
    if (got <= 0)
        return 0;
    r->at += got;
    return (size_t)got;
}

/* What else logs are packed by; with how to unpack it. */
static const struct packer {
    const char *name, *by, *magic;
} packers[] = {
    { "bzip2", "bzip2 -dc FILE | earshot import weblog -", "BZh" },
    { "xz", "xz -dc FILE | earshot import weblog -",
      "\xFD"
      "7zXZ" },
    { "zstd", "zstd -dc FILE | earshot import weblog -", "\x28\xB5\x2F\xFD" },
    { "zip", "unzip -p FILE | earshot import weblog -", "PK\x03\x04" },
};

static const struct packer *
packer_of(const struct weblog_read *r)
{
    for (size_t i = 0; i < N_ELEMENTS(packers); i++)
        if (text_starts((struct text){ (const char *)r->in, r->in_n }, text_of(packers[i].magic)))
            return &packers[i];
    return NULL;
}

/* The first block says what the file is; a plain one's is taken over as it is. */
static void
start(struct weblog_read *r)
{
    static const unsigned char magic[] = { 0x1f, 0x8b };

    r->started = true;
    while (r->in_n < sizeof(magic) && !r->eof) {
        size_t n = pull(r, r->in + r->in_n, OUT_BYTES - r->in_n);

        r->in_n += n;
        if (n == 0)
            break;
    }
    if (r->in_n >= sizeof(magic) && memcmp(r->in, magic, sizeof(magic)) == 0) {
        if (inflateInit2(&r->z, BITS_GZIP) != Z_OK) {
            fail(r, ST_IO, "zlib does not start");
            return;
        }
        r->gzip = r->member = true;
        r->z.next_in = r->in;
        r->z.avail_in = (unsigned)r->in_n;
    } else if (packer_of(r) != NULL) {
        char what[80];

        snprintf(what, sizeof(what), "packed by %s: wanted plain or gzip (%s)", packer_of(r)->name,
                 packer_of(r)->by);
        fail(r, ST_INVALID, what);
    } else if (r->in_n > 0) {
        memcpy(r->out, r->in, r->in_n);
        r->to = r->in_n;
    } else {
        r->eof = true;
    }
}

/* Unpack into what is free of out; a pass may bring nothing. */
static void
unpack(struct weblog_read *r)
{
    size_t free_bytes = OUT_BYTES - r->to;
    int rc;

    if (r->z.avail_in == 0) {
        r->z.next_in = r->in;
        r->z.avail_in = (unsigned)pull(r, r->in, IN_BYTES);
        if (r->z.avail_in == 0) {
            if (r->member && r->status == ST_OK)
                fail(r, ST_INVALID,
                     "the gzip file ends before its end: what is missing is not counted");
            r->eof = true;
            return;
        }
    }
    if (!r->member) {
        inflateReset(&r->z);
        r->member = true;
    }
    r->z.next_out = (unsigned char *)r->out + r->to;
    r->z.avail_out = (unsigned)free_bytes;
    rc = inflate(&r->z, Z_NO_FLUSH);
    r->to = OUT_BYTES - r->z.avail_out;
    r->unpacked += (int64_t)(free_bytes - r->z.avail_out);
    if (rc == Z_STREAM_END)
        r->member = false;
    else if (rc != Z_OK && rc != Z_BUF_ERROR)
        fail(r, ST_INVALID, "the gzip file is broken: what comes after is not counted");
    if (r->unpacked > SMALL_SIZE && r->unpacked / MAX_RATIO > r->at)
        fail(r, ST_LIMIT, "it unpacks to more than 300 times its size, as no log does");
}

/* More of the file behind what is unread; false: there is no more. */
static bool
fill(struct weblog_read *r)
{
    size_t had;

    memmove(r->out, r->out + r->from, r->to - r->from);
    r->to -= r->from;
    r->from = 0;
    had = r->to;
    if (!r->started)
        start(r);
    while (!r->eof && r->to == had) {
        if (r->gzip) {
            unpack(r);
        } else {
            r->to += pull(r, r->out + r->to, OUT_BYTES - r->to);
            r->eof = r->to == had;
        }
    }
    return r->to > had;
}

/* The rest of a line that is too long is passed over. */
static void
skip_line(struct weblog_read *r)
{
    const char *end;

    do {
        end = memchr(r->out + r->from, '\n', r->to - r->from);
        r->from = end != NULL ? (size_t)(end - r->out) + 1 : r->to;
    } while (end == NULL && fill(r));
}

bool
weblog_read_line(struct weblog_read *r, struct text *ret, bool *ret_whole)
{
    const char *end = memchr(r->out + r->from, '\n', r->to - r->from);
    struct text line;

    while (end == NULL && r->to - r->from <= WEBLOG_READ_LINE_BYTES) {
        size_t had = r->to - r->from;

        if (!fill(r))
            break;
        end = memchr(r->out + had, '\n', r->to - had);
    }
    if (end == NULL && r->to == r->from)
        return false;
    line = (struct text){ r->out + r->from,
                          end != NULL ? (size_t)(end - r->out) - r->from : r->to - r->from };
    if (line.n > WEBLOG_READ_LINE_BYTES) {
        *ret = TEXT_NONE; /* the block it began in moves on */
        *ret_whole = false;
        skip_line(r);
        return true;
    }
    r->from += line.n + (end != NULL);
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    *ret = line;
    *ret_whole = true;
    return true;
}

enum status
weblog_read_check(const struct weblog_read *r, struct err *err)
{
    return r->status == ST_OK ? ST_OK : err_set(err, r->status, "%s", r->err.msg);
}

int64_t
weblog_read_at(const struct weblog_read *r)
{
    return r->at;
}

int64_t
weblog_read_size(const struct weblog_read *r)
{
    return r->size;
}
