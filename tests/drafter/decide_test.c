/* decide_test.c - decisions about a draft: which are allowed, and that none is lost. */

#include "../test.h"

#include "decide.h"
#include "store_draft.h"
#include "store_fixture.h"

#define GOOD_ANSWER                                                                                \
    "Thanks for asking this here, we are glad that you did before going ahead with it today. "     \
    "Here "                                                                                        \
    "is what our page says about it: A good sentence stands here for you to read. Details:\n"      \
    "https://registrar.example.edu/fees\n\nOffice of the Registrar"

static int64_t
add_draft(struct store_fixture *f, const char *answer)
{
    struct store_draft d = { .group_id = 1,
                             .tone = "neutral",
                             .kind = "answer",
                             .voice = "warm",
                             .template_name = "warm/neutral/0",
                             .tone_p = .5,
                             .confidence = .9,
                             .answer = text_of(answer),
                             .link = TEXT_LIT("https://registrar.example.edu/fees"),
                             .link_url_id = 2,
                             .basis_hash = 1,
                             .created_s = 1,
                             .checks = TEXT_LIT("[]") };
    int64_t id;

    fixture_sql(f, STORE_CRAWLER,
                "INSERT INTO fetch (host_id, url_id, run_id, at_ms, span_ms, status, body_bytes,"
                " outcome) VALUES (1, 2, 1, 4000, 1, 200, 1, 'ok')");
    store_set_role(f->s, STORE_DRAFTER);
    store_begin(f->s);
    id = store_draft_add(f->s, &d);
    CHECK(store_commit(f->s, NULL) == ST_OK, "draft");
    return id;
}

static enum status
try(struct store_fixture *f, int64_t id, const char *verb, const char *text, int64_t revision,
    struct arena *a, struct store_card *card)
{
    const struct config config = { .departments = &f->department, .n_departments = 1 };
    struct decide_input in = { .store = f->s,
                               .config = &config,
                               .draft_id = id,
                               .verb = text_of(verb),
                               .text = text_of(text),
                               .actor = TEXT_LIT("test"),
                               .revision = revision,
                               .now_s = 5 };

    store_set_role(f->s, STORE_REVIEW);
    return decide(&in, a, card, NULL);
}

static void
test_moves(void)
{
    static const struct {
        const char *verb, *text;
        int64_t revision;
        enum status want;
        const char *state, *from;
    } rows[] = {
        { "reopen", "", DECIDE_ANY, ST_INVALID, "machine", "nothing to reopen" },
        { "dance", "", DECIDE_ANY, ST_USAGE, NULL, "no such verb" },
        { "edit", "", DECIDE_ANY, ST_INVALID, "machine", "an empty text" },
        { "edit", "\xff", DECIDE_ANY, ST_INVALID, "machine", "no UTF-8" },
        { "approve", "", 7, ST_CONFLICT, "machine", "a revision that is not" },
        { "edit", "Too short, and no link.", 0, ST_OK, "edited", "an edit may be wrong" },
        { "approve", "", 1, ST_INVALID, "edited", "but is not approved then" },
        { "approve", GOOD_ANSWER, 0, ST_CONFLICT, "edited", "a stale approval" },
        { "edit", GOOD_ANSWER, 9, ST_CONFLICT, "edited", "based on what is not there yet" },
        { "edit", GOOD_ANSWER, 1, ST_OK, "edited", "a second edit" },
        { "approve", "", 2, ST_OK, "approved", "approved" },
        { "approve", "", DECIDE_ANY, ST_INVALID, "approved", "not twice" },
        { "reject", "", DECIDE_ANY, ST_OK, "rejected", "rejected after all" },
        { "edit", GOOD_ANSWER, DECIDE_ANY, ST_INVALID, "rejected", "only after reopening" },
        { "reopen", "", DECIDE_ANY, ST_OK, "reopened", "reopened" },
        { "approve", "", 5, ST_OK, "approved", "and approved" },
    };
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_card card;
    int64_t id;

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    id = add_draft(&f, GOOD_ANSWER);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        enum status st;

        card = (struct store_card){ .state = TEXT_NONE };
        st = try(&f, id, rows[i].verb, rows[i].text, rows[i].revision, a, &card);
        CHECK(st == rows[i].want, "%s: %d", rows[i].from, (int)st);
        if (rows[i].state != NULL)
            CHECK(text_is(card.state, rows[i].state), "%s: %.*s", rows[i].from,
                  TEXT_ARG(card.state));
    }
    CHECK(card.revision == 6 && card.n_history == 6, "every decision is kept: %lld",
          (long long)card.revision);
    CHECK(text_is(card.answer, GOOD_ANSWER), "the latest edit is the text");
    CHECK(try(&f, 99, "approve", "", DECIDE_ANY, a, &card) == ST_NOTFOUND, "no such draft");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_moves)

/* A move that is not possible: the message says what would be. */
static void
test_messages(void)
{
    static const struct {
        const char *from, *first, *then, *want;
    } rows[] = {
        { "approved twice", "approve", "approve", " is approved already: nothing changed" },
        { "rejected twice", "reject", "reject", " is rejected already: nothing changed" },
        { "after a rejection", "reject", "approve",
          " is rejected: it cannot be approved (reopen it first)" },
        { "nothing to reopen", "edit", "reopen", " is edited: it cannot be reopened" },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_fixture f;
        struct store_card card;
        struct err err = { "" };
        struct decide_input in = { .verb = text_of(rows[i].then),
                                   .actor = TEXT_LIT("test"),
                                   .revision = DECIDE_ANY };

        fixture_open(&f, true);
        fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
        in.draft_id = add_draft(&f, GOOD_ANSWER);
        CHECK(try(&f, in.draft_id, rows[i].first, GOOD_ANSWER, DECIDE_ANY, a, &card) == ST_OK, "%s",
              rows[i].from);
        in.store = f.s;
        CHECK(decide(&in, a, &card, &err) == ST_INVALID, "%s", rows[i].from);
        CHECK(strstr(err.msg, rows[i].want) != NULL, "%s: %s", rows[i].from, err.msg);
        fixture_close(&f);
    }
    arena_free(a);
}
TEST_FN(test_messages)

static void
test_superseded(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_card card;
    int64_t old;

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    old = add_draft(&f, GOOD_ANSWER);
    (void)add_draft(&f, GOOD_ANSWER);
    CHECK(try(&f, old, "approve", "", DECIDE_ANY, a, &card) == ST_CONFLICT, "a newer one");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_superseded)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_moves), TEST(test_messages),
                                        TEST(test_superseded) };

    return TEST_RUN(tests);
}
