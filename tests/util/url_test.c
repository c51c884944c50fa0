/* url_test.c - addresses against the URL Standard, row by row. */
#include "../../include/url.h"

#include "../test.h"

#define BASE "http://example.org/a/b?q#f"

/* want NULL: refused.  from: the part of the standard (section), or ours. */
static const struct {
    const char *from, *address, *base, *want;
} rows[] = {
    /* clang-format off */
    { "4.4 as it is", "http://example.org/a?b=c", NULL, "http://example.org/a?b=c" },
    { "4.4 fragment goes", "http://example.org/#x?y", NULL, "http://example.org/" },
    { "4.4 empty path", "https://example.org?q", NULL, "https://example.org/?q" },
    { "4.4 spaces at the ends", " \x01 http://example.org \t\n", NULL, "http://example.org/" },
    { "4.4 tabs and line ends", "ht\ntp://exa\tmple.org/\r\na", NULL, "http://example.org/a" },
    { "4.4 upper case", "HTTP://EXAMPLE.Org/A", NULL, "http://example.org/A" },
    { "4.4 no base", "/a", NULL, NULL },
    { "4.4 empty and no base", "", NULL, NULL },
    { "4.4 empty", "", BASE, "http://example.org/a/b?q" },
    { "4.4 fragment alone", "#z", BASE, "http://example.org/a/b?q" },
    { "4.4 query alone", "?z", BASE, "http://example.org/a/b?z" },
    { "4.4 relative", "c", BASE, "http://example.org/a/c" },
    { "4.4 root", "/c", BASE, "http://example.org/c" },
    { "4.4 no scheme", "//other.org/c", BASE, "http://other.org/c" },
    { "4.4 back slashes", "\\\\other.org\\c\\..\\d", BASE, "http://other.org/d" },
    { "4.4 mixed slashes", "/\\other.org", BASE, "http://other.org/" },
    { "4.4 many slashes", "http:////other.org//c", NULL, "http://other.org//c" },
    { "4.4 scheme and a path", "http:c", BASE, "http://example.org/a/c" },
    { "4.4 scheme without slashes", "http:other.org", NULL, "http://other.org/" },
    { "4.4 another scheme's", "https:other.org", BASE, "https://other.org/" },
    { "4.4 dots", "../../../c/./d/..", BASE, "http://example.org/c/" },
    { "4.4 dots in code", "/x/%2e%2E/y/.%2e/%2e", BASE, "http://example.org/" },
    { "4.4 three dots stay", "/x/.../y", BASE, "http://example.org/x/.../y" },
    { "4.4 port of the scheme", "http://example.org:80/", NULL, "http://example.org/" },
    { "4.4 port of another", "https://example.org:080/", NULL, "https://example.org:80/" },
    { "4.4 empty port", "http://example.org:/", NULL, "http://example.org/" },
    { "4.4 port too large", "http://example.org:65536/", NULL, NULL },
    { "4.4 port no number", "http://example.org:8a/", NULL, NULL },
    { "4.4 credentials", "http://us er:p@ss@example.org/", NULL,
      "http://us%20er:p%40ss@example.org/" },
    { "4.4 empty credentials", "http://:@example.org/", NULL, "http://example.org/" },
    { "4.4 no host after them", "http://user@/", NULL, NULL },
    { "4.4 no host", "http://", NULL, NULL },
    { "4.4 no host, a port", "http://:80/", NULL, NULL },
    { "1.3 path set", "/a b\"<>`{}|^'", BASE, "http://example.org/a%20b%22%3C%3E%60%7B%7D|%5E'" },
    { "1.3 query set", "?a b\"<>`{}|^'", BASE, "http://example.org/a/b?a%20b%22%3C%3E`{}|^%27" },
    { "1.3 UTF-8", "/\xC3\xA9?\xE2\x82\xAC", BASE, "http://example.org/%C3%A9?%E2%82%AC" },
    { "1.3 escapes stay", "/%7Ea%zz%", BASE, "http://example.org/%7Ea%zz%" },
    { "Encoding: bad UTF-8", "/\xFF", BASE, "http://example.org/%EF%BF%BD" },
    { "3.5 dots in hosts", "http://EXAMPLE.org./", NULL, "http://example.org./" },
    { "3.5 escapes in hosts", "http://ex%61mple.org/", NULL, "http://example.org/" },
    { "3.5 forbidden", "http://exa mple.org/", NULL, NULL },
    { "3.5 forbidden", "http://exa%00mple.org/", NULL, NULL },
    { "3.5 forbidden", "http://a<b/", NULL, NULL },
    { "3.5 percent", "http://a%25b/", NULL, NULL },
    { "UTS 46", "http://B\xC3\xBC" "cher.example/", NULL, "http://xn--bcher-kva.example/" },
    { "UTS 46 nontransitional", "http://fa\xC3\x9F.example/", NULL, "http://xn--fa-hia.example/" },
    { "UTS 46 full width", "http://\xEF\xBC\xA7o.com", NULL, "http://go.com/" },
    { "UTS 46 dots", "http://a\xE3\x80\x82" "b\xEF\xBC\x8E" "c/", NULL, "http://a.b.c/" },
    { "UTS 46 soft hyphen", "http://a\xC2\xAD" "b/", NULL, "http://ab/" },
    { "UTS 46 a symbol", "http://\xE2\x98\x83.net/", NULL, "http://xn--n3h.net/" },
    { "UTS 46 U+FFFD", "http://a\xEF\xBF\xBD" "b/", NULL, NULL },
    { "URL 3.3 hyphens pass", "http://ab--c.\xC3\x9F/", NULL, "http://ab--c.xn--zca/" },
    { "3.5 IPv4", "http://192.0.2.1/", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 hex", "http://0xC0.0x00.2.0X1", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 octal", "http://0300.0.02.01", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 short", "http://192.513", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 one number", "http://3221225985/", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 final dot", "http://192.0.2.1./", NULL, "http://192.0.2.1/" },
    { "3.5 IPv4 0x is 0", "http://1.0x/", NULL, "http://1.0.0.0/" },
    { "3.5 IPv4 full width", "http://\xEF\xBC\x91.1.1.1/", NULL, "http://1.1.1.1/" },
    { "3.5 IPv4 five parts", "http://1.2.3.4.5/", NULL, NULL },
    { "3.5 IPv4 part too large", "http://256.1.1.1/", NULL, NULL },
    { "3.5 IPv4 last too large", "http://1.2.3.256/", NULL, NULL },
    { "3.5 IPv4 no octal", "http://09.1/", NULL, NULL },
    { "3.5 IPv4 empty part", "http://1..2/", NULL, NULL },
    { "3.5 ends in a number", "http://foo.0x4", NULL, NULL },
    { "3.5 IPv6", "http://[2001:DB8:0:0::1]:81/", NULL, "http://[2001:db8::1]:81/" },
    { "3.5 IPv6 zeros", "http://[0:0:1:0:0:0:1:0]/", NULL, "http://[0:0:1::1:0]/" },
    { "3.5 IPv6 one zero", "http://[1:0:1:1:1:1:1:1]/", NULL, "http://[1:0:1:1:1:1:1:1]/" },
    { "3.5 IPv6 all zero", "http://[::]/", NULL, "http://[::]/" },
    { "3.5 IPv6 with IPv4", "http://[::ffff:192.0.2.1]/", NULL, "http://[::ffff:c000:201]/" },
    { "3.5 IPv6 too short", "http://[1:2:3]/", NULL, NULL },
    { "3.5 IPv6 too long", "http://[1:2:3:4:5:6:7:8:9]/", NULL, NULL },
    { "3.5 IPv6 two gaps", "http://[1::2::3]/", NULL, NULL },
    { "3.5 IPv6 colon at the end", "http://[1:2:3:4:5:6:7:]/", NULL, NULL },
    { "3.5 IPv6 IPv4 too late", "http://[1:2:3:4:5:6:7:1.2.3.4]/", NULL, NULL },
    { "3.5 IPv6 unclosed", "http://[::1", NULL, NULL },
    { "3.5 IPv6 no digit", "http://[g::]/", NULL, NULL },
    { "4.4 file", "file:///C|/x/../..", NULL, "file:///C:/" },
    { "4.4 file host", "file://LocalHost/x", NULL, "file:///x" },
    { "4.4 file on a file", "y", "file:///c:/x", "file:///c:/y" },
    { "4.4 file root", "/y", "file://h/c:/x", "file://h/c:/y" },
    { "4.4 file drive", "file:D:/y", "file:///c:/x", "file:///D:/y" },
    { "4.4 opaque", "mailto:a b@example.org #x", NULL, "mailto:a b@example.org%20" },
    { "4.4 relative to opaque", "x", "mailto:a@example.org", NULL },
    { "4.4 fragment on opaque", "#x", "mailto:a@example.org", "mailto:a@example.org" },
    { "4.4 other schemes", "foo://Host:80/../a", NULL, "foo://Host:80/a" },
    { "4.4 path, no host", "foo:/.//a", NULL, "foo:/.//a" },
    { "4.4 and relative to it", "b", "foo:/.//a", "foo:/.//b" },
    { "4.4 empty path kept", "foo://h?q", NULL, "foo://h?q" },
    { "ours: bad base", "x", "http://a b/", NULL },
    /* clang-format on */
};

static void
test_resolve(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = TEXT_NONE;
        struct err err = { "" };
        enum status st =
            url_resolve(text_of(rows[i].address), text_of(rows[i].base), a, &got, &err);

        if (rows[i].want == NULL) {
            CHECK(st == ST_INVALID, "row %zu (%s): %s gave %.*s", i, rows[i].from, rows[i].address,
                  TEXT_ARG(got));
            CHECK(err.msg[0] != '\0', "row %zu: no message", i);
        } else {
            CHECK(st == ST_OK && text_is(got, rows[i].want), "row %zu (%s): %s gave %.*s %s", i,
                  rows[i].from, rows[i].address, TEXT_ARG(got), err.msg);
        }
        arena_clear(a);
    }
    arena_free(a);
}
TEST_FN(test_resolve)

/* What has been normalised once stays as it is: no second pass may change it. */
static void
test_idempotent(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text one, two = TEXT_NONE;

        if (url_resolve(text_of(rows[i].address), text_of(rows[i].base), a, &one, NULL) != ST_OK)
            continue;
        CHECK(url_resolve(one, TEXT_NONE, a, &two, NULL) == ST_OK && text_eq(one, two),
              "row %zu: %.*s became %.*s", i, TEXT_ARG(one), TEXT_ARG(two));
    }
    arena_free(a);
}
TEST_FN(test_idempotent)

static void
test_cap(void)
{
    struct arena *a = arena_new();
    struct text got = TEXT_LIT("untouched");
    struct err err = { "" };
    size_t n = URL_MAX_BYTES + 1;
    char *big = malloc(n);

    memset(big, 'a', n);
    memcpy(big, "http://h/", strlen("http://h/"));
    CHECK(url_resolve((struct text){ big, n }, TEXT_NONE, a, &got, &err) == ST_LIMIT, "too long");
    CHECK(text_is(got, "untouched"), "*ret was touched");
    memset(big + strlen("http://h/"), '"', n - strlen("http://h/")); /* grows to %22 each */
    CHECK(url_resolve((struct text){ big, n - 2 }, TEXT_NONE, a, &got, NULL) == ST_LIMIT,
          "too long when encoded");
    free(big);
    arena_free(a);
}
TEST_FN(test_cap)

static void
test_split(void)
{
    struct arena *a = arena_new();
    struct url u;

    CHECK(url_split(TEXT_LIT("https://u:p@[::1]:8443/a/b?c=d"), &u), "splits");
    CHECK(text_is(u.scheme, "https") && text_is(u.userinfo, "u:p") && text_is(u.host, "[::1]") &&
              text_is(u.port, "8443") && text_is(u.path, "/a/b") && text_is(u.query, "c=d"),
          "parts: %.*s %.*s %.*s", TEXT_ARG(u.host), TEXT_ARG(u.port), TEXT_ARG(u.path));
    CHECK(text_is(url_authority(&u, a), "https://[::1]:8443"), "authority has no credentials");
    CHECK(text_is(url_path_query(&u), "/a/b?c=d"), "path and query");
    CHECK(url_fetchable(&u), "fetchable");

    CHECK(url_split(TEXT_LIT("http://example.org/"), &u), "splits");
    CHECK(!u.has_query && u.port.n == 0, "no query, no port");
    CHECK(url_split(TEXT_LIT("mailto:a@b"), &u) && u.opaque && !url_fetchable(&u), "opaque");
    CHECK(url_split(TEXT_LIT("ftp://h/"), &u) && !url_fetchable(&u), "not for us");
    CHECK(!url_split(TEXT_LIT("/a"), &u), "no scheme");
    arena_free(a);
}
TEST_FN(test_split)

static const struct {
    const char *a, *b;
    bool same;
} sites[] = {
    { "http://www.example.co.uk/", "https://ask.example.co.uk:81/x", true },
    { "http://a.co.uk/", "http://b.co.uk/", false },
    { "http://192.0.2.1/", "http://192.0.3.1/", false },
    { "http://192.0.2.1/", "http://192.0.2.1:8080/", true },
    { "http://localhost/", "http://localhost:81/x", true },
    { "http://x.github.io/", "http://y.github.io/", false },
    { "mailto:a@b", "mailto:a@b", false },
};

static void
test_same_site(void)
{
    for (size_t i = 0; i < N_ROWS(sites); i++)
        CHECK(url_same_site(text_of(sites[i].a), text_of(sites[i].b)) == sites[i].same, "row %zu",
              i);
}
TEST_FN(test_same_site)

#define ID32 "0123456789abcdef0123456789ABCDEF"

static const struct {
    const char *from, *address, *want;
} canonical[] = {
    /* clang-format off */
    { "campaigns", "http://h/a?utm_source=x&b=1&UTM_Medium=y&c", "http://h/a?b=1&c" },
    { "clicks", "http://h/?fbclid=1&gclid=2", "http://h/" },
    { "order is kept", "http://h/?z=1&a=2&m=3", "http://h/?z=1&a=2&m=3" },
    { "sessions", "http://h/t?PHPSESSID=abc&t=1", "http://h/t?t=1" },
    { "phpBB", "http://h/t?t=1&sid=" ID32, "http://h/t?t=1" },
    { "vBulletin", "http://h/t?s=" ID32 "&t=1", "http://h/t?t=1" },
    { "a search stays", "http://h/t?s=cats&sid=12", "http://h/t?s=cats&sid=12" },
    { "Java", "http://h/a;jsessionid=12.node1/b;v=1?c", "http://h/a/b;v=1?c" },
    { "credentials", "http://u:p@h:81/a", "http://h:81/a" },
    { "empty query", "http://h/a?", "http://h/a" },
    { "empty parameters", "http://h/a?&b&&c&", "http://h/a?b&c" },
    { "names only as a whole", "http://h/?gclids=1&xutm_a=2", "http://h/?gclids=1&xutm_a=2" },
    { "the first page", "http://h/v?t=9&start=0", "http://h/v?t=9" },
    { "not the first page", "http://h/v?t=9&start=10", "http://h/v?t=9&start=10" },
    { "others stay", "mailto:a@b?utm_source=x", "mailto:a@b?utm_source=x" },
    /* clang-format on */
};

static void
test_canonical(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(canonical); i++) {
        struct text got = url_canonical(text_of(canonical[i].address), a);

        CHECK(text_is(got, canonical[i].want), "row %zu (%s): %.*s", i, canonical[i].from,
              TEXT_ARG(got));
    }
    arena_free(a);
}
TEST_FN(test_canonical)

/* A look at the host, of whole addresses and of what people type. */
static void
test_host_of(void)
{
    static const char *const hosts[][2] = {
        { "https://a.example/b?c", "a.example" },
        { "https://a.example:8443/b", "a.example" },
        { "https://a.example", "a.example" },
        { "a.example", "a.example" },
        { "a.example:80/b:c", "a.example" },
        { "http://[::1]:80/b", "[::1]" },
        { "http://[::1", "[::1" },
        { "", "" },
    };

    for (size_t i = 0; i < N_ROWS(hosts); i++) {
        struct text got = url_host_of(text_of(hosts[i][0]));

        CHECK(text_is(got, hosts[i][1]), "%s: %.*s", hosts[i][0], TEXT_ARG(got));
    }
}
TEST_FN(test_host_of)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_resolve),   TEST(test_idempotent), TEST(test_cap),     TEST(test_split),
        TEST(test_same_site), TEST(test_canonical),  TEST(test_host_of),
    };

    return TEST_RUN(tests);
}
