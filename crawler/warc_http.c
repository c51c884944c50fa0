#include "warc_http.h"

#include <string.h>

#include "buf.h"
#include "unpack_stream.h"

#define LOOKED_AT   64 /* bytes of a body, to tell text from what is packed */
#define LAST_STATUS 999

struct text
warc_http_field(struct text headers, const char *name)
{
    struct text line, want = text_of(name);
    size_t n = 0;

    while (text_cut(&headers, "\n", &line) && n++ < WARC_MAX_HEADERS)
        if (text_eq_nocase(text_trim(text_before(line, ':')), want) &&
            text_find_char(line, ':') != TEXT_NPOS)
            return text_trim(text_after(line, ':'));
    return TEXT_NONE;
}

unsigned
warc_http_status(struct text line)
{
    struct text code = text_trim(text_after(line, ' '));
    int64_t v = 0;

    if (!text_starts_nocase(line, TEXT_LIT("HTTP/")) || !text_to_int(text_before(code, ' '), &v) ||
        v < 100 || v > LAST_STATUS)
        return 0;
    return (unsigned)v;
}

size_t
warc_http_header_end(struct text block)
{
    size_t at = 0;

    while (at < block.n) {
        struct text line = text_before(text_from(block, at), '\n');

        at += line.n + 1;
        if (line.n == 0 || (line.n == 1 && line.p[0] == '\r'))
            break;
    }
    return at < block.n ? at : block.n;
}

/* The size that a chunk begins with; false if there is none.  line: without its LF. */
static bool
chunk_size(struct text line, size_t *ret)
{
    size_t v = 0, n = 0;

    line = text_trim(text_before(line, ';'));
    for (; n < line.n; n++) {
        char c = (char)(line.p[n] | 0x20);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

        if (digit < 0 || v > WARC_MAX_BLOCK)
            return false;
        v = v * 16 + (size_t)digit;
    }
    *ret = v;
    return n > 0;
}

/* Undo chunked; false if the first chunk is none, so that the body was not chunked at all. */
static bool
unchunk(struct text body, struct buf *out, bool *whole)
{
    bool first = true;

    *whole = false;
    while (body.n > 0) {
        struct text line = text_before(body, '\n');
        size_t n;

        if (!chunk_size(line, &n))
            return !first;
        body = text_from(body, line.n + 1);
        if (n == 0) {
            *whole = true;
            return true;
        }
        if (first && n > body.n && body.n == 0)
            return false;
        buf_add_text(out, text_sub(body, 0, n));
        body = text_from(body, n);
        if (text_starts(body, TEXT_LIT("\r\n")))
            body = text_from(body, 2);
        else if (text_starts(body, TEXT_LIT("\n")))
            body = text_from(body, 1);
        else
            return true; /* broken off in a chunk */
        first = false;
    }
    return true;
}

/* Does it begin as text does, so that a coding it is said to have must have been undone? */
static bool
is_text(struct text t)
{
    t = text_sub(t, 0, LOOKED_AT);
    for (size_t i = 0; i < t.n; i++)
        if ((unsigned char)t.p[i] < ' ' && strchr("\t\n\f\r", t.p[i]) == NULL)
            return false;
    return true;
}

/* The body of *r with its content codings undone, in the arena or as it is. */
static struct text
undo_codings(struct text body, struct arena *arena, struct warc_record *r)
{
    struct text codings = warc_http_field(r->headers, "Content-Encoding"), ret = body;
    struct unpack_stream *u;
    struct buf out;
    enum status st;

    if (codings.n == 0 || body.n == 0)
        return body;
    u = unpack_stream_new(codings);
    if (u == NULL) {
        r->coded = !is_text(body);
        return body;
    }
    buf_init(&out, WARC_MAX_BODY);
    st = unpack_stream_add(u, body, &out, NULL);
    if (st == ST_OK)
        st = unpack_stream_end(u, &out, NULL);
    if (st != ST_OK && is_text(body)) {
        r->coded = false; /* undone by the crawler that wrote it */
    } else if (st != ST_OK && out.n == 0) {
        r->coded = true;
    } else {
        ret = arena_text(arena, buf_text(&out));
        r->truncated = r->truncated || st != ST_OK;
    }
    buf_release(&out);
    unpack_stream_free(u);
    return ret;
}

bool
warc_http_read(struct text block, struct arena *arena, struct warc_record *ret)
{
    struct text line = text_before(block, '\n'), coding, body;
    size_t end = warc_http_header_end(block);
    struct buf joined;
    bool whole = true;

    ret->status = warc_http_status(text_trim(line));
    if (ret->status == 0 || end > WARC_MAX_HEADER)
        return false;
    ret->headers = arena_text(arena, text_sub(block, line.n + 1, end - line.n - 1));
    ret->type = warc_http_field(ret->headers, "Content-Type");
    body = text_from(block, end);

    buf_init(&joined, WARC_MAX_BLOCK);
    coding = warc_http_field(ret->headers, "Transfer-Encoding");
    if (text_find_nocase(coding, TEXT_LIT("chunked")) != TEXT_NPOS &&
        unchunk(body, &joined, &whole)) {
        body = buf_text(&joined);
        ret->truncated = ret->truncated || !whole;
    }
    body = undo_codings(body, arena, ret);
    ret->truncated = ret->truncated || body.n > WARC_MAX_BODY;
    body = text_sub(body, 0, WARC_MAX_BODY);
    ret->body = arena_text(arena, body);
    buf_release(&joined);
    return true;
}
