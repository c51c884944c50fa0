/* rephrase_test.c - which drafts wait for other words, and that nothing else is replaced. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_rephrase.h"

static void
put_drafts(struct store_fixture *f)
{
    fixture_open(f, true);
    for (int i = 0; i < 5; i++)
        fixture_group(f,
                      i == 0   ? "Zero?"
                      : i == 1 ? "One?"
                      : i == 2 ? "Two?"
                      : i == 3 ? "Three?"
                               : "Four?",
                      "", .9, FIXTURE_FORUM);
    fixture_sql(
        f, STORE_DRAFTER,
        "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link, confidence, voice,"
        " template, basis_hash, checks, created_s, origin, model) VALUES"
        " (1, 1, 'neutral', 1, 'answer', 'a', 'l', .9, 'warm', 't', 7, '[]', 1, 'machine', NULL),"
        " (2, 2, 'neutral', 1, 'contact', 'b', NULL, .9, 'warm', 't', 7, '[]', 1, 'machine', NULL),"
        " (3, 3, 'neutral', 1, 'answer', 'c', 'l', .9, 'warm', 't', 7, '[]', 1, 'written', NULL),"
        " (4, 4, 'neutral', 1, 'answer', 'd', 'l', .9, 'warm', 't', 7, '[]', 1, 'machine', ''),"
        " (5, 5, 'neutral', 1, 'answer', 'e', 'l', .9, 'warm', 't', 7, '[]', 1, 'machine', NULL),"
        " (6, 5, 'neutral', 1, 'answer', 'f', 'l', .9, 'warm', 't', 7, '[]', 1, 'machine', NULL);"
        " INSERT INTO draft_sentence (draft_id, ordinal, text, url_id, start_at, end_at,"
        " fetched_s, text_hash) VALUES (1, 0, 'later', 2, 50, 55, 1, 1),"
        " (1, 1, 'first', 2, 4, 9, 1, 1)");
}

struct seen {
    int64_t ids[8];
    size_t n;
    struct store_rephrase_draft last;
};

static void
see(void *self, const struct store_rephrase_draft *d)
{
    struct seen *x = self;

    if (x->n == 0)
        x->last = *d;
    x->ids[x->n++] = d->id;
}

static void
test_pending(void)
{
    struct store_fixture f;
    struct seen x = { .n = 0 };

    put_drafts(&f);
    store_rephrase_pending(f.s, FIXTURE_DEPARTMENT, 0, f.arena, see, &x);
    CHECK(x.n == 2 && x.ids[0] == 1 && x.ids[1] == 6, "%zu, first %lld", x.n, (long long)x.ids[0]);
    CHECK(x.last.n == 2 && text_is(x.last.sentences[0], "first"), "in the order of the page");
    x.n = 0;
    store_rephrase_pending(f.s, FIXTURE_DEPARTMENT, 1, f.arena, see, &x);
    CHECK(x.n == 1, "no more than asked for");
    x.n = 0;
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
                " VALUES (5, 6, 1, 'edit', 'edited', 'x', 1)");
    store_rephrase_pending(f.s, FIXTURE_DEPARTMENT, 0, f.arena, see, &x);
    CHECK(x.n == 1 && x.ids[0] == 1, "an editor has touched it");
    fixture_close(&f);
}
TEST_FN(test_pending)

static void
test_put(void)
{
    struct store_fixture f;
    struct err err = { "" };

    put_drafts(&f);
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    CHECK(store_rephrase_put(f.s, 1, TEXT_LIT("other words"), TEXT_LIT("[]"), "tiny", 99), "put");
    CHECK(!store_rephrase_put(f.s, 1, TEXT_LIT("again"), TEXT_LIT("[]"), "tiny", 99),
          "it is not the latest any more");
    CHECK(!store_rephrase_put(f.s, 5, TEXT_LIT("x"), TEXT_LIT("[]"), "tiny", 99),
          "nor is that one");
    store_rephrase_refuse(f.s, 6);
    CHECK(store_commit(f.s, &err) == ST_OK, "%s", err.msg);
    CHECK(db_exec_int(db_query(f.s, "SELECT COUNT(*) FROM draft_sentence WHERE draft_id = 7"), 0) ==
              2,
          "with the sentences");
    CHECK(
        db_exec_int(db_query(f.s, "SELECT COUNT(*) FROM draft WHERE id = 7 AND basis_hash = 7"
                                  " AND model = 'tiny' AND answer = 'other words' AND link = 'l'"),
                    0) == 1,
        "and all the rest");
    CHECK(db_exec_int(db_query(f.s, "SELECT COUNT(*) FROM draft WHERE model = ''"), 0) == 2,
          "refused");
    fixture_close(&f);
}
TEST_FN(test_put)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_pending), TEST(test_put) };

    return TEST_RUN(tests);
}
