/* request_test.c - which of an editor's requests hold. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_request.h"

static void
ask(struct store_fixture *f, const char *verb, const char *arg, const char *text)
{
    fixture_put(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state, arg,"
                             " text, actor, at_s) SELECT 1, 1, 1 + COUNT(*), '%s', 'machine', ?, ?,"
                             " 'me', 7 FROM decision",
                             verb),
                arg, text);
}

static void
undo(struct store_fixture *f, int revision)
{
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s, undoes) SELECT 1, 1, 1 + COUNT(*), 'undo', 'machine',"
                             " 'me', 8, %d FROM decision",
                             revision));
}

static void
open_one(struct store_fixture *f)
{
    fixture_open(f, true);
    fixture_group(f, "How do I order a transcript?", "", .9, FIXTURE_FORUM);
    fixture_sql(f, STORE_DRAFTER,
                "INSERT INTO draft (group_id, tone, tone_p, kind, answer, link, link_url_id,"
                " confidence, voice, template, basis_hash, checks, created_s) VALUES (1, 'neutral',"
                " 1, 'answer', 'as drafted', 'https://registrar.example.edu/transcripts', 3, .9,"
                " 'warm', 'warm/neutral/1', 1, '[]', 5)");
}

static void
test_read(void)
{
    struct store_fixture f;
    struct store_request r;
    int64_t hash;

    open_one(&f);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.id == 0 && r.hash == 0 && r.pick == 0 && r.text.n == 0 && r.tone.n == 0, "none");
    ask(&f, "pick", "3", NULL);
    ask(&f, "tone", "negative", NULL);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.id == 2 && r.pick == 3 && text_is(r.tone, "negative") && r.hash != 0, "both hold");
    hash = r.hash;
    ask(&f, "approve", NULL, NULL);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.id == 2 && r.hash == hash, "a decision is no request");
    ask(&f, "write", NULL, "by hand");
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.pick == 0 && text_is(r.text, "by hand") && text_is(r.tone, "negative"), "written");
    ask(&f, "reuse", "9", NULL);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.reuse == 9 && r.text.n == 0, "re-used instead");
    undo(&f, 5);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.reuse == 0 && text_is(r.text, "by hand") && r.id == 4, "taken back");
    ask(&f, "redraft", NULL, NULL);
    store_request_read(f.s, 1, f.arena, &r);
    CHECK(r.text.n == 0 && text_is(r.tone, "negative") && r.hash != hash, "anew, in that tone");
    fixture_close(&f);
}
TEST_FN(test_read)

static void
test_answer(void)
{
    struct store_fixture f;
    struct store_answer x;

    open_one(&f);
    CHECK(!store_request_answer(f.s, 1, 1, f.arena, &x), "not approved");
    ask(&f, "edit", NULL, "as edited");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
                " VALUES (1, 1, 2, 'approve', 'approved', 'me', 99)");
    CHECK(store_request_answer(f.s, 1, 1, f.arena, &x) && text_is(x.answer, "as edited") &&
              x.decided_s == 99 && x.link_url_id == 3 && text_is(x.tone, "neutral") &&
              text_is(x.question, "How do I order a transcript?"),
          "as it was approved");
    CHECK(!store_request_answer(f.s, 1, 2, f.arena, &x), "another department's");
    fixture_close(&f);
}
TEST_FN(test_answer)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_read), TEST(test_answer) };

    return TEST_RUN(tests);
}
