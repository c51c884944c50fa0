/* The real fetcher against a server on loopback that does what servers do. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "../test.h"

#include "../../crawler/fetch.h"

#define TIMEOUT_MS  700
#define BOMB_BYTES  (64 * 1024 * 1024)
#define LATER_MS    5000
#define SILENT_MS   4000
#define ACCEPT_MS   20000
#define REQUEST_MAX 8192
#define SMALL_BODY  1000

static const char ok_head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

struct server {
    int fd, port;
    pthread_t thread;
    char request[REQUEST_MAX]; /* the last one */
    int n_accepted;            /* connections */
};

static void
put(int fd, const char *z)
{
    (void)!write(fd, z, strlen(z)); /* a client that left is part of the tests */
}

/* 64 MB of zeros in 64 KB of gzip. */
static void
put_bomb(int fd)
{
    static unsigned char zeros[65536], out[1 << 20];
    z_stream z = { 0 };
    char head[200];
    size_t n;

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_out = out;
    z.avail_out = sizeof(out);
    for (size_t i = 0; i < BOMB_BYTES / sizeof(zeros); i++) {
        z.next_in = zeros;
        z.avail_in = sizeof(zeros);
        deflate(&z, i + 1 == BOMB_BYTES / sizeof(zeros) ? Z_FINISH : Z_NO_FLUSH);
    }
    n = sizeof(out) - z.avail_out;
    deflateEnd(&z);
    snprintf(head, sizeof(head), "%sContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", ok_head,
             n);
    put(fd, head);
    (void)!write(fd, out, n);
}

static void
put_headers_without_end(int fd)
{
    put(fd, ok_head);
    for (int i = 0; i < 20000; i++)
        put(fd, "X-More: 0123456789012345678901234567890123456789\r\n");
}

static void
answer(struct server *s, int fd, const char *path)
{
    static const struct {
        const char *path, *bytes;
    } rows[] = {
        { "/ok", "ETag: \"v1\"\r\nX-Robots-Tag: noindex\r\nX-Robots-Tag: nofollow\r\n"
                 "Content-Length: 5\r\n\r\nhello" },
        { "/kept", "Content-Length: 2\r\n\r\nhi" },
        { "/cut", "Content-Length: 5000\r\n\r\n<html><p>half a pa" },
        { "/image", "Content-Type: image/png\r\nContent-Length: 4\r\n\r\n1234" },
        { "/huge", "Content-Length: 99000000\r\n\r\nx" },
        { "/stall", "Content-Length: 10\r\n\r\nx" },
    };

    if (strcmp(path, "/move") == 0)
        put(fd, "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/in\r\nContent-Length: 0\r\n\r\n");
    else if (strcmp(path, "/same") == 0 && strstr(s->request, "If-None-Match: \"v1\"") != NULL)
        put(fd, "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
    else if (strcmp(path, "/bomb") == 0)
        put_bomb(fd);
    else if (strcmp(path, "/headers") == 0)
        put_headers_without_end(fd);
    else if (strcmp(path, "/noise") == 0)
        put(fd, "what is HTTP?\r\n\r\n");
    for (size_t i = 0; i < N_ROWS(rows); i++)
        if (strcmp(path, rows[i].path) == 0) {
            put(fd, strcmp(path, "/image") == 0 ? "HTTP/1.1 200 OK\r\n" : ok_head);
            put(fd, rows[i].bytes);
        }
    if (strcmp(path, "/stall") == 0 || strcmp(path, "/mute") == 0)
        poll(NULL, 0, TIMEOUT_MS * 2);
}

/* One request per connection, until /end or nobody comes. */
static void *
serve(void *self)
{
    struct server *s = self;
    char path[200] = "";

    while (strcmp(path, "/end") != 0) {
        struct pollfd p = { s->fd, POLLIN, 0 };
        ssize_t n;
        int fd;

        if (poll(&p, 1, ACCEPT_MS) <= 0)
            break;
        fd = accept(s->fd, NULL, NULL);
        s->n_accepted++;
        n = read(fd, s->request, sizeof(s->request) - 1);
        s->request[n > 0 ? n : 0] = '\0';
        path[0] = '\0';
        sscanf(s->request, "GET %199s", path);
        answer(s, fd, path);
        if (strcmp(path, "/kept") == 0) /* what comes next on this connection is not answered */
            n = read(fd, s->request, sizeof(s->request) - 1);
        close(fd);
    }
    return NULL;
}

static void
server_open(struct server *s)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    socklen_t n = sizeof(in);

    *s = (struct server){ .fd = socket(AF_INET, SOCK_STREAM, 0) };
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&in, sizeof(in)), 0);
    assert_int_equal(listen(s->fd, 8), 0);
    getsockname(s->fd, (struct sockaddr *)&in, &n);
    s->port = ntohs(in.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

struct fixture {
    struct server server;
    struct guard_range loopback;
    struct fetch_config cfg;
    struct fetcher fetcher;
};

static void
fixture_open(struct fixture *f, bool allow)
{
    struct err err = { "" };

    signal(SIGPIPE, SIG_IGN);
    server_open(&f->server);
    guard_range_parse(TEXT_LIT("127.0.0.0/8"), &f->loopback, &err);
    f->cfg = (struct fetch_config){ .user_agent = "Earshot/1.0 (+mailto:a@example.edu)",
                                    .from = "a@example.edu",
                                    .allow = &f->loopback,
                                    .n_allow = allow,
                                    .timeout_ms = TIMEOUT_MS,
                                    .clock = &clock_system };
    assert_int_equal(fetch_curl_new(&f->cfg, &f->fetcher, &err), ST_OK);
}

static struct fetch_response *
get(struct fixture *f, const char *path, enum fetch_body body, size_t max, const char *etag)
{
    struct fetch_request rq = { .etag = text_of(etag), .body = body, .max_body = max };
    struct fetch_response *r = NULL;
    int64_t until_ms = clock_now_ms(&clock_system) + LATER_MS;
    char url[200];

    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", f->server.port, path);
    rq.url = text_of(url);
    assert_int_equal(f->fetcher.start(f->fetcher.self, &rq, NULL), ST_OK);
    while (r == NULL && clock_now_ms(&clock_system) < until_ms)
        r = f->fetcher.wait(f->fetcher.self, until_ms);
    assert_non_null(r);
    return r;
}

static void
fixture_close(struct fixture *f)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons((uint16_t)f->server.port) };

    f->fetcher.free(f->fetcher.self);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&in, sizeof(in)) == 0)
        put(fd, "GET /end HTTP/1.1\r\n\r\n");
    close(fd);
    pthread_join(f->server.thread, NULL);
    close(f->server.fd);
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
        { "/cut", FETCH_BODY_HTML, 9999, 0, FETCHPLAN_RESET, 0, "half a body is none" },
        { "/image", FETCH_BODY_HTML, 100, 200, FETCHPLAN_NO_FAILURE, 0, "an image is not read" },
        { "/huge", FETCH_BODY_HTML, 100, 0, FETCHPLAN_TOO_BIG, 0, "by its Content-Length" },
        { "/bomb", FETCH_BODY_HTML, FETCH_MAX_BODY, 0, FETCHPLAN_TOO_BIG, 0, "while decoding" },
        { "/bomb", FETCH_BODY_CUT, SMALL_BODY, 200, FETCHPLAN_NO_FAILURE, SMALL_BODY,
          "a long robots.txt is cut" },
        { "/headers", FETCH_BODY_HTML, 100, 0, FETCHPLAN_PROTOCOL, 0, "headers without end" },
        { "/noise", FETCH_BODY_HTML, 100, 0, FETCHPLAN_PROTOCOL, 0, "no HTTP" },
        { "/empty", FETCH_BODY_HTML, 100, 0, FETCHPLAN_RESET, 0, "closed at once" },
        { "/stall", FETCH_BODY_HTML, 100, 0, FETCHPLAN_TIMEOUT, 0, "stops in the middle" },
        { "/mute", FETCH_BODY_HTML, 100, 0, FETCHPLAN_TIMEOUT, 0, "says nothing" },
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
    CHECK(strstr(f.server.request, "gzip") != NULL, "Accept-Encoding");
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
    struct fixture f;
    struct fetch_response *r;

    fixture_open(&f, true);
    r = get(&f, "/kept", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->status == 200 && !r->again, "answered");
    f.fetcher.release(f.fetcher.self, r);
    r = get(&f, "/next", FETCH_BODY_HTML, 100, NULL);
    CHECK(r->again && r->status == 0 && r->failure == FETCHPLAN_RESET, "%u: %s", r->status, r->why);
    CHECK(f.server.n_accepted == 1, "%d connections", f.server.n_accepted);
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
    const struct CMUnitTest tests[] = { TEST(test_fates),     TEST(test_what_is_said),
                                        TEST(test_guard),     TEST(test_ip_clock),
                                        TEST(test_sent_once), TEST(test_silent_resolver) };

    return TEST_RUN(tests);
}
