/* markdown_test.c - sections, and text that makes nothing but text. */

#include "../test.h"

#include "../../drafter/markdown.h"

static void
test_text(void)
{
    static const struct {
        const char *in, *text, *quote, *from;
    } rows[] = {
        { "plain", "plain", "> plain  \n", "plain" },
        { "# no heading", "\\# no heading", "> \\# no heading  \n", "a heading" },
        { "[a](javascript:x) ![b](c)", "\\[a\\](javascript:x) \\!\\[b\\](c)",
          "> \\[a\\](javascript:x) \\!\\[b\\](c)  \n", "a link, an image" },
        { "<script>&lt;", "&lt;script>&amp;lt;", "> &lt;script>&amp;lt;  \n", "a tag" },
        { "*a* _b_ `c` a|b", "\\*a\\* \\_b\\_ \\`c\\` a\\|b", "> \\*a\\* \\_b\\_ \\`c\\` a\\|b  \n",
          "marks" },
        { "1. no list", "1\\. no list", "> 1\\. no list  \n", "a number" },
        { "a\n\n- b\n- c", "a  - b - c", "> a  \n>\n> - b\n> - c\n", "lines and a list" },
        { "a\x1B[1m", "a?\\[1m", "> a?\\[1m  \n", "an escape" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct buf b;

        buf_init(&b, BUF_SMALL);
        markdown_text(&b, text_of(rows[i].in));
        CHECK(strcmp(buf_str(&b), rows[i].text) == 0, "%s: %s", rows[i].from, buf_str(&b));
        buf_clear(&b);
        markdown_quote(&b, text_of(rows[i].in));
        CHECK(strcmp(buf_str(&b), rows[i].quote) == 0, "%s: %s", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_text)

static void
test_sections(void)
{
    const struct store_export_draft d = {
        .id = 7,
        .group_id = 3,
        .question = TEXT_LIT("How *much*?"),
        .department = TEXT_LIT("physics"),
        .tone = TEXT_LIT("neutral"),
        .answer = TEXT_LIT("75 dollars.\n\nhttps://a.example/x"),
        .state = "machine",
        .confidence = .5,
        .urls = json_pack("[s, s]", "https://b.example/1", "javascript:x"),
        .sentences =
            json_pack("[{s:s, s:s}]", "text", "75 dollars.", "page", "https://a.example/x"),
    };
    const struct publish_entry e = { .question = TEXT_LIT("Q"),
                                     .text = TEXT_LIT("A"),
                                     .link = TEXT_LIT("https://a.example/x y"),
                                     .title = TEXT_LIT("T") };
    struct buf b;

    buf_init(&b, BUF_SMALL);
    markdown_draft(&b, &d);
    assert_string_equal(
        buf_str(&b),
        "## How \\*much\\*?\n\nDraft 7 of group 3, physics: **machine**, revision 0, neutral, "
        "right "
        "page 0.50, made 1970-01-01T00:00:00Z\n\nAsked at <https://b.example/1>, javascript:x\n\n"
        "> 75 dollars.  \n>\n> <https://a.example/x>  \n\nEvidence:\n\n"
        "- 75 dollars. <https://a.example/x>\n\n");
    buf_clear(&b);
    markdown_answer(&b, &e);
    assert_string_equal(buf_str(&b), "## Q\n\n> A  \n\nT: https://a.example/x y\n\n"
                                     "Updated 1970-01-01T00:00:00Z\n\n");
    buf_release(&b);
    json_decref(d.urls);
    json_decref(d.sentences);
}
TEST_FN(test_sections)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_text), TEST(test_sections) };

    return TEST_RUN(tests);
}
