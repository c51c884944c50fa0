/* group_test.c - decisions about groups are rows that only grow; groups and members as written. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_group.h"

static struct store_group_decision seen[4];
static size_t n_seen;

static void
see(void *self, const struct store_group_decision *d)
{
    (void)self;
    seen[n_seen++] = *d;
}

static void
see_member(void *self, const struct store_group_member *m)
{
    *(struct store_group_member *)self = *m;
}

static int64_t
decide(struct store *s, const struct store_group_decision *d)
{
    struct err err = { "" };
    int64_t id;
    enum status st;

    store_set_role(s, STORE_REVIEW);
    store_begin(s);
    id = store_group_decide(s, d);
    st = store_commit(s, &err);
    CHECK(st == ST_OK, "%s", err.msg);
    return id;
}

static void
test_decisions(void)
{
    int64_t parts[] = { 2, 3 };
    struct store_group_decision d = { .verb = STORE_GROUP_SPLIT,
                                      .department_id = 1,
                                      .group_id = 1,
                                      .head_id = 1,
                                      .at_s = 9,
                                      .actor = TEXT_LIT("ann"),
                                      .parts = parts,
                                      .n_parts = 2 };
    struct store_fixture f;
    struct arena *a = arena_new();
    int64_t first, opened;

    fixture_open(&f, true);
    for (int i = 0; i < 3; i++)
        fixture_group(&f, "What are the fees?", "", .9, FIXTURE_FORUM);
    CHECK(store_group_latest(f.s, 1) == 0 && store_group_applied(f.s, 1) == 0, "none yet");
    first = decide(f.s, &d);
    d = (struct store_group_decision){ .verb = STORE_GROUP_UNDO,
                                       .department_id = 1,
                                       .group_id = 1,
                                       .head_id = 1,
                                       .undoes = first,
                                       .actor = TEXT_LIT("ben") };
    CHECK(store_group_latest(f.s, 1) == first && decide(f.s, &d) > first, "ids grow");
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    store_group_decisions(f.s, 1, a, see, NULL);
    CHECK(n_seen == 2 && seen[0].opened_id == 0 && seen[0].n_parts == 2, "%zu", n_seen);
    opened = store_group_open(f.s, &seen[0], 50);
    store_group_set_applied(f.s, 1, first);
    CHECK(store_commit(f.s, NULL) == ST_OK, "applied");
    n_seen = 0;
    store_group_decisions(f.s, 1, a, see, NULL);
    CHECK(n_seen == 2 && seen[0].opened_id == opened && seen[0].parts[1] == 3, "the new group");
    CHECK(seen[1].undoes == first && seen[1].n_parts == 0, "the undo");
    CHECK(text_is(seen[0].actor, "ann") && seen[0].verb == STORE_GROUP_SPLIT, "who, what");
    CHECK(store_group_applied(f.s, 1) == first && store_group_applied(f.s, 2) == 0, "how far");
    for (int v = STORE_GROUP_MERGE; v <= STORE_GROUP_UNDO; v++)
        CHECK(store_group_verb_of(text_of(store_group_verb_name((enum store_group_verb)v))) == v,
              "verb %d", v);
    CHECK(store_group_verb_of(TEXT_LIT("mergee")) == -1, "no verb");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_decisions)

static void
test_members(void)
{
    struct store_group_member m = { .question_id = 0 };
    struct store_group g;
    struct store_group_place at;
    struct store_fixture f;
    struct arena *a = arena_new();

    fixture_open(&f, true);
    fixture_group(&f, "What are the fees?", "I wonder.", .9, FIXTURE_FORUM);
    fixture_group(&f, "Where is the gym?", "", .9, FIXTURE_FORUM);
    CHECK(!store_group_find(f.s, 9, &g) && !store_group_of(f.s, 9, &at), "not there");
    CHECK(store_group_of(f.s, 2, &at) && at.group_id == 2 && at.home_id == 2, "at home");
    store_group_members(f.s, 2, a, see_member, &m);
    CHECK(m.question_id == 2 && text_is(m.text, "Where is the gym?"), "its question");
    m.group_id = 1;
    m.why = TEXT_LIT("{}");
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    store_group_put(f.s, &m);
    store_group_set(f.s, &(struct store_group){ 2, 1, 2, 1 }, 99);
    CHECK(store_commit(f.s, NULL) == ST_OK, "moved");
    CHECK(store_group_of(f.s, 2, &at) && at.group_id == 1 && at.home_id == 2, "moved from home");
    CHECK(store_group_find(f.s, 2, &g) && g.merged_into == 1, "merged");
    CHECK(store_group_sighted(f.s, 2) && !store_group_sighted(f.s, 9), "sighted");
    fixture_close(&f);
    arena_free(a);
}
TEST_FN(test_members)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_decisions), TEST(test_members) };

    return TEST_RUN(tests);
}
