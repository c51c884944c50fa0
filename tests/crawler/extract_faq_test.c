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
    { "a generator's link to the heading", "<h2>How so?<a href=#a>\u00B6</a></h2><p>So.</p><h2>When then?<a href=#b>\u00B6</a></h2><p>Now.</p>", 2, "When then?", "Now." },
    { "a sign that opens", "<h3>How so? \u25BC</h3><p>So.</p><h3>+ When then? \uFF0B</h3><p>Now.</p>", 2, "When then?", "Now." },
    { "for whom, in brackets", "<h3>How so? (new students)</h3><p>So.</p><h3>When then? (2026)</h3><p>Now.</p>", 2, "When then? (2026)", "Now." },
    { "points", "<ol><li><strong>How so?</strong> So.</li><li><strong>When then?</strong> Now.</li></ol>", 2, "When then?", "Now." },
    { "bold at a paragraph's end", "<p>First.&nbsp;<b>How so?</b></p><p>So.&nbsp;<b>When then?</b></p><p>Now.</p>", 2, "When then?", "Now." },
    { "bold within a sentence is none", "<p>They ask <b>how so?</b> and</p><p>they ask <b>when then?</b> but</p>", 0, "", "" },
    { "table", "<table><tr><th>How so?<td>So.<tr><th>When then?<td>Now.</table>", 2, "When then?", "Now." },
    { "lines, where the page says what it is", "<h1>Frequently asked questions</h1><p>Q: How so?</p><p>A: So.</p><p>Q: When then?</p><p>A: Now.</p>", 2, "When then?", "Now." },
    { "lines elsewhere are prose", "<h1>News</h1><p>But how so?</p><p>So.</p><p>And when then?</p><p>Now.</p>", 0, "", "" },
    { "buttons without a word of what they open", "<h1>FAQ</h1><div><button>How so?</button><div>So.</div></div><div><button>When then?</button><div>Now.</div></div>", 2, "When then?", "Now." },
    { "German, an entry that asks nothing in words", "<title>H\u00E4ufig gestellte Fragen</title><dl><dt>Wie geht das?<dd>So.<dt>Kosten<dd>Keine.</dl>", 2, "Kosten", "Keine." },
    { "such an entry elsewhere ends the answer", "<title>Kontakt</title><dl><dt>Wie geht das?<dd>So.<dt>Wann dann?<dd>Jetzt.<dt>Telefon<dd>1</dl>", 2, "Wann dann?", "Jetzt." },
    { "French", "<details><summary>Comment faire\u00A0?</summary>Ainsi.</details><details><summary>Quand ?</summary>Demain.</details><h3>D\u2019autres questions ?</h3><p>Appelez.</p>",
      2, "Quand ?", "Demain." },
    { "Spanish", "<div><button aria-expanded=false>\u00BFC\u00F3mo?</button></div><div>As\u00ED.</div><div><button aria-expanded=false>\u00BFCu\u00E1ndo?</button></div><div>Ya.</div><h2>\u00BFTienes alguna duda?</h2><p>Llama.</p>",
      2, "\u00BFCu\u00E1ndo?", "Ya." },
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
