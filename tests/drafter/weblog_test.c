/* weblog_test.c - lines of logs, as servers write them and as strangers make them look. */

#include "../test.h"

#include "../../drafter/weblog.h"

#define A "Mozilla/5.0 (X11; Linux x86_64)"

static const struct {
    const char *line, *vhost, *client, *request, *referer, *agent;
    int64_t at_s;
    int status;
    bool combined;
    const char *from;
} rows[] = {
    { "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326", "",
      "127.0.0.1", "GET /apache_pb.gif HTTP/1.0", "", "", 971211336, 200, false,
      "Apache 2.4, Log Files, Common Log Format" },
    { "127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326 "
      "\"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"",
      "", "127.0.0.1", "GET /apache_pb.gif HTTP/1.0", "http://www.example.com/start.html",
      "Mozilla/4.08 [en] (Win98; I ;Nav)", 971211336, 200, true,
      "Apache 2.4, Log Files, Combined Log Format" },
    { "www.example.org:443 2001:db8::1 - - [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/2.0\" 200 1 "
      "\"-\" "
      "\"" A "\"",
      "www.example.org:443", "2001:db8::1", "GET / HTTP/2.0", "", A, 1795318454, 200, true,
      "Debian's apache2.conf: vhost_combined" },
    { "2001:db8::1 - - [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 304 - \"-\" \"-\"", "",
      "2001:db8::1", "GET / HTTP/1.1", "", "", 1795318454, 304, true, "no body: %b is -" },
    { "::1 id ann [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "", "::1",
      "GET / HTTP/1.1", "", "", 1795318454, 200, false, "RFC 1413: ident is known" },
    { "host.example - ann b [c] [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "",
      "host.example", "GET / HTTP/1.1", "", "", 1795318454, 200, false,
      "%h is a name, %u has blanks and brackets" },
    { "192.0.2.1 - - [22/Nov/2026:04:34:14 +0100] \"GET /a\\\"b\\\\ HTTP/1.1\" 404 5 \"x\\\\\" "
      "\"y\\\"z\"",
      "", "192.0.2.1", "GET /a\\\"b\\\\ HTTP/1.1", "x\\\\", "y\\\"z", 1795318454, 404, true,
      "mod_log_config: quotes and back slashes are escaped" },
    { "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000] \"\\x16\\x03\\x01\\x02\" 400 150 \"-\" \"-\"", "",
      "192.0.2.1", "\\x16\\x03\\x01\\x02", "", "", 1795318454, 400, true,
      "nginx: TLS where HTTP was wanted" },
    { "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000] \"-\" 408 - \"-\" \"-\"", "", "192.0.2.1", "-",
      "", "", 1795318454, 408, true, "Apache: a connection without a request" },
    { "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"" A
      "\" \"203.0.113.9\" 0.012",
      "", "192.0.2.1", "GET / HTTP/1.1", "", A, 1795318454, 200, true,
      "more fields behind the agent, as in nginx.conf's main" },
    { "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000] \"\" 400 0 \"\" \"\"", "", "192.0.2.1", "", "",
      "", 1795318454, 400, true, "empty quotes" },
    { "192.0.2.1 - - [30/Jun/2012:23:59:60 +0000] \"GET / HTTP/1.1\" 200 5", "", "192.0.2.1",
      "GET / HTTP/1.1", "", "", 1341100800, 200, false, "a leap second" },
};

static void
test_lines(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct weblog_line l;
        const char *why = "";
        bool right = weblog_parse(text_of(rows[i].line), &l, &why);

        CHECK(right, "%s: %s", rows[i].from, why);
        if (!right)
            continue;
        CHECK(text_is(l.vhost, rows[i].vhost), "%s: %.*s", rows[i].from, TEXT_ARG(l.vhost));
        CHECK(text_is(l.client, rows[i].client), "%s: %.*s", rows[i].from, TEXT_ARG(l.client));
        CHECK(text_is(l.request, rows[i].request), "%s: %.*s", rows[i].from, TEXT_ARG(l.request));
        CHECK(text_is(l.referer, rows[i].referer), "%s: %.*s", rows[i].from, TEXT_ARG(l.referer));
        CHECK(text_is(l.agent, rows[i].agent), "%s: %.*s", rows[i].from, TEXT_ARG(l.agent));
        CHECK(l.at_s == rows[i].at_s, "%s: %lld", rows[i].from, (long long)l.at_s);
        CHECK(l.status == rows[i].status && l.combined == rows[i].combined, "%s", rows[i].from);
        CHECK(text_starts(l.logged, l.client), "%s: %.*s", rows[i].from, TEXT_ARG(l.logged));
    }
}
TEST_FN(test_lines)

static void
test_wrong(void)
{
#define T "[22/Nov/2026:03:34:14 +0000]"
    static const struct {
        const char *line, *why;
    } wrong[] = {
        { "", "wanted a time" },
        { "{\"time\":\"2026-11-22\"}", "it is JSON, wanted a line such as 192.0.2.1" },
        { "{\"time\":[22/Nov/2026:03:34:14 +0000]", "it is JSON" },
        { "#Software: Microsoft Internet Information Services 10.0", "it is W3C extended form" },
        { "2026-11-22 00:00:01 192.0.2.9 GET /fees - 443 - 198.51.100.7 Mozilla/5.0 - 200 0 0 15",
          "wanted a time" },
        { "192.0.2.1 - - [2026-11-22T03:34:14+00:00] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [32/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [31/Feb/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [29/Feb/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [31/Nov/2026:03:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [22/Nov/2026:24:34:14 +0000] \"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - - [22/Nov/2026:03:34:14 +00", "wanted a time" },
        { "192.0.2.1 - - [22/Nov/2026:03:34:14 +0000", "wanted a time" },
        { "192.0.2.1 - - " T "\"GET / HTTP/1.1\" 200 5", "wanted a time" },
        { "192.0.2.1 - " T " \"GET / HTTP/1.1\" 200 5", "wanted a client" },
        { "192.0.2.1  - - " T " \"GET / HTTP/1.1\" 200 5", "wanted a client" },
        { " - - " T " \"GET / HTTP/1.1\" 200 5", "wanted a client" },
        { "192.0.2.1 - - " T " GET / HTTP/1.1 200 5", "wanted a request" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1 200 5", "wanted a request" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\\\" 200 5", "wanted a request" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\"", "wanted a status" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 20 5", "wanted a status" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 2000 5", "wanted a status" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200", "wanted a number" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 x", "wanted a number" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 5x", "wanted a number" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 5 \"-\"", "wanted referer" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 5 \"-\" \"x", "wanted referer" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 5 \"-\" \"x\"y", "wanted referer" },
        { "192.0.2.1 - - " T " \"GET / HTTP/1.1\" 200 5 - -", "wanted referer" },
    };

    for (size_t i = 0; i < N_ROWS(wrong); i++) {
        struct weblog_line l;
        const char *why = "taken";

        CHECK(!weblog_parse(text_of(wrong[i].line), &l, &why), "%s", wrong[i].line);
        CHECK(strncmp(why, wrong[i].why, strlen(wrong[i].why)) == 0, "%s: %s", wrong[i].line, why);
    }
}
TEST_FN(test_wrong)

/* Whatever a line is cut to, nothing behind its end is read: the copy ends where it does. */
static void
test_cut(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++)
        for (size_t n = 0; n <= strlen(rows[i].line); n++) {
            char *copy = malloc(n > 0 ? n : 1);
            struct weblog_line l;
            const char *why;

            memcpy(copy, rows[i].line, n);
            (void)weblog_parse((struct text){ copy, n }, &l, &why); /* either answer */
            free(copy);
        }
}
TEST_FN(test_cut)

static void
test_requests(void)
{
    static const struct {
        const char *request, *method, *target; /* method NULL: none */
    } requests[] = {
        { "GET /a HTTP/1.1", "GET", "/a" },
        { "GET /a b HTTP/1.1", "GET", "/a b" },
        { "GET /a", "GET", "/a" },
        { "GET /a b", "GET", "/a b" },
        { "GET http://a.example/ HTTP/1.1", "GET", "http://a.example/" },
        { "POST * HTTP/2.0", "POST", "*" },
        { "-", NULL, NULL },
        { "", NULL, NULL },
        { " /a", NULL, NULL },
        { "GET ", NULL, NULL },
        { "GET  HTTP/1.1", NULL, NULL },
    };

    for (size_t i = 0; i < N_ROWS(requests); i++) {
        struct text method = TEXT_NONE, target = TEXT_NONE;
        bool is = weblog_request(text_of(requests[i].request), &method, &target);

        CHECK(is == (requests[i].method != NULL), "\"%s\"", requests[i].request);
        if (is && requests[i].method != NULL)
            CHECK(text_is(method, requests[i].method) && text_is(target, requests[i].target),
                  "\"%s\": %.*s, %.*s", requests[i].request, TEXT_ARG(method), TEXT_ARG(target));
    }
}
TEST_FN(test_requests)

static void
test_escapes(void)
{
    static const struct {
        const char *t, *want, *from;
    } escapes[] = {
        { "/a", "/a", "nothing to do" },
        { "\\\"a\\\\", "\"a\\", "mod_log_config: \\\" and \\\\" },
        { "\\xc3\\xA9", "\xC3\xA9", "both: \\xhh in either case" },
        { "\\n\\t\\r", "\n\t\r", "mod_log_config: C's names" },
        { "\\x4", "x4", "cut: as it stands" },
        { "a\\", "a\\", "nothing behind it" },
    };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < N_ROWS(escapes); i++) {
        struct text t = weblog_unescape(text_of(escapes[i].t), &b);

        CHECK(text_is(t, escapes[i].want), "%s: %.*s", escapes[i].from, TEXT_ARG(t));
    }
    buf_release(&b);
}
TEST_FN(test_escapes)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lines), TEST(test_wrong), TEST(test_cut),
                                        TEST(test_requests), TEST(test_escapes) };

    return TEST_RUN(tests);
}
