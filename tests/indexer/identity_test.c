/* identity_test.c - sequences of decisions, and where they leave questions. */

#include "../../indexer/identity.h"

#include <stdlib.h>

#include "../test.h"

#include "arena.h"

/*
 * Decisions are written "m1:2,3" (merge 2 and 3 into 1), "s1>9:5" (question 5 leaves group 1
 * for 9), "h1:5", "u2" (undo the second); places "question@home>group".
 */
static const struct {
    const char *from, *decisions, *places;
} rows[] = {
    { "nothing", "", "1@1>1 2@2>2" },
    { "merge", "m1:2", "1@1>1 2@2>1 3@3>3" },
    { "merge of several", "m1:2,3", "2@2>1 3@3>1" },
    { "a chain", "m2:3 m1:2", "3@3>1 2@2>1" },
    { "merge taken back", "m1:2 u1", "2@2>2" },
    { "the older of two taken back", "m1:2 m3:4 u1", "2@2>2 4@4>3" },
    { "split", "s1>9:5", "5@1>9 6@1>1" },
    { "split, then one joins the new group", "s1>9:5", "7@9>9" },
    { "split taken back", "s1>9:5 u1", "5@1>1 7@9>1" },
    { "split of what was merged", "m1:2 s1>9:5", "5@2>9 6@2>1" },
    { "then merged again: the later wins", "m1:2 s1>9:5 m1:9", "5@2>1 7@9>1" },
    { "and apart again", "s1>9:5 m1:9 s1>10:5", "5@1>10 7@9>1" },
    { "all taken back", "s1>9:5 m1:9 u2 u1", "5@1>1 7@9>1" },
    { "heads move nothing", "h1:5", "5@1>1" },
    { "an undo of what is not there", "u7", "5@1>1" },
    { "a split that is not applied yet", "s1>0:5", "5@1>0 6@1>1" },
};

static void
add(struct identity *x, const char *word, struct arena *a)
{
    static const char letters[] = "msh";
    struct store_group_decision d = { .id = (int64_t)x->n + 1 };
    const char *kind = strchr(letters, word[0]);
    char *end = NULL;

    if (kind == NULL) {
        d.verb = STORE_GROUP_UNDO;
        d.undoes = strtoll(word + 1, &end, 10);
        identity_add(x, &d);
        return;
    }
    d.verb = (enum store_group_verb)(kind - letters);
    d.group_id = strtoll(word + 1, &end, 10);
    if (*end == '>')
        d.opened_id = strtoll(end + 1, &end, 10);
    while (*end == ':' || *end == ',') {
        d.parts = arena_grow(a, d.parts, d.n_parts, &d.cap_parts, sizeof(*d.parts));
        d.parts[d.n_parts++] = strtoll(end + 1, &end, 10);
    }
    identity_add(x, &d);
}

static struct identity
read_row(const char *decisions, struct arena *a)
{
    struct identity x = { .n = 0 };
    struct text rest = text_of(decisions), word;

    while (text_cut(&rest, " ", &word))
        add(&x, arena_str(a, word), a);
    return x;
}

static void
test_places(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct identity x = read_row(rows[i].decisions, a);
        struct text rest = text_of(rows[i].places), place;

        while (text_cut(&rest, " ", &place)) {
            const char *z = arena_str(a, place);
            char *end = NULL;
            int64_t question = strtoll(z, &end, 10), home = strtoll(end + 1, &end, 10);
            int64_t want = strtoll(end + 1, NULL, 10), got = identity_place(&x, question, home);

            CHECK(got == want, "%s: %s: %lld", rows[i].from, z, (long long)got);
            CHECK(identity_place_before(&x, 0, question, home) == home, "%s: none", rows[i].from);
        }
        identity_release(&x);
    }
    arena_free(a);
}
TEST_FN(test_places)

/* What is said of a group: revision, latest, what is in the way of taking that back. */
static const struct {
    const char *from, *decisions;
    int64_t group, revision, latest, blocker, head, follow;
} about[] = {
    { "nothing", "", 1, 0, 0, 0, 0, 1 },
    { "others", "m1:2", 3, 0, 0, 0, 0, 3 },
    { "merged away", "m1:2", 2, 1, 1, 0, 0, 1 },
    { "an undo counts", "m1:2 u1", 2, 2, 0, 0, 0, 2 },
    { "a later one stands on it", "m1:2 m3:1", 2, 1, 1, 2, 0, 3 },
    { "no longer", "m1:2 m3:1 u2", 2, 1, 1, 0, 0, 1 },
    { "elsewhere", "m1:2 m3:4", 2, 1, 1, 0, 0, 1 },
    { "a split names both", "s1>9:5 m3:9", 1, 1, 1, 2, 0, 1 },
    { "a head is in the way as well", "m1:2 h1:5", 2, 1, 1, 2, 0, 1 },
    { "the latest head", "h1:5 h1:6", 1, 2, 2, 0, 6, 1 },
    { "a head taken back", "h1:5 h1:6 u2", 1, 3, 1, 0, 5, 1 },
};

static int64_t
id_of(const struct store_group_decision *d)
{
    return d != NULL ? d->id : 0;
}

static void
test_about_groups(void)
{
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(about); i++) {
        struct identity x = read_row(about[i].decisions, a);
        const struct store_group_decision *latest = identity_latest(&x, about[i].group);
        int64_t blocker = latest != NULL ? id_of(identity_blocker(&x, latest)) : 0;

        CHECK(identity_revision(&x, about[i].group) == about[i].revision, "%s: revision %lld",
              about[i].from, (long long)identity_revision(&x, about[i].group));
        CHECK(id_of(latest) == about[i].latest, "%s: latest %lld", about[i].from,
              (long long)id_of(latest));
        CHECK(blocker == about[i].blocker, "%s: blocker %lld", about[i].from, (long long)blocker);
        CHECK(identity_head(&x, about[i].group) == about[i].head, "%s: head", about[i].from);
        CHECK(identity_follow(&x, about[i].group) == about[i].follow, "%s: follow", about[i].from);
        identity_release(&x);
    }
    arena_free(a);
}
TEST_FN(test_about_groups)

static void
test_overruled(void)
{
    struct arena *a = arena_new();
    struct identity x = read_row("s1>9:5 m3:4", a);
    int64_t part = 9;
    struct store_group_decision merge = {
        .verb = STORE_GROUP_MERGE, .group_id = 1, .parts = &part, .n_parts = 1
    };

    CHECK(id_of(identity_parted(&x, &merge)) == 1, "a merge of what was split");
    merge.group_id = 3;
    CHECK(identity_parted(&x, &merge) == NULL, "a merge of other groups");
    CHECK(id_of(identity_joined(&x, (struct identity_question){ 7, 3 },
                                (struct identity_question){ 8, 4 })) == 2,
          "brought together by the merge");
    CHECK(identity_joined(&x, (struct identity_question){ 7, 3 },
                          (struct identity_question){ 8, 3 }) == NULL,
          "together from the start");
    identity_release(&x);
    arena_free(a);
}
TEST_FN(test_overruled)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_places), TEST(test_about_groups),
                                        TEST(test_overruled) };

    return TEST_RUN(tests);
}
