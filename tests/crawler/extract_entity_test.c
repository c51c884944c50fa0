/* extract_entity_test.c - strings that hold HTML. */

#include "../../crawler/extract_entity.h"

#include "../test.h"

static const struct {
    const char *from, *in, *want;
} decodes[] = {
    { "named", "a &amp; b &lt;c&gt;", "a & b <c>" },
    { "once only", "&amp;amp;", "&amp;" },
    { "numbers", "&#65;&#x42;&#8217;", "AB\xE2\x80\x99" },
    { "unknown stays", "&nothing; & &;", "&nothing; & &;" },
    { "no semicolon stays", "?a=1&copy=2", "?a=1&copy=2" },
    { "too large", "&#x110000;", "&#x110000;" },
    { "zero", "&#0;", "&#0;" },
};
static const struct {
    const char *from, *in, *want;
} strips[] = {
    { "tags", "<p>a <b>b</b>c</p>", "a bc" },
    { "lines", "<p>a</p><p>b<br/>c</p>", "a\nb\nc" },
    { "no tag", "1 < 2 > 1", "1 < 2 > 1" },
    { "open end", "a <b", "a <b" },
    { "entities after tags", "&lt;b&gt; <i>x</i>", "<b> x" },
};

static void
test_rows(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(decodes); i++) {
        struct text got = extract_entity_decode(text_of(decodes[i].in), a);

        CHECK(text_is(got, decodes[i].want), "decode %s: %.*s", decodes[i].from, TEXT_ARG(got));
    }
    for (size_t i = 0; i < N_ROWS(strips); i++) {
        struct text got = extract_entity_strip(text_of(strips[i].in), a);

        CHECK(text_is(got, strips[i].want), "strip %s: %.*s", strips[i].from, TEXT_ARG(got));
    }
    arena_free(a);
}

TEST_FN(test_rows)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows) };

    return TEST_RUN(tests);
}
