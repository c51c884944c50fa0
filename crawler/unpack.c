#include "unpack.h"

#include <string.h>
#include <zlib.h>

#define CHUNK       ((size_t)64 * 1024) /* bytes inflated at a time */
#define BITS_GZIP   (15 + 32)           /* zlib's window bits: gzip or zlib by the header */
#define BITS_BARE   (-15)               /* deflate without a header */
#define MAX_MEMBERS 65536               /* gzip members of a body; empty ones cost time only */

bool
unpack_is_gzip(struct text t)
{
    return t.n > 2 && (unsigned char)t.p[0] == 0x1F && (unsigned char)t.p[1] == 0x8B &&
           t.p[2] == Z_DEFLATED;
}

/* RFC 1950: the method is 8 and the first two bytes divide by 31. */
static bool
is_zlib(struct text t)
{
    unsigned first, second;

    if (t.n < 2)
        return false;
    first = (unsigned char)t.p[0];
    second = (unsigned char)t.p[1];
    return (first & 0xF) == Z_DEFLATED && (first << 8 | second) % 31 == 0;
}

/* Inflate one member; t moves past what was read. */
static enum status
member(struct text *t, int bits, struct buf *out, struct err *err)
{
    z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)t->p, .avail_in = (uInt)t->n };
    unsigned char chunk[CHUNK];
    int rc = inflateInit2(&z, bits);

    while (rc == Z_OK && !out->over) {
        size_t n;

        z.next_out = chunk;
        z.avail_out = sizeof(chunk);
        rc = inflate(&z, Z_NO_FLUSH);
        n = sizeof(chunk) - z.avail_out;
        if (n > out->max - out->n) {
            buf_add(out, chunk, out->max - out->n);
            out->over = true;
        } else {
            buf_add(out, chunk, n);
        }
        if (rc == Z_OK && z.avail_in == 0 && z.avail_out > 0)
            rc = Z_BUF_ERROR; /* cut short */
    }
    *t = text_from(*t, t->n - z.avail_in);
    if (out->over)
        err_set(err, ST_LIMIT, "compressed body: over %zu bytes unpacked", out->max);
    else if (rc != Z_STREAM_END)
        err_set(err, ST_INVALID, "compressed body: %s",
                rc == Z_BUF_ERROR ? "cut short"
                : z.msg != NULL   ? z.msg
                                  : "broken");
    inflateEnd(&z);
    return out->over ? ST_LIMIT : rc == Z_STREAM_END ? ST_OK : ST_INVALID;
}

enum status
unpack(struct text t, struct buf *out, struct err *err)
{
    size_t members = 0;
    enum status st;

    if (t.n > UINT32_MAX)
        return err_set(err, ST_LIMIT, "compressed body: over 4 GiB");
    if (!unpack_is_gzip(t))
        return member(&t, is_zlib(t) ? BITS_GZIP : BITS_BARE, out, err);
    do
        st = member(&t, BITS_GZIP, out, err);
    while (st == ST_OK && unpack_is_gzip(t) && ++members < MAX_MEMBERS);
    return st;
}
