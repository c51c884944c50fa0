/* extract_profile_test.c - one hand-written page for each platform's profile. */

#include "extract_fixture.h"

#include "seeds.h"

#define NONE EXTRACT_NO_NUMBER

static const struct {
    const char *file, *profile, *title, *body;
    int64_t answers;
    size_t n_texts; /* answers on the page */
    bool accepted;
    const char *posted_at, *author, *next;
} rows[] = {
    /* clang-format off */
    { "discourse.html", "discourse", "Where is the lab?", "I looked on both floors.", NONE, 2, true, "2026-11-02T09:15:00Z", "ann", "/t/where-is-the-lab/7?page=2" },
    { "discourse-shell.html", "discourse", "Which visa do I need?", "I come from abroad and stay for a week.", NONE, 0, false, "", "", "" },
    { "stackexchange.html", "stackexchange", "Which gate is open?", "I stand at the wall.", 2, 2, true, "2020-05-06T07:08:09Z", "ann", "" },
    { "phpbb.html", "phpbb", "Is the office open?", "I mean on Mondays.", 11, 1, false, "2026-11-02T09:10:00Z", "ann", "./viewtopic.php?t=5&start=10" },
    { "phpbb2.html", "phpbb", "Lost key, where to go?", "I lost the key of room 5.", 1, 1, false, "2014-06-11T11:28:00Z", "ann", "" },
    { "xenforo.html", "xenforo", "Which bus goes there?", "I need to be at the campus at nine.", NONE, 1, true, "2024-07-05T08:00:00Z", "ann", "/threads/bus.5/page-2" },
    { "xenforo1.html", "xenforo", "Where can I get tea?", "The kitchen is closed.", 1, 1, false, "2015-11-14T04:23:00Z", "", "" },
    { "vbulletin3.html", "vbulletin", "Which form do I need?", "For a new card.", 1, 1, false, "2011-03-25T17:13:00Z", "ann", "" },
    { "vbulletin4.html", "vbulletin", "Can I pay by card?", "At the desk.", 1, 1, false, "2024-11-29", "ann", "" },
    { "vbulletin5.html", "vbulletin", "Any advice on rooms?", "I start in May.", 1, 1, false, "2024-04-17T00:53:41Z", "", "" },
    { "invision.html", "invision", "How do I reset my code?", "It expired.", 30, 1, false, "2024-03-19T10:00:00Z", "ann", "/topic/1/page/2/" },
    { "askbot.html", "askbot", "Where is the form?", "I need the blue one.", 2, 2, true, "2013-04-05T06:06:44Z", "ann", "" },
    { "question2answer.html", "question2answer", "How late is it open?", "The library.", 1, 1, true, "2021-01-02T03:04:05Z", "", "" },
    { "nodebb.html", "nodebb", "Which version runs here?", "On the old server.", 1, 1, false, "2024-04-17T10:00:00Z", "ann", "" },
    { "flarum.html", "flarum", "What is a thread?", "I just joined.", NONE, 1, false, "", "ann", "/d/1?page=2" },
    { "vanilla.html", "vanilla", "Is there a mobile page?", "On my phone.", 1, 1, false, "2025-03-01T16:35:52Z", "ann", "" },
    { "smf.html", "smf", "Who mends the lamp?", "In the hall.", 1, 1, false, "2024-06-04T10:15:00Z", "ann", "" },
    { "mybb.html", "mybb", "Which is better?", "The old or the new?", NONE, 1, false, "2019-02-23T03:27:00Z", "ann", "thread-1-page-2.html" },
    { "bbpress.html", "bbpress", "Which shoes for the walk?", "It is wet there.", 19, 1, false, "2019-05-15T10:15:00Z", "ann", "" },
    { "wpforo.html", "wpforo", "New here, what first?", "I just came.", 1, 1, false, "2025-03-30T16:11:00Z", "", "" },
    { "hackernews.html", "hackernews", "Ask HN: How do you take notes?", "On paper I lose them.", 2, 2, false, "2026-05-31T22:59:50Z", "ann", "" },
    { "reddit.html", "reddit", "Which pan should I buy?", "Mine is old.", 13, 1, false, "2026-03-04T10:00:00Z", "ann", "" },
    { "reddit-old.html", "reddit-old", "Where do I start?", "I am new.", 1, 1, false, "2024-04-17T10:00:00Z", "ann", "" },
    { "lemmy.html", "lemmy", "Does anyone know a good editor?", "For long texts.", 1, 1, false, "", "bob", "" },
    { "khoros.html", "khoros", "Can I change my plan?", "I pay too much.", 1, 1, true, "2021-03-25", "ann", "" },
    { "fluxbb.html", "fluxbb", "Why does it stop?", "The service.", 1, 1, false, "2024-08-03T10:11:12Z", "ann", "" },
    { "steam.html", "steam", "Which settings are best?", "For an old machine.", 1, 1, false, "2025-10-08T05:06:40Z", "ann", "" },
    { "github.html", "github", "How do I build it?", "It fails.", 1, 1, false, "2024-01-02T03:04:05Z", "ann", "" },
    { "insided.html", "insided", "Is there a night tariff?", "For the car.", 1, 1, false, "2021-06-14T10:00:00Z", "", "" },
    { "quora.html", "quora", "Was it that bad?", "", 63, 0, false, "", "", "" },
    { "kitsune.html", "kitsune", "Why is it slow?", "Since the update.", 1, 1, true, "2022-02-03T04:05:06Z", "", "" },
    { "apache-answer.html", "apache-answer", "How is it deployed?", "In a cluster.", 1, 1, false, "2023-02-03T04:05:06Z", "", "" },
    { "xenforo-question.html", "xenforo", "How to enrol late", "I missed the deadline. What can I do?", 2, 2, true, "2026-03-05T09:00:00Z", "anna", "" },
    { "vbulletin6.html", "vbulletin", "How to enrol late", "I missed the deadline. What can I do?", NONE, 2, true, "2026-03-05T10:00:00Z", "anna", "https://vb.example.org/forum/main/77-how-to-enrol-late/page2" },
    { "github-discussion.html", "github", "How to enrol late", "I missed the deadline. What can I do?", 3, 2, true, "2026-03-05T10:00:00Z", "anna", "" },
    { "phpbb-de.html", "phpbb", "Wie kann ich mich noch einschreiben?", "Frist verpasst. Was nun?", 2, 2, false, "2026-03-12T10:15:00Z", "anna", "" },
    { "mybb18.html", "mybb", "How to enrol late", "I missed the deadline. What can I do?", NONE, 1, false, "2026-03-15T10:00:00Z", "anna", "showthread.php?tid=12&page=2" },
    { "discourse-qapage.html", "discourse", "How to enrol late", "I missed the deadline. What can I do?", 2, 2, true, "2026-03-05T10:00:00Z", "anna", "" },
    { "khoros-nested.html", "khoros", "How to enrol late", "I missed the deadline. What can I do?", 1, 1, true, "2026-03-15T10:00:00Z", "anna", "" },
    { "invision5.html", "invision", "How to enrol late", "I missed the deadline. What can I do?", 1, 1, true, "2026-03-05T10:00:00Z", "anna", "" },
    { "kitsune-solved.html", "kitsune", "How to enrol late", "I missed the deadline. What can I do?", 1, 1, true, "2026-03-05T18:00:00Z", "anna", "" },
    { "vanilla-accepted.html", "vanilla", "How to enrol late", "I missed the deadline. What can I do?", 1, 1, true, "2026-03-05T10:00:00Z", "anna", "" },
    { "mastodon-shell.html", "mastodon", "Does anyone know how to enrol late at Example University?", "Does anyone know how to enrol late at Example University?", NONE, 0, false, "2026-03-05T10:00:00Z", "", "" },
    /* clang-format on */
};

static void
check_row(const struct fixture *f, size_t i)
{
    const struct extract_question *q = f->page.questions;

    CHECK(text_is(f->page.profile, rows[i].profile), "%s: profile %.*s", rows[i].file,
          TEXT_ARG(f->page.profile));
    CHECK(f->page.kind == EXTRACT_THREAD && f->page.n_questions == 1, "%s: %s, %zu questions",
          rows[i].file, extract_kind_name(f->page.kind), f->page.n_questions);
    if (f->page.n_questions != 1)
        return;
    CHECK(text_is(q->title, rows[i].title), "%s: title %.*s", rows[i].file, TEXT_ARG(q->title));
    CHECK(text_is(q->body, rows[i].body), "%s: body %.*s", rows[i].file, TEXT_ARG(q->body));
    CHECK(q->answers == rows[i].answers, "%s: %lld answers", rows[i].file, (long long)q->answers);
    CHECK(q->n_answers_text == rows[i].n_texts, "%s: %zu texts", rows[i].file, q->n_answers_text);
    CHECK(q->accepted == rows[i].accepted, "%s: accepted %d", rows[i].file, q->accepted);
    CHECK(text_is(q->posted_at, rows[i].posted_at), "%s: posted %.*s", rows[i].file,
          TEXT_ARG(q->posted_at));
    CHECK(text_is(q->author, rows[i].author), "%s: author %.*s", rows[i].file, TEXT_ARG(q->author));
    CHECK(text_is(f->page.next, rows[i].next), "%s: next %.*s", rows[i].file,
          TEXT_ARG(f->page.next));
    CHECK(q->p >= .5, "%s: p %.2f", rows[i].file, q->p);
}

static void
test_pages(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        fixture_read_file(&f, rows[i].file);
        check_row(&f, i);
    }
    fixture_release(&f);
}

/* Lists of threads carry their links, and no questions. */
static const struct {
    const char *file, *profile, *last;
} lists[] = {
    { "discourse-list.html", "discourse", "What are the fees?" },
    { "stackexchange-list.html", "stackexchange", "Why is it shut?" },
    { "phpbb-list.html", "phpbb", "Photos of the fair" },
    { "hackernews-list.html", "hackernews", "Three" },
};

static void
test_lists(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(lists); i++) {
        fixture_read_file(&f, lists[i].file);
        CHECK(f.page.kind == EXTRACT_LISTING && f.page.n_questions == 0, "%s: %s", lists[i].file,
              extract_kind_name(f.page.kind));
        CHECK(text_is(f.page.profile, lists[i].profile), "%s", lists[i].file);
        CHECK(f.page.n_links >= 3 && text_is(f.page.links[2].text, lists[i].last), "%s",
              lists[i].file);
    }
    fixture_release(&f);
}

/* What looks like posts on a page of search results or of a member is no thread. */
static void
test_no_threads(void)
{
    static const char *const files[] = { "phpbb-search.html", "xenforo-member.html" };
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(files); i++) {
        fixture_read_file(&f, files[i]);
        CHECK(f.page.kind == EXTRACT_LISTING && f.page.n_questions == 0, "%s: %s", files[i],
              extract_kind_name(f.page.kind));
    }
    fixture_release(&f);
}

static void
test_a_statement_asks_nothing(void)
{
    struct fixture f;

    fixture_init(&f);
    fixture_read_file(&f, "discourse-statement.html");
    CHECK(f.page.n_questions == 1 && f.page.questions[0].p < .5, "p %.2f", f.page.questions[0].p);
    fixture_release(&f);
}

/* A wiki's talk page holds a thread under each heading that somebody signed below. */
static void
test_talk(void)
{
    struct fixture f;
    const struct extract_question *q;

    fixture_init(&f);
    fixture_read_file(&f, "mediawiki.html");
    CHECK(f.page.n_questions == 2, "%zu threads", f.page.n_questions);
    q = f.page.questions;
    if (f.page.n_questions == 2) {
        CHECK(text_is(q[0].title, "Where is the map?") && q[0].p >= .5 && q[1].p < .5, "%.2f %.2f",
              q[0].p, q[1].p);
        CHECK(text_is(q[0].body, "I cannot find it here."), "%.*s", TEXT_ARG(q[0].body));
        CHECK(q[0].n_answers_text == 1 && text_is(q[0].answers_text[0].text, "On the first page."),
              "%zu texts", q[0].n_answers_text);
        CHECK(text_is(q[0].posted_at, "2021-05-03T12:05:00Z") && q[0].answers == 1, "%.*s",
              TEXT_ARG(q[0].posted_at));
        CHECK(text_is(q[0].url, "https://forum.example.org/t/1#Where"), "%.*s", TEXT_ARG(q[0].url));
    }
    fixture_release(&f);
}

/* Sites that forbid crawling, and what outweighs it. */
static const struct {
    const char *url, *basis;
    bool refused;
} refusals[] = {
    { "https://www.reddit.com/r/physics/", "public feed", true },
    { "https://reddit.com/", "", true },
    { "https://old.reddit.com/r/physics/", "own site", true },
    { "https://www.reddit.com/r/physics/", "API terms of 2026", false },
    { "https://www.reddit.com/r/physics/", "Written Permission, 1 May 2026", false },
    { "https://notreddit.com/", "public feed", false },
    { "https://reddit.com.example.org/", "public feed", false },
    { "https://m.facebook.com/dept", "public feed", true },
    { "https://example.org/reddit.com", "public feed", false },
    { "no address", "public feed", false },
};

static void
test_refusals(void)
{
    struct fixture f;

    fixture_init(&f);
    for (size_t i = 0; i < N_ROWS(refusals); i++)
        CHECK((extract_refusal(f.x, text_of(refusals[i].url), text_of(refusals[i].basis)) !=
               NULL) == refusals[i].refused,
              "%s, %s", refusals[i].url, refusals[i].basis);
    fixture_release(&f);
}

static void
test_every_profile_loads(void)
{
    struct fixture f;
    size_t files = 0;

    fixture_init(&f);
    for (size_t i = 0; i < seeds_n; i++)
        files += text_starts(text_of(seeds_all[i].path), TEXT_LIT("platforms/"));
    CHECK(f.x->n_profiles == files && files > 0, "%zu profiles, %zu files", f.x->n_profiles, files);
    fixture_release(&f);
}

TEST_FN(test_pages)
TEST_FN(test_lists)
TEST_FN(test_no_threads)
TEST_FN(test_a_statement_asks_nothing)
TEST_FN(test_talk)
TEST_FN(test_every_profile_loads)
TEST_FN(test_refusals)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pages),      TEST(test_lists),
                                        TEST(test_no_threads), TEST(test_a_statement_asks_nothing),
                                        TEST(test_talk),       TEST(test_every_profile_loads),
                                        TEST(test_refusals) };

    return TEST_RUN(tests);
}
