/* httpd.c - see httpd.h. */

#include "httpd.h"

#include <arpa/inet.h>
#include <jansson.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "api.h"
#include "board.h"
#include "clock.h"
#include "files.h"
#include "forum.h"
#include "mem.h"
#include "page.h"
#include "qa.h"
#include "rules.h"
#include "traps.h"

#define FIRST_ADDRESS   0x7f000003u /* 127.0.0.3 */
#define BODY_MAX        ((size_t)4 * 1024 * 1024)
#define STREAM_BLOCK    (32 * 1024)
#define MS_PER_S        1000
#define ETAG_BYTES      32
#define LIMITED_AT      12 /* the request that is told to wait, on forum and qa */
#define FORUM_RETRY_S   2
#define QA_RETRY_S      1
#define RETRY_DATE_MORE 1 /* an HTTP date has whole seconds: round up */

const char *const httpd_names[SITE_N] = { "department", "forum", "qa",   "board",
                                          "faq",        "traps", "deaf", "api" };

struct door {
    struct site *site;
    enum site_host host;
    struct MHD_Daemon *daemon;
};

struct httpd {
    struct door doors[SITE_N];
};

/* One request, from its first line to its last byte. */
struct visit {
    char *uri; /* owned */
    int64_t start_ms;
    int64_t queued_ms; /* when an answer that is whole was handed over; 0: it is streamed */
    char method[SITE_NAME_BYTES], agent[SITE_NAME_BYTES], if_none_match[SITE_NAME_BYTES];
    unsigned status, retry_after_s;
    bool validators; /* the answer had an ETag or a Last-Modified */
};

static void *
on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
    struct visit *v = mem_zalloc(sizeof(*v));

    (void)cls;
    (void)c;
    v->uri = mem_dup(uri, strlen(uri));
    v->start_ms = clock_now_ms(&clock_system);
    return v;
}

static void
keep_header(struct MHD_Connection *c, const char *name, char out[SITE_NAME_BYTES])
{
    const char *z = MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);

    snprintf(out, SITE_NAME_BYTES, "%s", z != NULL ? z : "");
}

static void
on_done(void *cls, struct MHD_Connection *c, void **con, enum MHD_RequestTerminationCode why)
{
    const struct door *d = cls;
    struct visit *v = *con;
    int64_t end_ms;
    json_t *line;

    (void)c;
    (void)why;
    if (v == NULL)
        return;
    /* On a busy machine this is called long after the client has read its last byte. */
    end_ms = v->queued_ms > 0 ? v->queued_ms : clock_now_ms(&clock_system);
    line = json_pack(
        "{s:s, s:I, s:I, s:s, s:s, s:i, s:s, s:s, s:i, s:i, s:b, s:b}", "host",
        httpd_names[d->host], "start_ms", (json_int_t)v->start_ms, "end_ms", (json_int_t)end_ms,
        "method", v->method, "uri", v->uri, "status", v->status, "agent", v->agent, "if_none_match",
        v->if_none_match, "retry_after_s", v->retry_after_s, "delay_ms",
        d->host == SITE_BOARD ? (int)(strtod(d->site->crawl_delay, NULL) * MS_PER_S) : 0,
        "disallowed", rules_forbid(d->host, v->uri), "validators", v->validators);
    pthread_mutex_lock(&d->site->lock);
    if (d->site->log != NULL && line != NULL) {
        json_dumpf(line, d->site->log, JSON_COMPACT);
        fputc('\n', d->site->log);
        fflush(d->site->log);
    }
    pthread_mutex_unlock(&d->site->lock);
    json_decref(line);
    free(v->uri);
    free(v);
    *con = NULL;
}

/* 429 on the forum, in seconds; 503 on the Q&A site, as a date; once each. */
static bool
told_to_wait(const struct site *s, const struct site_request *q, struct site_reply *r)
{
    char now[CLOCK_RFC3339_BYTES];
    int64_t at_s = clock_now_s(&clock_system) + QA_RETRY_S + RETRY_DATE_MORE;

    if (s->calm || q->nth != LIMITED_AT || (q->host != SITE_FORUM && q->host != SITE_QA))
        return false;
    r->no_etag = true;
    r->type = "text/plain";
    buf_add_str(&r->body, "Slow down, please.\n");
    if (q->host == SITE_FORUM) {
        r->status = MHD_HTTP_TOO_MANY_REQUESTS;
        r->retry_after_s = FORUM_RETRY_S;
        snprintf(r->retry_after, sizeof(r->retry_after), "%d", FORUM_RETRY_S);
    } else {
        r->status = MHD_HTTP_SERVICE_UNAVAILABLE;
        r->retry_after_s = QA_RETRY_S;
        page_date(clock_rfc3339(at_s, now), 0, "%a, %d %b %Y %H:%M:%S GMT", r->retry_after);
    }
    return true;
}

static void
answer(struct site *s, struct site_request *q, struct site_reply *r)
{
    static void (*const hosts[SITE_N])(const struct site *, const struct site_request *,
                                       struct site_reply *) = {
        files_answer, forum_answer, qa_answer,    board_answer,
        files_answer, traps_answer, traps_answer, api_answer,
    };

    if (strcmp(q->path, "/robots.txt") == 0) {
        rules_robots(s, q->host, r);
        return;
    }
    pthread_mutex_lock(&s->lock);
    q->nth = ++s->asked[q->host];
    pthread_mutex_unlock(&s->lock);
    if (!told_to_wait(s, q, r))
        hosts[q->host](s, q, r);
}

/* Each "@SID@" becomes the same 32 hex digits, new with every answer. */
static void
fill_session(struct buf *body, uint64_t seed)
{
    struct text rest = buf_text(body), mark = TEXT_LIT("@SID@");
    struct buf out;
    size_t at;

    if (text_find(rest, mark) == TEXT_NPOS)
        return;
    buf_init(&out, BODY_MAX);
    while ((at = text_find(rest, mark)) != TEXT_NPOS) {
        buf_add_text(&out, text_sub(rest, 0, at));
        buf_addf(&out, "%016llx%016llx", (unsigned long long)seed, (unsigned long long)~seed);
        rest = text_from(rest, at + mark.n);
    }
    buf_add_text(&out, rest);
    buf_release(body);
    *body = out;
}

static ssize_t
stream_words(void *cls, uint64_t at, char *out, size_t max)
{
    static const char words[] = "<p>and on and on and on it goes without an end in sight</p>\n";
    const struct buf *head = cls;

    if (at >= SITE_HUGE_BYTES)
        return MHD_CONTENT_READER_END_OF_STREAM;
    for (size_t i = 0; i < max; i++, at++)
        out[i] = at < head->n ? head->p[at] : words[at % (sizeof(words) - 1)];
    return (ssize_t)max;
}

static ssize_t
stream_half(void *cls, uint64_t at, char *out, size_t max)
{
    const struct buf *body = cls;
    size_t n;

    if (at >= body->n)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    n = body->n - at < max ? body->n - at : max;
    memcpy(out, body->p + at, n);
    return (ssize_t)n;
}

static void
free_body(void *cls)
{
    struct buf *b = cls;

    buf_release(b);
    free(b);
}

static struct MHD_Response *
make_response(struct site_reply *r)
{
    struct buf *kept;

    if (r->delivery == SITE_WHOLE)
        return MHD_create_response_from_buffer(r->body.n, r->body.p, MHD_RESPMEM_MUST_COPY);
    kept = mem_zalloc(sizeof(*kept));
    *kept = r->body;
    buf_init(&r->body, BODY_MAX);
    if (r->delivery == SITE_CUT)
        return MHD_create_response_from_callback(kept->n * 2, STREAM_BLOCK, stream_half, kept,
                                                 free_body);
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK, stream_words, kept,
                                             free_body);
}

/* True if the request's validators say that the asker has this very answer. */
static bool
unchanged(struct MHD_Connection *c, const struct visit *v, const struct site_reply *r,
          const char *etag)
{
    char since[SITE_NAME_BYTES];

    if (r->status != MHD_HTTP_OK || r->no_etag)
        return false;
    if (v->if_none_match[0] != '\0')
        return strcmp(v->if_none_match, etag) == 0;
    keep_header(c, "If-Modified-Since", since);
    return r->modified[0] != '\0' && strcmp(since, r->modified) == 0;
}

static void
add_header(struct MHD_Response *m, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        MHD_add_response_header(m, name, value);
}

static enum MHD_Result
send_reply(struct MHD_Connection *c, struct visit *v, struct site_reply *r)
{
    char etag[ETAG_BYTES] = "", reset[ETAG_BYTES];
    struct MHD_Response *m;
    enum MHD_Result ok;

    snprintf(etag, sizeof(etag), "\"%016llx\"",
             (unsigned long long)XXH3_64bits(r->body.p != NULL ? r->body.p : "", r->body.n));
    if (unchanged(c, v, r, etag)) {
        r->status = MHD_HTTP_NOT_MODIFIED;
        buf_clear(&r->body);
    }
    fill_session(&r->body, XXH3_64bits(&v->start_ms, sizeof(v->start_ms)));
    m = make_response(r);
    add_header(m, "Content-Type", r->status == MHD_HTTP_NOT_MODIFIED ? NULL : r->type);
    add_header(m, "ETag", r->no_etag ? NULL : etag);
    add_header(m, "Last-Modified", r->modified);
    add_header(m, "Retry-After", r->retry_after);
    add_header(m, "Location", r->location);
    add_header(m, "Link", r->link);
    if (r->spent_s > 0) {
        snprintf(reset, sizeof(reset), "%u", r->spent_s);
        add_header(m, "X-RateLimit-Remaining", "0");
        add_header(m, "X-RateLimit-Reset", reset);
    }
    add_header(m, "Content-Encoding", r->encoding);
    add_header(m, "X-Robots-Tag", r->robots);
    v->status = r->status;
    v->validators = !r->no_etag || r->modified[0] != '\0';
    v->retry_after_s = r->retry_after_s;
    if (r->delivery == SITE_WHOLE)
        v->queued_ms = clock_now_ms(&clock_system);
    ok = MHD_queue_response(c, r->status, m);
    MHD_destroy_response(m);
    return ok;
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
           const char *version, const char *upload, size_t *n_upload, void **con)
{
    const struct door *d = cls;
    struct visit *v = *con;
    struct site_request q = { .host = d->host };
    struct site_reply r = { .status = MHD_HTTP_OK, .type = "text/html; charset=utf-8" };
    enum MHD_Result ok;

    (void)version;
    (void)upload;
    if (v->method[0] == '\0') { /* the first of two calls: headers only */
        snprintf(v->method, sizeof(v->method), "%s", method);
        keep_header(c, "User-Agent", v->agent);
        keep_header(c, "If-None-Match", v->if_none_match);
        return MHD_YES;
    }
    *n_upload = 0;
    q.uri = v->uri;
    buf_init(&r.body, BODY_MAX);
    if (snprintf(q.path, sizeof(q.path), "%s", url) >= (int)sizeof(q.path))
        page_not_found(&r);
    else
        answer(d->site, &q, &r);
    ok = send_reply(c, v, &r);
    buf_release(&r.body);
    return ok;
}

static bool
open_door(struct door *d, unsigned port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

    at.sin_addr.s_addr = htonl(FIRST_ADDRESS + (unsigned)d->host);
    d->daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0,
                                 NULL, NULL, on_request, d, MHD_OPTION_SOCK_ADDR, &at,
                                 MHD_OPTION_URI_LOG_CALLBACK, on_uri, d,
                                 MHD_OPTION_NOTIFY_COMPLETED, on_done, d, MHD_OPTION_END);
    return d->daemon != NULL;
}

static bool
open_all(struct httpd *h, struct site *s, unsigned port)
{
    for (unsigned i = 0; i < SITE_N; i++) {
        struct door *d = &h->doors[i];

        d->site = s;
        d->host = (enum site_host)i;
        if (!open_door(d, port))
            return false;
        if (port == 0)
            port = MHD_get_daemon_info(d->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
        snprintf(s->base[i], sizeof(s->base[i]), "http://127.0.0.%u:%u", (FIRST_ADDRESS & 0xff) + i,
                 port);
    }
    s->port = port;
    return true;
}

static void
close_all(struct httpd *h)
{
    for (size_t i = 0; i < SITE_N; i++) {
        if (h->doors[i].daemon != NULL)
            MHD_stop_daemon(h->doors[i].daemon);
        h->doors[i].daemon = NULL;
    }
}

enum status
httpd_start(struct site *s, struct httpd **ret, struct err *err)
{
    struct httpd *h = mem_zalloc(sizeof(*h));

    for (int i = 0; i < HTTPD_TRIES; i++) {
        if (open_all(h, s, s->port)) {
            *ret = h;
            return ST_OK;
        }
        close_all(h);
        if (s->port != 0)
            break;
    }
    free(h);
    return err_set(err, ST_IO, "cannot listen on 127.0.0.3 to 127.0.0.9, port %u", s->port);
}

void
httpd_stop(struct httpd *h)
{
    if (h == NULL)
        return;
    close_all(h);
    free(h);
}
