/* also_test.c - groups of other departments that hold the same post. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_also.h"
#include "store_queue.h"

/* Groups 1 and 2 are the registrar's, 11 and 12 the library's: 11 holds the post of 1, 12 those of
 * both. */
static void
open_twice(struct store_fixture *f)
{
    fixture_open(f, false);
    fixture_group(f, "What are the fees?", "", .9, FIXTURE_FORUM);
    fixture_group(f, "And for guests?", "", .9, FIXTURE_FORUM);
    fixture_sql(f, STORE_CONFIG,
                "INSERT INTO department (id, key, name, language, active) VALUES"
                " (2, 'library', 'Library', 'en', 1), (3, 'sports', 'Sports', 'en', 1)");
    fixture_sql(f, STORE_INDEXER,
                "INSERT INTO question (id, department_id, text, body, language, stems, stem_hash,"
                " created_s) VALUES (11, 2, 'a', '', 'en', '11', 1, 60),"
                " (12, 3, 'b', '', 'en', '12', 1, 60);"
                "INSERT INTO sighting VALUES (1, 2, 11, 1, NULL), (1, 3, 12, 1, NULL),"
                " (2, 3, 12, 1, NULL);"
                "INSERT INTO question_group (id, department_id, head_id, created_s, changed_s)"
                " VALUES (11, 2, 11, 60, 60), (12, 3, 12, 60, 60);"
                "INSERT INTO group_link (question_id, group_id, p, why) VALUES (11, 11, 1, ''),"
                " (12, 12, 1, '')");
    fixture_sql(f, STORE_DRAFTER,
                "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, confidence,"
                " voice, template, basis_hash, checks, created_s) SELECT id, id, 'neutral', 1,"
                " 'answer', 'x', '', .9, 'warm', 'x', 1, '[]', 5 FROM question_group");
}

/* "11 Library posted https://...; " for each of them, of group 1 and of group 2. */
static const char *
said(struct store_fixture *f, struct arena *a)
{
    const int64_t groups[] = { 2, 1 };
    struct store_also *v;
    struct err err = { "" };
    struct text out;
    struct buf b;
    size_t n;

    store_set_role(f->s, STORE_REVIEW);
    store_begin(f->s);
    (void)store_queue_rebuild(f->s, 0);
    n = store_also(f->s, groups, N_ROWS(groups), a, &v);
    CHECK(store_commit(f->s, &err) == ST_OK, "read: %s", err.msg);
    buf_init(&b, BUF_SMALL);
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, "%s%lld: %lld %.*s %.*s %.*s", i > 0 ? "; " : "", (long long)v[i].group_id,
                 (long long)v[i].other_id, TEXT_ARG(v[i].department), TEXT_ARG(v[i].state),
                 TEXT_ARG(v[i].posted));
    out = arena_text(a, buf_text(&b));
    buf_release(&b);
    return arena_str(a, out);
}

static const struct {
    enum store_role role;
    const char *sql, *says, *from;
} steps[] = {
    { STORE_REVIEW,
      "INSERT INTO decision (id, group_id, draft_id, revision, verb, state, actor, at_s) VALUES"
      " (1, 12, 12, 1, 'approve', 'approved', 'me', 10)",
      "1: 11 Library machine ; 1: 12 Sports approved ; 2: 12 Sports approved ",
      "each with its state" },
    { STORE_REVIEW,
      "INSERT INTO decision (id, group_id, draft_id, revision, verb, state, actor, at_s) VALUES"
      " (2, 12, 12, 2, 'post', 'posted', 'me', 10);"
      "INSERT INTO posting (draft_id, decision_id, post_id, url, actor, at_s) VALUES"
      " (12, 2, 1, 'https://f.example/r', 'me', 10)",
      "1: 12 Sports posted https://f.example/r; 1: 11 Library machine ; 2: 12 Sports posted ",
      "posted under one of the two: first" },
    { STORE_REVIEW, "UPDATE posting SET post_id = NULL, url = NULL",
      "1: 12 Sports posted https://forum.example.net/t/1; 1: 11 Library machine ; "
      "2: 12 Sports posted https://forum.example.net/t/2",
      "posted, nobody knows where: under any" },
    { STORE_REVIEW,
      "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s, undoes) VALUES"
      " (12, 12, 3, 'undo', 'approved', 'me', 11, 2)",
      "1: 11 Library machine ; 1: 12 Sports approved ; 2: 12 Sports approved ", "taken back" },
    { STORE_INDEXER, "UPDATE sighting SET muted = 'x' WHERE department_id = 3",
      "1: 11 Library machine ", "muted there" },
};

static void
test_also(void)
{
    struct arena *a = arena_new();
    struct store_fixture f;
    struct store_also *v;

    open_twice(&f);
    for (size_t i = 0; i < N_ROWS(steps); i++) {
        const char *says;

        fixture_sql(&f, steps[i].role, steps[i].sql);
        says = said(&f, a);
        CHECK(strcmp(says, steps[i].says) == 0, "%s: %s", steps[i].from, says);
    }
    CHECK(store_also(f.s, NULL, 0, a, &v) == 0, "of none");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_also)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_also) };

    return TEST_RUN(tests);
}
