/*
 * strict.h - an archive read the hard way, to hold the program's own reader and writer
 * against: whole file in memory, one gzip member after the other by zlib alone, each of
 * them exactly one record, nothing forgiven.  Digests are recomputed by sha1.h, whose
 * own test has RFC 3174's vectors.
 */
#ifndef STRICT_H
#define STRICT_H

#include <zlib.h>

#include "../test.h"

#include "sha1.h"
#include "buf.h"
#include "file.h"

struct strict_record {
    size_t offset, length;     /* of its member */
    struct text header, block; /* point into whole */
    struct buf whole;
};

struct strict_file {
    struct strict_record *v;
    size_t n;
};

/* The value of a header line "Name: value". */
static inline struct text
strict_field(struct text header, const char *name)
{
    struct text line;

    while (text_cut(&header, "\n", &line))
        if (text_eq(text_before(line, ':'), text_of(name)) && line.n > strlen(name))
            return text_trim(text_after(line, ':'));
    return TEXT_NONE;
}

/* Inflate the member at the start of t; how long it was, 0 if it is none. */
static inline size_t
strict_member(struct text t, struct buf *out)
{
    z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)t.p, .avail_in = (uInt)t.n };
    unsigned char chunk[4096];
    int rc = inflateInit2(&z, 31);

    while (rc == Z_OK) {
        z.next_out = chunk;
        z.avail_out = sizeof(chunk);
        rc = inflate(&z, Z_NO_FLUSH);
        buf_add(out, chunk, sizeof(chunk) - z.avail_out);
        if (rc == Z_OK && z.avail_in == 0 && z.avail_out > 0)
            rc = Z_BUF_ERROR;
    }
    inflateEnd(&z);
    return rc == Z_STREAM_END ? t.n - z.avail_in : 0;
}

static inline void
strict_digest(const char *path, struct text header, const char *field, struct text bytes)
{
    struct text said = strict_field(header, field);
    char seen[SHA1_TEXT_BYTES];

    CHECK(text_is(text_after(said, ':'), sha1_of(bytes, seen)), "%s: %s %.*s, seen %s", path, field,
          TEXT_ARG(said), seen);
}

static inline void
strict_check(const char *path, const struct strict_record *r)
{
    static const char *const needed[] = { "WARC-Type", "WARC-Record-ID", "WARC-Date",
                                          "Content-Type", "Content-Length" };
    struct text whole = buf_text(&r->whole), type = strict_field(r->header, "WARC-Type"), http;
    int64_t length = -1;
    size_t end;

    CHECK(text_starts(whole, TEXT_LIT("WARC/1.1\r\n")), "%s: no WARC/1.1", path);
    for (size_t i = 0; i < N_ROWS(needed); i++)
        CHECK(strict_field(r->header, needed[i]).n > 0, "%s: no %s", path, needed[i]);
    CHECK(text_to_int(strict_field(r->header, "Content-Length"), &length) &&
              length == (int64_t)r->block.n && text_ends(whole, TEXT_LIT("\r\n\r\n")),
          "%s: Content-Length %lld of %zu", path, (long long)length, r->block.n);
    strict_digest(path, r->header, "WARC-Block-Digest", r->block);
    if (!text_is(type, "response"))
        return;
    end = text_find(r->block, TEXT_LIT("\r\n\r\n"));
    CHECK(text_starts(r->block, TEXT_LIT("HTTP/1.")) && end != TEXT_NPOS, "%s: no HTTP/1", path);
    http = text_sub(r->block, 0, end + 2);
    CHECK(text_to_int(strict_field(http, "Content-Length"), &length) &&
              length == (int64_t)(r->block.n - end - 4),
          "%s: the payload is not as long as it says", path);
    CHECK(strict_field(http, "Content-Encoding").n == 0 &&
              strict_field(http, "Transfer-Encoding").n == 0,
          "%s: a coding that is undone is still told", path);
    if (strict_field(r->header, "WARC-Truncated").n == 0)
        strict_digest(path, r->header, "WARC-Payload-Digest", text_from(r->block, end + 4));
}

/* Read the whole file; each breach is a failed CHECK. */
static inline void
strict_read(const char *path, struct strict_file *ret)
{
    struct buf file;
    size_t at = 0;

    *ret = (struct strict_file){ NULL, 0 };
    buf_init(&file, BUF_LARGE);
    CHECK(file_read(path, &file, NULL) == ST_OK, "%s", path);
    while (at < file.n) {
        struct strict_record *r;
        size_t end;

        ret->v = realloc(ret->v, (ret->n + 1) * sizeof(*ret->v));
        assert_non_null(ret->v);
        r = &ret->v[ret->n++];
        *r = (struct strict_record){ .offset = at };
        buf_init(&r->whole, BUF_LARGE);
        r->length = strict_member(text_from(buf_text(&file), at), &r->whole);
        CHECK(r->length > 0, "%s: no gzip member at %zu", path, at);
        end = text_find(buf_text(&r->whole), TEXT_LIT("\r\n\r\n"));
        if (r->length == 0 || end == TEXT_NPOS || r->whole.n < end + 8)
            break;
        r->header = text_sub(buf_text(&r->whole), 0, end + 2);
        r->block = text_sub(buf_text(&r->whole), end + 4, r->whole.n - end - 8);
        strict_check(path, r);
        at += r->length;
    }
    buf_release(&file);
}

static inline void
strict_free(struct strict_file *f)
{
    for (size_t i = 0; i < f->n; i++)
        buf_release(&f->v[i].whole);
    free(f->v);
}

#endif /* STRICT_H */
