/* The real fetcher and what it must not do: ask addresses that are not public, take orders from
 * the environment, remember what a server told it. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <netdb.h>

#include "raw_fetch.h"

#define TIMEOUT_MS  10000
#define CONNECT_MS  1000
#define PATIENCE_MS 40000
#define CAP         ((size_t)64 * 1024)
#define MAX_NAMES   3 /* addresses of one name */
#define BACKLOG     16
#define OK_HEAD     "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

static const struct raw_answer answers[] = {
    { "/ok", OK_HEAD "Content-Length: 5\r\n\r\nhello" },
    { "/told", OK_HEAD "Alt-Svc: h2=\":1\"; ma=9999, h2c=\":1\"\r\n"
                       "Strict-Transport-Security: max-age=9999; includeSubDomains\r\n"
                       "Set-Cookie: a=b; Path=/\r\nContent-Length: 5\r\n\r\nhello" },
    { "/auth",
      "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n" },
    { "/proxy-auth",
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n" },
};

/* Names that resolve as a hostile name server would have it. */
static const struct {
    const char *name;
    const char *addresses[MAX_NAMES];
} names[] = {
    { "public.test", { "127.0.0.1" } },
    { "private.test", { "10.0.0.1" } },
    { "rebound.test", { "169.254.169.254" } },
    { "mapped.test", { "::ffff:192.168.1.1" } },
    { "mapped-loopback.test", { "::ffff:127.0.0.2" } },
    { "nat64.test", { "64:ff9b::a00:1" } },
    { "ula.test", { "fd00::1" } },
    { "v6.test", { "::1" } },
    { "mixed.test", { "10.0.0.1", "127.0.0.1" } },
    { "mixed6.test", { "fe80::1", "10.0.0.1", "127.0.0.1" } },
    { "clocked.test", { "127.0.0.2", "127.0.0.1" } },
    { "all-private.test", { "10.0.0.1", "192.168.0.1", "fd00::1" } },
};

/* Stands in for libc's, which libcurl asks: a list as it would give, in one piece of memory. */
int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
            struct addrinfo **ret)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    struct addrinfo *last = NULL, *first = NULL, numeric = { .ai_flags = AI_NUMERICHOST };

    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    numeric.ai_socktype = SOCK_STREAM;
    for (size_t i = 0; i < N_ROWS(names); i++)
        for (size_t j = 0; strcmp(names[i].name, name) == 0 && j < MAX_NAMES; j++) {
            struct addrinfo *one = NULL;

            if (names[i].addresses[j] == NULL ||
                real(names[i].addresses[j], service, &numeric, &one) != 0)
                continue;
            if (last == NULL)
                first = one;
            else
                last->ai_next = one;
            last = one;
        }
    *ret = first;
    return first != NULL ? 0 : real(name, service, hints, ret);
}

static void
fixture_open(struct fixture *f) /* 127.0.0.1 may be asked and nothing else */
{
    fixture_start(f, answers, N_ROWS(answers), "127.0.0.1/32",
                  (struct fetch_config){ .user_agent = "Earshot/1.0",
                                         .n_allow = 1,
                                         .timeout_ms = TIMEOUT_MS,
                                         .connect_ms = CONNECT_MS });
}

/* url may hold one %d for the server's port. */
static struct fetch_response *
get(struct fixture *f, const char *url)
{
    struct fetch_request rq = { .body = FETCH_BODY_HTML, .max_body = CAP };
    const char *at = strstr(url, "%d");
    char whole[200];

    snprintf(whole, sizeof(whole), "%s", url);
    if (at != NULL)
        snprintf(whole, sizeof(whole), "%.*s%d%s", (int)(at - url), url, f->server.port, at + 2);
    rq.url = text_of(whole);
    return fixture_get(f, &rq, PATIENCE_MS);
}

static const struct {
    const char *from, *url;
    enum fetchplan_failure failure;
} addresses[] = {
    { "as itself", "http://127.0.0.1:%d/ok", FETCHPLAN_NO_FAILURE },
    { "as a number", "http://2130706433:%d/ok", FETCHPLAN_NO_FAILURE },
    { "another of its range", "http://127.0.0.2:%d/ok", FETCHPLAN_DENIED },
    { "a number", "http://2130706434:%d/ok", FETCHPLAN_DENIED },
    { "octal", "http://0177.0.0.2:%d/ok", FETCHPLAN_DENIED },
    { "hexadecimal", "http://0x7f.0.0.2:%d/ok", FETCHPLAN_DENIED },
    { "hexadecimal, one number", "http://0x7f000002:%d/ok", FETCHPLAN_DENIED },
    { "short", "http://127.2:%d/ok", FETCHPLAN_DENIED },
    { "zero: this host", "http://0.0.0.0:%d/ok", FETCHPLAN_DENIED },
    { "zero, short", "http://0:%d/ok", FETCHPLAN_DENIED },
    { "mapped", "http://[::ffff:127.0.0.2]:%d/ok", FETCHPLAN_DENIED },
    { "mapped, in hexadecimal", "http://[::ffff:7f00:2]:%d/ok", FETCHPLAN_DENIED },
    { "IPv6 loopback", "http://[::1]:%d/ok", FETCHPLAN_DENIED },
    { "IPv6 link-local", "http://[fe80::1]:%d/ok", FETCHPLAN_DENIED },
    { "IPv6 unique-local", "http://[fd00::1]:%d/ok", FETCHPLAN_DENIED },
    { "NAT64 of a private one", "http://[64:ff9b::10.0.0.1]:%d/ok", FETCHPLAN_DENIED },
    { "6to4 of a private one", "http://[2002:a00:1::1]:%d/ok", FETCHPLAN_DENIED },
    { "a cloud's metadata", "http://169.254.169.254/latest/meta-data/", FETCHPLAN_DENIED },
    { "the same as a number", "http://2852039166/", FETCHPLAN_DENIED },
    { "private", "http://10.0.0.1/", FETCHPLAN_DENIED },
    { "private, with TLS", "https://192.168.1.1/", FETCHPLAN_DENIED },
    { "carrier's", "http://100.64.0.1/", FETCHPLAN_DENIED },
    { "broadcast", "http://255.255.255.255/", FETCHPLAN_DENIED },
    { "a name", "http://public.test:%d/ok", FETCHPLAN_NO_FAILURE },
    { "a name for a private one", "http://private.test/ok", FETCHPLAN_DENIED },
    { "a name for metadata", "http://rebound.test/", FETCHPLAN_DENIED },
    { "a name, mapped", "http://mapped.test/", FETCHPLAN_DENIED },
    { "a name, mapped loopback", "http://mapped-loopback.test:%d/ok", FETCHPLAN_DENIED },
    { "a name, NAT64", "http://nat64.test/", FETCHPLAN_DENIED },
    { "a name, unique-local", "http://ula.test/", FETCHPLAN_DENIED },
    { "a name, IPv6 loopback", "http://v6.test:%d/ok", FETCHPLAN_DENIED },
    { "a name: the address that may be asked", "http://mixed.test:%d/ok", FETCHPLAN_NO_FAILURE },
    { "a name: both families", "http://mixed6.test:%d/ok", FETCHPLAN_NO_FAILURE },
    { "a name: none may be asked", "http://all-private.test/", FETCHPLAN_DENIED },
    { "a name: one could be, but does not answer", "http://mixed.test:1/ok", FETCHPLAN_CONNECT },
};

static void
test_addresses(void)
{
    struct fixture f;

    fixture_open(&f);
    for (size_t i = 0; i < N_ROWS(addresses); i++) {
        int before = f.server.n_requests;
        struct fetch_response *r = get(&f, addresses[i].url);
        bool asked = addresses[i].failure == FETCHPLAN_NO_FAILURE;

        CHECK(r->failure == addresses[i].failure, "%s: %s (%s)", addresses[i].from,
              fetch_failure_name(r->failure), r->why);
        CHECK(r->status == (asked ? 200 : 0), "%s: %u", addresses[i].from, r->status);
        CHECK(f.server.n_requests == before + asked, "%s: %d requests", addresses[i].from,
              f.server.n_requests - before);
        CHECK((r->failure == FETCHPLAN_DENIED) == (strstr(r->why, "is not public") != NULL),
              "%s: \"%s\"", addresses[i].from, r->why);
        f.fetcher.release(f.fetcher.self, r);
    }
    fixture_close(&f);
}
TEST_FN(test_addresses)

static bool
only_one(void *self, void *tag, const char *ip, int64_t *until_ms)
{
    (void)tag;
    *until_ms = INT64_MAX;
    return strcmp(ip, self) == 0;
}

/* One address of a name has to wait: then another is asked, and that is an answer like any other.
 */
static void
test_waiting_address(void)
{
    static char free_one[] = "127.0.0.1", none[] = "127.0.0.9";
    struct fixture f;
    struct fetch_response *r;

    fixture_open(&f);
    guard_range_parse(TEXT_LIT("127.0.0.0/8"), &f.range, NULL);
    f.cfg.may_connect = only_one;
    f.cfg.may_connect_self = free_one;
    r = get(&f, "http://clocked.test:%d/ok");
    CHECK(r->status == 200 && r->wait_until_ms == 0, "%u: %s, wait until %lld", r->status, r->why,
          (long long)r->wait_until_ms);
    f.fetcher.release(f.fetcher.self, r);
    f.cfg.may_connect_self = none;
    r = get(&f, "http://clocked.test:%d/ok"); /* its connection is closed by now */
    CHECK(r->status == 0 && r->wait_until_ms == INT64_MAX, "%u: %s", r->status, r->why);
    CHECK(f.server.n_requests == 1, "%d requests", f.server.n_requests);
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
}
TEST_FN(test_waiting_address)

static void
test_schemes(void)
{
    static const char *const urls[] = {
        "file:///etc/hostname",        "ftp://127.0.0.1:%d/ok",
        "gopher://127.0.0.1:%d/1ok",   "dict://127.0.0.1:%d/d:ok",
        "ldap://127.0.0.1:%d/ok",      "smb://127.0.0.1:%d/ok",
        "telnet://127.0.0.1:%d/",      "http://user:secret@127.0.0.1:%d/ok",
        "http://user@127.0.0.1:%d/ok",
    };
    struct fixture f;

    fixture_open(&f);
    for (size_t i = 0; i < N_ROWS(urls); i++) {
        struct fetch_response *r = get(&f, urls[i]);

        CHECK(r->status == 0 && r->failure == FETCHPLAN_PROTOCOL, "%s: %u %s", urls[i], r->status,
              fetch_failure_name(r->failure));
        CHECK(f.server.n_requests == 0, "%s was asked for", urls[i]);
        f.fetcher.release(f.fetcher.self, r);
    }
    fixture_close(&f);
}
TEST_FN(test_schemes)

/* Proxies, passwords and hosts to go to instead, all of them in the environment or $HOME. */
static void
test_environment(void)
{
    static const char *const proxies[] = { "http_proxy",  "HTTP_PROXY", "https_proxy",
                                           "HTTPS_PROXY", "all_proxy",  "ALL_PROXY" };
    static const char rc[] = "machine 127.0.0.1 login user password secret\n"
                             "default login user password secret\n";
    char home[] = "/tmp/earshot-home-XXXXXX", path[64];
    struct fixture f;
    struct fetch_response *r;
    FILE *netrc;

    assert_non_null(mkdtemp(home));
    snprintf(path, sizeof(path), "%s/.netrc", home);
    netrc = fopen(path, "w");
    assert_non_null(netrc);
    fputs(rc, netrc);
    fclose(netrc);
    setenv("HOME", home, 1);
    for (size_t i = 0; i < N_ROWS(proxies); i++)
        setenv(proxies[i], "http://127.0.0.2:1/", 1);
    fixture_open(&f);
    r = get(&f, "http://127.0.0.1:%d/ok");
    CHECK(r->status == 200, "%s", r->why);
    CHECK(strncmp(f.server.request, "GET /ok HTTP/1.1\r\n", 18) == 0, "%s", f.server.request);
    CHECK(strstr(f.server.request, "Authorization") == NULL, "%s", f.server.request);
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
    for (size_t i = 0; i < N_ROWS(proxies); i++)
        unsetenv(proxies[i]);
    unlink(path);
    rmdir(home);
}
TEST_FN(test_environment)

/* Cookies, other services, a promise of TLS, a demand for a password: none changes what follows. */
static void
test_nothing_is_remembered(void)
{
    static const struct {
        const char *path;
        unsigned status;
    } first[] = { { "http://127.0.0.1:%d/told", 200 },
                  { "http://127.0.0.1:%d/auth", 401 },
                  { "http://127.0.0.1:%d/proxy-auth", 407 },
                  { "http://public.test:%d/told", 200 } };
    struct fixture f;

    fixture_open(&f);
    for (size_t i = 0; i < N_ROWS(first); i++) {
        struct fetch_response *r = get(&f, first[i].path);

        CHECK(r->status == first[i].status, "%s: %u", first[i].path, r->status);
        f.fetcher.release(f.fetcher.self, r);
        r = get(&f, i == 3 ? "http://public.test:%d/ok" : "http://127.0.0.1:%d/ok");
        CHECK(r->status == 200, "after %s: %s", first[i].path, r->why);
        CHECK(strstr(f.server.request, "Cookie") == NULL, "%s", f.server.request);
        CHECK(strstr(f.server.request, "Authorization") == NULL, "%s", f.server.request);
        CHECK(strstr(f.server.request, "Referer") == NULL, "%s", f.server.request);
        CHECK(strstr(f.server.request, "Upgrade") == NULL, "%s", f.server.request);
        f.fetcher.release(f.fetcher.self, r);
    }
    CHECK(f.server.n_requests == 2 * (int)N_ROWS(first), "%d requests", f.server.n_requests);
    fixture_close(&f);
}
TEST_FN(test_nothing_is_remembered)

/* A host that takes no connection: a listener whose queue is full drops the call without a word. */
static void
test_connect_time(void)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    socklen_t size = sizeof(in);
    int fd = socket(AF_INET, SOCK_STREAM, 0), full[BACKLOG];
    int64_t from_ms = clock_now_ms(&clock_system);
    char url[64];
    struct fixture f;
    struct fetch_response *r;

    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
    assert_int_equal(listen(fd, 0), 0);
    getsockname(fd, (struct sockaddr *)&in, &size);
    for (size_t i = 0; i < N_ROWS(full); i++) {
        full[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        (void)!connect(full[i], (struct sockaddr *)&in, sizeof(in));
    }
    fixture_open(&f);
    snprintf(url, sizeof(url), "http://127.0.0.1:%d/", ntohs(in.sin_port));
    r = get(&f, url);
    CHECK(r->failure == FETCHPLAN_TIMEOUT && !r->answered, "%s (%s)",
          fetch_failure_name(r->failure), r->why);
    CHECK(clock_now_ms(&clock_system) - from_ms < TIMEOUT_MS, "not before the whole time was up");
    f.fetcher.release(f.fetcher.self, r);
    fixture_close(&f);
    for (size_t i = 0; i < N_ROWS(full); i++)
        close(full[i]);
    close(fd);
}
TEST_FN(test_connect_time)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_addresses),   TEST(test_waiting_address),       TEST(test_schemes),
        TEST(test_environment), TEST(test_nothing_is_remembered), TEST(test_connect_time)
    };

    return TEST_RUN(tests);
}
