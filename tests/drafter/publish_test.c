/* publish_test.c - what of an approved answer goes into public, and as what HTML. */

#include "../test.h"

#include "../../drafter/publish.h"

#define OPEN  "Thank you for asking."
#define LEAD  "Our page says:"
#define CLOSE "Please reply here if anything is unclear."
#define NAME  "Physics Department"
#define FEE   "The fee is 75 dollars."
#define LINK  "https://a.example/fees"

static const char *const parts[] = { OPEN, LEAD, "Details:", CLOSE, NAME };

static void
make(const char *answer, const char *link, const char *title, struct arena *a,
     struct publish_entry *ret)
{
    struct text *p = arena_alloc(a, sizeof(*p) * N_ROWS(parts));
    struct store_export_answer x = { .group_id = 7,
                                     .question = TEXT_LIT("How much?"),
                                     .answer = text_of(answer),
                                     .link = text_of(link),
                                     .title = text_of(title) };

    for (size_t i = 0; i < N_ROWS(parts); i++)
        p[i] = text_of(parts[i]);
    publish_entry(&x, (struct support_parts){ p, N_ROWS(parts) }, TEXT_LIT("{editor}, " NAME), a,
                  ret);
}

static void
test_substance(void)
{
    static const struct {
        const char *answer, *text, *link, *title, *from;
    } rows[] = {
        { OPEN " " LEAD "\n\n" FEE "\n\nDetails:\n" LINK "\n\n" CLOSE "\n\n" NAME, FEE, LINK,
          "Fees", "a machine's draft" },
        { OPEN " " LEAD "\n\n" FEE "\n\nDetails:\n" LINK "\n\nAda, " NAME, FEE, LINK, "Fees",
          "signed" },
        { "Dear all,\n\n" FEE "\n\n" LINK, "Dear all,\n\n" FEE, LINK, "Fees",
          "an editor's own words stay" },
        { LEAD "\n\n- One.\n- Two.\n\n" LINK, "- One.\n- Two.", LINK, "Fees", "a list" },
        { FEE " See " LINK ".", FEE " See " LINK ".", LINK, "Fees", "a link inside" },
        { FEE " https://a.example/other", FEE " https://a.example/other", "https://a.example/other",
          "https://a.example/other", "another link than the draft's" },
        { FEE, FEE, "", "", "no link" },
        { OPEN, OPEN, "", "", "nothing but the voice" },
        { FEE "\n\nWe work with the " NAME, FEE "\n\nWe work with the " NAME, "", "",
          "a last line that is a sentence" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct publish_entry e;

        make(rows[i].answer, LINK, "Fees", a, &e);
        CHECK(text_is(e.text, rows[i].text), "%s: \"%.*s\"", rows[i].from, TEXT_ARG(e.text));
        CHECK(text_is(e.link, rows[i].link), "%s: %.*s", rows[i].from, TEXT_ARG(e.link));
        CHECK(text_is(e.title, rows[i].title), "%s: %.*s", rows[i].from, TEXT_ARG(e.title));
        CHECK(e.id == 7, "%s: the group's number", rows[i].from);
    }
    arena_free(a);
}
TEST_FN(test_substance)

static void
test_body(void)
{
    static const struct {
        const char *text, *link, *want, *from;
    } rows[] = {
        { "One.\n\nTwo.", "", "<p>One.</p><p>Two.</p>", "paragraphs" },
        { "One.\nTwo.", "", "<p>One.<br/>Two.</p>", "a broken line" },
        { "- a\n- b", "", "<ul><li>a</li><li>b</li></ul>", "a list" },
        { "See:\n- a\nEnd.", "", "<p>See:</p><ul><li>a</li></ul><p>End.</p>", "a list between" },
        { "<b>", "", "<p>&lt;b&gt;</p>", "tags" },
        { "x", "https://a.example/?a=\"&b",
          "<p>x</p><p><a rel=\"noopener\" href=\"https://a.example/?a=%22&amp;b\">T</a></p>",
          "a link" },
        { "x", "javascript:alert(1)", "<p>x</p><p><a rel=\"noopener\" href=\"#\">T</a></p>",
          "no link" },
        { "", "", "", "nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct publish_entry e = { .text = text_of(rows[i].text),
                                   .link = text_of(rows[i].link),
                                   .title = TEXT_LIT("T") };
        struct buf b;

        buf_init(&b, BUF_SMALL);
        publish_body(&b, &e);
        CHECK(text_is(buf_text(&b), rows[i].want), "%s: %s", rows[i].from, buf_str(&b));
        buf_release(&b);
    }
}
TEST_FN(test_body)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_substance), TEST(test_body) };

    return TEST_RUN(tests);
}
