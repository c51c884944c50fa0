/* draft_apply_test.c - editors' requests, and answers that are used again. */

#include "../test.h"

#include "../../drafter/draft_engine.h"
#include "../../drafter/draft_work.h"
#include "draft_apply.h"
#include "store_fixture.h"

#define NOW_MS INT64_C(1700000000000)

static struct draft_applied
apply_with(struct store_fixture *f, int64_t group, struct draft_engine *e)
{
    struct clock_fake at = { NOW_MS };
    struct clock clock = clock_of_fake(&at);
    struct draft_apply_options o = { .clock = &clock, .engine = e };
    struct draft_applied ret;
    struct err err = { "" };

    CHECK(draft_apply(f->s, &f->department, group, &o, &ret, &err) == ST_OK, "%s", err.msg);
    return ret;
}

static struct draft_applied
apply(struct store_fixture *f, int64_t group)
{
    return apply_with(f, group, NULL);
}

/* A decision about the group's latest draft; arg and text may be NULL. */
static void
decide(struct store_fixture *f, int group, const char *verb, const char *state, const char *arg,
       const char *text)
{
    fixture_put(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state, arg,"
                             " text, actor, at_s) SELECT %d, (SELECT MAX(id) FROM draft WHERE"
                             "  group_id = %d), 1 + (SELECT COUNT(*) FROM decision WHERE"
                             "  group_id = %d), '%s', '%s', ?, ?, 'me', 1600000000",
                             group, group, group, verb, state),
                arg, text);
}

static struct text
column(struct store_fixture *f, int64_t draft, const char *name)
{
    struct db_query *q = db_query(
        f->s, arena_printf(f->arena, "SELECT COALESCE(%s, '') FROM draft WHERE id = ?", name));
    struct text t = TEXT_NONE;

    db_bind_int(q, draft);
    if (db_row(q))
        t = db_text_in(q, 0, f->arena);
    db_done(q);
    return t;
}

static void
answers(struct store_fixture *f, int url, int status)
{
    fixture_sql(f, STORE_CRAWLER,
                arena_printf(f->arena,
                             "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status,"
                             " body_bytes, outcome) VALUES (1, %d, 1, %lld, 1, %d, 1, 'x')",
                             url, (long long)NOW_MS - 1000, status));
}

#define TRANSCRIPT "How do I order an official transcript?"

static void
test_pick_and_tone(void)
{
    struct store_fixture f;
    struct draft_applied r;

    fixture_open(&f, true);
    fixture_group(&f, TRANSCRIPT, "", .9, FIXTURE_FORUM);
    fixture_group(&f, "best pizza dough hydration", "", .9, FIXTURE_FORUM);
    r = apply(&f, 1);
    CHECK(r.changed && r.draft_id == 1 && !r.gap, "the machine's own");
    CHECK(!apply(&f, 1).changed, "nothing is new");
    decide(&f, 1, "pick", "machine", "2", NULL);
    r = apply(&f, 1);
    CHECK(r.changed && r.draft_id == 2 && text_is(column(&f, 2, "link_url_id"), "2"), "the page");
    CHECK(text_is(column(&f, 2, "decision_id"), "1") && text_is(column(&f, 2, "origin"), "machine"),
          "and the request it follows");
    CHECK(!apply(&f, 1).changed, "once");
    decide(&f, 1, "tone", "machine", "negative", NULL);
    r = apply(&f, 1);
    CHECK(r.draft_id == 3 && text_is(column(&f, 3, "tone"), "negative") &&
              text_find(column(&f, 3, "answer"), text_of(f.department.contact)) != TEXT_NPOS &&
              text_is(column(&f, 3, "link_url_id"), "2"),
          "the tone, and the page that was picked still");
    decide(&f, 1, "redraft", "machine", NULL, NULL);
    r = apply(&f, 1);
    CHECK(r.draft_id == 4 && text_is(column(&f, 4, "link_url_id"), "3") &&
              text_is(column(&f, 4, "tone"), "negative"),
          "anew: no page is picked any more, the tone stays");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s,"
                " undoes) VALUES (1, 4, 4, 'undo', 'machine', 'me', 1, 2)");
    r = apply(&f, 1);
    CHECK(r.changed && text_is(column(&f, r.draft_id, "tone"), "neutral"), "undone");
    decide(&f, 1, "approve", "approved", NULL, NULL);
    decide(&f, 1, "redraft", "approved", NULL, NULL);
    r = apply(&f, 1);
    CHECK(r.changed && r.draft_id == 6, "an approved answer is drafted anew when asked");
    r = apply(&f, 2);
    CHECK(r.gap && fixture_count(&f, "SELECT COUNT(*) FROM gap_page") > 0, "pages to pick from");
    decide(&f, 2, "pick", "gap", "4", NULL);
    r = apply(&f, 2);
    CHECK(!r.gap && r.draft_id == 7 && fixture_count(&f, "SELECT COUNT(*) FROM gap_page") == 0,
          "whatever the gate says");
    decide(&f, 2, "pick", "machine", "1", NULL);
    CHECK(apply(&f, 2).gap, "not an own page");
    fixture_close(&f);
}
TEST_FN(test_pick_and_tone)

/* What asks nothing gets its reply by the tone: an editor's word on it counts as the program's. */
static void
test_tone_of_mention(void)
{
    static const struct {
        const char *says, *tone, *contact, *kind, *why, *from;
    } rows[] = {
        { "Sharing my photos of the open day", "positive", "h@a.example", "acknowledge", "",
          "praise in words that the program does not know" },
        { "Sharing my photos of the open day", "negative", "h@a.example", "contact", "",
          "a complaint likewise" },
        { "Sharing my photos of the open day", "neutral", "h@a.example", "", "", "as it was" },
        { "Thank you all, great and wonderful service", "negative", "h@a.example", "contact", "",
          "sarcasm" },
        { "Thank you all, great and wonderful service", "neutral", "h@a.example", "",
          "it asks nothing, and is neither praise nor a complaint", "thanks for nothing of ours" },
        { "Your office is awful, rude and useless", "", "", "",
          "a complaint, and there is no contact that it could be taken to (contact = in "
          "seeds/registrar.ini)",
          "no contact line" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct db_query *q;

        fixture_open(&f, true);
        f.department.contact = rows[i].contact;
        fixture_group(&f, rows[i].says, "", .1, FIXTURE_FORUM);
        (void)apply(&f, 1);
        if (rows[i].tone[0] != '\0')
            decide(&f, 1, "tone", "machine", rows[i].tone, NULL);
        (void)apply(&f, 1);
        q = db_query(f.s, "SELECT COALESCE((SELECT why FROM gap), ''),"
                          " COALESCE((SELECT kind FROM draft ORDER BY id DESC LIMIT 1), '')");
        CHECK(db_row(q), "a row");
        CHECK(text_is(db_text(q, 0), rows[i].why), "%s: %.*s", rows[i].from,
              TEXT_ARG(db_text(q, 0)));
        CHECK(rows[i].why[0] != '\0' || text_is(db_text(q, 1), rows[i].kind), "%s: %.*s",
              rows[i].from, TEXT_ARG(db_text(q, 1)));
        db_done(q);
        fixture_close(&f);
    }
}
TEST_FN(test_tone_of_mention)

static void
test_write(void)
{
    static const struct {
        const char *text, *url, *link;
        int sentences;
        const char *check; /* in the checks; NULL: no error */
        const char *from;
    } rows[] = {
        { "Good question! See https://registrar.example.edu/transcripts. Yours", "3",
          "https://registrar.example.edu/transcripts", 0, NULL, "a full stop is no address" },
        { "No link at all", "", "", 0, NULL, "none" },
        { "See https://registrar.example.edu/nowhere", "", "https://registrar.example.edu/nowhere",
          0, NULL, "a page nobody knows" },
        { "See https://evil.example/x", "", "", 0, "host", "elsewhere" },
    };
    struct store_fixture f;

    fixture_open(&f, true);
    fixture_group(&f, TRANSCRIPT, "", .9, FIXTURE_FORUM);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct draft_applied r;
        struct text checks;

        decide(&f, 1, "write", "machine", NULL, rows[i].text);
        r = apply(&f, 1);
        CHECK(r.changed && text_is(column(&f, r.draft_id, "origin"), "written") &&
                  text_is(column(&f, r.draft_id, "link"), rows[i].link) &&
                  text_is(column(&f, r.draft_id, "link_url_id"), rows[i].url) &&
                  text_is(column(&f, r.draft_id, "answer"), rows[i].text),
              "%s: %.*s", rows[i].from, TEXT_ARG(column(&f, r.draft_id, "link")));
        checks = column(&f, r.draft_id, "checks");
        CHECK(rows[i].check == NULL || text_find(checks, text_of(rows[i].check)) != TEXT_NPOS,
              "%s: %.*s", rows[i].from, TEXT_ARG(checks));
    }
    f.department.answer_tag = "src=answer";
    decide(&f, 1, "write", "machine", NULL, "See https://registrar.example.edu/transcripts now");
    (void)apply(&f, 1);
    CHECK(text_is(column(&f, 5, "answer"),
                  "See https://registrar.example.edu/transcripts?src=answer now"),
          "tagged: %.*s", TEXT_ARG(column(&f, 5, "answer")));
    CHECK(text_is(column(&f, 5, "link"), "https://registrar.example.edu/transcripts"), "plain");
    fixture_close(&f);
}
TEST_FN(test_write)

static void
test_reuse(void)
{
    struct store_fixture f;
    struct draft_applied r;

    fixture_open(&f, true);
    fixture_group(&f, TRANSCRIPT, "", .9, FIXTURE_FORUM);
    fixture_group(&f, "Where are the holidays listed?", "", .9, FIXTURE_FORUM);
    (void)apply(&f, 1);
    decide(&f, 2, "reuse", "open", "1", NULL);
    CHECK(apply(&f, 2).gap, "not an approved answer");
    decide(&f, 1, "edit", "edited", NULL,
           "My words. https://registrar.example.edu/transcripts\n\nMe");
    decide(&f, 1, "approve", "approved", NULL, NULL);
    decide(&f, 2, "reuse", "gap", "1", NULL);
    r = apply(&f, 2);
    CHECK(!r.gap && text_is(column(&f, r.draft_id, "origin"), "reused") &&
              text_is(column(&f, r.draft_id, "from_id"), "1") &&
              text_starts(column(&f, r.draft_id, "answer"), TEXT_LIT("My words.")),
          "as its editor left it");
    CHECK(text_find(column(&f, r.draft_id, "checks"), TEXT_LIT("re-used answer of 2020-09-13")) !=
              TEXT_NPOS,
          "with its date: %.*s", TEXT_ARG(column(&f, r.draft_id, "checks")));
    fixture_close(&f);
}
TEST_FN(test_reuse)

/* The same question in other small words: the approved answer comes first, while it holds. */
static void
test_memory(void)
{
    static const struct {
        const char *question, *change; /* change: SQL of the crawler, or NULL */
        const char *origin;
        bool like; /* a warning tells of the answer that was not taken */
        const char *from;
    } rows[] = {
        { "How can I order the official transcript?", NULL, "reused", false, "near-identical" },
        { "How do I cancel an official transcript?", NULL, "machine", false, "another verb" },
        { "How can I order the official transcript?",
          "UPDATE page_text SET text = 'Ordering a transcript\nOrder transcripts on the portal in "
          "a minute. Official transcript orders cost nothing.', text_hash = 9 WHERE url_id = 3",
          "machine", true, "the page says something else" },
        { "How can I order the official transcript?",
          "UPDATE url SET state = 'gone', reason = 'not found' WHERE id = 3", "", true,
          "the page is gone" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct draft_applied r;

        fixture_open(&f, true);
        fixture_group(&f, TRANSCRIPT, "", .9, FIXTURE_FORUM);
        fixture_group(&f, rows[i].question, "", .9, FIXTURE_FORUM);
        answers(&f, 3, 200);
        (void)apply(&f, 1);
        decide(&f, 1, "approve", "approved", NULL, NULL);
        if (rows[i].change != NULL)
            fixture_sql(&f, STORE_CRAWLER, rows[i].change);
        r = apply(&f, 2);
        CHECK(text_is(column(&f, r.draft_id, "origin"), rows[i].origin) ||
                  (rows[i].origin[0] == '\0' && r.draft_id != 0),
              "%s: %.*s, gap %d", rows[i].from, TEXT_ARG(column(&f, r.draft_id, "origin")), r.gap);
        CHECK(r.gap ||
                  (text_find(column(&f, r.draft_id, "checks"),
                             TEXT_LIT("draft 1 answers the same question, since 2020-09-13")) !=
                   TEXT_NPOS) == rows[i].like,
              "%s: %.*s", rows[i].from, TEXT_ARG(column(&f, r.draft_id, "checks")));
        CHECK(!apply(&f, 2).changed, "%s: and stays so", rows[i].from);
        fixture_close(&f);
    }
}
TEST_FN(test_memory)

/* A warm engine gives what a cold one gives, also after pages and approvals changed. */
static void
test_engine(void)
{
    struct clock_fake at = { NOW_MS };
    struct clock clock = clock_of_fake(&at);
    struct draft_engine *e = draft_engine_new(NULL, &clock);
    struct store_fixture f;
    struct draft_applied r;

    fixture_open(&f, true);
    fixture_group(&f, TRANSCRIPT, "", .9, FIXTURE_FORUM);
    fixture_group(&f, "How can I order the official transcript?", "", .9, FIXTURE_FORUM);
    answers(&f, 3, 200);
    r = apply_with(&f, 1, e);
    CHECK(r.draft_id == 1, "first");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE page_text SET text = 'Ordering a transcript\nAn official transcript is "
                "ordered by post. It takes two weeks to come.', text_hash = 97 WHERE url_id = 3");
    r = apply_with(&f, 1, e);
    CHECK(r.draft_id == 2 && text_find(column(&f, 2, "answer"), TEXT_LIT("by post")) != TEXT_NPOS,
          "the page as it is now: %.*s", TEXT_ARG(column(&f, 2, "answer")));
    decide(&f, 1, "approve", "approved", NULL, NULL);
    r = apply_with(&f, 2, e);
    CHECK(text_is(column(&f, r.draft_id, "from_id"), "2"), "approved since the engine was made");
    fixture_close(&f);
    draft_engine_free(e);
}
TEST_FN(test_engine)

static void
test_tag(void)
{
    static const struct {
        const char *tag, *link, *shown, *plain, *from;
    } rows[] = {
        { NULL, "https://a.example/x", "https://a.example/x", "https://a.example/x", "off" },
        { "", "https://a.example/x", "https://a.example/x", "https://a.example/x", "empty" },
        { "src=a", "https://a.example/x", "https://a.example/x?src=a", "https://a.example/x",
          "a path" },
        { "src=a", "https://a.example/x?y=1", "https://a.example/x?y=1&src=a",
          "https://a.example/x?y=1", "a query" },
        { "src=a", "https://a.example/x#top", "https://a.example/x?src=a#top",
          "https://a.example/x#top", "a place on the page" },
        { "src=a", "", "", "", "no link" },
    };
    struct department_config d = { 0 };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct text shown;

        d.answer_tag = rows[i].tag;
        shown = draft_link_shown(&d, text_of(rows[i].link), a);
        CHECK(text_is(shown, rows[i].shown), "%s: %.*s", rows[i].from, TEXT_ARG(shown));
        CHECK(text_is(draft_link_plain(&d, shown, a), rows[i].plain), "%s: back", rows[i].from);
    }
    d.answer_tag = "src=a";
    CHECK(text_is(draft_link_plain(&d, TEXT_LIT("https://a.example/?src=a&y=1"), a),
                  "https://a.example/?y=1"),
          "first of two");
    CHECK(text_is(draft_link_plain(&d, TEXT_LIT("https://a.example/?src=ab"), a),
                  "https://a.example/?src=ab"),
          "another value");
    CHECK(text_is(draft_link_plain(&d, TEXT_LIT("https://a.example/src=a"), a),
                  "https://a.example/src=a"),
          "no query");
    arena_free(a);
}
TEST_FN(test_tag)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_pick_and_tone), TEST(test_tone_of_mention), TEST(test_write), TEST(test_reuse),
        TEST(test_memory),        TEST(test_engine),          TEST(test_tag)
    };

    return TEST_RUN(tests);
}
