/* html_scrub_test.c - html_scrub.c: raw text goes, all else stays byte for byte. */

#include "../../crawler/html.h"

#include "../test.h"

static const struct {
    const char *from, *html, *want;
} rows[] = {
    /* clang-format off */
    { "nothing to do", "<p>a</p>", "<p>a</p>" },
    { "textarea", "<textarea name=x><b></textarea>y", "<textarea name=x></textarea>y" },
    { "case", "<TextArea>a</TEXTAREA >", "<TextArea></TEXTAREA >" },
    { "a longer name", "<textareas>a</textareas>", "<textareas>a</textareas>" },
    { "'>' in a quoted value", "<iframe title='a>b'>c</iframe>", "<iframe title='a>b'></iframe>" },
    { "never closed", "<xmp>a<b>", "<xmp>" },
    { "title", "<title>a<b</title>", "<title>a&lt;b</title>" },
    { "a title that never closes", "<title>a<p>b", "<title>a<p>b" },
    { "in JSON", "<script type=x/json>'<xmp>'</script><p>", "<script type=x/json>'<xmp>'</script><p>" },
    { "JSON by another name", "<script type=a&#47;b>c</script>", "<script type=a&#47;b>c</script>" },
    { "a script", "<script>'<xmp>'</script><p>a", "<script></script><p>a" },
    { "a script that never closes", "<p>a<script>b<p>c", "<p>a<script>" },
    { "a quote that never closes", "<p title='a><xmp>b</xmp>", "<p title='a><xmp>b</xmp>" },
    { "in a comment", "<!-- <textarea> --><p>a", "<!-- <textarea> --><p>a" },
    { "in an attribute", "<p title='<textarea>'>a", "<p title='<textarea>'>a" },
    { "a lone less-than", "a < b <textarea>c</textarea>", "a < b <textarea></textarea>" },
    { "two of them", "<style>a</style>b<xmp>c</xmp>", "<style></style>b<xmp></xmp>" },
    { "ends within a tag", "<p><textarea", "<p><textarea" }, { "ends in <", "a<", "a<" },
    /* clang-format on */
};

static void
test_scrub(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = html_scrub(text_of(rows[i].html), a);

        CHECK(text_is(got, rows[i].want), "row %zu (%s): %.*s", i, rows[i].from, TEXT_ARG(got));
    }
    arena_free(a);
}

TEST_FN(test_scrub)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_scrub) };

    return TEST_RUN(tests);
}
