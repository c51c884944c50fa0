/* extract_text_test.c - main text: blocks, headings, lists, tables, and what is left out. */

#include "extract_fixture.h"

#include "../../crawler/extract_parts.h"

#define FILL                                                                                       \
    "<p>This paragraph is only here so that the main element holds as much text as a page of "     \
    "some substance has, which is two hundred bytes and a few more, so that it is believed to "    \
    "be the main part of the page.</p>"
#define FILLED                                                                                     \
    "This paragraph is only here so that the main element holds as much text as a page of some "   \
    "substance has, which is two hundred bytes and a few more, so that it is believed to be the "  \
    "main part of the page."

static const struct {
    const char *from, *html, *want;
} rows[] = {
    /* clang-format off */
    { "a heading is a block of its own", "<main><h1>Fees</h1>" FILL "<h2>When</h2><p>In May.</p></main>",
      "Fees\n\n" FILLED "\n\nWhen\n\nIn May." },
    { "inline elements do not break words", "<p>un<b>break</b>able, a<span>b</span></p>", "unbreakable, ab" },
    { "list items are lines", "<p>Bring:</p><ul><li>a <i>b</i></li><li><p>c</p></li></ul><p>d</p>", "Bring:\n\n- a b\n- c\n\nd" },
    { "table rows are lines", "<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Mon</td><td>9 to 5</td></tr></table>",
      "Day | Hours\nMon | 9 to 5" },
    { "br is a line", "<p>a<br>b<br><br>c</p>", "a\nb\n\nc" },
    { "pre keeps its lines", "<pre>a  b\n  c</pre>", "a  b\nc" },
    { "frames go", "<nav><a href=/>Home</a></nav><header><p>Logo</p></header><p>Text here that is longer than the frame.</p><footer>Imprint</footer><aside>x</aside>",
      "Text here that is longer than the frame." },
    { "by class and role", "<div class=breadcrumbs>a > b</div><div role=search>find</div><div id=cookie-consent>We use cookies</div><p>Some text of the page itself, longer than all else.</p>",
      "Some text of the page itself, longer than all else." },
    { "menus go, lists of content stay", "<ul><li><a href=1>one</a><li><a href=2>two</a><li><a href=3>three</a><li><a href=4>four</a></ul><p>A text about the subject of this page.</p>"
      "<ul><li>Call <a href=5>us</a> any time</li></ul>", "A text about the subject of this page.\n\n- Call us any time" },
    { "main wins, its menus stay", "<div>Outside</div><main>" FILL "<ul><li><a href=1>one</a><li><a href=2>two</a><li><a href=3>three</a><li><a href=4>four</a></ul></main>",
      FILLED "\n\n- one\n- two\n- three\n- four" },
    { "an unlucky wrapper", "<div class=has-sidebar><p>All the text there is.</p></div>", "All the text there is." },
    { "scripts and forms' parts go", "<p>a</p><script>x</script><select><option>b</option></select><button>c</button><p>d</p>", "a\n\nd" },
    { "non-breaking and zero-width spaces", "<p>a&nbsp;&nbsp;b\xE2\x80\x8B" "c</p>", "a b c" },
    { "a link past the menus", "<a href=#c>Skip to content</a><div id=header>Logo</div><div id=c><p>Text that is longer than the logo above.</p><a href=#x>Zum Inhalt</a></div>",
      "Text that is longer than the logo above." },
    { "an accordion's headings stay", "<h3><button aria-expanded=false>How so?</button></h3><div>So it is, as one can see.</div>", "How so?\n\nSo it is, as one can see." },
    { "nothing", "", "" },
    /* clang-format on */
};

static void
test_rows(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_read(&f, rows[i].html);
        CHECK(text_is(f.page.text, rows[i].want), "row %zu (%s): \"%.*s\"", i, rows[i].from,
              TEXT_ARG(f.page.text));
    }
    fixture_release(&f);
}

/* A post's log is cut, the post goes on; a page of the own site may be all <pre>. */
static void
test_long_log(void)
{
    static const struct {
        const char *before, *after;
    } frames[] = {
        { "<meta name=generator content='Discourse 3.1'><title>T</title><div "
          "id=topic-title><h1><a>Why?</a></h1>"
          "</div><div class='topic-body crawler-post'><div class=post>",
          "</div></div>" },
        { "<main>" FILL, "</main>" },
    };
    char log[4096] = "<p>It says</p><pre>", page[8192];
    struct fixture f;

    for (int i = 0; i < 60; i++)
        snprintf(log + strlen(log), sizeof(log) - strlen(log), "line%d\n", i);
    snprintf(log + strlen(log), sizeof(log) - strlen(log), "</pre><p>Any idea?</p>");
    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(frames); i++) {
        snprintf(page, sizeof(page), "%s%s%s", frames[i].before, log, frames[i].after);
        fixture_read(&f, page);
        CHECK(text_find(f.page.text, TEXT_LIT("line19\n")) != TEXT_NPOS, "frame %zu", i);
        CHECK((text_find(f.page.text, TEXT_LIT("line20")) == TEXT_NPOS) == (i == 0), "frame %zu",
              i);
        CHECK(text_find(f.page.text, TEXT_LIT("Any idea?")) != TEXT_NPOS, "frame %zu", i);
    }
    fixture_release(&f);
}

#define W10 "ten bytes " /* and ten again */
#define W80 W10 W10 W10 W10 W10 W10 W10 W10

static const struct {
    const char *from, *text, *want;
} leads[] = {
    { "short", " Which bus?\nI wait.", "Which bus?" },
    { "sentences", W80 "here. " W80 "goes on", W80 "here." },
    { "words", W80 W80 "goes on", W80 W10 W10 W10 W10 W10 W10 W10 "ten bytes\xE2\x80\xA6" },
    { "nothing", " \n ", "" },
};

static void
test_leads(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(leads); i++) {
        struct text got = extract_text_lead(text_of(leads[i].text), a);

        CHECK(text_is(got, leads[i].want), "row %zu (%s): \"%.*s\"", i, leads[i].from,
              TEXT_ARG(got));
    }
    arena_free(a);
}

TEST_FN(test_rows)
TEST_FN(test_long_log)
TEST_FN(test_leads)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_long_log), TEST(test_leads) };

    return TEST_RUN(tests);
}
