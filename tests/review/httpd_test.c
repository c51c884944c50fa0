/* The server itself, on a free port: limits, and clients that are slow. */
#include "../../review/httpd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"

#include "../test.h"

#define PATIENCE_S 60
#define RECEIVE_MS 300

static char folder[] = "/tmp/earshot-httpd.XXXXXX";

static void
echo(struct request *r, struct response *res)
{
    response_plain(res, 200,
                   arena_printf(r->arena, "%.*s|%.*s|%.*s", TEXT_ARG(r->address),
                                TEXT_ARG(form_get(&r->query, "q")),
                                TEXT_ARG(form_get(&r->form, "f"))));
}

/* The test lets it go on. */
static atomic_bool held;

static void
hold(struct request *r, struct response *res)
{
    (void)r;
    while (atomic_load(&held))
        clock_sleep_ms(&clock_system, 1);
    response_plain(res, 200, "at last");
}

static const struct route rows_[] = {
    { "GET", "/hold", 0, hold },
    { "GET", "/echo", 0, echo },
    { "POST", "/echo", 0, echo },
    { NULL, NULL, 0, NULL },
};
static const struct route *const tables[] = { rows_, NULL };

struct server {
    struct ask a;
    struct httpd *h;
    char path[64];
    struct httpd_config c;
};

static void
start(struct server *s, bool tls_proxy)
{
    struct err err = { "" };

    ask_init(&s->a, "GET", "/");
    snprintf(s->path, sizeof(s->path), "%s/earshot.db", folder);
    s->a.serve.store_path = s->path;
    s->a.serve.clock = &clock_system;
    s->c = (struct httpd_config){ .serve = &s->a.serve,
                                  .routes = tables,
                                  .threads = 2,
                                  .tls_proxy = tls_proxy,
                                  .receive_ms = RECEIVE_MS };
    assert_int_equal(listen_parse(TEXT_LIT("127.0.0.1:0"), &s->c.listen, &err), ST_OK);
    assert_int_equal(httpd_open(&s->c, &s->h, &err), ST_OK);
}

static void
stop(struct server *s)
{
    httpd_close(s->h);
    ask_release(&s->a);
}

static int
dial(const struct server *s)
{
    struct timeval patience = { .tv_sec = PATIENCE_S };
    char out[LISTEN_TEXT_BYTES];
    struct listen_address at;
    int fd;

    assert_int_equal(listen_parse(text_of(httpd_address(s->h, out)), &at, NULL), ST_OK);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at.at, at.bytes), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return fd;
}

/* Send all that and read until the server closes. */
static const char *
talk(const struct server *s, struct text said, struct buf *b)
{
    int fd = dial(s);
    char piece[4096];
    ssize_t n;

    buf_clear(b);
    while (said.n > 0 && (n = send(fd, said.p, said.n, MSG_NOSIGNAL)) > 0)
        said = text_from(said, (size_t)n);
    while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
        buf_add(b, piece, (size_t)n);
    close(fd);
    return buf_str(b);
}

#define CLOSE "Host: x\r\nConnection: close\r\n"

static void
test_requests(void)
{
    static const struct {
        const char *said, *want, *from;
    } rows[] = {
        { "GET /echo?q=1+2 HTTP/1.1\r\n" CLOSE "\r\n", "\r\n\r\n127.0.0.1|1 2|\n", "a query" },
        { "GET /echo HTTP/1.1\r\n" CLOSE "X-Forwarded-For: 192.0.2.9\r\n\r\n",
          "\r\n\r\n127.0.0.1||\n", "nobody but a proxy of ours says who asks" },
        { "POST /echo HTTP/1.1\r\n" CLOSE
          "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\nf=a%20",
          "400", "cut off: half an escape" },
        { "POST /echo HTTP/1.1\r\n" CLOSE
          "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: 3"
          "\r\n\r\nf=a",
          "|a\n", "a form" },
        { "POST /echo HTTP/1.1\r\n" CLOSE
          "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nf=a",
          " 415 ", "no form" },
        { "POST /echo HTTP/1.1\r\n" CLOSE
          "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 262145\r\n\r\n",
          " 413 ", "a byte over the cap, told before it comes" },
        { "GET /echo?q=%zz HTTP/1.1\r\n" CLOSE "\r\n", " 400 ", "half an escape" },
        { "GET http://x/echo HTTP/1.1\r\n" CLOSE "\r\n", " 400 ", "not a proxy" },
        { "GET /nothing HTTP/1.1\r\n" CLOSE "\r\n", " 404 ", "unknown" },
        { "HEAD /echo HTTP/1.1\r\n" CLOSE "\r\n", "Content-Length: 12\r\n\r\n", "RFC 9110 9.3.2" },
        { "GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n", " 400 ", "no Host, RFC 9112 3.2" },
    };
    struct server s;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    start(&s, false);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(strstr(talk(&s, text_of(rows[i].said), &b), rows[i].want) != NULL, "%s: %s",
              rows[i].from, buf_str(&b));
    CHECK(strstr(talk(&s, TEXT_LIT("GET /x HTTP/1.1\r\n" CLOSE "\r\n"), &b),
                 "Content-Security-Policy: default-src 'none'; script-src 'self'") != NULL,
          "errors carry the policy, too");
    stop(&s);
    buf_release(&b);
}
TEST_FN(test_requests)

/* A request that does not come to its end is seen from outside. */
static void
test_busy(void)
{
    struct timespec pause = { .tv_nsec = 1000000 };
    struct server s;
    char piece[256];
    int fd;

    start(&s, false);
    CHECK(httpd_busy_ms(s.h) == 0, "nobody has asked");
    atomic_store(&held, true);
    fd = dial(&s);
    CHECK(send(fd, "GET /hold HTTP/1.1\r\n" CLOSE "\r\n",
               strlen("GET /hold HTTP/1.1\r\n" CLOSE "\r\n"), MSG_NOSIGNAL) > 0,
          "asked");
    for (int i = 0; i < 5000 && httpd_busy_ms(s.h) < 50; i++)
        nanosleep(&pause, NULL);
    CHECK(httpd_busy_ms(s.h) >= 50, "at work for %lld ms", (long long)httpd_busy_ms(s.h));
    atomic_store(&held, false);
    while (recv(fd, piece, sizeof(piece), 0) > 0)
        continue;
    close(fd);
    for (int i = 0; i < 5000 && httpd_busy_ms(s.h) > 0; i++)
        nanosleep(&pause, NULL);
    CHECK(httpd_busy_ms(s.h) == 0, "it has ended");
    stop(&s);
}
TEST_FN(test_busy)

static void
test_proxy(void)
{
    struct server s;
    struct buf b;

    buf_init(&b, BUF_SMALL);
    start(&s, true);
    talk(&s,
         TEXT_LIT("GET /echo HTTP/1.1\r\n" CLOSE "X-Forwarded-For: 192.0.2.1, 192.0.2.9\r\n"
                  "X-Forwarded-Proto: https\r\n\r\n"),
         &b);
    CHECK(strstr(buf_str(&b), "\n192.0.2.9||") != NULL, "the proxy's own word: %s", buf_str(&b));
    talk(&s,
         TEXT_LIT("GET /echo HTTP/1.1\r\n" CLOSE "X-Forwarded-For: 192.0.2.1\r\n"
                  "X-Forwarded-For: 192.0.2.9\r\n\r\n"),
         &b);
    CHECK(strstr(buf_str(&b), "\n192.0.2.9||") != NULL, "in a line of its own: %s", buf_str(&b));
    CHECK(strstr(buf_str(&b), "Strict-Transport-Security") == NULL, "that promise is the proxy's");
    stop(&s);
    buf_release(&b);
}
TEST_FN(test_proxy)

static void
test_endless(void)
{
    struct server s;
    struct buf b, said;

    buf_init(&b, BUF_SMALL);
    buf_init(&said, BUF_PAGE);
    start(&s, false);
    buf_add_str(&said, "POST /echo HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\n\r\n");
    for (size_t n = 0; n < 2 * REQUEST_MAX_BODY; n += 4096)
        buf_addf(&said, "1000\r\n%04096d\r\n", 0);
    CHECK(strstr(talk(&s, buf_text(&said), &b), " 200 ") == NULL, "no end: %s", buf_str(&b));
    buf_clear(&said);
    buf_add_str(&said, "GET /echo?q=");
    for (size_t n = 0; n < HTTPD_MAX_TARGET; n++)
        buf_add_char(&said, 'a');
    buf_add_str(&said, " HTTP/1.1\r\n" CLOSE "\r\n");
    CHECK(strstr(talk(&s, buf_text(&said), &b), " 414 ") != NULL, "long: %s", buf_str(&b));
    stop(&s);
    buf_release(&said);
    buf_release(&b);
}
TEST_FN(test_endless)

/* A header every 50 ms keeps the line from being silent, and brings no request to its end. */
static void
test_slow(void)
{
    int64_t start_us = clock_monotonic_us();
    struct server s;
    int fd;

    start(&s, false);
    fd = dial(&s);
    for (bool open = true; open && clock_monotonic_us() - start_us < PATIENCE_S * 1000000;) {
        char c;

        open = send(fd, "G", 1, MSG_NOSIGNAL) == 1;
        clock_sleep_ms(&clock_system, 50);
        open = open && recv(fd, &c, 1, MSG_DONTWAIT) != 0;
    }
    CHECK(clock_monotonic_us() - start_us < PATIENCE_S * 1000000, "closed after %lld ms",
          (long long)(clock_monotonic_us() - start_us) / 1000);
    CHECK(atomic_load(&s.a.counters.slow_closed) == 1, "counted");
    close(fd);
    stop(&s);
}
TEST_FN(test_slow)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_requests), TEST(test_busy), TEST(test_proxy),
                                        TEST(test_endless), TEST(test_slow) };
    static const char *const ends[] = { "", "-wal", "-shm" };
    struct err err = { "" };
    char path[64];
    int failed;

    static_init();
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/earshot.db", folder);
    if (store_create(path, &err) != ST_OK)
        return 1;
    failed = TEST_RUN(tests);
    for (size_t i = 0; i < N_ROWS(ends); i++) {
        snprintf(path, sizeof(path), "%s/earshot.db%s", folder, ends[i]);
        unlink(path);
    }
    rmdir(folder);
    return failed;
}
