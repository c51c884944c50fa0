/* Answers of APIs as their documentation shapes them: what the program understands. */
#include "extract_fixture.h"

#define NONE EXTRACT_NO_NUMBER
#define SE   "https://api.stackexchange.com/2.3/"
#define SE_LIST                                                                                    \
    SE "questions?order=desc&sort=activity&pagesize=100&filter=withbody&tagged=phd"                \
       "&site=academia.stackexchange.com"
#define SE_ITEM                                                                                    \
    "{\"title\":\"Is a &quot;PhD&quot; paid? [closed]\",\"body\":\"<p>I mean in "                  \
    "Norway.</p>\",\"link\":\"https://academia.stackexchange.com/questions/5/is-a-phd-paid\","     \
    "\"tags\":[\"phd\",\"funding\"],\"owner\":{\"display_name\":\"ann\"},\"view_count\":12,"       \
    "\"score\":-3,\"answer_count\":2,\"accepted_answer_id\":7,\"closed_date\":1785000000,"         \
    "\"creation_date\":1780000000,\"last_activity_date\":1790000000}"
#define TOPIC                                                                                      \
    "{\"id\":7,\"slug\":\"where\",\"title\":\"Where is the lab?\",\"posts_count\":3,\"views\":40," \
    "\"like_count\":2,\"closed\":false,\"created_at\":\"2026-11-02T09:15:00.000Z\","               \
    "\"tags\":[\"rooms\"],\"accepted_answer\":{\"post_number\":3},\"post_stream\":{\"posts\":["    \
    "{\"username\":\"ann\",\"cooked\":\"<p>I looked on both floors.</p>\"},"                       \
    "{\"cooked\":\"<p>Upstairs.</p>\"},{\"cooked\":\"<p>Room "                                     \
    "5.</p>\",\"accepted_answer\":true}]}}"
#define LEMMY_V3                                                                                   \
    "{\"posts\":[{\"post\":{\"id\":1,\"name\":\"Does anyone know a *good* editor?\",\"body\":"     \
    "\"For **long** texts.\",\"published\":\"2026-11-02T09:15:00.123Z\",\"locked\":true},"         \
    "\"creator\":{\"name\":\"bob\"},\"counts\":{\"score\":4,\"comments\":6}}],"                    \
    "\"next_page\":\"P1a\"}"
#define LEMMY_V4                                                                                   \
    "{\"items\":[{\"post\":{\"id\":1,\"name\":\"Does anyone know an editor?\",\"comments\":6,"     \
    "\"score\":4,\"published_at\":\"2026-11-02T09:15:00Z\"},\"creator\":{\"name\":\"bob\"}}],"     \
    "\"next_page\":\"P1a\"}"
#define TOOT                                                                                       \
    "[{\"id\":\"9\",\"content\":\"<p>Hello. Where can I study <a>#physics</a>?</p>\","             \
    "\"created_at\":\"2026-11-02T09:15:00.000Z\",\"account\":{\"acct\":\"ann@other.example\"},"    \
    "\"replies_count\":2,\"favourites_count\":1,\"tags\":[{\"name\":\"physics\"}]}]"
#define HIT                                                                                        \
    "{\"hits\":[{\"objectID\":\"9\",\"title\":\"Ask HN: How do you take notes?\",\"story_text\":"  \
    "\"On paper I lose them.\",\"author\":\"ann\",\"points\":5,\"num_comments\":3,\"url\":null,"   \
    "\"created_at\":\"2026-05-31T22:59:50Z\"}],\"nbPages\":2,\"page\":0}"
#define ASKBOT                                                                                     \
    "{\"pages\":2,\"questions\":[{\"title\":\"Where is the form?\",\"summary\":\"I need the blue " \
    "one.\",\"url\":\"https://ask.example.org/question/1/where/\",\"added_at\":\"1365141604\","    \
    "\"author\":{\"username\":\"ann\"},\"answer_count\":2,\"accepted_answer_id\":null,"            \
    "\"score\":1,\"view_count\":9,\"tags\":[\"forms\"]}]}"
#define TALK                                                                                       \
    "{\"parse\":{\"title\":\"Talk:City map\",\"text\":\"<div class=\\\"mw-parser-output\\\"><h2><" \
    "span class=\\\"mw-headline\\\" id=\\\"Where\\\">Where is the map?</span></h2><p>I cannot "    \
    "find it here. <a href=\\\"/wiki/User:Ann\\\">Ann</a> 12:05, 3 May 2021 (UTC)</p></div>\"}}"

static const struct {
    const char *address, *body, *link; /* link: header, or NULL */
    const char *profile, *title, *text, *url, *posted, *author, *next;
    int64_t answers, score, views;
    size_t n_texts;
    bool accepted, closed;
} rows[] = {
    { SE_LIST "&page=2", "{\"items\":[" SE_ITEM "],\"has_more\":true,\"quota_remaining\":9}", NULL,
      "stackexchange", "Is a \"PhD\" paid?", "I mean in Norway.",
      "https://academia.stackexchange.com/questions/5/is-a-phd-paid", "2026-05-28T20:26:40Z", "ann",
      SE_LIST "&page=3", 2, -3, 12, 0, true, true },
    { SE "questions?tagged=phd&site=academia.stackexchange.com",
      "{\"items\":[" SE_ITEM "],\"has_more\":false}", NULL, "stackexchange", "Is a \"PhD\" paid?",
      "I mean in Norway.", "https://academia.stackexchange.com/questions/5/is-a-phd-paid",
      "2026-05-28T20:26:40Z", "ann", "", 2, -3, 12, 0, true, true },
    { SE "search/advanced?q=northfield&site=academia.stackexchange.com&page=25",
      "{\"items\":[" SE_ITEM "],\"has_more\":true}", NULL, "stackexchange", "Is a \"PhD\" paid?",
      "I mean in Norway.", "https://academia.stackexchange.com/questions/5/is-a-phd-paid",
      "2026-05-28T20:26:40Z", "ann", "", 2, -3, 12, 0, true, true },
    { "https://forum.example.org/t/7.json", TOPIC, NULL, "discourse", "Where is the lab?",
      "I looked on both floors.", "https://forum.example.org/t/where/7", "2026-11-02T09:15:00Z",
      "ann", "", 2, 2, 40, 2, true, false },
    { "https://l.example/api/v3/post/list?community_name=x&limit=50", LEMMY_V3, NULL, "lemmy",
      "Does anyone know a *good* editor?", "For long texts.", "https://l.example/post/1",
      "2026-11-02T09:15:00Z", "bob",
      "https://l.example/api/v3/post/list?community_name=x&sort=NewComments&limit=50"
      "&page_cursor=P1a",
      6, 4, NONE, 0, false, true },
    { "https://l.example/api/v4/post/list?community_name=x", LEMMY_V4, NULL, "lemmy",
      "Does anyone know an editor?", "", "https://l.example/post/1", "2026-11-02T09:15:00Z", "bob",
      "https://l.example/api/v4/post/list?community_name=x&sort=new&limit=50&page_cursor=P1a", 6, 4,
      NONE, 0, false, false },
    { "https://m.example/api/v1/timelines/tag/physics?limit=40", TOOT,
      "<https://m.example/api/v1/timelines/tag/physics?max_id=3>; rel=\"next\", "
      "<https://m.example/x>; rel=\"prev\"",
      "mastodon", "Where can I study #physics?", "Hello. Where can I study #physics?",
      "https://m.example/@ann@other.example/9", "2026-11-02T09:15:00Z", "ann@other.example",
      "https://m.example/api/v1/timelines/tag/physics?max_id=3", 2, 1, NONE, 0, false, false },
    { "https://m.example/api/v1/timelines/tag/physics", TOOT, "<https://m.example/x>; rel=\"prev\"",
      "mastodon", "Where can I study #physics?", "Hello. Where can I study #physics?",
      "https://m.example/@ann@other.example/9", "2026-11-02T09:15:00Z", "ann@other.example", "", 2,
      1, NONE, 0, false, false },
    { "https://hn.algolia.com/api/v1/search_by_date?tags=ask_hn&hitsPerPage=100&page=0", HIT, NULL,
      "hackernews", "Ask HN: How do you take notes?", "On paper I lose them.",
      "https://news.ycombinator.com/item?id=9", "2026-05-31T22:59:50Z", "ann",
      "https://hn.algolia.com/api/v1/search_by_date?tags=ask_hn&hitsPerPage=100&page=1", 3, 5, NONE,
      0, false, false },
    { "https://hn.algolia.com/api/v1/search_by_date?tags=ask_hn&hitsPerPage=100&page=1", HIT, NULL,
      "hackernews", "Ask HN: How do you take notes?", "On paper I lose them.",
      "https://news.ycombinator.com/item?id=9", "2026-05-31T22:59:50Z", "ann", "", 3, 5, NONE, 0,
      false, false },
    { "https://hn.algolia.com/api/v1/items/9",
      "{\"id\":9,\"title\":\"Ask HN: How?\",\"text\":\"<p>x\",\"author\":\"ann\",\"points\":1,"
      "\"created_at\":\"2026-05-31T22:59:50Z\",\"children\":[{\"text\":\"<p>So.\"}]}",
      NULL, "hackernews", "Ask HN: How?", "x", "https://news.ycombinator.com/item?id=9",
      "2026-05-31T22:59:50Z", "ann", "", 1, 1, NONE, 1, false, false },
    { "https://ask.example.org/api/v1/questions/?sort=activity-desc&page=1", ASKBOT, NULL, "askbot",
      "Where is the form?", "I need the blue one.", "https://ask.example.org/question/1/where/",
      "2013-04-05T06:00:04Z", "ann",
      "https://ask.example.org/api/v1/questions/?sort=activity-desc&page=2", 2, 1, 9, 0, false,
      false },
    { "https://ask.example.org/api/v1/questions/?sort=activity-desc&page=2", ASKBOT, NULL, "askbot",
      "Where is the form?", "I need the blue one.", "https://ask.example.org/question/1/where/",
      "2013-04-05T06:00:04Z", "ann", "", 2, 1, 9, 0, false, false },
    { "https://w.example/w/api.php?action=parse&page=Talk:City%20map&format=json", TALK, NULL,
      "mediawiki", "Where is the map?", "I cannot find it here.",
      "https://w.example/wiki/Talk:City_map#Where", "2021-05-03T12:05:00Z", "", "", 0, NONE, NONE,
      0, false, false },
};

static void
read_one(struct fixture *f, const char *address, const char *body, const char *link)
{
    struct extract_input in = { .url = text_of(address),
                                .body = text_of(body),
                                .content_type = TEXT_LIT("application/json; charset=utf-8"),
                                .link = text_of(link) };

    arena_clear(f->a);
    extract_page(f->x, &in, f->a, &f->page);
}

static void
check_row(const struct fixture *f, size_t i)
{
    const struct extract_question *q = f->page.questions;
    const char *from = rows[i].address;

    CHECK(f->page.api.is && text_is(f->page.profile, rows[i].profile), "%s: %.*s", from,
          TEXT_ARG(f->page.profile));
    CHECK(f->page.n_questions == 1, "%s: %zu questions", from, f->page.n_questions);
    CHECK(text_is(f->page.next, rows[i].next), "%s: next %.*s", from, TEXT_ARG(f->page.next));
    if (f->page.n_questions != 1)
        return;
    CHECK(text_is(q->title, rows[i].title), "%s: %.*s", from, TEXT_ARG(q->title));
    CHECK(text_is(q->body, rows[i].text), "%s: %.*s", from, TEXT_ARG(q->body));
    CHECK(text_is(q->url, rows[i].url), "%s: %.*s", from, TEXT_ARG(q->url));
    CHECK(text_is(q->posted_at, rows[i].posted), "%s: %.*s", from, TEXT_ARG(q->posted_at));
    CHECK(text_is(q->author, rows[i].author), "%s: %.*s", from, TEXT_ARG(q->author));
    CHECK(q->answers == rows[i].answers && q->score == rows[i].score && q->views == rows[i].views,
          "%s: %lld answers, score %lld, %lld views", from, (long long)q->answers,
          (long long)q->score, (long long)q->views);
    CHECK(q->n_answers_text == rows[i].n_texts, "%s: %zu texts", from, q->n_answers_text);
    CHECK(q->accepted == rows[i].accepted && q->closed == rows[i].closed, "%s: %d %d", from,
          q->accepted, q->closed);
    CHECK(text_is(q->how, "api") && q->p >= .5, "%s: how %.*s, p %.2f", from, TEXT_ARG(q->how),
          q->p);
}

static void
test_questions(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        read_one(&f, rows[i].address, rows[i].body, rows[i].link);
        check_row(&f, i);
    }
    fixture_release(&f);
}
TEST_FN(test_questions)

/* Lists whose items have to be asked for one by one. */
static void
test_items(void)
{
    struct fixture f;
    const struct extract_link *l;

    fixture_init(&f);
    read_one(&f, "https://forum.example.org/latest.json?order=activity&page=0",
             "{\"topic_list\":{\"more_topics_url\":\"/latest?page=1\",\"topics\":["
             "{\"id\":7,\"slug\":\"a\",\"title\":\"Where?\",\"last_posted_at\":"
             "\"2026-11-02T09:15:00Z\"},{\"id\":8,\"slug\":\"b\",\"title\":\"When?\","
             "\"created_at\":\"2026-11-01T09:15:00Z\"},{\"title\":\"no id\"}]}}",
             NULL);
    l = f.page.links;
    CHECK(f.page.kind == EXTRACT_LISTING && f.page.n_links == 2 && f.page.n_questions == 0, "%zu",
          f.page.n_links);
    if (f.page.n_links == 2) {
        CHECK(text_is(l[0].url, "https://forum.example.org/t/7.json") &&
                  text_is(l[0].text, "Where?") && l[0].changed_s == 1793610900,
              "%.*s %lld", TEXT_ARG(l[0].url), (long long)l[0].changed_s);
        CHECK(l[1].changed_s == 1793524500, "%lld", (long long)l[1].changed_s);
    }
    CHECK(text_is(f.page.next, "https://forum.example.org/latest.json?order=activity&page=1"),
          "%.*s", TEXT_ARG(f.page.next));
    read_one(&f, "https://w.example/w/api.php?action=query&list=search&srsearch=map&format=json",
             "{\"query\":{\"search\":[{\"title\":\"Talk:City map\",\"timestamp\":"
             "\"2026-11-02T09:15:00Z\"}]},\"continue\":{\"sroffset\":50}}",
             NULL);
    CHECK(f.page.n_links == 1 &&
              text_find(f.page.links[0].url, TEXT_LIT("page=Talk%3ACity%20map")) != TEXT_NPOS,
          "%zu", f.page.n_links);
    CHECK(text_find(f.page.next, TEXT_LIT("srsearch=map")) != TEXT_NPOS &&
              text_find(f.page.next, TEXT_LIT("sroffset=50")) != TEXT_NPOS,
          "%.*s", TEXT_ARG(f.page.next));
    fixture_release(&f);
}
TEST_FN(test_items)

static const struct {
    const char *address, *body, *error;
    int64_t wait_s;
    bool is, later;
} limits[] = {
    /* clang-format off */
    { SE_LIST, "{\"items\":[],\"backoff\":10,\"quota_remaining\":200}", "", 10, true, false },
    { SE_LIST, "{\"items\":[],\"quota_remaining\":0}", "", 86400, true, false },
    { SE_LIST, "{\"items\":[],\"quota_remaining\":1}", "", 0, true, false },
    { SE_LIST, "{\"error_id\":502,\"error_message\":\"too many requests from this IP, more requests available in 71 seconds\"}", "502", 71, true, true },
    { SE_LIST, "{\"error_id\":400,\"error_message\":\"99 is no page\"}", "400", 0, true, false },
    { "https://w.example/w/api.php?action=query&list=search&srsearch=x", "{\"error\":{\"code\":\"maxlag\"}}", "maxlag", 0, true, true },
    { SE_LIST, "{\"items\":[", "", 0, false, false },
    { SE_LIST, "<html>log in</html>", "", 0, false, false },
    { "https://forum.example.org/about.json", "{\"about\":{}}", "", 0, false, false },
    /* clang-format on */
};

static void
test_limits(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(limits); i++) {
        const struct extract_api *api = &f.page.api;

        read_one(&f, limits[i].address, limits[i].body, NULL);
        CHECK(api->is == limits[i].is && api->later == limits[i].later, "%s", limits[i].body);
        CHECK(api->wait_s == limits[i].wait_s && text_is(api->error, limits[i].error),
              "%s: %lld, %.*s", limits[i].body, (long long)api->wait_s, TEXT_ARG(api->error));
    }
    fixture_release(&f);
}
TEST_FN(test_limits)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_questions), TEST(test_items), TEST(test_limits) };

    return TEST_RUN(tests);
}
