/* The real fetcher against a server that breaks off, drips, floods, lies and contradicts itself. */
#include "raw_fetch.h"

#define TIMEOUT_MS     6000
#define CONNECT_MS     1000
#define PATIENCE_MS    40000 /* no row takes longer */
#define CAP            ((size_t)64 * 1024)
#define FOR_EVER       1000000000L
#define ONE_OF(status) "HTTP/1.1 " status "\r\nContent-Type: text/html\r\n"
#define OK_HEAD        ONE_OF("200 OK")
#define EMPTY_MEMBER   "\x1F\x8B\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"
#define NO_FAIL        FETCHPLAN_NO_FAILURE

/* clang-format off */
static const struct raw_answer answers[] = {
    { "/drip", OK_HEAD "Content-Length: 9000\r\n\r\n", .again = "x", .times = FOR_EVER, .pause_ms = 250 },
    { "/drip-header", OK_HEAD, .again = "X-A: b\r\n", .times = FOR_EVER, .pause_ms = 250 },
    { "/mute", NULL, .stay_ms = 9000 },
    { "/stall", OK_HEAD "Content-Length: 10\r\n\r\nx", .stay_ms = 9000 },
    { "/steady", OK_HEAD "\r\n", .again = "a steady stream that is never over, at some speed\n", .times = FOR_EVER, .pause_ms = 20 },
    { "/endless", OK_HEAD "Transfer-Encoding: chunked\r\n\r\n", .again = "20\r\n0123456789abcdef0123456789abcdef\r\n", .times = FOR_EVER },
    { "/endless-plain", OK_HEAD "\r\n", .again = "0123456789abcdef0123456789abcdef", .times = FOR_EVER },
    { "/empty-chunks", OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5;", .again = "extension-without-end", .times = FOR_EVER },
    { "/bad-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n" },
    { "/huge-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello" },
    { "/cut-chunk", OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" },
    { "/trailer", OK_HEAD "X-Robots-Tag: noindex\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Robots-Tag: all\r\nLocation: /other\r\nContent-Type: image/png\r\n\r\n" },
    { "/trailer-flood", OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", .again = "X-More: 0123456789012345678901234567890123456789\r\n", .times = 20000 },
    { "/09", "<html>HTTP/0.9 knows no header</html>" },
    { "/header-flood", OK_HEAD, .again = "X-More: 0123456789012345678901234567890123456789\r\n", .times = 20000 },
    { "/header-line", OK_HEAD "X-Long: ", .again = "0123456789012345678901234567890123456789", .times = 20000 },
    { "/continue", "HTTP/1.1 100 Continue\r\n\r\n" OK_HEAD "Content-Length: 5\r\n\r\nhello" },
    { "/early-hints", "HTTP/1.1 103 Early Hints\r\nX-Robots-Tag: noindex\r\nContent-Encoding: br\r\n\r\n" OK_HEAD "Content-Length: 5\r\n\r\nhello" },
    { "/1xx-flood", NULL, .again = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", .times = 20000 },
    { "/1xx-only", "HTTP/1.1 102 Processing\r\n\r\n", .stay_ms = 9000 },
    { "/101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello", .stay_ms = 9000 },
    { "/too-long", OK_HEAD "Content-Length: 500\r\n\r\nhello" },
    { "/too-short", OK_HEAD "Content-Length: 5\r\n\r\nhello and much more" },
    { "/two-lengths", OK_HEAD "Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello" },
    { "/negative", OK_HEAD "Content-Length: -5\r\n\r\nhello" },
    { "/astronomic", OK_HEAD "Content-Length: 99999999999999999999999\r\n\r\nhello" },
    { "/length-word", OK_HEAD "Content-Length: five\r\n\r\nhello" },
    { "/both", OK_HEAD "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" },
    { "/no-length", OK_HEAD "\r\nhello" },
    { "/reset", OK_HEAD "Content-Length: 5000\r\n\r\nhello", .stay_ms = 100, .reset = true },
    { "/reset-header", "HTTP/1.1 200 OK\r\nContent-Ty", .stay_ms = 100, .reset = true },
    { "/reset-at-once", NULL, .reset = true },
    { "/empty", "" },
    { "/204", "HTTP/1.1 204 No Content\r\n\r\nhello" },
    { "/status-0", "HTTP/1.1 000 Zero\r\n\r\nhello" },
    { "/status-999", ONE_OF("999 Denied") "Content-Length: 5\r\n\r\nhello" },
    { "/status-1000", "HTTP/1.1 1000 Many\r\n\r\nhello" },
    { "/status-word", "HTTP/1.1 fine\r\n\r\nhello" },
    { "/http-3", "HTTP/3.7 200 OK\r\n\r\nhello" },
    { "/icy", "ICY 200 OK\r\n\r\nhello" },
    { "/nul", "HTTP/1.1 200 OK\r\nETag: \"a\0b\"\r\n\r\nhello", sizeof("HTTP/1.1 200 OK\r\nETag: \"a\0b\"\r\n\r\nhello") - 1 },
    { "/folded", "HTTP/1.1 200 OK\r\nContent-Type:\r\n text/html\r\nContent-Length: 5\r\n\r\nhello" },
    { "/lf", "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nhello" },
    { "/no-colon", OK_HEAD "what is this\r\nContent-Length: 5\r\n\r\nhello" },
    { "/coding-unknown", OK_HEAD "Content-Encoding: rot13\r\nContent-Length: 5\r\n\r\nuryyb" },
    { "/coding-five", OK_HEAD "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\nContent-Length: 5\r\n\r\nhello" },
    { "/coding-lie", OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello" },
    { "/coding-identity", OK_HEAD "Content-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello" },
    { "/coding-nothing", OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n" },
    { "/coding-empty", OK_HEAD "Content-Encoding: gzip\r\n\r\n", .again = "\x1F\x8B\x08\x01\x01\x01\x01\x01\x02\x03\x03", .times = FOR_EVER },
    { "/coding-members", OK_HEAD "Content-Encoding: gzip\r\n\r\n", .again = EMPTY_MEMBER, .n_again = sizeof(EMPTY_MEMBER) - 1, .times = FOR_EVER },
};

static const struct {
    const char *path;
    enum fetch_body body;
    unsigned status; /* 0: it failed */
    enum fetchplan_failure failure;
    bool answered; /* then the page is ill, not the host */
    size_t n_body;
    const char *from;
} rows[] = {
    { "/drip", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, true, 0, "4 bytes a second: the floor speed" },
    { "/drip-header", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, true, 0, "a header that drips" },
    { "/mute", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, false, 0, "no answer" },
    { "/stall", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, true, 0, "stops in the body" },
    { "/steady", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, true, 0, "above the floor, never over: the whole time" },
    { "/endless", FETCH_BODY_HTML, 0, FETCHPLAN_TOO_BIG, true, 0, "chunks without end" },
    { "/endless", FETCH_BODY_CUT, 200, NO_FAIL, true, CAP, "a robots.txt without end is cut" },
    { "/endless-plain", FETCH_BODY_HTML, 0, FETCHPLAN_TOO_BIG, true, 0, "no length, no end" },
    { "/empty-chunks", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, true, 0, "9112 7.1.1: an extension without end" },
    { "/bad-chunk", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "9112 7.1: no size" },
    { "/huge-chunk", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "9112 7.1: a size past 63 bits" },
    { "/cut-chunk", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "9112 8: no last chunk" },
    { "/cut-chunk", FETCH_BODY_CUT, 0, FETCHPLAN_RESET, true, 0, "9309 2.3.1.4: a robots.txt cut short" },
    { "/trailer", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9110 6.5.1: a trailer changes nothing" },
    { "/trailer-flood", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "trailers without end" },
    { "/09", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "HTTP/0.9" },
    { "/header-flood", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a header without end" },
    { "/header-line", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a line without end" },
    { "/continue", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9110 15.2.1: a 100 that nobody asked for" },
    { "/early-hints", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "8297: what 103 says is not the answer's" },
    { "/1xx-flood", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "1xx without end" },
    { "/1xx-only", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, false, 0, "no more than a 102" },
    { "/101", FETCH_BODY_HTML, 0, FETCHPLAN_TIMEOUT, false, 0, "9110 15.2.2: a 101 that nobody asked for" },
    { "/too-long", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "9112 6.3: fewer bytes than promised" },
    { "/too-short", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9112 6.3: what is past the length is none" },
    { "/two-lengths", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "9112 6.3: two lengths" },
    { "/negative", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a negative length" },
    { "/astronomic", FETCH_BODY_HTML, 0, FETCHPLAN_TOO_BIG, true, 0, "a length past 63 bits" },
    { "/length-word", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a length in words" },
    { "/both", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9112 6.1: chunked overrides the length" },
    { "/no-length", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9112 6.3: till the connection ends" },
    { "/reset", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "reset in the body" },
    { "/reset", FETCH_BODY_CUT, 0, FETCHPLAN_RESET, true, 0, "reset in a robots.txt" },
    { "/reset-header", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, true, 0, "reset in the header" },
    { "/reset-at-once", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, false, 0, "reset at once" },
    { "/empty", FETCH_BODY_HTML, 0, FETCHPLAN_RESET, false, 0, "closed at once" },
    { "/204", FETCH_BODY_HTML, 204, NO_FAIL, true, 0, "9110 15.3.5: there is no body" },
    { "/status-0", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "status 000" },
    { "/status-999", FETCH_BODY_HTML, 999, NO_FAIL, true, 5, "a status past the classes" },
    { "/status-1000", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "four digits" },
    { "/status-word", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "no digits" },
    { "/http-3", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "a version that is none" },
    { "/icy", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, false, 0, "a protocol of others" },
    { "/nul", FETCH_BODY_WHOLE, 0, FETCHPLAN_PROTOCOL, true, 0, "9110 5.5: NUL in a field" },
    { "/folded", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9112 5.2: a folded line" },
    { "/lf", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9112 2.2: LF alone" },
    { "/no-colon", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a line that is no field" },
    { "/coding-unknown", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "9110 8.4: not what was asked for" },
    { "/coding-five", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "more codings than we undo" },
    { "/coding-lie", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "plain bytes with a gzip label" },
    { "/coding-identity", FETCH_BODY_HTML, 200, NO_FAIL, true, 5, "9110 8.4.1" },
    { "/coding-nothing", FETCH_BODY_HTML, 200, NO_FAIL, true, 0, "an empty body needs no stream" },
    { "/coding-empty", FETCH_BODY_HTML, 0, FETCHPLAN_PROTOCOL, true, 0, "a member that ends wrong" },
    { "/coding-members", FETCH_BODY_HTML, 0, FETCHPLAN_TOO_BIG, true, 0, "members without end, all of them empty" },
};
/* clang-format on */

static void
fixture_open(struct fixture *f)
{
    fixture_start(f, answers, N_ROWS(answers), "127.0.0.0/8",
                  (struct fetch_config){ .user_agent = "Earshot/1.0",
                                         .n_allow = 1,
                                         .timeout_ms = TIMEOUT_MS,
                                         .connect_ms = CONNECT_MS,
                                         .low_speed_s = 1 });
}

static struct fetch_response *
get_path(struct fixture *f, const char *path, enum fetch_body body)
{
    char url[200];
    struct fetch_request rq = { .body = body, .max_body = CAP };

    snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", f->server.port, path);
    rq.url = text_of(url);
    return fixture_get(f, &rq, PATIENCE_MS);
}

static void
test_fates(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct fixture f;
        struct fetch_response *r;

        fixture_open(&f); /* anew: a line that the server has just closed is no part of the row */
        r = get_path(&f, rows[i].path, rows[i].body);
        CHECK(r->status == rows[i].status, "%s: status %u", rows[i].from, r->status);
        CHECK(r->failure == rows[i].failure, "%s: %s (%s)", rows[i].from,
              fetch_failure_name(r->failure), r->why);
        CHECK(r->answered == rows[i].answered, "%s: answered %d", rows[i].from, r->answered);
        CHECK(r->body.n == rows[i].n_body, "%s: %zu bytes", rows[i].from, r->body.n);
        CHECK((r->failure == NO_FAIL) == (r->why[0] == '\0'), "%s: why \"%s\"", rows[i].from,
              r->why);
        CHECK(strncmp(rows[i].path, "/drip", 5) != 0 ||
                  r->ended_ms - r->started_ms < TIMEOUT_MS - CONNECT_MS,
              "%s: not before %lld ms", rows[i].from, (long long)(r->ended_ms - r->started_ms));
        CHECK(r->fields[FETCH_LOCATION].n == 0, "%s: Location", rows[i].from);
        f.fetcher.release(f.fetcher.self, r);
        fixture_close(&f);
    }
}
TEST_FN(test_fates)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_fates) };

    return TEST_RUN(tests);
}
