/* extract_schema_test.c - schema.org in both its syntaxes, through a whole page. */

#include "extract_fixture.h"

#define LD(json)   "<script type=\"application/ld+json\">" json "</script><p>x</p>"
#define Q(members) "{\"@type\":\"Question\",\"name\":\"How?\"," members "}"
#define QA(inner)                                                                                  \
    "<div itemscope itemtype=\"https://schema.org/Question\"><h1 itemprop=name>How?</h1>" inner    \
    "</div>"
#define ANSWER "\"@type\":\"Answer\",\"text\":\"So.\""

static const struct {
    const char *from, *html;
    int64_t answers;
    size_t n_texts;
    bool accepted;
    const char *posted_at, *author;
} rows[] = {
    /* clang-format off */
    { "JSON-LD", LD("{\"@type\":\"QAPage\",\"mainEntity\":" Q("\"answerCount\":3,\"dateCreated\":\"2020-01-02\",\"author\":{\"name\":\"ann\"}") "}"),
      3, 0, false, "2020-01-02", "ann" },
    { "count as a string", LD(Q("\"answerCount\":\"1,022\"")), 1022, 0, false, "", "" },
    { "@graph, type with a namespace", LD("{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"http://schema.org/Question\"],\"name\":\"How?\",\"answerCount\":2}]}"),
      2, 0, false, "", "" },
    { "top-level array", LD("[" Q("\"answerCount\":1") "]"), 1, 0, false, "", "" },
    { "accepted as an object", LD(Q("\"acceptedAnswer\":{" ANSWER "}")), 1, 1, true, "", "" },
    { "accepted as an array", LD(Q("\"acceptedAnswer\":[{" ANSWER "}],\"suggestedAnswer\":[{" ANSWER "},{" ANSWER "}]")), 3, 3, true, "", "" },
    { "author as a string", LD(Q("\"answerCount\":0,\"author\":\"bob\"")), 0, 0, false, "", "bob" },
    { "author as an array", LD(Q("\"answerCount\":0,\"author\":[{\"name\":\"bob\"}]")), 0, 0, false, "", "bob" },
    { "forum posting", LD("{\"@type\":\"DiscussionForumPosting\",\"headline\":\"How?\",\"articleBody\":\"b\",\"datePublished\":\"2020-01-02T03:04:05Z\","
      "\"interactionStatistic\":[{\"interactionType\":\"https://schema.org/LikeAction\",\"userInteractionCount\":9},"
      "{\"interactionType\":{\"@type\":\"CommentAction\"},\"userInteractionCount\":\"4\"}]}"), 4, 0, false, "2020-01-02T03:04:05Z", "" },
    { "microdata", QA("<span itemprop=answerCount>2</span><time itemprop=dateCreated datetime='2020-01-02 08:00:00Z'>x</time>"
      "<div itemprop=suggestedAnswer itemscope><p itemprop=text>So.</p></div><div itemprop=acceptedAnswer itemscope><p itemprop=text>So.</p></div>"),
      2, 2, true, "2020-01-02T08:00:00Z", "" },
    { "two names are one answer", QA("<div itemprop='suggestedAnswer acceptedAnswer' itemscope><p itemprop=text>So.</p></div>"), 1, 1, true, "", "" },
    { "itemref", QA("") "<div itemscope itemtype=x></div>", EXTRACT_NO_NUMBER, 0, false, "", "" },
    { "itemref", "<i itemprop=answerCount id=n>7</i><div itemscope itemtype=Question itemref=n><b itemprop=name>How?</b></div>", 7, 0, false, "", "" },
    { "itemref to itself", "<div id=n itemscope itemtype=Question itemref=n itemprop=x></div><div itemscope itemtype=Question itemref='n m'><b itemprop=name>How?</b>"
      "<i itemprop=answerCount>5</i></div>", 5, 0, false, "", "" },
    { "injected by a textarea", QA("<textarea><i itemprop=answerCount>9</i></textarea>"), EXTRACT_NO_NUMBER, 0, false, "", "" },
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
        CHECK(f.page.n_questions == 1, "row %zu (%s): %zu questions", i, rows[i].from,
              f.page.n_questions);
        if (f.page.n_questions != 1)
            continue;
        q = &f.page.questions[0];
        CHECK(text_is(q->title, "How?"), "row %zu (%s): %.*s", i, rows[i].from, TEXT_ARG(q->title));
        CHECK(q->answers == rows[i].answers, "row %zu (%s): %lld answers", i, rows[i].from,
              (long long)q->answers);
        CHECK(q->n_answers_text == rows[i].n_texts, "row %zu (%s): %zu texts", i, rows[i].from,
              q->n_answers_text);
        CHECK(q->accepted == rows[i].accepted, "row %zu (%s)", i, rows[i].from);
        CHECK(text_is(q->posted_at, rows[i].posted_at), "row %zu (%s): %.*s", i, rows[i].from,
              TEXT_ARG(q->posted_at));
        CHECK(text_is(q->author, rows[i].author), "row %zu (%s): %.*s", i, rows[i].from,
              TEXT_ARG(q->author));
    }
    fixture_release(&f);
}

static void
test_text_of_a_string(void)
{
    struct fixture f;

    fixture_init(&f);
    fixture_read(
        &f,
        LD("{\"@type\":\"Question\",\"name\":\"A &amp; "
           "B?\",\"text\":\"<p>one</p><p>t&amp;wo</p>\",\"answerCount\":0,\"keywords\":\"x, y\"}"));
    CHECK(f.page.n_questions == 1 && text_is(f.page.questions[0].title, "A & B?"), "title");
    CHECK(text_is(f.page.questions[0].body, "one\nt&wo"), "%.*s",
          TEXT_ARG(f.page.questions[0].body));
    CHECK(f.page.questions[0].n_tags == 2 && text_is(f.page.questions[0].tags[1], "y"), "tags");
    CHECK(text_is(f.page.questions[0].how, "jsonld"), "how");
    fixture_release(&f);
}

TEST_FN(test_rows)
TEST_FN(test_text_of_a_string)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_text_of_a_string) };

    return TEST_RUN(tests);
}
