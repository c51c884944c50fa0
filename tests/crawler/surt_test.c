/* Keys as the surt library makes them: pywb finds a page by nothing else. */
#include "../test.h"

#include "../../crawler/surt.h"

static const struct {
    const char *from, *address, *want;
} rows[] = {
    /* clang-format off */
    { "the plain case", "https://example.org/", "org,example)/" },
    { "sub-domains", "http://a.b.example.co.uk/x", "uk,co,example,b,a)/x" },
    { "www", "https://www.example.org/a", "org,example)/a" },
    { "www with digits", "https://www12.example.org/", "org,example)/" },
    { "www is the name", "https://www.org/", "org)/" },
    { "no www", "https://wwwx.example.org/", "org,example,wwwx)/" },
    { "a port", "http://127.0.0.1:8080/x", "127.0.0.1:8080)/x" },
    { "IPv6", "http://[::1]:8080/", "[::1]:8080)/" },
    { "last slash", "http://example.org/goo/", "org,example)/goo" },
    { "last slash before a query", "http://example.org/goo/?a", "org,example)/goo?a" },
    { "two slashes", "http://example.org/goo//", "org,example)/goo/" },
    { "case", "http://example.org/Goo?Q=A", "org,example)/goo?q=a" },
    { "empty query", "http://example.org/goo/?", "org,example)/goo" },
    { "sorted", "http://example.org/?b=2&a=1&b=1", "org,example)/?a=1&b=1&b=2" },
    { "sorted by name", "http://example.org/?a-b=1&a=2&a", "org,example)/?a&a=2&a-b=1" },
    { "escapes undone", "http://example.org/%7Ea%41", "org,example)/~aa" },
    { "escapes kept", "http://example.org/a%20b%C3%A9%23", "org,example)/a%20b%c3%a9%23" },
    { "escaped twice", "http://example.org/%2541", "org,example)/a" },
    { "a percent sign", "http://example.org/100%25", "org,example)/100%25" },
    { "credentials", "http://me:secret@example.org/", "org,example)/" },
    { "not normalised", "HTTP://Example.ORG:80/a/../b c#d", "org,example)/b%20c" },
    { "a host that is none", "http://a b/", "http://a%20b/" },
    { "a file", "file:///a b.png", "file:///a%20b.png" },
    { "no web address", "DNS:example.org", "dns:example.org" },
    /* clang-format on */
};

static void
test_keys(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text key = surt_key(text_of(rows[i].address), a);

        CHECK(text_is(key, rows[i].want), "row %zu (%s): %.*s", i, rows[i].from, TEXT_ARG(key));
    }
    arena_free(a);
}
TEST_FN(test_keys)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_keys) };

    return TEST_RUN(tests);
}
