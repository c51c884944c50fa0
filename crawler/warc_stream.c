#include "warc_stream.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "mem.h"

#define CHUNK       ((size_t)64 * 1024)
#define PEEK_BYTES  16
#define BITS_GZIP   (15 + 16) /* zlib's window bits: gzip only */
#define MAGIC       "\x1F\x8B\x08"
#define MAGIC_SIZE  3
#define MAX_REWINDS 1000 /* of an archive: each costs a chunk inflated or a block copied again */

struct warc_stream {
    struct warc_source source;
    unsigned char raw[CHUNK]; /* as read; gzip archives only */
    size_t raw_at, raw_n;
    unsigned char out[CHUNK]; /* what the reader gets */
    size_t at, n;
    struct buf back; /* given back by the reader: comes before what the source has */
    size_t back_at, n_backs;
    z_stream z;
    bool begun, gzip; /* begun: gzip has been decided */
    bool in_member;   /* z is in the middle of one */
    bool fresh;       /* out[at] is the first byte of a member */
    bool end, failed; /* of the source */
    bool arc;         /* members begin with any line */
    uint64_t broken;
    int64_t cut_at;        /* where the member begins that the end of the source cut; -1: none */
    int64_t taken;         /* bytes that came from the source */
    int64_t member, ended; /* where the member begins that z is in, or was; where it ended */
    int64_t end_at; /* where the member ended that warc_stream_begin_next() was in; -1: not yet */
};

struct warc_stream *
warc_stream_new(struct warc_source source)
{
    struct warc_stream *s = mem_zalloc(sizeof(*s));

    s->source = source;
    s->cut_at = -1;
    buf_init(&s->back, WARC_MAX_BLOCK + CHUNK);
    return s;
}

void
warc_stream_free(struct warc_stream *s)
{
    if (s == NULL)
        return;
    if (s->gzip)
        inflateEnd(&s->z);
    buf_release(&s->back);
    free(s);
}

/* Read into p; 0 at the end or on failure. */
static size_t
source_read(struct warc_stream *s, unsigned char *p, size_t n)
{
    int64_t got = s->end ? 0 : s->source.read(s->source.self, p, n);

    if (got <= 0) {
        s->end = true;
        s->failed = s->failed || got < 0;
        return 0;
    }
    s->taken += got;
    return (size_t)got;
}

/* The next bytes of a plain archive; 0 at the end. */
static size_t
plain_read(struct warc_stream *s, unsigned char *p, size_t n)
{
    size_t held = s->back.n - s->back_at;

    if (held == 0)
        return source_read(s, p, n);
    n = held < n ? held : n;
    memcpy(p, s->back.p + s->back_at, n);
    s->back_at += n;
    return n;
}

/* Make raw hold at least want bytes if there are so many. */
static bool
need_raw(struct warc_stream *s, size_t want)
{
    size_t got = 1;

    if (s->raw_n - s->raw_at >= want)
        return true;
    memmove(s->raw, s->raw + s->raw_at, s->raw_n - s->raw_at);
    s->raw_n -= s->raw_at;
    s->raw_at = 0;
    while (s->raw_n < want && got > 0) {
        got = source_read(s, s->raw + s->raw_n, sizeof(s->raw) - s->raw_n);
        s->raw_n += got;
    }
    return s->raw_n >= want;
}

/* Move raw_at to the next bytes that can begin a member; false at the end. */
static bool
find_member(struct warc_stream *s)
{
    bool skipped = false;

    while (need_raw(s, MAGIC_SIZE)) {
        if (memcmp(s->raw + s->raw_at, MAGIC, MAGIC_SIZE) == 0) {
            s->broken += skipped;
            return true;
        }
        s->raw_at++;
        skipped = true;
    }
    s->raw_at = s->raw_n;
    return false;
}

/* Fill out, empty now, from within one member. */
static void
fill_gzip(struct warc_stream *s)
{
    while (s->n < PEEK_BYTES) {
        size_t from;
        int rc;

        if (!s->in_member) {
            if (s->n > 0 || !find_member(s))
                return; /* members never mix in out */
            inflateReset(&s->z);
            s->in_member = s->fresh = true;
            s->end_at = s->end_at < 0 ? s->ended : s->end_at;
            s->member = s->taken - (int64_t)(s->raw_n - s->raw_at);
        }
        if (!need_raw(s, 1)) {
            s->in_member = false;
            s->cut_at = s->member;
            s->broken++;
            return;
        }
        from = s->raw_at;
        s->z.next_in = s->raw + from;
        s->z.avail_in = (uInt)(s->raw_n - s->raw_at);
        s->z.next_out = s->out + s->n;
        s->z.avail_out = (uInt)(sizeof(s->out) - s->n);
        rc = inflate(&s->z, Z_NO_FLUSH);
        s->raw_at = s->raw_n - s->z.avail_in;
        s->n = sizeof(s->out) - s->z.avail_out;
        if (rc != Z_OK && rc != Z_STREAM_END && s->broken++ < MAX_REWINDS)
            s->raw_at = from + 1; /* a cut member may have swallowed the next one's beginning */
        s->in_member = rc == Z_OK;
        s->ended = s->taken - (int64_t)(s->raw_n - s->raw_at);
    }
}

/* Are there bytes in out?  Reads more when there are none. */
static bool
ready(struct warc_stream *s)
{
    if (s->at < s->n)
        return true;
    s->at = s->n = 0;
    s->fresh = false;
    if (!s->begun) {
        s->begun = true;
        s->gzip = need_raw(s, MAGIC_SIZE) && memcmp(s->raw, MAGIC, MAGIC_SIZE) == 0 &&
                  inflateInit2(&s->z, BITS_GZIP) == Z_OK;
        if (!s->gzip) {
            (void)need_raw(s, PEEK_BYTES); /* a pipe may give its first bytes one by one */
            memcpy(s->out, s->raw, s->raw_n);
            s->n = s->raw_n;
            return s->n > 0;
        }
    }
    if (s->gzip)
        fill_gzip(s);
    else
        s->n = plain_read(s, s->out, sizeof(s->out));
    return s->n > 0;
}

struct text
warc_stream_peek(struct warc_stream *s)
{
    size_t got = 1;

    if (!ready(s))
        return TEXT_NONE;
    while (!s->gzip && s->n - s->at < PEEK_BYTES && got > 0) {
        memmove(s->out, s->out + s->at, s->n - s->at);
        s->n -= s->at;
        s->at = 0;
        got = plain_read(s, s->out + s->n, sizeof(s->out) - s->n);
        s->n += got;
    }
    return text_sub((struct text){ (const char *)s->out + s->at, s->n - s->at }, 0, PEEK_BYTES);
}

/* Does another record begin here, in a member of its own? */
static bool
at_record(const struct warc_stream *s)
{
    return s->fresh && s->at == 0 &&
           (s->arc ? s->n > 0 && s->out[0] > ' ' : s->n >= 5 && memcmp(s->out, "WARC/", 5) == 0);
}

/* Append what the cap of out allows. */
static void
add_capped(struct buf *out, const unsigned char *p, size_t n)
{
    size_t room = out->max - out->n;

    if (n > room) {
        buf_add(out, p, room);
        out->over = true;
    } else {
        buf_add(out, p, n);
    }
}

bool
warc_stream_line(struct warc_stream *s, bool within, struct buf *out)
{
    bool any = false;

    while (ready(s) && !(within && at_record(s))) {
        const unsigned char *lf = memchr(s->out + s->at, '\n', s->n - s->at);
        size_t n = lf != NULL ? (size_t)(lf - s->out) - s->at : s->n - s->at;

        add_capped(out, s->out + s->at, n);
        s->at += n + (lf != NULL);
        any = true;
        within = true; /* once in a line, a record's start cannot belong to it */
        if (lf != NULL)
            break;
    }
    if (out->n > 0 && out->p[out->n - 1] == '\r')
        out->n--;
    return any;
}

uint64_t
warc_stream_read(struct warc_stream *s, uint64_t n, struct buf *out)
{
    uint64_t left = n;

    while (left > 0 && ready(s) && !at_record(s)) {
        size_t here = s->n - s->at < left ? s->n - s->at : (size_t)left;

        if (out != NULL)
            add_capped(out, s->out + s->at, here);
        s->at += here;
        left -= here;
    }
    return n - left;
}

bool
warc_stream_unread(struct warc_stream *s, struct text t)
{
    struct buf back;

    if (s->gzip || s->n_backs++ >= MAX_REWINDS)
        return false;
    buf_init(&back, s->back.max);
    buf_add_text(&back, t);
    buf_add(&back, s->out + s->at, s->n - s->at);
    buf_add_text(&back, text_from(buf_text(&s->back), s->back_at));
    if (back.over) {
        buf_release(&back);
        return false;
    }
    buf_release(&s->back);
    s->back = back;
    s->back_at = s->at = s->n = 0;
    return true;
}

bool
warc_stream_skip_ends(struct warc_stream *s, unsigned *n)
{
    *n = 0;
    while (ready(s) && !(s->fresh && s->at == 0)) {
        if (s->out[s->at] != '\r' && s->out[s->at] != '\n')
            return false;
        *n += s->out[s->at++] == '\n';
    }
    return true;
}

/* Where the next byte stands in a plain archive. */
static int64_t
plain_at(const struct warc_stream *s)
{
    return s->taken - (int64_t)(s->n - s->at) - (int64_t)(s->back.n - s->back_at);
}

int64_t
warc_stream_begin_next(struct warc_stream *s)
{
    (void)ready(s); /* at the end there is nothing to begin */
    s->end_at = -1;
    return s->gzip ? s->member : plain_at(s);
}

int64_t
warc_stream_end(const struct warc_stream *s)
{
    if (!s->gzip)
        return plain_at(s);
    return s->end_at < 0 ? s->ended : s->end_at;
}

bool
warc_stream_is_gzip(const struct warc_stream *s)
{
    return s->gzip;
}

int64_t
warc_stream_cut_at(const struct warc_stream *s)
{
    return s->cut_at;
}

void
warc_stream_set_arc(struct warc_stream *s)
{
    s->arc = true;
}

bool
warc_stream_failed(const struct warc_stream *s)
{
    return s->failed;
}

uint64_t
warc_stream_broken(const struct warc_stream *s)
{
    return s->broken;
}
