#include "archive_record.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#define UUID_BYTES 16
#define MS_PER_S   INT64_C(1000)
#define HIDDEN     "X-Crawler-" /* before a field that no longer speaks of what is here */
#define PROFILES   "http://netpreserve.org/warc/1.1/revisit/"

static const char *const field_names[FETCH_N_FIELDS] = {
    [FETCH_CONTENT_TYPE] = "Content-Type",   [FETCH_ETAG] = "ETag",
    [FETCH_LAST_MODIFIED] = "Last-Modified", [FETCH_LOCATION] = "Location",
    [FETCH_RETRY_AFTER] = "Retry-After",     [FETCH_DATE] = "Date",
    [FETCH_ROBOTS_TAG] = "X-Robots-Tag",     [FETCH_LINK] = "Link",
};

/* RFC 9562, version 4. */
void
archive_make_id(char out[ARCHIVE_ID_BYTES])
{
    unsigned char b[UUID_BYTES];
    size_t n = (size_t)snprintf(out, ARCHIVE_ID_BYTES, "urn:uuid:");

    randombytes_buf(b, sizeof(b));
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < sizeof(b); i++)
        n += (size_t)snprintf(out + n, ARCHIVE_ID_BYTES - n, "%s%02x",
                              i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}

static void
begin(struct buf *out, const char *type, const char *id, int64_t at_s)
{
    char date[CLOCK_RFC3339_BYTES];

    buf_addf(out, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <%s>\r\nWARC-Date: %s\r\n", type,
             id, clock_rfc3339(at_s, date));
}

/* The fields that every record ends its header with, and the beginning of its block. */
static void
end(struct buf *out, const char *content_type, struct text block, struct text body)
{
    char digest[SHA1_TEXT_BYTES];
    struct sha1 sha;

    sha1_init(&sha);
    sha1_add(&sha, block);
    sha1_add(&sha, body);
    buf_addf(out, "WARC-Block-Digest: sha1:%s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
             sha1_base32(&sha, digest), content_type, block.n + body.n);
    buf_add_text(out, block);
}

void
archive_record_info(struct buf *out, const struct archive_config *cfg, const char *name,
                    const char *id, int64_t at_s)
{
    struct buf block;

    buf_init(&block, BUF_SMALL);
    buf_addf(&block,
             "software: %s\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/"
             "warc-specifications/specifications/warc-format/warc-1.1/\r\n"
             "robots: obey\r\n",
             cfg->software);
    if (cfg->contact != NULL)
        buf_addf(&block, "operator: %s\r\n", cfg->contact);
    buf_addf(&block, "http-header-user-agent: %s\r\n", cfg->agent);
    begin(out, "warcinfo", id, at_s);
    buf_addf(out, "WARC-Filename: %s\r\n", name);
    end(out, "application/warc-fields", buf_text(&block), TEXT_NONE);
    buf_release(&block);
}

/* "HTTP/2 200" as "HTTP/1.1 200": of the versions readers know only HTTP/1's. */
static void
add_start_line(struct buf *out, struct text line)
{
    struct text version = text_before(line, ' ');

    if (text_starts(version, TEXT_LIT("HTTP/")) && !text_starts(version, TEXT_LIT("HTTP/1.")))
        buf_addf(out, "HTTP/1.1 %.*s\r\n", TEXT_ARG(text_trim(text_after(line, ' '))));
    else
        buf_addf(out, "%.*s\r\n", TEXT_ARG(line));
}

/* Does the field speak of the message as it was on the wire? */
static bool
is_of_wire(struct text line, const struct fetch_response *r)
{
    struct text name = text_trim(text_before(line, ':'));
    int64_t n;

    if (text_eq_nocase(name, TEXT_LIT("Content-Length")))
        return !text_to_int(text_trim(text_after(line, ':')), &n) || n != (int64_t)r->body.n;
    return text_eq_nocase(name, TEXT_LIT("Content-Encoding")) ||
           text_eq_nocase(name, TEXT_LIT("Transfer-Encoding"));
}

/* The header as it came; *length tells whether a Content-Length that holds stands in it. */
static void
add_header(struct buf *out, const struct fetch_response *r, bool *length)
{
    struct text rest = r->head, line;
    bool first = true;

    while (text_cut(&rest, "\n", &line)) {
        line = text_ends(line, TEXT_LIT("\r")) ? text_sub(line, 0, line.n - 1) : line;
        if (line.n == 0)
            continue;
        if (first)
            add_start_line(out, line);
        else if (line.p[0] != ' ' && line.p[0] != '\t' && is_of_wire(line, r))
            buf_addf(out, HIDDEN "%.*s\r\n", TEXT_ARG(line));
        else
            buf_addf(out, "%.*s\r\n", TEXT_ARG(line));
        if (!first && text_eq_nocase(text_trim(text_before(line, ':')), TEXT_LIT("Content-Length")))
            *length = *length || !is_of_wire(line, r);
        first = false;
    }
    if (!first)
        return;
    buf_addf(out, "HTTP/1.1 %u \r\n", r->status); /* a fetcher that keeps no header */
    for (size_t i = 0; i < FETCH_N_FIELDS; i++)
        if (r->fields[i].n > 0)
            buf_addf(out, "%s: %.*s\r\n", field_names[i], TEXT_ARG(r->fields[i]));
}

static void
add_http(struct buf *out, const struct archive_answer *a)
{
    bool length = false;

    add_header(out, a->response, &length);
    if (!length && !a->not_modified)
        buf_addf(out, "Content-Length: %zu\r\n", a->response->body.n);
    buf_add_str(out, "\r\n");
}

struct text
archive_record_body(const struct archive_answer *a)
{
    return a->same_as_s == 0 ? a->response->body : TEXT_NONE;
}

static void
add_about(struct buf *out, const struct archive_answer *a, const char *info_id)
{
    const struct fetch_response *r = a->response;

    buf_addf(out, "WARC-Target-URI: %.*s\r\nWARC-Warcinfo-ID: <%s>\r\n", TEXT_ARG(a->url), info_id);
    if (r->ip[0] != '\0')
        buf_addf(out, "WARC-IP-Address: %s\r\n", r->ip);
    if (text_starts(r->head, TEXT_LIT("HTTP/2")))
        buf_add_str(out, "WARC-Protocol: h2\r\n");
}

void
archive_record_answer(struct buf *out, const struct archive_answer *a, const char *info_id,
                      const char *id)
{
    const struct fetch_response *r = a->response;
    char date[CLOCK_RFC3339_BYTES];
    struct buf http;

    buf_init(&http, ARCHIVE_MAX_HEAD);
    add_http(&http, a);
    begin(out, a->same_as_s != 0 ? "revisit" : "response", id, r->started_ms / MS_PER_S);
    add_about(out, a, info_id);
    if (a->same_as_s != 0)
        buf_addf(out,
                 "WARC-Profile: " PROFILES "%s\r\nWARC-Refers-To-Target-URI: %.*s\r\n"
                 "WARC-Refers-To-Date: %s\r\n",
                 a->not_modified ? "server-not-modified" : "identical-payload-digest",
                 TEXT_ARG(a->url), clock_rfc3339(a->same_as_s, date));
    if (r->unwanted || r->cut)
        buf_addf(out, "WARC-Truncated: %s\r\n", r->cut ? "length" : "unspecified");
    else
        buf_addf(out, "WARC-Payload-Digest: sha1:%s\r\n", a->digest);
    end(out, "application/http; msgtype=response", buf_text(&http), archive_record_body(a));
    out->over = out->over || http.over;
    buf_release(&http);
}

void
archive_record_request(struct buf *out, const struct archive_answer *a, const char *info_id,
                       const char *answer_id)
{
    struct text sent = a->response->sent, line = text_before(sent, '\r');
    size_t space = line.n;
    char id[ARCHIVE_ID_BYTES];
    struct buf http;

    if (sent.n == 0)
        return;
    buf_init(&http, BUF_SMALL);
    while (space > 0 && line.p[space - 1] != ' ')
        space--;
    if (text_starts(text_from(line, space), TEXT_LIT("HTTP/2"))) {
        buf_addf(&http, "%.*sHTTP/1.1", TEXT_ARG(text_sub(line, 0, space)));
        sent = text_from(sent, line.n);
    }
    buf_add_text(&http, sent);
    archive_make_id(id);
    begin(out, "request", id, a->response->started_ms / MS_PER_S);
    add_about(out, a, info_id);
    buf_addf(out, "WARC-Concurrent-To: <%s>\r\n", answer_id);
    end(out, "application/http; msgtype=request", buf_text(&http), TEXT_NONE);
    buf_release(&http);
}
