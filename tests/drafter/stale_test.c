/* stale_test.c - approved answers that do not hold any more: why, what was, what is. */

#include "../test.h"

#include "../../drafter/draft.h"
#include "../../drafter/gate.h"
#include "../../drafter/stale.h"
#include "store_fixture.h"
#include "store_stale.h"

#define NOW_MS INT64_C(1700000000000)

static struct draft_counts
run(struct store_fixture *f)
{
    struct clock_fake at = { NOW_MS };
    struct clock clock = clock_of_fake(&at);
    struct draft_options o = { .clock = &clock, .threshold = GATE_THRESHOLD };
    struct draft_counts n = { 0 };
    struct err err = { "" };

    store_set_role(f->s, STORE_DRAFTER);
    CHECK(draft_run(f->s, &f->department, FIXTURE_DEPARTMENT, &o, &n, &err) == ST_OK, "%s",
          err.msg);
    return n;
}

static void
decide(struct store_fixture *f, const char *verb, const char *state, long long at_s)
{
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s) SELECT 1, 1, 1 + COUNT(*), '%s', '%s', 'me', %lld FROM"
                             " decision",
                             verb, state, at_s));
}

static void
open_approved(struct store_fixture *f, const char *state)
{
    fixture_open(f, true);
    fixture_group(f, "How do I order an official transcript?", "I need 2 of them for a visa.", .9,
                  FIXTURE_FORUM);
    CHECK(run(f).drafts == 1, "a draft");
    decide(f, "approve", state, NOW_MS / 1000 - 60);
}

static void
test_causes(void)
{
    static const struct {
        const char *change;         /* by the crawler */
        const char *why, *was, *is; /* begin with; why NULL: it is not stale */
        const char *from;
    } rows[] = {
        { "UPDATE page_text SET text = 'Ordering a transcript\nYou can order an official "
          "transcript by post. It costs 15 dollars and is sent within two weeks.', text_hash = 9"
          " WHERE url_id = 3",
          "its page says something else", "You can order an official transcript online.",
          "You can order an official transcript by post.", "the passage" },
        { "UPDATE page_text SET text = 'Nothing is left.', text_hash = 9 WHERE url_id = 3",
          "its page says something else", "You can order", "", "nothing like it" },
        { "UPDATE page_text SET text = 'News first. ' || text, text_hash = 9 WHERE url_id = 3",
          NULL, "", "", "moved on the page" },
        { "UPDATE url SET state = 'gone', reason = 'not found' WHERE id = 3",
          "its link cannot be used", "https://registrar.example.edu/transcripts", "not found",
          "the link" },
        { "UPDATE url SET redirect_to = 4 WHERE id = 3", "its link cannot be used", "https://",
          "moved to https://registrar.example.edu/calendar", "moved" },
        { "UPDATE page SET noindex = 1 WHERE url_id = 3", "its link cannot be used", "https://",
          "the page asks", "noindex" },
        { "UPDATE post SET title = 'How do I cancel my housing contract early?', body = ''"
          " WHERE id = 1",
          "the question was edited", "How do I order an official transcript?",
          "How do I cancel my housing", "another question" },
        { "UPDATE post SET body = 'I need 3 of them for a visa.' WHERE id = 1",
          "the question was edited", "How do I order", "How do I order", "another number" },
        { "UPDATE post SET body = 'Thanks! I need 2 of them for a visa.' WHERE id = 1", NULL, "",
          "", "a word of thanks" },
        { "UPDATE post SET gone_s = 60 WHERE id = 1", "the question was withdrawn",
          "How do I order", "", "withdrawn" },
        { "UPDATE page_text SET text_hash = 9 WHERE url_id = 5", NULL, "", "", "another page" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct store_stale_row row;
        bool there;

        open_approved(&f, i % 2 == 0 ? "approved" : "posted");
        CHECK(run(&f).stale == 0, "%s: it holds", rows[i].from);
        fixture_sql(&f, STORE_CRAWLER, rows[i].change);
        CHECK(run(&f).stale == (rows[i].why != NULL), "%s: counted", rows[i].from);
        CHECK(fixture_count(&f, "SELECT COUNT(*) FROM draft") == 1, "%s: kept", rows[i].from);
        there = store_stale_get(f.s, 1, f.arena, &row);
        CHECK(there == (rows[i].why != NULL), "%s: a row", rows[i].from);
        if (there && rows[i].why != NULL)
            CHECK(text_is(row.why, rows[i].why) && text_starts(row.was, text_of(rows[i].was)) &&
                      text_starts(row.is, text_of(rows[i].is)) &&
                      (rows[i].is[0] != '\0' || row.is.n == 0) && row.revision == 1,
                  "%s: %.*s: %.*s -> %.*s", rows[i].from, TEXT_ARG(row.why), TEXT_ARG(row.was),
                  TEXT_ARG(row.is));
        CHECK(run(&f).stale == 0, "%s: once", rows[i].from);
        decide(&f, "approve", "approved", NOW_MS / 1000);
        CHECK(run(&f).stale == 0, "%s: approved as it is", rows[i].from);
        fixture_close(&f);
    }
}
TEST_FN(test_causes)

/* What holds again is not stale any more; another cause after an approval is. */
static void
test_again(void)
{
    struct store_fixture f;
    struct store_stale_row row;

    open_approved(&f, "approved");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE url SET state = 'gone', reason = 'x' WHERE id = 3");
    CHECK(run(&f).stale == 1, "gone");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE url SET state = 'done', reason = NULL WHERE id = 3");
    CHECK(run(&f).stale == 0 && !store_stale_get(f.s, 1, f.arena, &row), "back again");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE url SET state = 'gone', reason = 'x' WHERE id = 3");
    CHECK(run(&f).stale == 1, "gone again");
    decide(&f, "approve", "approved", NOW_MS / 1000);
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET gone_s = 60 WHERE id = 1");
    CHECK(run(&f).stale == 1, "another cause besides");
    CHECK(store_stale_get(f.s, 1, f.arena, &row) && row.revision == 2 &&
              text_is(row.why, "its link cannot be used; the question was withdrawn"),
          "%.*s", TEXT_ARG(row.why));
    fixture_close(&f);
}
TEST_FN(test_again)

static void
test_age(void)
{
    struct store_fixture f;
    struct store_stale_row row;

    open_approved(&f, "approved");
    f.department.review_after_ms = INT64_C(180) * 86400 * 1000;
    CHECK(run(&f).stale == 0, "young");
    decide(&f, "approve", "approved", NOW_MS / 1000 - INT64_C(181) * 86400);
    CHECK(run(&f).stale == 1 && store_stale_get(f.s, 1, f.arena, &row) &&
              text_is(row.why, "older than 180 days"),
          "old");
    decide(&f, "approve", "approved", NOW_MS / 1000 - 60);
    CHECK(run(&f).stale == 0, "approved again");
    decide(&f, "approve", "approved", NOW_MS / 1000 - INT64_C(182) * 86400);
    CHECK(run(&f).stale == 1, "and old again");
    fixture_close(&f);
}
TEST_FN(test_age)

static void
test_other(void)
{
    static const struct {
        const char *was, *is;
        bool other;
        const char *from;
    } rows[] = {
        { "How do I order a transcript?", "How do I order transcripts?", false, "a plural" },
        { "How do I order a transcript?", "how to order a transcript??", false, "small words" },
        { "How do I order a transcript?", "How do I cancel a transcript?", true, "a verb" },
        { "Can I pay by card?", "Can I not pay by card?", true, "a negation" },
        { "Pay before May 3?", "Pay before May 4?", true, "a number" },
        { "", "", false, "nothing" },
    };
    struct tokenizer *tk = token_new();
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++)
        CHECK(stale_is_other(tk, text_of(rows[i].was), text_of(rows[i].is), "en", a) ==
                  rows[i].other,
              "%s", rows[i].from);
    arena_free(a);
    token_free(tk);
}
TEST_FN(test_other)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_causes), TEST(test_again), TEST(test_age),
                                        TEST(test_other) };

    return TEST_RUN(tests);
}
