/* Bodies as plain text. */
#include "../test.h"

#include "../../crawler/api_parts.h"

static const struct {
    enum api_format format;
    const char *in, *out;
} rows[] = {
    /* clang-format off */
    { API_PLAIN, "  a *b*\n", "a *b*" },
    { API_HTML, "<p>One &amp; two</p><p>three</p>", "One & two\nthree" },
    { API_MARKDOWN, "# Head\n\nSome **bold** `code` words", "Head\n\nSome bold code words" },
    { API_MARKDOWN, "see [the page](https://x.example/a_b) and ![a map](y.png)!", "see the page and a map!" },
    { API_MARKDOWN, "> what he said\nmy answer", "my answer" },
    { API_MARKDOWN, "```\nx = 1\n```\nend", "x = 1\nend" },
    { API_MARKDOWN, "a \\* b \\[c] d_e_f ~~gone~~", "a * b [c] d_e_f gone" },
    { API_MARKDOWN, "[not a link] (x) [open](", "[not a link] (x) [open](" },
    { API_MARKDOWN, "&lt;b&gt; &amp; co", "<b> & co" },
    /* clang-format on */
};

static void
test_plain(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text got = api_text_plain(text_of(rows[i].in), rows[i].format, a);

        CHECK(text_is(got, rows[i].out), "%s: %.*s", rows[i].in, TEXT_ARG(got));
    }
    arena_free(a);
}
TEST_FN(test_plain)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_plain) };

    return TEST_RUN(tests);
}
