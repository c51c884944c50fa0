/*
 * numbers_memo_test.c - figures of a campaign and an audience are those of its posts and groups,
 * and figures that are kept are never older than the store.
 */
#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_audience.h"
#include "store_campaign.h"
#include "store_compare.h"
#include "store_decision.h"
#include "store_draft.h"
#include "store_queue.h"

#define GROUPS 24

static struct store_fixture f;
static struct arena *a;

/* Posts of two sources in turn, every fifth of a campaign; some groups are approved, some a gap;
 * group 3 is the parents', whatever its source. */
static void
open_world(void)
{
    const struct text parents = TEXT_LIT(",parents,");

    fixture_open(&f, true);
    a = arena_new();
    for (int i = 1; i <= GROUPS; i++)
        fixture_group(&f, "What are the fees?", "", .9,
                      i % 2 == 0 ? FIXTURE_FORUM : FIXTURE_LISTEN);
    fixture_sql(&f, STORE_CONFIG,
                "UPDATE source SET audience = ',students,' WHERE id = 2;"
                "UPDATE source SET audience = ',applicants,' WHERE id = 3;"
                "INSERT INTO campaign (id, department_id, key, from_s, to_s, active)"
                " VALUES (1, 1, 'open-day', 1, 9999, 1)");
    fixture_sql(&f, STORE_INDEXER,
                "INSERT INTO post_campaign (campaign_id, post_id) SELECT 1, id FROM post"
                " WHERE id % 5 = 0");
    for (int64_t i = 1; i <= GROUPS; i++) {
        const struct store_draft d = { .group_id = i,
                                       .tone = i % 3 == 0 ? "negative" : "neutral",
                                       .kind = "answer",
                                       .voice = "warm",
                                       .template_name = "t",
                                       .answer = TEXT_LIT("x"),
                                       .created_s = 60,
                                       .checks = TEXT_LIT("[]") };
        const struct store_gap g = { .group_id = i, .tone = "neutral", .created_s = 60 };

        store_set_role(f.s, STORE_DRAFTER);
        store_begin(f.s);
        if (i % 4 == 0)
            store_draft_put_gap(f.s, &g);
        else
            (void)store_draft_add(f.s, &d); /* its id is the group's only one */
        CHECK(store_commit(f.s, NULL) == ST_OK, "drafted");
    }
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    store_audience_put(f.s, 3, &parents, TEXT_LIT("ann"), 70);
    CHECK(store_commit(f.s, NULL) == ST_OK, "said");
}

static void
close_world(void)
{
    arena_free(a);
    fixture_close(&f);
}

static void
approve(int64_t group_id)
{
    struct store_card c;

    CHECK(store_card_of_group(f.s, group_id, a, &c), "card");
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    (void)store_decision_add(f.s, group_id,
                             &(struct store_card_decision){ .revision = c.revision + 1,
                                                            .draft_id = c.draft_id,
                                                            .verb = TEXT_LIT("approve"),
                                                            .state = TEXT_LIT("approved"),
                                                            .actor = TEXT_LIT("ann"),
                                                            .at_s = 80 });
    CHECK(store_commit(f.s, NULL) == ST_OK, "approved");
}

static struct store_numbers_query
span(const char *campaign, const char *audience)
{
    return (struct store_numbers_query){
        .since_s = 1, .until_s = 1000, .campaign = text_of(campaign), .audience = text_of(audience)
    };
}

/* Every figure is as many as its rows, and as the groups that a plain condition finds. */
static void
check_part(const char *from, struct store_numbers_query q, const char *where)
{
    static const struct {
        enum store_numbers_figure figure;
        const char *sql; /* of groups, which have one post each and its number */
    } rows[] = {
        { STORE_NUMBERS_FOUND, "1" },
        { STORE_NUMBERS_GROUPS, "1" },
        { STORE_NUMBERS_NEGATIVE, "q.tone = 'negative'" },
        { STORE_NUMBERS_OPEN, "q.state = 'machine'" },
        { STORE_NUMBERS_GAPS, "q.state = 'gap'" },
        { STORE_NUMBERS_TOPICS, "q.state = 'gap'" },
        { STORE_NUMBERS_ANSWERED, "q.state = 'approved'" },
        { STORE_NUMBERS_UNCHANGED, "q.state = 'approved'" },
        { STORE_NUMBERS_TO_APPROVED, "q.state = 'approved'" },
    };
    struct store_numbers_hit *hits;
    struct store_numbers n;

    store_numbers_read(f.s, &q, a, &n);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int64_t wanted =
            fixture_count(&f, arena_printf(a, "SELECT COUNT(*) FROM queue q WHERE (%s) AND %s",
                                           where, rows[i].sql));
        struct store_numbers_pick p = { .figure = rows[i].figure };

        CHECK(n.count[rows[i].figure] == wanted, "%s, %s: %lld, wanted %lld", from,
              store_numbers_meaning(rows[i].figure)->name, (long long)n.count[rows[i].figure],
              (long long)wanted);
        CHECK((int64_t)store_numbers_rows(f.s, &q, &p, a, &hits) == wanted, "%s, rows of %s", from,
              store_numbers_meaning(rows[i].figure)->name);
    }
}

static void
test_within(void)
{
    static const struct {
        const char *from, *campaign, *audience, *where;
    } rows[] = {
        { "all", NULL, NULL, "1" },
        { "a campaign", "open-day", NULL, "group_id % 5 = 0" },
        { "an audience", NULL, "students", "group_id % 2 = 0" },
        { "an audience without what an editor took out", NULL, "applicants",
          "group_id % 2 = 1 AND group_id <> 3" },
        { "an audience that only an editor gave", NULL, "parents", "group_id = 3" },
        { "both", "open-day", "students", "group_id % 10 = 0" },
        { "no such campaign", "nonesuch", NULL, "0" },
        { "no such audience", NULL, "%", "0" },
    };

    open_world();
    for (int64_t i = 1; i <= GROUPS; i += 3)
        if (i % 4 != 0)
            approve(i);
    for (size_t i = 0; i < N_ROWS(rows); i++)
        check_part(rows[i].from, span(rows[i].campaign, rows[i].audience), rows[i].where);
    close_world();
}
TEST_FN(test_within)

static int64_t
answered(void)
{
    struct store_numbers_query q = span(NULL, NULL);
    struct store_numbers n;

    store_numbers_read(f.s, &q, a, &n);
    CHECK(n.sources.n == 2 && n.sources.rows[0].name.n > 0, "tables are kept, too");
    return n.count[STORE_NUMBERS_ANSWERED];
}

static void
test_fresh(void)
{
    struct store *other = NULL;
    struct err err = { "" };

    open_world();
    CHECK(answered() == 0 && answered() == 0, "nothing yet, twice");
    approve(1);
    CHECK(answered() == 1 && answered() == 1, "our own decision");
    CHECK(store_open(f.path, STORE_REVIEW, &other, &err) == ST_OK, "%s", err.msg);
    store_begin(other);
    db_exec(db_query(other, "UPDATE decision SET at_s = 5000"));
    CHECK(answered() == 1, "not committed yet");
    CHECK(store_commit(other, &err) == ST_OK, "%s", err.msg);
    CHECK(answered() == 0, "another's change");
    store_begin_read(f.s);
    CHECK(answered() == 0, "as this moment is");
    store_begin(other);
    db_exec(db_query(other, "UPDATE decision SET at_s = 80"));
    CHECK(store_commit(other, &err) == ST_OK, "%s", err.msg);
    CHECK(answered() == 0, "it stays so until the reading ends");
    CHECK(store_commit(f.s, &err) == ST_OK, "%s", err.msg);
    CHECK(answered() == 1, "then it is what has become");
    store_close(other);
    close_world();
}
TEST_FN(test_fresh)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_within), TEST(test_fresh) };

    return TEST_RUN(tests);
}
