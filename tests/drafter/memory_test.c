/* memory_test.c - which earlier answers are shown, and which may be taken as they are. */

#include "../test.h"

#include "memory.h"
#include "store_fixture.h"

static void
answer(struct store_fixture *f, const char *question)
{
    int64_t id = f->n_groups + 1;

    fixture_group(f, question, "", .9, FIXTURE_FORUM);
    fixture_sql(f, STORE_DRAFTER,
                arena_printf(f->arena,
                             "INSERT INTO draft (id, group_id, tone, tone_p, kind, answer, link,"
                             " link_url_id, confidence, voice, template, basis_hash, checks,"
                             " created_s) VALUES (%lld, %lld, 'neutral', 1, 'answer', 'x', 'y', 3,"
                             " .9, 'warm', 'x', 1, '[]', 5)",
                             (long long)id, (long long)id));
    fixture_sql(f, STORE_REVIEW,
                arena_printf(f->arena,
                             "INSERT INTO decision (group_id, draft_id, revision, verb, state,"
                             " actor, at_s) VALUES (%lld, %lld, 1, 'approve', 'approved', 'me',"
                             " %lld)",
                             (long long)id, (long long)id, (long long)id * 10));
}

static void
test_rows(void)
{
    static const struct {
        const char *answered, *asked;
        bool shown, same;
        const char *from;
    } rows[] = {
        { "How do I order an official transcript?", "How do I order an official transcript?", true,
          true, "word for word" },
        { "How do I order an official transcript?", "How can I order the official transcript", true,
          true, "small words" },
        { "How do I order an official transcript?", "How do I order an official diploma?", true,
          false, "another thing" },
        { "How do I pay the fees?", "Why do I pay the fees?", true, false, "another question" },
        { "Can I pay the late fee with a card?", "Can't I pay the late fee with a card?", true,
          false, "a negation" },
        { "Where do I find form 12?", "Where do I find form 13?", true, false, "another number" },
        { "What do women think of men?", "What do men think of women?", true, false,
          "the other way round" },
        { "How do I order an official transcript?", "When is the library open on Sundays?", false,
          false, "something else" },
        { "Help needed", "Help needed", true, false, "asks nothing" },
        { "Help", "Help", false, false, "says nothing" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct memory_hit hits[MEMORY_EARLIER];
        struct memory *m = memory_new(FIXTURE_DEPARTMENT);
        size_t n;

        fixture_open(&f, true);
        answer(&f, rows[i].answered);
        n = memory_find(m, f.s, text_of(rows[i].asked), "en", 99, f.arena, hits);
        CHECK(!rows[i].same || (n == 1 && hits[0].same), "%s: %zu, not the same", rows[i].from, n);
        CHECK(rows[i].same || n == 0 || !hits[0].same, "%s: the same, %.2f", rows[i].from,
              n > 0 ? hits[0].likeness : 0);
        CHECK(rows[i].shown || n == 0, "%s: shown, %.2f", rows[i].from,
              n > 0 ? hits[0].likeness : 0);
        n = memory_find(m, f.s, text_of(rows[i].answered), "en", 1, f.arena, hits);
        CHECK(n == 0, "%s: never its own", rows[i].from);
        memory_free(m);
        fixture_close(&f);
    }
}
TEST_FN(test_rows)

static void
test_order(void)
{
    struct store_fixture f;
    struct memory_hit hits[MEMORY_EARLIER];
    struct memory *m = memory_new(FIXTURE_DEPARTMENT);
    size_t n;

    fixture_open(&f, true);
    answer(&f, "How can I order my official transcript online?");
    answer(&f, "How do I order an official transcript?");
    n = memory_find(m, f.s, TEXT_LIT("How do I order an official transcript?"), "en", 99, f.arena,
                    hits);
    CHECK(n == 2 && hits[0].answer.draft_id == 2 && hits[0].likeness >= hits[1].likeness, "%zu", n);
    for (int i = 0; i < 3; i++) /* the same words again, approved later; it is read on */
        answer(&f, "How do I order an official transcript?");
    n = memory_find(m, f.s, TEXT_LIT("How do I order an official transcript?"), "en", 99, f.arena,
                    hits);
    CHECK(n == MEMORY_EARLIER && hits[0].answer.draft_id == 5 && hits[2].answer.draft_id == 3,
          "the newest first");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO decision (group_id, draft_id, revision, verb, state, actor, at_s)"
                " VALUES (5, 5, 2, 'withdraw', 'withdrawn', 'me', 500)");
    n = memory_find(m, f.s, TEXT_LIT("How do I order an official transcript?"), "en", 99, f.arena,
                    hits);
    CHECK(n == MEMORY_EARLIER && hits[0].answer.draft_id == 4, "not what was withdrawn since");
    memory_free(m);
    fixture_close(&f);
}
TEST_FN(test_order)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_rows), TEST(test_order) };

    return TEST_RUN(tests);
}
