/* followup_test.c - earlier answers in the same thread and to the same asker. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_followup.h"

/* Groups 1 (answered before) and 2 (asked now), of which 2 stands at address. */
static void
open_two(struct store_fixture *f, const char *address)
{
    fixture_open(f, false);
    fixture_group(f, "What are the fees?", "", .9, FIXTURE_FORUM);
    fixture_group(f, "And for guests?", "", .9, FIXTURE_FORUM);
    fixture_put(f, STORE_CRAWLER,
                "UPDATE post SET permalink = ?1 WHERE id = 2"
                " AND ?2 IS NULL",
                address, NULL);
    fixture_sql(
        f, STORE_DRAFTER,
        "INSERT INTO draft (group_id, tone, tone_p, kind, answer, link, confidence, voice,"
        " template, basis_hash, checks, created_s) VALUES (1, 'neutral', 1, 'answer',"
        " 'as drafted', 'https://registrar.example.edu/fees', .9, 'warm', 'x', 1, '[]', 5)");
}

static void
decide(struct store_fixture *f, const char *state, const char *text)
{
    fixture_put(f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, text, actor,"
                " at_s) SELECT 1, 1, 1 + COUNT(*), 'x', ?, ?, 'me', 20 + COUNT(*) FROM decision",
                state, text);
}

static void
post_at(struct store_fixture *f, const char *address)
{
    fixture_put(f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, url, actor, at_s) VALUES (1, ?1,"
                " COALESCE(?2, 'me'), 30)",
                address, NULL);
}

static const struct row {
    const char *asked_at, *posted_at;
    bool near;
    const char *from;
} rows[] = {
    { "https://f.example/t/7", "https://f.example/t/7", true, "the same address" },
    { "https://f.example/t/7", "https://f.example/t/7/5", true, "a reply's address below it" },
    { "https://f.example/t/7/", "https://f.example/t/7#post-3", true, "a place on the page" },
    { "https://f.example/t/7", "https://f.example/t/7?page=2", true, "its second page" },
    { "https://f.example/v.php?t=7", "https://f.example/v.php?t=7&p=9#p9", true,
      "a parameter more" },
    { "https://f.example/faq#q-00ff", "https://f.example/faq#a3", true, "one page, two places" },
    { "https://f.example/t/7", "https://f.example/t/71", false, "another number" },
    { "https://f.example/t/7", "https://f.example/t/6", false, "another thread" },
    { "https://f.example/t/7", "https://g.example/t/7", false, "another site" },
    { "https://f.example/", "https://f.example/t/7", false, "a whole site is no thread" },
    { "https://f.example", "https://f.example/", true, "but its front page is its front page" },
    { "https://f.example/t/7", NULL, false, "nobody wrote down where" },
};

static void
test_threads(void)
{
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct arena *a = arena_new();
        struct store_followup v[STORE_FOLLOWUP_MAX];
        size_t n;

        open_two(&f, rows[i].asked_at);
        decide(&f, "posted", NULL);
        post_at(&f, rows[i].posted_at);
        n = store_followup(f.s, 2, a, v);
        CHECK(n == rows[i].near, "%s", rows[i].from);
        CHECK(n == 0 || (v[0].same_thread && !v[0].same_asker && v[0].at_s == 30), "%s",
              rows[i].from);
        CHECK(store_followup(f.s, 1, a, v) == 0, "not beside the group it answers");
        CHECK(store_check(f.s, NULL) == ST_OK, "store");
        fixture_close(&f);
        arena_free(a);
    }
}
TEST_FN(test_threads)

static void
test_asker(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_followup v[STORE_FOLLOWUP_MAX];

    open_two(&f, "https://f.example/t/7");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET asker_hash = 'abc'");
    CHECK(store_followup(f.s, 2, a, v) == 0, "a draft is no answer yet");
    decide(&f, "approved", "as edited");
    CHECK(store_followup(f.s, 2, a, v) == 1 && v[0].same_asker && !v[0].same_thread, "same asker");
    CHECK(v[0].draft_id == 1 && v[0].group_id == 1 && v[0].at_s == 20, "whose and when");
    CHECK(text_is(v[0].answer, "as edited") && text_is(v[0].question, "What are the fees?") &&
              text_is(v[0].link, "https://registrar.example.edu/fees") && v[0].url.n == 0,
          "what");
    post_at(&f, "https://f.example/t/7/2");
    CHECK(store_followup(f.s, 2, a, v) == 1 && v[0].same_asker && v[0].same_thread &&
              text_is(v[0].url, "https://f.example/t/7/2"),
          "both, once");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET asker_hash = '' || id");
    CHECK(store_followup(f.s, 2, a, v) == 1 && !v[0].same_asker, "another asker");
    fixture_sql(&f, STORE_CRAWLER, "UPDATE post SET permalink = 'https://x.example/' || id");
    CHECK(store_followup(f.s, 2, a, v) == 0, "elsewhere");
    fixture_sql(&f, STORE_REVIEW, "UPDATE posting SET post_id = 2");
    CHECK(store_followup(f.s, 2, a, v) == 1 && v[0].same_thread, "the question is written down");
    decide(&f, "withdrawn", NULL);
    CHECK(store_followup(f.s, 2, a, v) == 0, "withdrawn");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_asker)

static void
test_many(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_followup v[STORE_FOLLOWUP_MAX];

    open_two(&f, "https://f.example/t/7");
    fixture_sql(
        &f, STORE_DRAFTER,
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 15)"
        " INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, confidence, voice,"
        " template, basis_hash, checks, created_s) SELECT i, 1, 'neutral', 1, 'answer', 'a',"
        " .9, 'warm', 'x', 1, '[]', 5 FROM n");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, url, actor, at_s) SELECT id,"
                " 'https://f.example/t/7/' || id, 'me', id * 7 % 16 FROM draft");
    CHECK(store_followup(f.s, 2, a, v) == STORE_FOLLOWUP_MAX, "no more than fit");
    for (size_t i = 1; i < STORE_FOLLOWUP_MAX; i++)
        CHECK(v[i - 1].at_s > v[i].at_s, "newest first");
    CHECK(v[0].at_s == 15, "the newest of all");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_many)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_threads), TEST(test_asker), TEST(test_many) };

    return TEST_RUN(tests);
}
