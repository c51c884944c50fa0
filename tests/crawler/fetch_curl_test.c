/* The real fetcher against a server on loopback that does what servers do. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <netdb.h>
#include <zlib.h>

#include "raw_fetch.h"

#define TIMEOUT_MS 2000
#define BOMB_BYTES (64 * 1024 * 1024)
#define LATER_MS   40000
#define SILENT_MS  20000
#define SMALL_BODY 1000
#define OK_HEAD    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define CODED(how, body)                                                                           \
    .bytes = OK_HEAD "Content-Encoding: " how "\r\n\r\n" body,                                     \
    .n = sizeof(OK_HEAD "Content-Encoding: " how "\r\n\r\n" body) - 1

/* "hello hello hello" as Python's gzip and zlib, brotli 1.0.9 and zstd 1.5.4 write it. */
#define IN_GZIP                                                                                    \
    "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xCB\x48\xCD\xC9\xC9\x57\xC8\x40\x90\x00\x80\x88\xF9" \
    "\xE5\x11\x00\x00\x00"
#define IN_ZLIB "\x78\x9C\xCB\x48\xCD\xC9\xC9\x57\xC8\x40\x90\x00\x3A\x2E\x06\x7D"
#define IN_BARE "\xCB\x48\xCD\xC9\xC9\x57\xC8\x40\x90\x00"
#define IN_BR   "\x1B\x10\x00\xF8\x8D\x94\x6E\xDE\x44\x55\x86\x96\x6C\x20\x6F\x01\x4F\x1C\x60\x1C"
#define IN_ZSTD                                                                                    \
    "\x28\xB5\x2F\xFD\x00\x58\x65\x00\x00\x30\x68\x65\x6C\x6C\x6F\x20\x01\x00\x31\x4A\x11"
#define IN_BR_IN_GZIP                                                                              \
    "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\x93\x16\x60\xF8\xD1\x3B\x25\xEF\x9E\x4B\x68\xDB\xB4" \
    "\x1C\x85\x7C\x46\x7F\x99\x04\x19\x00\x41\x39\xF1\x74\x14\x00\x00\x00"

/* 64 MB of zeros in 64 KB of gzip, after its header; filled by make_bomb(). */
static char bomb[1 << 20];
static struct raw_answer answers[] = {
    { "/bomb", bomb },
    { "/ok", OK_HEAD "ETag: \"v1\"\r\nX-Robots-Tag: noindex\r\nX-Robots-Tag: nofollow\r\n"
                     "Content-Length: 5\r\n\r\nhello" },
    { "/kept", OK_HEAD "Content-Length: 2\r\n\r\nhi", .keep = true },
    { "/image", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n1234" },
    { "/atom", "HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\nContent-Length: 7\r\n\r\n"
               "<feed/>" },
    { "/huge", OK_HEAD "Content-Length: 99000000\r\n\r\nx" },
    { "/move", "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/in\r\nContent-Length: 0\r\n\r\n" },
    { "/same", "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n",
      .when = "If-None-Match: \"v1\"" },
    { "/gzip", CODED("gzip", IN_GZIP) },
    { "/x-gzip", CODED("X-GZIP", IN_GZIP) },
    { "/zlib", CODED("deflate", IN_ZLIB) },
    { "/bare", CODED("deflate", IN_BARE) },
    { "/br", CODED("br", IN_BR) },
    { "/zstd", CODED("zstd", IN_ZSTD) },
    { "/stacked", CODED("br, gzip", IN_BR_IN_GZIP) },
    { "/stacked-lines", CODED("br\r\nContent-Encoding: gzip", IN_BR_IN_GZIP) },
    { "/members", CODED("gzip", IN_GZIP IN_GZIP) },
    { "/garbage", CODED("gzip", IN_GZIP "garbage") },
    { "/half", CODED("gzip", "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\xCB\x48\xCD") },
    { "/half-br", CODED("br", "\x1B\x10\x00\xF8\x8D\x94") },
    { "/half-zstd", CODED("zstd", "\x28\xB5\x2F\xFD\x00\x58\x65\x00\x00\x30\x68") },
    { "/unsaid", .bytes = OK_HEAD "\r\n" IN_GZIP, .n = sizeof(OK_HEAD "\r\n" IN_GZIP) - 1 },
    { "/unsaid-half", .bytes = OK_HEAD "\r\n\x1F\x8B\x08\x00\x00",
      .n = sizeof(OK_HEAD "\r\n\x1F\x8B\x08\x00\x00") - 1 },
    { "/unit", .bytes = OK_HEAD "\r\n\x1Fhello" },
    { "/later", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nRetry-After: 5\r\n"
                "Content-Length: 0\r\n\r\n" },
    { "/wrong", CODED("br", IN_GZIP) },
};

static void
make_bomb(void)
{
    static unsigned char zeros[65536];
    z_stream z = { 0 };
    size_t head = (size_t)snprintf(bomb, sizeof(bomb), "%sContent-Encoding: gzip\r\n\r\n", OK_HEAD);

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = (unsigned char *)bomb + head;
    z.avail_out = (uInt)(sizeof(bomb) - head);
    for (size_t i = 0; i < BOMB_BYTES / sizeof(zeros); i++) {
        z.next_in = zeros;
        z.avail_in = sizeof(zeros);
        deflate(&z, i + 1 == BOMB_BYTES / sizeof(zeros) ? Z_FINISH : Z_NO_FLUSH);
    }
    answers[0].n = head + z.total_out;
    deflateEnd(&z);
}

static void
fixture_open(struct fixture *f, bool allow)
{
    if (answers[0].n == 0)
        make_bomb();
    fixture_start(f, answers, N_ROWS(answers), "127.0.0.0/8",
                  (struct fetch_config){ .user_agent = "Earshot/1.0 (+mailto:a@example.edu)",
                                         .from = "a@example.edu",
                                         .n_allow = allow,
                                         .timeout_ms = TIMEOUT_MS });
}

static struct fetch_response *
get(struct fixture *f, const char *path, enum fetch_body body, size_t max, const char *etag)
{
    struct fetch_request rq = { .etag = text_of(etag), .body = body, .max_body = max };
    char url[200];

    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", f->server.port, path);
    rq.url = text_of(url);
    return fixture_get(f, &rq, LATER_MS);
}

static void
test_fates(void)
{
    static const struct {
        const char *path;
        enum fetch_body body;
        size_t max;
        unsigned status;
        enum fetchplan_failure failure;
        size_t n_body;
        const char *from;
    } rows[] = {
        { "/ok", FETCH_BODY_HTML, 100, 200, FETCHPLAN_NO_FAILURE, 5, "a page" },
        { "/move", FETCH_BODY_HTML, 100, 301, FETCHPLAN_NO_FAILURE, 0, "no redirect is followed" },
        { "/image", FETCH_BODY_HTML, 100, 200, FETCHPLAN_NO_FAILURE, 0, "an image is not read" },
        { "/image", FETCH_BODY_SEED, 100, 200, FETCHPLAN_NO_FAILURE, 0, "nor is it for a seed" },
        { "/atom", FETCH_BODY_HTML, 100, 200, FETCHPLAN_NO_FAILURE, 0, "a feed is no page" },
        { "/atom", FETCH_BODY_SEED, 100, 200, FETCHPLAN_NO_FAILURE, 7, "but may be a seed" },
        { "/huge", FETCH_BODY_HTML, 100, 0, FETCHPLAN_TOO_BIG, 0, "by its Content-Length" },
        { "/bomb", FETCH_BODY_HTML, FETCH_MAX_BODY, 0, FETCHPLAN_TOO_BIG, 0, "while decoding" },
        { "/bomb", FETCH_BODY_CUT, SMALL_BODY, 200, FETCHPLAN_NO_FAILURE, SMALL_BODY,
          "a long robots.txt is cut" },
    };
    struct fixture f;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fetch_response *r = get(&f, rows[i].path, rows[i].body, rows[i].max, NULL);

        CHECK(r->status == rows[i].status, "%s: status %u", rows[i].from, r->status);
        CHECK(r->failure == rows[i].failure, "%s: %s (%s)", rows[i].from,
              fetch_failure_name(r->failure), r->why);
        CHECK(r->body.n == rows[i].n_body, "%s: %zu bytes", rows[i].from, r->body.n);
        f.fetcher.release(f.fetcher.self, r);
    }
    fixture_close(&f);
}
TEST_FN(test_fates)

/* Each coding that is asked for, as servers send it. */
static void
test_codings(void)
{
    static const struct {
        const char *path;
        enum fetchplan_failure failure;
        const char *text, *from;
    } rows[] = {
#define HELLO "hello hello hello"
        { "/gzip", FETCHPLAN_NO_FAILURE, HELLO, "1952" },
        { "/x-gzip", FETCHPLAN_NO_FAILURE, HELLO, "9110 8.4.1.3: its old name, in any case" },
        { "/zlib", FETCHPLAN_NO_FAILURE, HELLO, "1950" },
        { "/bare", FETCHPLAN_NO_FAILURE, HELLO, "9110 8.4.1.2: as some send it" },
        { "/br", FETCHPLAN_NO_FAILURE, HELLO, "7932" },
        { "/zstd", FETCHPLAN_NO_FAILURE, HELLO, "8878" },
        { "/stacked", FETCHPLAN_NO_FAILURE, HELLO, "9110 8.4: in their order" },
        { "/stacked-lines", FETCHPLAN_NO_FAILURE, HELLO, "9110 5.2: in two lines" },
        { "/members", FETCHPLAN_NO_FAILURE, HELLO HELLO, "1952 2.2: every member" },
        { "/garbage", FETCHPLAN_NO_FAILURE, HELLO, "what follows is ignored" },
        { "/half", FETCHPLAN_RESET, "", "half a stream is none" },
        { "/half-br", FETCHPLAN_RESET, "", "half a stream is none" },
        { "/half-zstd", FETCHPLAN_RESET, "", "half a stream is none" },
        { "/unsaid", FETCHPLAN_NO_FAILURE, HELLO, "a packed file without a label" },
        { "/unsaid-half", FETCHPLAN_RESET, "", "half of one" },
        { "/unit", FETCHPLAN_NO_FAILURE, "\x1Fhello", "a page that begins like one" },
        { "/wrong", FETCHPLAN_PROTOCOL, "", "another coding than the label" },
    };
    struct fixture f;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fetch_response *r = get(&f, rows[i].path, FETCH_BODY_HTML, SMALL_BODY, NULL);

        CHECK(r->failure == rows[i].failure, "%s (%s): %s", rows[i].path, rows[i].from, r->why);
        CHECK(text_is(r->body, rows[i].text), "%s (%s): \"%.*s\"", rows[i].path, rows[i].from,
              TEXT_ARG(r->body));
        CHECK(r->answered, "%s: the page is ill, not the host", rows[i].path);
        f.fetcher.release(f.fetcher.self, r);
    }
    fixture_close(&f);
}
TEST_FN(test_codings)

static void
test_what_is_said(void)
{
    struct fixture f;
    struct fetch_response *r;

    fixture_open(&f, true);
    r = get(&f, "/ok", FETCH_BODY_HTML, 100, NULL);
    CHECK(strstr(f.server.request, "User-Agent: Earshot/1.0 (+mailto:a@example.edu)") != NULL, "%s",
          f.server.request);
    CHECK(strstr(f.server.request, "From: a@example.edu") != NULL, "From");
    CHECK(strstr(f.server.request, "Accept-Encoding: gzip, deflate, br, zstd\r\n") != NULL,
          "Accept-Encoding");
    CHECK(text_is(r->fields[FETCH_ETAG], "\"v1\""), "ETag");
    CHECK(text_is(r->fields[FETCH_ROBOTS_TAG], "noindex, nofollow"), "both lines");
    CHECK(strcmp(r->ip, "127.0.0.1") == 0, "ip %s", r->ip);
    f.fetcher.release(f.fetcher.self, r);
    r = get(&f, "/same", FETCH_BODY_HTML, 100, "\"v1\"");
    CHECK(r->status == 304, "%u", r->status);
    f.fetcher.release(f.fetcher.self, r);
    r = get(&f, "/move", FETCH_BODY_HTML, 100, NULL);
    CHECK(text_is(r->fields[FETCH_LOCATION], "http://127.0.0.1/in"), "Location");
    CHECK(r->fields[FETCH_ETAG].n == 0, "fields of the answer before");
    f.fetcher.release(f.fetcher.self, r);
    r = get(&f, "/later", FETCH_BODY_HTML, 100, NULL);
    CHECK(text_is(r->fields[FETCH_RETRY_AFTER], "3600, 5"), "Retry-After, both lines: %.*s",
          TEXT_ARG(r->fields[FETCH_RETRY_AFTER]));
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
}
TEST_FN(test_what_is_said)

static void
test_guard(void)
{
    struct fixture f;
    struct fetch_response *r;

    fixture_open(&f, false);
    f.server.request[0] = '\0';
    r = get(&f, "/ok", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->failure == FETCHPLAN_DENIED && r->status == 0, "%s", fetch_failure_name(r->failure));
    CHECK(strstr(r->why, "127.0.0.1") != NULL, "%s", r->why);
    CHECK(f.server.request[0] == '\0', "it was asked all the same");
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
}
TEST_FN(test_guard)

static bool
not_yet(void *self, void *tag, const char *ip, int64_t *until_ms)
{
    (void)tag;
    *until_ms = *(int64_t *)self;
    return strcmp(ip, "127.0.0.1") != 0;
}

static void
test_ip_clock(void)
{
    struct fixture f;
    struct fetch_response *r;
    int64_t until_ms = 12345;

    fixture_open(&f, true);
    f.cfg.may_connect = not_yet;
    f.cfg.may_connect_self = &until_ms;
    f.server.request[0] = '\0';
    r = get(&f, "/ok", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->wait_until_ms == until_ms, "%lld", (long long)r->wait_until_ms);
    CHECK(f.server.request[0] == '\0', "it was asked all the same");
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
}
TEST_FN(test_ip_clock)

/* A kept connection dies under the next request: the fetcher does not send it a second time. */
static void
test_sent_once(void)
{
    struct fetch_request next = { .body = FETCH_BODY_HTML, .max_body = 100 };
    struct fetch_response *r;
    struct fixture f;
    char url[200];

    fixture_open(&f, true);
    snprintf(url, sizeof(url), "http://127.0.0.1:%d/next", f.server.port);
    next.url = text_of(url);
    r = get(&f, "/kept", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->status == 200 && !r->again, "answered");
    f.fetcher.release(f.fetcher.self, r);
    r = fixture_get_once(&f, &next, LATER_MS);
    CHECK(r->again && r->status == 0 && r->failure == FETCHPLAN_RESET, "%u: %s", r->status, r->why);
    CHECK(f.server.n_requests == 1, "%d connections", f.server.n_requests);
    f.fetcher.release(f.fetcher.self, r);
    r = get(&f, "/ok", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->status == 200 && !r->again, "well again: %s", r->why);
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
}
TEST_FN(test_sent_once)

/* Stands in for libc's, which libcurl asks on a thread of its own. */
int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
            struct addrinfo **ret)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

    if (strcmp(name, "silent.example") == 0) {
        poll(NULL, 0, SILENT_MS);
        return EAI_AGAIN;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, ret);
}

/* A name server that does not answer keeps neither the loop nor the end of a run waiting. */
static void
test_silent_resolver(void)
{
    struct fixture f;
    struct fetch_request rq = { .url = TEXT_LIT("http://silent.example/"), .max_body = 1 };
    struct fetch_response *r = NULL;
    int64_t from_ms = clock_now_ms(&clock_system);

    fixture_open(&f, true);
    assert_int_equal(f.fetcher.start(f.fetcher.self, &rq, NULL), ST_OK);
    while (r == NULL && clock_now_ms(&clock_system) < from_ms + LATER_MS)
        r = f.fetcher.wait(f.fetcher.self, from_ms + LATER_MS);
    assert_non_null(r);
    CHECK(r->failure == FETCHPLAN_TIMEOUT, "%s", fetch_failure_name(r->failure));
    f.fetcher.release(f.fetcher.self, r);
    assert_int_equal(f.fetcher.start(f.fetcher.self, &rq, NULL), ST_OK);
    f.fetcher.wait(f.fetcher.self, 0);
    fixture_close(&f);
    CHECK(clock_now_ms(&clock_system) < from_ms + SILENT_MS, "waited for the resolver");
}
TEST_FN(test_silent_resolver)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_fates),          TEST(test_codings),
                                        TEST(test_what_is_said),   TEST(test_guard),
                                        TEST(test_ip_clock),       TEST(test_sent_once),
                                        TEST(test_silent_resolver) };

    return TEST_RUN(tests);
}
