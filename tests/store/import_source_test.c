/* import_source_test.c - what sources are called, by their addresses. */

#include "../test.h"

#include "../../store/import_source.h"

static void
test_keys(void)
{
    static const struct {
        const char *address, *sites, *want, *from;
    } rows[] = {
        { "https://academia.stackexchange.com/questions/tagged/x", "", "academia-stackexchange",
          "a site of many" },
        { "https://www.reddit.com/r/physics", "", "reddit", "www. says nothing" },
        { "https://forum.physics.example.edu/", "https://physics.example.edu/", "forum-physics",
          "nor does the own domain" },
        { "https://forum.physics.example.edu/", "", "forum-physics-example", "another's domain" },
        { "https://example.edu/forum/", "https://www.example.edu/", "example", "the domain alone" },
        { "https://forum.example.edu/", "https://other.example/ https://example.edu/", "forum",
          "the second site" },
        { "https://www.oxbridge.ac.uk/", "", "oxbridge", "a suffix of two" },
        { "https://physics.github.io/faq", "", "physics", "a suffix that is a host's" },
        { "HTTPS://Forum.Example.NET:8443/", "", "forum-example", "capitals, a port" },
        { "https://b\xC3\xBC"
          "cher.example/",
          "", "xn-bcher-kva", "not of ASCII" },
        { "http://127.0.0.1:8080/", "", "127-0-0-1", "numbers" },
        { "http://[2001:db8::1]/", "", "2001-db8-1", "more numbers" },
        { "http://localhost/", "", "localhost", "no suffix" },
        { "https://site.com/", "", "from-site", "what own sites are called" },
        { "https://site-2.com/", "", "from-site-2", "and their second" },
        { "https://intake.org/", "", "from-intake", "what people were asked" },
        { "https://com/", "", "com", "a suffix alone" },
        { "https://forum.example./", "", "forum", "a dot behind" },
        { "nothing", "", "source", "no address" },
        { "https://a123456789012345678901234567890.b1234567890123456789.example/", "",
          "a123456789012345678901234567890-b123456789012345", "a long one" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *got = import_source_key(text_of(rows[i].address), text_of(rows[i].sites), a);

        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
        CHECK(strlen(got) <= IMPORT_SOURCE_KEY_BYTES, "%s: %zu", rows[i].from, strlen(got));
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
