/* card_test.c - the card of a group: its draft now, an older one, a gap, a group merged away. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_decision.h"
#include "store_draft.h"

static int64_t
add_draft(struct store_fixture *f, const char *answer)
{
    const struct store_draft d = { .group_id = 1,
                                   .tone = "neutral",
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "t",
                                   .answer = text_of(answer),
                                   .checks = TEXT_LIT("[]") };
    int64_t id;

    store_set_role(f->s, STORE_DRAFTER);
    store_begin(f->s);
    id = store_draft_add(f->s, &d);
    CHECK(store_commit(f->s, NULL) == ST_OK, "draft");
    return id;
}

static void
test_card(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_card c;
    int64_t old, new;

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "I wonder.", .9, FIXTURE_LISTEN);
    fixture_group(&f, "What does it cost?", "", .9, FIXTURE_FORUM);
    CHECK(store_card_of_group(f.s, 1, a, &c) && text_is(c.state, "open"), "nothing yet");
    CHECK(c.draft_id == 0 && c.times_asked == 1 && text_is(c.mode, "listen"), "only heard");
    CHECK(c.n_places == 1 && text_is(c.places[0].host, "forum.example.net"), "a place");
    old = add_draft(&f, "first");
    new = add_draft(&f, "second");
    CHECK(store_card_of_group(f.s, 1, a, &c) && c.draft_id == new, "the latest");
    CHECK(store_card_of_draft(f.s, old, a, &c) && c.draft_id == old &&
              c.current_id == new &&text_is(c.answer, "first"),
          "an older one as it was");
    fixture_sql(&f, STORE_DRAFTER,
                "INSERT INTO gap (group_id, why, confidence, tone, basis_hash, created_s,"
                " escalation) VALUES (1, 'no page', .1, 'negative', 1, 5, 'legal')");
    CHECK(store_card_of_group(f.s, 1, a, &c) && c.gap && c.draft_id == 0 &&
              text_is(c.state, "gap") && text_is(c.escalation, "legal"),
          "a gap has no draft, whatever was drafted before");
    fixture_sql(&f, STORE_INDEXER, "UPDATE question_group SET merged_into = 2 WHERE id = 1");
    CHECK(store_card_of_group(f.s, 1, a, &c) && c.group_id == 2, "it went there");
    CHECK(!store_card_of_group(f.s, 9, a, &c) && !store_card_of_draft(f.s, 9, a, &c), "none");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_card)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_card) };

    return TEST_RUN(tests);
}
