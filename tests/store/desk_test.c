/* desk_test.c - leases, typed text and notes; postings come with decisions (decide_many_test.c). */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_decision.h"
#include "store_desk.h"

static void
test_lease(void)
{
    static const struct {
        const char *actor;
        int64_t now_s;
        bool over, got;
        const char *had;
        int64_t since_s, until_s;
        const char *from;
    } rows[] = {
        { "ann", 1000, false, true, "", 1000, 1600, "free" },
        { "ann", 1100, false, true, "ann", 1000, 1700, "renewed" },
        { "bob", 1200, false, false, "ann", 1000, 1700, "somebody has it" },
        { "bob", 1300, true, true, "ann", 1300, 1900, "taken over" },
        { "ann", 1899, false, false, "bob", 1300, 1900, "until then" },
        { "ann", 1900, false, true, "", 1900, 2500, "it has run out" },
    };
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_lease l, now;

    fixture_open(&f, false);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_REVIEW);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        store_begin(f.s);
        CHECK(store_desk_take(f.s, 1, text_of(rows[i].actor), rows[i].now_s, rows[i].over, a, &l) ==
                  rows[i].got,
              "%s", rows[i].from);
        CHECK(store_commit(f.s, NULL) == ST_OK, "%s", rows[i].from);
        CHECK(text_is(l.actor, rows[i].had), "%s: %.*s had it", rows[i].from, TEXT_ARG(l.actor));
        CHECK(store_desk_lease(f.s, 1, rows[i].now_s, a, &now), "%s", rows[i].from);
        CHECK(now.since_s == rows[i].since_s && now.until_s == rows[i].until_s, "%s: %lld to %lld",
              rows[i].from, (long long)now.since_s, (long long)now.until_s);
    }
    store_begin(f.s);
    store_desk_release(f.s, 1, TEXT_LIT("bob"));
    CHECK(store_desk_lease(f.s, 1, 1901, a, &now), "it is not bob's to give back");
    store_desk_release(f.s, 1, TEXT_LIT("ann"));
    CHECK(!store_desk_lease(f.s, 1, 1901, a, &now), "given back");
    CHECK(store_commit(f.s, NULL) == ST_OK, "commit");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_lease)

static void
test_words(void)
{
    struct store_fixture f;
    struct arena *a = arena_new();
    struct store_typed t;
    struct store_card c;

    fixture_open(&f, false);
    fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    store_desk_type(f.s, 1, TEXT_LIT("ann"), 3, TEXT_LIT("one"), 10);
    store_desk_type(f.s, 1, TEXT_LIT("bob"), 3, TEXT_LIT("his"), 11);
    store_desk_type(f.s, 1, TEXT_LIT("ann"), 4, TEXT_LIT("two"), 12);
    store_desk_note(f.s, 1, TEXT_LIT("first"), TEXT_LIT("ann"), 13);
    store_desk_note(f.s, 1, TEXT_LIT("second"), TEXT_LIT("bob"), 14);
    CHECK(store_commit(f.s, NULL) == ST_OK, "words");
    CHECK(store_desk_typed(f.s, 1, TEXT_LIT("ann"), a, &t) && text_is(t.text, "two") &&
              t.revision == 4 && t.at_s == 12,
          "the latest");
    CHECK(store_card_of_group(f.s, 1, a, &c) && c.n_notes == 2 &&
              text_is(c.notes[1].text, "second"),
          "notes in order");
    store_begin(f.s);
    store_desk_drop_typed(f.s, 1, TEXT_LIT("ann"));
    CHECK(store_commit(f.s, NULL) == ST_OK, "dropped");
    CHECK(!store_desk_typed(f.s, 1, TEXT_LIT("ann"), a, &t), "gone");
    CHECK(store_desk_typed(f.s, 1, TEXT_LIT("bob"), a, &t), "another's stays");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_words)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_lease), TEST(test_words) };

    return TEST_RUN(tests);
}
