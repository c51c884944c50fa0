#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <zlib.h>

#include "buf.h"
#include "file.h"
#include "mem.h"

#define PATH_BYTES  4096
#define DATE_BYTES  10 /* of RFC 3339's date */
#define UUID_BYTES  16
#define UUID_TEXT   37
#define GZIP_WINDOW 31 /* 15 bits, and 16 for a gzip header */
#define GZIP_MEMORY 8
#define MAX_RECORD  (FETCH_MAX_SITEMAP + ((size_t)1 << 20))
#define MS_PER_S    INT64_C(1000)

struct archive {
    char *dir, *software; /* owned */
    char date[DATE_BYTES + 1];
    int fd; /* -1: none is open */
};

static const char *const field_names[FETCH_N_FIELDS] = {
    [FETCH_CONTENT_TYPE] = "Content-Type",   [FETCH_ETAG] = "ETag",
    [FETCH_LAST_MODIFIED] = "Last-Modified", [FETCH_LOCATION] = "Location",
    [FETCH_RETRY_AFTER] = "Retry-After",     [FETCH_DATE] = "Date",
    [FETCH_ROBOTS_TAG] = "X-Robots-Tag",     [FETCH_LINK] = "Link",
};

enum status
archive_open(const char *dir, const char *software, struct archive **ret, struct err *err)
{
    struct archive *a = mem_zalloc(sizeof(*a));
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/archive", dir);
    a->dir = mem_dup(path, strlen(path));
    a->software = mem_dup(software, strlen(software));
    a->fd = -1;
    st = file_mkdir(path, err);
    if (st == ST_OK && sodium_init() < 0)
        st = err_set(err, ST_IO, "libsodium does not start: no names for archive records");
    if (st != ST_OK) {
        archive_close(a);
        return st;
    }
    *ret = a;
    return ST_OK;
}

void
archive_close(struct archive *a)
{
    if (a == NULL)
        return;
    if (a->fd >= 0)
        close(a->fd);
    free(a->dir);
    free(a->software);
    free(a);
}

/* RFC 9562, version 4. */
static void
make_uuid(char out[UUID_TEXT])
{
    unsigned char b[UUID_BYTES];
    size_t n = 0;

    randombytes_buf(b, sizeof(b));
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < sizeof(b); i++)
        n += (size_t)snprintf(out + n, UUID_TEXT - n, "%s%02x",
                              i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}

static void
add_head(struct buf *out, const char *type, int64_t at_s, const char *content_type, size_t length)
{
    char uuid[UUID_TEXT], date[CLOCK_RFC3339_BYTES];

    make_uuid(uuid);
    buf_addf(out,
             "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: %s\r\n"
             "Content-Type: %s\r\nContent-Length: %zu\r\n",
             type, uuid, clock_rfc3339(at_s, date), content_type, length);
}

/* Append record as one gzip member of the file, or nothing: half a member hides what follows. */
static enum status
append(struct archive *a, const struct buf *record, struct err *err)
{
    z_stream z = { 0 };
    uLong cap;
    Bytef *out;
    ssize_t n;
    off_t end;
    size_t packed;

    if (record->over || deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
                                     GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return err_set(err, ST_LIMIT, "archive: a record is too large");
    cap = deflateBound(&z, (uLong)record->n);
    out = mem_zalloc(cap);
    z.next_in = (Bytef *)record->p;
    z.avail_in = (uInt)record->n;
    z.next_out = out;
    z.avail_out = (uInt)cap;
    deflate(&z, Z_FINISH);
    packed = cap - z.avail_out;
    deflateEnd(&z);
    end = lseek(a->fd, 0, SEEK_END);
    n = write(a->fd, out, packed);
    free(out);
    if (n == (ssize_t)packed)
        return ST_OK;
    err_set(err, ST_IO, "%s: cannot write: %s", a->dir,
            n < 0 ? strerror(errno) : "the disk is full");
    if (n > 0 && end >= 0 && ftruncate(a->fd, end) != 0)
        return err_set(err, ST_IO, "%s: the last record is broken: %s", a->dir, strerror(errno));
    return ST_IO;
}

static enum status
open_day(struct archive *a, int64_t at_s, struct err *err)
{
    char date[CLOCK_RFC3339_BYTES], path[PATH_BYTES];
    struct buf record, info;
    enum status st;

    clock_rfc3339(at_s, date);
    if (a->fd >= 0 && strncmp(date, a->date, DATE_BYTES) == 0)
        return ST_OK;
    if (a->fd >= 0)
        close(a->fd);
    snprintf(a->date, sizeof(a->date), "%.*s", DATE_BYTES, date);
    snprintf(path, sizeof(path), "%s/earshot-%.4s%.2s%.2s.warc.gz", a->dir, date, date + 5,
             date + 8);
    a->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (a->fd < 0)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    buf_init(&record, BUF_SMALL);
    buf_init(&info, BUF_SMALL);
    buf_addf(&info, "software: %s\r\nformat: WARC File Format 1.1\r\n", a->software);
    add_head(&record, "warcinfo", at_s, "application/warc-fields", info.n);
    buf_addf(&record, "\r\n%s\r\n\r\n", buf_str(&info));
    st = append(a, &record, err);
    buf_release(&record);
    buf_release(&info);
    return st;
}

enum status
archive_add(struct archive *a, struct text url, const struct fetch_response *r, struct err *err)
{
    struct buf http, record;
    int64_t at_s = r->ended_ms / MS_PER_S;
    enum status st = open_day(a, at_s, err);

    if (st != ST_OK)
        return st;
    buf_init(&http, MAX_RECORD);
    buf_init(&record, MAX_RECORD);
    buf_addf(&http, "HTTP/1.1 %u \r\n", r->status);
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        if (r->fields[i].n > 0)
            buf_addf(&http, "%s: %.*s\r\n", field_names[i], TEXT_ARG(r->fields[i]));
    buf_addf(&http, "Content-Length: %zu\r\n\r\n", r->body.n);
    buf_add_text(&http, r->body);
    add_head(&record, "response", at_s, "application/http; msgtype=response", http.n);
    buf_addf(&record, "WARC-Target-URI: %.*s\r\n", TEXT_ARG(url));
    if (r->ip[0] != '\0')
        buf_addf(&record, "WARC-IP-Address: %s\r\n", r->ip);
    buf_add_str(&record, "\r\n");
    buf_add_text(&record, buf_text(&http));
    buf_add_str(&record, "\r\n\r\n");
    st = append(a, &record, err);
    buf_release(&http);
    buf_release(&record);
    return st;
}
