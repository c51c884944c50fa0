/* extract_merge_test.c - kinds of pages, and who is believed about what. */

#include "extract_fixture.h"

#define DISCOURSE "<meta name=generator content='Discourse 3'><h1 id=topic-title><a>Where?</a></h1>"
#define POST(s)   "<div class='topic-body crawler-post'><div class=post>" s "</div></div>"
#define LD(json)  "<script type='application/ld+json'>" json "</script>"

static void
test_kinds(void)
{
    static const struct {
        const char *from, *html;
        enum extract_kind kind;
    } rows[] = {
        { "challenge", "<title>Just a moment...</title><p>Wait.</p>", EXTRACT_BLOCKED },
        { "denied", "<h1>Access Denied</h1><p>You have been blocked by our rules.</p>",
          EXTRACT_BLOCKED },
        { "an article", "<h1>Fees</h1><p>The fees are due in May.</p>", EXTRACT_OTHER },
        { "nothing", "", EXTRACT_OTHER },
        { "a list of postings",
          LD("[{\"@type\":\"DiscussionForumPosting\",\"headline\":\"a\"},{\"@type\":"
             "\"DiscussionForumPosting\",\"headline\":\"b\"},"
             "{\"@type\":\"DiscussionForumPosting\",\"headline\":\"c\"},{\"@type\":"
             "\"DiscussionForumPosting\",\"headline\":\"d\"},"
             "{\"@type\":\"DiscussionForumPosting\",\"headline\":\"e\"}]"),
          EXTRACT_LISTING },
    };
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_read(&f, rows[i].html);
        CHECK(f.page.kind == rows[i].kind, "row %zu (%s): %s", i, rows[i].from,
              extract_kind_name(f.page.kind));
    }
    fixture_release(&f);
}

/* Discourse's answerCount is hard-coded: the posts count. */
static void
test_known_lie(void)
{
    struct fixture f;

    fixture_init(&f);
    fixture_read(&f,
                 LD("{\"@type\":\"QAPage\",\"mainEntity\":{\"@type\":\"Question\",\"name\":\"Where?"
                    "\",\"answerCount\":0,"
                    "\"datePublished\":\"2020-01-02\"}}") DISCOURSE POST("a") POST("b") POST("c"));
    CHECK(f.page.n_questions == 1 && f.page.questions[0].answers == 2, "answers");
    CHECK(text_is(f.page.questions[0].posted_at, "2020-01-02"), "what the page lacks is filled in");
    CHECK(text_is(f.page.questions[0].how, "platform discourse"), "how");
    CHECK(text_is(extract_origin(&f.page.questions[0], "posted_at"), "jsonld"), "its origin");
    CHECK(text_is(extract_origin(&f.page.questions[0], "answers"), "platform discourse"), "count");
    fixture_release(&f);
}

static void
test_url(void)
{
    struct fixture f;

    fixture_init(&f);
    fixture_read(&f, "<link rel=canonical href='/t/1'>" DISCOURSE POST("a"));
    CHECK(text_is(f.page.questions[0].url, "https://example.org/t/1"), "canonical, resolved");
    fixture_read(&f, DISCOURSE POST("a"));
    CHECK(text_is(f.page.questions[0].url, "https://example.org/a/b?c=1"), "the page's own");
    fixture_release(&f);
}

TEST_FN(test_kinds)
TEST_FN(test_known_lie)
TEST_FN(test_url)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_kinds), TEST(test_known_lie), TEST(test_url) };

    return TEST_RUN(tests);
}
