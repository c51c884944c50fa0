/* memory_test.c - approvals, as they come. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_memory.h"

struct seen {
    int64_t n, last, draft;
};

static void
see(void *self, const struct store_memory *x)
{
    struct seen *s = self;

    s->n++;
    s->last = x->decision_id;
    s->draft = x->draft_id;
}

static void
decide(struct store_fixture *f, int draft, const char *verb, const char *state)
{
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s) SELECT group_id, id, 1 + (SELECT COUNT(*) FROM"
                             " decision), '%s', '%s', 'me', 7 FROM draft WHERE id = %d",
                             verb, state, draft));
}

static void
test_since(void)
{
    struct store_fixture f;
    struct seen s = { 0 };

    fixture_open(&f, true);
    for (int i = 0; i < 3; i++)
        fixture_group(&f, "How do I order a transcript?", "", .9, FIXTURE_FORUM);
    for (int i = 1; i <= 3; i++)
        fixture_sql(&f, STORE_DRAFTER,
                    arena_printf(f.arena,
                                 "INSERT INTO draft (group_id, tone, tone_p, kind, answer,"
                                 " link_url_id, confidence, voice, template, basis_hash, checks,"
                                 " created_s) VALUES (%d, 'neutral', 1, 'answer', 'x',"
                                 " NULLIF(%d, 3), .9, 'warm', 'x', 1, '[]', 5)",
                                 i, i));
    decide(&f, 1, "approve", "approved");
    decide(&f, 2, "reject", "rejected");
    decide(&f, 3, "approve", "approved"); /* has no link */
    (void)store_memory_since(f.s, 1, 0, see, &s);
    CHECK(s.n == 1 && s.draft == 1, "%lld", (long long)s.n);
    decide(&f, 2, "approve", "approved");
    CHECK(store_memory_since(f.s, 1, s.last, see, &s) == 4, "the latest of all");
    CHECK(s.n == 2 && s.draft == 2, "only what is new");
    (void)store_memory_since(f.s, 2, 0, see, &s);
    CHECK(s.n == 2, "another department has none");
    fixture_close(&f);
}
TEST_FN(test_since)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_since) };

    return TEST_RUN(tests);
}
