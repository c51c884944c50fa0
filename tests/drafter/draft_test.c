/* draft_test.c - the stage: which groups get a draft, a gap, or neither. */

#include "../test.h"

#include "../../drafter/draft.h"
#include "../../drafter/gate.h"
#include "../../drafter/lint.h"
#include "store_decision.h"
#include "store_draft.h"
#include "store_fixture.h"

#define NOW_MS INT64_C(1700000000000)

static enum status
run_with(struct store_fixture *f, struct draft_counts *n, bool dry_run, bool (*stop)(void))
{
    struct clock_fake at = { NOW_MS };
    struct clock clock = clock_of_fake(&at);
    struct draft_options o = {
        .clock = &clock, .threshold = GATE_THRESHOLD, .dry_run = dry_run, .stop = stop
    };
    struct err err = { "" };
    enum status st;

    *n = (struct draft_counts){ 0 };
    store_set_role(f->s, STORE_DRAFTER);
    st = draft_run(f->s, &f->department, FIXTURE_DEPARTMENT, &o, n, &err);
    CHECK(st == ST_OK || stop != NULL, "%s", err.msg);
    return st;
}

static struct draft_counts
run(struct store_fixture *f)
{
    struct draft_counts n;

    (void)run_with(f, &n, false, NULL);
    return n;
}

static void
test_outcomes(void)
{
    static const struct {
        const char *question, *body;
        double p;
        int source;
        const char *want; /* draft, gap, none */
        const char *from;
    } rows[] = {
        { "How do I order an official transcript?", "", .9, FIXTURE_FORUM, "draft", "answerable" },
        { "How to replace bicycle chain at home?", "", .9, FIXTURE_FORUM, "gap", "off topic" },
        { "How do I renew a visa?", "", .9, FIXTURE_LISTEN, "none", "listen only" },
        { "Sharing my photos of the open day", "", .1, FIXTURE_FORUM, "none", "asks nothing" },
        { "Thank you all, great and wonderful service", "", .1, FIXTURE_FORUM, "draft", "praise" },
        { "Your office is awful, rude and useless", "", .1, FIXTURE_FORUM, "draft", "complaint" },
        { "How do I order a transcript? I want to kill myself", "", .9, FIXTURE_FORUM, "gap",
          "a person must see it" },
        { "How do I drop a course? I want to kill myself", "", .9, FIXTURE_LISTEN, "gap",
          "also where nobody answers" },
        { "How do I leave a course? I want to kill myself", "", .9, FIXTURE_LISTEN, "none",
          "a week and a second ago" },
    };
    struct store_fixture f;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        fixture_group(&f, rows[i].question, rows[i].body, rows[i].p, rows[i].source);
    fixture_sql(&f, STORE_INDEXER,
                "UPDATE question_group SET changed_s = 1700000000 - 604800 -"
                " (id = (SELECT MAX(id) FROM question_group))");
    (void)run(&f);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        const char *const tables[] = { "draft", "gap" };
        const char *got = "none";

        for (size_t k = 0; k < N_ROWS(tables); k++) {
            struct db_query *q =
                db_query(f.s, k == 0 ? "SELECT COUNT(*) FROM draft WHERE group_id = ?"
                                     : "SELECT COUNT(*) FROM gap WHERE group_id = ?");

            db_bind_int(q, (int64_t)i + 1);
            if (db_exec_int(q, 0) > 0)
                got = tables[k];
        }
        CHECK(strcmp(got, rows[i].want) == 0, "%s: %s", rows[i].from, got);
    }
    fixture_close(&f);
}
TEST_FN(test_outcomes)

static void
test_incremental(void)
{
    struct store_fixture f;
    struct draft_counts n;

    fixture_open(&f, true);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    fixture_group(&f, "best pizza dough hydration", "", .9, FIXTURE_FORUM);
    (void)run_with(&f, &n, true, NULL);
    CHECK(n.drafts == 1 && fixture_count(&f, "SELECT COUNT(*) FROM draft") == 0, "dry run");
    n = run(&f);
    CHECK(n.drafts == 1 && n.gaps == 1, "%lld %lld", (long long)n.drafts, (long long)n.gaps);
    n = run(&f);
    CHECK(n.pending == 0 && n.pages == 0, "nothing to do, no page read");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE page_text SET text = 'Pizza dough\nThe best hydration of pizza dough is 65 "
                "percent.', text_hash = 99 WHERE url_id = 2");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE page SET title = 'Pizza dough' WHERE url_id = 2");
    n = run(&f);
    CHECK(n.pending == 2 && n.drafts == 1 && n.kept == 1 && n.gaps == 0,
          "a page changed: %lld drafts, %lld as before", (long long)n.drafts, (long long)n.kept);
    f.department.byline = "The Registrar";
    n = run(&f);
    CHECK(n.drafts == 2 && n.kept == 0, "a setting changed");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM gap") == 0, "the gap is closed");
    fixture_close(&f);
}
TEST_FN(test_incremental)

/* What asks nothing is looked at once, until something about it is new. */
static void
test_asks_nothing(void)
{
    static const char seen[] = "SELECT COUNT(*) FROM asks_nothing";
    struct store_fixture f;
    struct draft_counts n;

    fixture_open(&f, true);
    fixture_group(&f, "Sharing my photos of the open day", "", .1, FIXTURE_FORUM);
    (void)run_with(&f, &n, true, NULL);
    CHECK(n.asks_nothing == 1 && fixture_count(&f, seen) == 0, "a dry run writes nothing");
    n = run(&f);
    CHECK(n.asks_nothing == 1 && fixture_count(&f, seen) == 1, "it is seen to");
    n = run(&f);
    CHECK(n.groups == 1 && n.pending == 0, "once");
    f.department.byline = "The Registrar";
    CHECK(run(&f).asks_nothing == 1 && run(&f).pending == 0, "a setting changed");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE post SET title = 'Thank you all, great and wonderful service',"
                " content_hash = content_hash + 1");
    fixture_sql(&f, STORE_INDEXER,
                "UPDATE question SET text = 'Thank you all, great and wonderful service'");
    n = run(&f);
    CHECK(n.acknowledged == 1 && fixture_count(&f, seen) == 0, "it is praise by now");
    CHECK(run(&f).pending == 0, "which is seen to");
    fixture_close(&f);
}
TEST_FN(test_asks_nothing)

/* A source's own voice speaks to those who ask there. */
static void
test_voices(void)
{
    struct store_fixture f;
    struct source_config sources[] = { { .key = "site" }, { .key = "forum", .voice = "plain" } };
    struct draft_counts n;

    fixture_open(&f, true);
    f.department.sources = sources;
    f.department.n_sources = N_ROWS(sources);
    f.department.byline = "{editor}, the {department}'s desk";
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_OWN);
    (void)run(&f);
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE group_id = 1 AND voice = 'plain'"
                            " AND template LIKE 'plain/%'") == 1,
          "the source's");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE group_id = 2 AND voice = 'warm'") ==
              1,
          "the department's");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE answer LIKE"
                            " '%the Office of the Registrar''s desk'") == 2,
          "the byline names the department");
    n = run(&f);
    CHECK(n.pending == 0, "nothing changed");
    sources[1].voice = NULL;
    n = run(&f);
    CHECK(n.drafts == 1 && n.kept == 1, "the voice was taken back");
    fixture_close(&f);
}
TEST_FN(test_voices)

/* What is said around a German page's sentences is German; and what stands in the text is weighed.
 */
static void
test_language(void)
{
    struct store_fixture f;

    fixture_open(&f, false);
    f.department.language = "de";
    fixture_page(&f, "https://registrar.example.edu/zeugnis", "Zeugnisse bestellen",
                 "Zeugnisse bestellen\nEin beglaubigtes Zeugnis bestellen Sie im Portal des "
                 "Pr\u00fcfungsamts, es kommt in zwei Wochen mit der Post.");
    fixture_group(&f, "Wie bestelle ich ein beglaubigtes Zeugnis?", "", .9, FIXTURE_FORUM);
    (void)run(&f);
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE voice = 'warm-de' AND answer LIKE"
                            " '%beglaubigtes Zeugnis bestellen Sie%'") == 1,
          "in German");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE checks LIKE '%support%'") == 0,
          "nothing in it is nobody's");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE checks LIKE"
                            " '%the page has not changed for%'") == 1,
          "the page's age is a warning from the start");
    fixture_close(&f);
}
TEST_FN(test_language)

/* Whoever asks about a person is answered from their own page, or not by us. */
static void
test_people(void)
{
    static const struct {
        const char *question, *body;
        double p;
        const char *draft, *gap, *from;
    } people[] = {
        { "How do I order an official transcript?", "", .9, "", NULL, "nobody" },
        { "Does Jane Roe order official transcripts?", "", .9, NULL, "Jane Roe", "asked about" },
        { "How do I order an official transcript?", "Thanks,\nJane Roe", .9, "", NULL, "signed" },
        { "The office is wonderful and kind, I love it!", "Thank you Prof. Roe, great work!", .1,
          "Jane Roe", NULL, "praised" },
        { "Did Jane Roe threaten to end my life?", "I want to die.", .9, NULL, "", "an alarm" },
    };
    struct store_fixture f;
    struct text jane[] = { TEXT_LIT("Jane Roe, J. Roe") };

    fixture_open(&f, true);
    f.department.person = (struct text_list){ .v = jane, .n = 1 };
    for (size_t i = 0; i < N_ROWS(people); i++)
        fixture_group(&f, people[i].question, people[i].body, people[i].p, FIXTURE_FORUM);
    (void)run(&f);
    for (size_t i = 0; i < N_ROWS(people); i++) {
        struct db_query *q =
            db_query(f.s, "SELECT (SELECT COALESCE(owner, '') FROM draft WHERE group_id = ?1),"
                          " (SELECT COALESCE(owner, '') FROM gap WHERE group_id = ?1)");

        db_bind_int(q, (int64_t)i + 1);
        CHECK(db_row(q), "a row");
        CHECK(db_null(q, 0) == (people[i].draft == NULL) &&
                  (people[i].draft == NULL || text_is(db_text(q, 0), people[i].draft)),
              "%s: the draft's owner", people[i].from);
        CHECK(db_null(q, 1) == (people[i].gap == NULL) &&
                  (people[i].gap == NULL || text_is(db_text(q, 1), people[i].gap)),
              "%s: the gap's owner", people[i].from);
        db_done(q);
    }
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM gap WHERE why = 'asks about Jane Roe: for them,"
                            " or for who speaks for them'") == 1,
          "why");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM gap WHERE escalation = 'self-harm'") == 1,
          "the alarm's kind");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE page SET title = 'Jane Roe, official transcripts' WHERE title LIKE"
                " '%ranscript%'; UPDATE page_text SET text_hash = 777, text = 'Jane Roe\nJane Roe"
                " orders official transcripts for students every Monday.' WHERE text LIKE"
                " 'Ordering a tr%'");
    (void)run(&f);
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft WHERE group_id = 2 AND owner = 'Jane Roe'"
                            " AND kind = 'answer'") == 1,
          "from a page of their own there is an answer, and it is theirs still");
    fixture_close(&f);
}
TEST_FN(test_people)

static bool
stop_at_once(void)
{
    return true;
}

/* Stopped after each group and started again: the end is the same as in one run. */
static void
test_stopped(void)
{
    struct store_fixture f;
    struct draft_counts n;
    size_t runs = 0;

    fixture_open(&f, true);
    for (int i = 0; i < 4; i++)
        fixture_group(&f, site_pages[i].title, "", .9, FIXTURE_FORUM);
    while (run_with(&f, &n, false, stop_at_once) == ST_PARTIAL && runs < 10)
        runs++;
    CHECK(fixture_count(&f, "SELECT (SELECT COUNT(*) FROM draft) + (SELECT COUNT(*) FROM gap)") ==
              4,
          "after %zu runs", runs);
    CHECK(fixture_count(&f, "SELECT COUNT(DISTINCT group_id) FROM draft") ==
              fixture_count(&f, "SELECT COUNT(*) FROM draft"),
          "one each");
    fixture_close(&f);
}
TEST_FN(test_stopped)

static void
decide(struct store_fixture *f, int draft, const char *verb, const char *state)
{
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s) SELECT group_id, id, 1 + (SELECT COUNT(*) FROM decision"
                             "  WHERE decision.group_id = draft.group_id), '%s', '%s', 'x', 1"
                             " FROM draft WHERE id = %d",
                             verb, state, draft));
}

/* What an editor approved stays; what they edited stays while its evidence does. */
static void
test_decided(void)
{
    static const struct {
        const char *state;
        bool stays;
        const char *from;
    } rows[] = {
        { "approved", true, "stale.h says the rest" },
        { "posted", true, "the same" },
        { "edited", false, "what it quotes is gone" },
        { "reopened", false, "waits for another" },
        { "needs-page", false, "perhaps that page has come" },
        { "rejected", true, "nobody asked for another" },
        { "parked", true, "not now" },
        { "withdrawn", true, "nobody asked for another" },
        { "handed-over", true, "somebody else answers" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct draft_counts n;

        fixture_open(&f, true);
        fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
        (void)run(&f);
        decide(&f, 1, "x", rows[i].state);
        fixture_sql(&f, STORE_CRAWLER, "UPDATE page_text SET text_hash = 98 WHERE url_id = 5");
        n = run(&f);
        CHECK(n.drafts == 0, "%s: another page changed", rows[i].from);
        CHECK(run(&f).kept == 0, "%s: and that is remembered", rows[i].from);
        fixture_sql(&f, STORE_CRAWLER,
                    "UPDATE page_text SET text = 'Ordering a transcript\nOrder an official "
                    "transcript by post.', text_hash = 97 WHERE url_id = 3");
        n = run(&f);
        CHECK((n.drafts + n.gaps == 0) == rows[i].stays, "%s: its page changed: %lld drafts",
              rows[i].from, (long long)n.drafts);
        fixture_sql(&f, STORE_CRAWLER, "UPDATE page SET title = 'Other' WHERE url_id = 3");
        n = run(&f);
        CHECK(rows[i].stays || n.pending == 1, "a title is what pages are found by");
        fixture_close(&f);
    }
}
TEST_FN(test_decided)

/* A second post of the same words whose body must be seen by a person. */
static void
test_alarm(void)
{
    struct store_fixture f;
    struct draft_counts n;

    fixture_open(&f, true);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    n = run(&f);
    CHECK(n.drafts == 1, "a plain question");
    fixture_sql(&f, STORE_CRAWLER,
                "INSERT INTO post (id, url_id, permalink, title, body, tags, how, p, content_hash,"
                " first_seen_s, last_seen_s, changed_s) VALUES (9, 1, 'https://f/9',"
                " 'How do I order an official transcript?', 'Else I want to kill\nmyself.', '[]',"
                " 'test', .9, 9, 50, 50, 50)");
    fixture_sql(&f, STORE_CRAWLER, "INSERT INTO post_match VALUES (9, 1, 2, '')");
    fixture_sql(&f, STORE_INDEXER, "INSERT INTO sighting VALUES (9, 1, 1, 9, NULL)");
    n = run(&f);
    CHECK(n.pending == 1 && n.gaps == 1 && n.drafts == 0, "%lld gaps", (long long)n.gaps);
    CHECK(run(&f).pending == 0, "and that is remembered");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET gone_s = 60 WHERE id = 9");
    n = run(&f);
    CHECK(n.drafts == 1 && n.gaps == 0, "the post is gone");
    fixture_close(&f);
}
TEST_FN(test_alarm)

static void
test_no_pages(void)
{
    struct store_fixture f;
    struct draft_counts n;

    fixture_open(&f, false);
    fixture_group(&f, "How do I order an official transcript?", "", .9, FIXTURE_FORUM);
    n = run(&f);
    CHECK(n.drafts == 0 && n.gaps == 1, "no own pages, no draft");
    fixture_close(&f);
}
TEST_FN(test_no_pages)

/* "%s" in how replaced. */
static const char *
phrase(struct arena *a, const char *how, const char *about)
{
    const char *at = strstr(how, "%s");

    return arena_printf(a, "%.*s%s%s", (int)(at - how), how, about, at + sizeof("%s") - 1);
}

/*
 * The promise of the stage, over many questions: no draft with two links, with a
 * link elsewhere, or with a number that the page does not say; never the same
 * opening twice in a row; every sentence stands on its page byte for byte.
 */
static void
test_promises(void)
{
    static const char *const about[] = {
        "order a transcript", "the late payment fee", "my visa",
        "the spring term",    "double rooms",         "paying in parts",
        "holidays",           "moving out",           "sending transcripts abroad"
    };
    static const char *const how[] = { "How do I handle %s?",
                                       "When is %s due?",
                                       "This is awful and useless: what about %s?",
                                       "I love it here! Where do I find %s?",
                                       "%s",
                                       "Cost of %s" };
    struct store_fixture f;
    struct arena *a = arena_new();
    char previous[64] = "";
    struct db_query *q;

    fixture_open(&f, true);
    for (size_t i = 0; i < N_ROWS(about) * N_ROWS(how); i++)
        fixture_group(&f, phrase(a, how[i % N_ROWS(how)], about[i / N_ROWS(how)]), "", .9,
                      FIXTURE_FORUM);
    (void)run(&f);
    q = db_query(f.s, "SELECT checks, template, answer, link FROM draft ORDER BY id");
    while (db_row(q)) {
        struct text checks = db_text(q, 0), name = db_text(q, 1);

        CHECK(text_find(checks, TEXT_LIT("\"error\"")) == TEXT_NPOS, "%.*s in %.*s",
              TEXT_ARG(checks), TEXT_ARG(db_text(q, 2)));
        CHECK(!text_is(name, previous), "%s twice in a row", previous);
        CHECK(lint_on_site(db_text(q, 3), f.department.site.v, 1), "%.*s", TEXT_ARG(db_text(q, 3)));
        snprintf(previous, sizeof(previous), "%.*s", TEXT_ARG(name));
    }
    db_done(q);
    CHECK(previous[0] != '\0', "there are drafts");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft_sentence x JOIN page_text t"
                            " ON t.url_id = x.url_id WHERE CAST(SUBSTR(CAST(t.text AS BLOB),"
                            " start_at + 1, end_at - start_at) AS TEXT) <> x.text") == 0,
          "grounded");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_promises)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_outcomes), TEST(test_incremental), TEST(test_asks_nothing), TEST(test_people),
        TEST(test_voices),   TEST(test_language),    TEST(test_stopped),      TEST(test_decided),
        TEST(test_alarm),    TEST(test_no_pages),    TEST(test_promises)
    };

    return TEST_RUN(tests);
}
