/* decision_test.c - decisions are rows that only grow, and a card shows them all. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_decision.h"
#include "store_draft.h"

static void
add(struct store_fixture *f, int64_t revision, const char *verb, const char *state,
    const char *text)
{
    const struct store_card_decision d = { .revision = revision,
                                           .at_s = 10 + revision,
                                           .draft_id = 1,
                                           .verb = text_of(verb),
                                           .state = text_of(state),
                                           .text = text_of(text),
                                           .actor = TEXT_LIT("me") };

    store_set_role(f->s, STORE_REVIEW);
    store_begin(f->s);
    (void)store_decision_add(f->s, 1, &d);
}

static void
test_card(void)
{
    const struct store_draft_sentence sentence = {
        .url_id = 2, .text_hash = 9, .text = TEXT_LIT("Tuition and fees"), .end = 16
    };
    const struct store_draft_evidence evidence = { 2, 3.5 };
    const struct store_draft d = { .group_id = 1,
                                   .tone = "neutral",
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "warm/neutral/4",
                                   .answer = TEXT_LIT("machine text"),
                                   .confidence = .8,
                                   .checks = TEXT_LIT("[]"),
                                   .sentences = &sentence,
                                   .n_sentences = 1,
                                   .evidence = &evidence,
                                   .n_evidence = 1 };
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_card c;

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "I wonder.", .9, FIXTURE_FORUM);
    CHECK(!store_card_of_draft(f.s, 1, a, &c), "no draft yet");
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    (void)store_draft_add(f.s, &d);
    CHECK(store_commit(f.s, NULL) == ST_OK, "draft");
    CHECK(store_card_of_draft(f.s, 1, a, &c), "card");
    CHECK(text_is(c.state, "machine") && c.revision == 0 && c.n_history == 0, "untouched");
    CHECK(c.link.n == 0 && c.n_places == 1 && c.n_sentences == 1 && c.n_pages == 1, "parts");
    CHECK(c.sentences[0].holds && text_is(c.pages[0].title, site_pages[0].title), "evidence");
    CHECK(text_is(c.question, "What are the fees?") && text_is(c.body, "I wonder."), "question");
    add(&f, 1, "edit", "edited", "edited text");
    CHECK(store_commit(f.s, NULL) == ST_OK, "edit");
    add(&f, 2, "approve", "approved", "");
    CHECK(store_commit(f.s, NULL) == ST_OK, "approve");
    CHECK(store_card_of_draft(f.s, 1, a, &c), "card");
    CHECK(text_is(c.state, "approved") && c.revision == 2 && c.n_history == 2, "decided");
    CHECK(text_is(c.answer, "edited text"), "the latest edit, also after another decision");
    add(&f, 2, "reject", "rejected", "");
    CHECK(store_commit(f.s, NULL) != ST_OK, "a revision is taken once");
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    (void)store_decision_add(f.s, 1, &c.history[0]);
    CHECK(store_commit(f.s, NULL) != ST_OK, "the drafter decides nothing");
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
