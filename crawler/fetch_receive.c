/* fetch_receive.c - what libcurl hands over: header lines and bytes of bodies, under their caps. */
#include "fetch_private.h"

/*
 * A file packed on the server and sent without a word of it: no page and no
 * robots.txt begins so otherwise, and what does not go on as gzip is taken as it
 * is.  Sitemaps are unpacked by their reader.
 */
#define GZIP_BEGINS 0x1F /* RFC 1952 2.3.1 */

static const struct {
    struct text name;
    enum fetch_field field;
} field_names[] = {
    { { "content-type", 12 }, FETCH_CONTENT_TYPE },
    { { "etag", 4 }, FETCH_ETAG },
    { { "last-modified", 13 }, FETCH_LAST_MODIFIED },
    { { "location", 8 }, FETCH_LOCATION },
    { { "retry-after", 11 }, FETCH_RETRY_AFTER },
    { { "date", 4 }, FETCH_DATE },
    { { "x-robots-tag", 12 }, FETCH_ROBOTS_TAG },
    { { "link", 4 }, FETCH_LINK },
    { { "x-ratelimit-remaining", 21 }, FETCH_RATE_REMAINING },
    { { "ratelimit-remaining", 19 }, FETCH_RATE_REMAINING },
    { { "x-ratelimit-reset", 17 }, FETCH_RATE_RESET },
    { { "ratelimit-reset", 15 }, FETCH_RATE_RESET },
};

static void
keep_field(struct fetch_transfer *t, enum fetch_field field, struct text value)
{
    struct buf *b = &t->fields[field];
    bool list = field == FETCH_ROBOTS_TAG || field == FETCH_LINK || field == FETCH_RETRY_AFTER;

    if (b->n > 0 && !list)
        buf_clear(b); /* of two lines the last counts */
    if (b->n > 0)
        buf_add_str(b, ", ");
    buf_add_text(b, value);
}

/* A status line begins a new block (100, 103, then the answer): forget the one before. */
void
fetch_receive_begin(struct fetch_transfer *t)
{
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        buf_clear(&t->fields[i]);
    buf_clear(&t->coding);
    buf_clear(&t->head);
}

static void
keep_coding(struct fetch_transfer *t, struct text value)
{
    if (t->coding.n > 0)
        buf_add_char(&t->coding, ',');
    buf_add_text(&t->coding, value);
}

static void
keep_line(struct fetch_transfer *t, struct text line)
{
    if (t->owner->cfg->keep_heads)
        buf_add_text(&t->head, line);
}

/* libcurl tells what it sends to nobody else. */
int
fetch_receive_trace(CURL *c, curl_infotype type, char *p, size_t n, void *self)
{
    struct fetch_transfer *t = self;

    (void)c;
    if (type == CURLINFO_HEADER_OUT)
        buf_add(&t->request, p, n);
    return 0;
}

size_t
fetch_receive_header(char *p, size_t size, size_t n, void *self)
{
    struct fetch_transfer *t = self;
    struct text line = { p, size * n };
    struct text name = text_trim(text_before(line, ':'));

    t->header_bytes += line.n;
    if (t->header_bytes > FETCH_MAX_HEADERS)
        return 0;
    if (!t->in_header && t->body.n == 0 && text_starts(line, TEXT_LIT("HTTP/"))) {
        fetch_receive_begin(t);
        t->in_header = true;
        keep_line(t, line);
        return line.n;
    }
    if (text_trim(line).n == 0)
        t->in_header = false;
    if (!t->in_header) /* a trailer must not change what the header said */
        return line.n;
    keep_line(t, line);
    if (text_eq_nocase(name, TEXT_LIT("content-encoding")))
        keep_coding(t, text_trim(text_after(line, ':')));
    for (size_t i = 0; i < N_ELEMENTS(field_names); i++)
        if (text_eq_nocase(name, field_names[i].name))
            keep_field(t, field_names[i].field, text_trim(text_after(line, ':')));
    return line.n;
}

/* Bytes of a body that has a coding; false: no more of it is wanted. */
static bool
unpack_more(struct fetch_transfer *t, struct text bytes)
{
    struct err err = { "" };
    enum status st;

    if (t->unpack == NULL)
        t->unpack = unpack_stream_new(buf_text(&t->coding));
    if (t->unpack == NULL) {
        t->broken = "a Content-Encoding that is none of ours";
        return false;
    }
    t->packed_bytes += bytes.n;
    st = unpack_stream_add(t->unpack, bytes, &t->body, &err);
    if (st == ST_INVALID)
        t->broken = "the compressed body is broken";
    /* What never comes to a byte of body, empty members without end, is large too. */
    t->full = st == ST_LIMIT || t->packed_bytes > t->body.max;
    return st == ST_OK && !t->full;
}

size_t
fetch_receive_body(char *p, size_t size, size_t n, void *self)
{
    struct fetch_transfer *t = self;
    size_t room = t->body.max - t->body.n;

    n *= size;
    if (t->body.n == 0 && !fetch_wanted(buf_text(&t->fields[FETCH_CONTENT_TYPE]), t->mode)) {
        t->response.unwanted = true;
        return 0;
    }
    if (t->coding.n == 0 && t->mode != FETCH_BODY_WHOLE && t->body.n == 0 && n > 0 &&
        (unsigned char)p[0] == GZIP_BEGINS)
        keep_coding(t, TEXT_LIT("gzip"));
    if (t->coding.n > 0)
        return unpack_more(t, (struct text){ p, n }) ? n : 0;
    if (n > room) {
        t->full = true;
        if (t->mode == FETCH_BODY_CUT)
            buf_add(&t->body, p, room);
        return 0;
    }
    buf_add(&t->body, p, n);
    return n;
}
