#include "unpack_stream.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "mem.h"

#define CHUNK           ((size_t)16 * 1024) /* bytes unpacked at a time, per coding */
#define BITS_GZIP       (15 + 16)           /* zlib's window bits: a gzip header */
#define BITS_ZLIB       15                  /* deflate with its header */
#define BITS_BARE       (-15)               /* deflate without */
#define ZSTD_WINDOW_LOG 23                  /* RFC 9659: 8 MB; zstd itself would allow 128 */
#define MAX_MEMBERS     65536               /* of one body; empty ones cost time only */
#define MAGIC_BYTES     4                   /* that tell whether a stream begins here */

enum coding { CODING_GZIP, CODING_DEFLATE, CODING_BR, CODING_ZSTD };

enum state {
    BEGINS, /* the first bytes decide what it is */
    INSIDE,
    BETWEEN, /* a member has ended; another may follow */
    PLAIN,   /* not what its label says: passed on as it is */
    OVER     /* what still comes is ignored */
};

/*
 * One coding.  Invariants: in BEGINS and BETWEEN, head holds the bytes that are
 * not yet judged, fewer than MAGIC_BYTES; otherwise n_head is 0.
 */
struct layer {
    enum coding coding;
    enum state state;
    unsigned char head[MAGIC_BYTES];
    size_t n_head, members;
    z_stream z;
    bool z_open;
    BrotliDecoderState *br; /* owned; NULL until the first byte, as is zstd */
    ZSTD_DCtx *zstd;
    unsigned char chunk[CHUNK];
};

struct unpack_stream {
    size_t n;                                 /* layers; the outermost is the first */
    struct layer *layers[UNPACK_MAX_CODINGS]; /* owned */
    struct buf *out;
};

static const struct {
    struct text name;
    enum coding coding;
} codings[] = {
    { { "gzip", 4 }, CODING_GZIP },       { { "x-gzip", 6 }, CODING_GZIP },
    { { "deflate", 7 }, CODING_DEFLATE }, { { "br", 2 }, CODING_BR },
    { { "zstd", 4 }, CODING_ZSTD },
};

static enum status pass_on(struct unpack_stream *s, size_t i, const void *p, size_t n,
                           struct err *err);

/* Wrap one more coding around what there is; false: it is none of ours. */
static bool
add_layer(struct unpack_stream *s, struct text name)
{
    if (name.n == 0 || text_eq_nocase(name, TEXT_LIT("identity")))
        return true;
    for (size_t i = 0; i < N_ELEMENTS(codings); i++) {
        if (!text_eq_nocase(name, codings[i].name) || s->n == UNPACK_MAX_CODINGS)
            continue;
        s->layers[s->n] = mem_zalloc(sizeof(*s->layers[0]));
        s->layers[s->n++]->coding = codings[i].coding;
        return true;
    }
    return false;
}

struct unpack_stream *
unpack_stream_new(struct text names)
{
    struct unpack_stream *s = mem_zalloc(sizeof(*s));
    bool ok = true;

    while (ok && names.n > 0) { /* named in the order they were put on: the last is outermost */
        size_t comma = names.n;

        while (comma > 0 && names.p[comma - 1] != ',')
            comma--;
        ok = add_layer(s, text_trim(text_from(names, comma)));
        names = text_sub(names, 0, comma > 0 ? comma - 1 : 0);
    }
    if (ok)
        return s;
    unpack_stream_free(s);
    return NULL;
}

static void
layer_close(struct layer *l)
{
    if (l->z_open)
        inflateEnd(&l->z);
    l->z_open = false;
    if (l->br != NULL)
        BrotliDecoderDestroyInstance(l->br);
    ZSTD_freeDCtx(l->zstd);
    l->br = NULL;
    l->zstd = NULL;
}

void
unpack_stream_free(struct unpack_stream *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->n; i++) {
        layer_close(s->layers[i]);
        free(s->layers[i]);
    }
    free(s);
}

/* ---- where streams begin ---- */

static bool
is_gzip(const unsigned char *p, size_t n)
{
    return n > 2 && p[0] == 0x1F && p[1] == 0x8B && p[2] == Z_DEFLATED;
}

/* RFC 1950: the method is 8 and the first two bytes divide by 31. */
static bool
is_zlib(const unsigned char *p, size_t n)
{
    return n > 1 && (p[0] & 0xF) == Z_DEFLATED && ((unsigned)p[0] << 8 | p[1]) % 31 == 0;
}

/* RFC 8878 3.1: a frame, or one to skip. */
static bool
is_zstd(const unsigned char *p, size_t n)
{
    return n >= MAGIC_BYTES &&
           ((p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD) ||
            ((p[0] & 0xF0) == 0x50 && p[1] == 0x2A && p[2] == 0x4D && p[3] == 0x18));
}

static bool
z_begin(struct layer *l, int bits)
{
    if (l->z_open)
        return inflateReset2(&l->z, bits) == Z_OK;
    l->z_open = inflateInit2(&l->z, bits) == Z_OK;
    return l->z_open;
}

static bool
zstd_begin(struct layer *l)
{
    if (l->zstd != NULL)
        return true; /* it takes one frame after another */
    l->zstd = ZSTD_createDCtx();
    return l->zstd != NULL &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(l->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG));
}

/* By the bytes in head: what state follows? */
static enum state
judge(struct layer *l)
{
    bool first = l->state == BEGINS, ok = false, known = false;

    switch (l->coding) {
    case CODING_GZIP:
        known = is_gzip(l->head, l->n_head);
        ok = known && z_begin(l, BITS_GZIP);
        break;
    case CODING_ZSTD:
        known = is_zstd(l->head, l->n_head);
        ok = known && zstd_begin(l);
        break;
    case CODING_DEFLATE:
        known = first;
        ok = known && z_begin(l, is_gzip(l->head, l->n_head)   ? BITS_GZIP
                                 : is_zlib(l->head, l->n_head) ? BITS_ZLIB
                                                               : BITS_BARE);
        break;
    case CODING_BR:
        known = first;
        l->br = first ? BrotliDecoderCreateInstance(NULL, NULL, NULL) : NULL;
        ok = l->br != NULL;
        break;
    }
    if (ok && l->members++ < MAX_MEMBERS)
        return INSIDE;
    return first && !known ? PLAIN : OVER;
}

/* ---- what is inside ---- */

/* One step of each library: *p moves on, *made bytes are in chunk; *done: the stream has ended. */
static bool
z_step(struct layer *l, struct text *t, size_t *made, bool *done)
{
    uInt n = t->n < CHUNK ? (uInt)t->n : (uInt)CHUNK;
    int rc;

    l->z.next_in = (z_const Bytef *)(uintptr_t)t->p;
    l->z.avail_in = n;
    l->z.next_out = l->chunk;
    l->z.avail_out = sizeof(l->chunk);
    rc = inflate(&l->z, Z_NO_FLUSH);
    *t = text_from(*t, n - l->z.avail_in);
    *made = sizeof(l->chunk) - l->z.avail_out;
    *done = rc == Z_STREAM_END;
    return rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR;
}

static bool
br_step(struct layer *l, struct text *t, size_t *made, bool *done)
{
    const uint8_t *in = (const uint8_t *)t->p;
    uint8_t *to = l->chunk;
    size_t left = t->n, room = sizeof(l->chunk);
    BrotliDecoderResult rc = BrotliDecoderDecompressStream(l->br, &left, &in, &room, &to, NULL);

    *t = text_from(*t, t->n - left);
    *made = sizeof(l->chunk) - room;
    *done = rc == BROTLI_DECODER_RESULT_SUCCESS;
    return rc != BROTLI_DECODER_RESULT_ERROR;
}

static bool
zstd_step(struct layer *l, struct text *t, size_t *made, bool *done)
{
    ZSTD_inBuffer in = { t->p, t->n, 0 };
    ZSTD_outBuffer out = { l->chunk, sizeof(l->chunk), 0 };
    size_t rc = ZSTD_decompressStream(l->zstd, &out, &in);

    *t = text_from(*t, in.pos);
    *made = out.pos;
    *done = rc == 0;
    return !ZSTD_isError(rc);
}

/* Unpack until the bytes are used up, or the stream in them has ended. */
static enum status
inside(struct unpack_stream *s, size_t i, struct text *t, struct err *err)
{
    static bool (*const steps[])(struct layer *, struct text *, size_t *, bool *) = {
        [CODING_GZIP] = z_step,
        [CODING_DEFLATE] = z_step,
        [CODING_BR] = br_step,
        [CODING_ZSTD] = zstd_step,
    };
    struct layer *l = s->layers[i];
    size_t made = 0;
    bool done = false, full = false;
    enum status st = ST_OK;

    while (st == ST_OK && !done && (t->n > 0 || full)) {
        size_t left = t->n;

        if (!steps[l->coding](l, t, &made, &done) || (made == 0 && !full && t->n == left && !done))
            return err_set(err, ST_INVALID, "compressed body: broken");
        full = made == sizeof(l->chunk); /* there may be more where that came from */
        st = pass_on(s, i + 1, l->chunk, made, err);
    }
    if (done)
        l->state = l->coding == CODING_GZIP || l->coding == CODING_ZSTD ? BETWEEN : OVER;
    return st;
}

/* The bytes of head, and then t, in the state that they lead to. */
static enum status
begin(struct unpack_stream *s, size_t i, struct err *err)
{
    struct layer *l = s->layers[i];
    unsigned char head[MAGIC_BYTES];
    size_t n = l->n_head;

    memcpy(head, l->head, n);
    l->state = judge(l);
    l->n_head = 0;
    return pass_on(s, i, head, n, err);
}

/* Bytes for layer i, or for out when there is none. */
static enum status
pass_on(struct unpack_stream *s, size_t i, const void *p, size_t n, struct err *err)
{
    struct layer *l = i < s->n ? s->layers[i] : NULL;
    struct text t = { p, n };
    enum status st = ST_OK;

    if (l == NULL) {
        size_t room = s->out->max - s->out->n;

        buf_add(s->out, p, n < room ? n : room);
        return n <= room ? ST_OK
                         : err_set(err, ST_LIMIT, "compressed body: over %zu bytes unpacked",
                                   s->out->max);
    }
    while (t.n > 0 && st == ST_OK && l->state != OVER) {
        if (l->state == PLAIN)
            return pass_on(s, i + 1, t.p, t.n, err);
        if (l->state == INSIDE) {
            st = inside(s, i, &t, err);
            continue;
        }
        l->head[l->n_head++] = (unsigned char)t.p[0];
        t = text_from(t, 1);
        if (l->n_head == MAGIC_BYTES)
            st = begin(s, i, err);
    }
    return st;
}

enum status
unpack_stream_add(struct unpack_stream *s, struct text bytes, struct buf *out, struct err *err)
{
    s->out = out;
    return pass_on(s, 0, bytes.p, bytes.n, err);
}

enum status
unpack_stream_end(struct unpack_stream *s, struct buf *out, struct err *err)
{
    enum status st = ST_OK;

    s->out = out;
    for (size_t i = 0; i < s->n && st == ST_OK; i++) {
        struct layer *l = s->layers[i];

        if (l->n_head > 0) /* fewer bytes than tell what it is */
            st = begin(s, i, err);
        if (st == ST_OK && l->state == INSIDE)
            st = err_set(err, ST_INVALID, "compressed body: cut short");
    }
    return st;
}
