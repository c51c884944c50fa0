/* extract_faq_test.c - question-and-answer pairs by markup. */

#include "extract_fixture.h"

static const struct {
    const char *from, *html;
    size_t n;
    const char *last, *answer;
} rows[] = {
    /* clang-format off */
    { "headings", "<h2>How?</h2><p>So.</p><h2>When then?</h2><p>Now.</p><p>Or later.</p>", 2, "When then?", "Now.\nOr later." },
    { "a higher heading ends the answer", "<h1>FAQ</h1><h3>How so?</h3><p>So.</p><h3>When then?</h3><p>Now.</p><h2>Contact</h2><p>Us.</p>", 2, "When then?", "Now." },
    { "details", "<details><summary>How so?</summary><p>So.</p></details><details><summary>When then?</summary>Now.</details>", 2, "When then?", "Now." },
    { "definition list", "<dl><dt>How so?<dd>So.<dt>When then?<dd>Now.</dl>", 2, "When then?", "Now." },
    { "accordion", "<div><button aria-expanded=false>How so?</button></div><div class=panel>So.</div><div><button aria-expanded=false>When then?</button></div><div class=panel>Now.</div>",
      2, "When then?", "Now." },
    { "bold paragraphs", "<p><b>How so, then?</b></p><p>So.</p><p><strong>When then?</strong></p><p>Now.</p>", 2, "When then?", "Now." },
    { "labels", "<h3>Q: How so?</h3><p>A: So.</p><h3>2. When then?</h3><p>A: Now.</p>", 2, "When then?", "Now." },
    { "a table of contents is none", "<ul><li><h3><a href=/1>How so?</a></h3><p>x</p><li><h3><a href=/2>When then?</a></h3><p>y</p></ul>", 0, "", "" },
    { "sales calls are none", "<h2>Ready to start?</h2><p>Now.</p><h2>Still have questions?</h2><p>Call.</p>", 0, "", "" },
    { "menus are none", "<p>Enough text outside the menu, so that it is one and not the content.</p><nav><h2>How so?</h2><p>So.</p><h2>When then?</h2><p>Now.</p></nav>", 0, "", "" },
    { "one alone is none", "<h2>How so?</h2><p>So.</p>", 0, "", "" },
    { "no answer, no pair", "<h2>How so?</h2><h2>When then?</h2>", 0, "", "" },
    { "full-width mark", "<h2>\xE3\x81\xA9\xE3\x81\x86\xE3\x81\x99\xE3\x82\x8B\xEF\xBC\x9F</h2><p>a1</p><h2>\xE3\x81\x84\xE3\x81\xA4\xE3\x81\xA7\xE3\x81\x99\xE3\x81\x8B\xEF\xBC\x9F</h2><p>a2</p>",
      2, "\xE3\x81\x84\xE3\x81\xA4\xE3\x81\xA7\xE3\x81\x99\xE3\x81\x8B\xEF\xBC\x9F", "a2" },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const struct extract_question *q;

        fixture_read(&f, rows[i].html);
        CHECK(f.page.n_questions == rows[i].n, "row %zu (%s): %zu", i, rows[i].from,
              f.page.n_questions);
        CHECK((f.page.kind == EXTRACT_FAQ) == (rows[i].n > 0), "row %zu (%s)", i, rows[i].from);
        if (f.page.n_questions != rows[i].n || rows[i].n == 0)
            continue;
        q = &f.page.questions[rows[i].n - 1];
        CHECK(text_is(q->title, rows[i].last), "row %zu (%s): %.*s", i, rows[i].from,
              TEXT_ARG(q->title));
        CHECK(text_is(q->answers_text[0].text, rows[i].answer), "row %zu (%s): %.*s", i,
              rows[i].from, TEXT_ARG(q->answers_text[0].text));
    }
    fixture_release(&f);
}

/* What structured data names counts without a mark, if the page shows it. */
static void
test_page(void)
{
    static const char *const titles[] = { "How do I enrol", "What does it cost?",
                                          "Can I come later?", "Is there parking?" };
    struct fixture f;

    fixture_init(&f);
    fixture_read_file(&f, "faq.html");
    CHECK(f.page.n_questions == N_ROWS(titles), "%zu pairs", f.page.n_questions);
    for (size_t i = 0; i < N_ROWS(titles) && i < f.page.n_questions; i++)
        CHECK(text_is(f.page.questions[i].title, titles[i]), "%zu: %.*s", i,
              TEXT_ARG(f.page.questions[i].title));
    fixture_release(&f);
}

TEST_FN(test_rows)
TEST_FN(test_page)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_page) };

    return TEST_RUN(tests);
}
