/*
 * queue_test.c - the queue says what standing.h says after whatever happens, and its pages are
 * the rows sorted, cut into pages.
 */

#include "../test.h"

#include <stdlib.h>

#include "../drafter/store_fixture.h"
#include "rng.h"
#include "store_audience.h"
#include "store_campaign.h"
#include "store_decision.h"
#include "store_desk.h"
#include "store_draft.h"
#include "store_group.h"
#include "store_page.h"
#include "store_question.h"
#include "store_queue.h"

#define GROUPS        40
#define STEPS         1200
#define LEASED_BY_BOB 6 /* every sixth group from the first on */

static struct store_fixture f;
static struct arena *a;
static struct rng rng;

static int64_t
any(int64_t n)
{
    return (int64_t)rng_below(&rng, (uint64_t)n);
}

static void
open_world(int groups)
{
    fixture_open(&f, true);
    a = arena_new();
    rng_seed(&rng, 12);
    for (int i = 0; i < groups; i++)
        fixture_group(&f, "What are the fees?", "", i % 3 == 0 ? .2 : .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    CHECK(store_queue_rebuild(f.s, 0) == groups, "all of them");
    CHECK(store_commit(f.s, NULL) == ST_OK, "rebuilt");
    fixture_sql(&f, STORE_CONFIG,
                "INSERT INTO campaign (id, department_id, key, from_s, to_s, active) VALUES"
                " (1, 1, 'open-day', 1, 9999, 1), (2, 1, 'fair', 1, 9999, 1);"
                "UPDATE source SET audience = ',students,' WHERE id = 3");
}

static void
close_world(void)
{
    arena_free(a);
    fixture_close(&f);
}

static void
draft(int64_t group_id)
{
    static const char *const tones[] = { "neutral", "positive", "negative" };
    static const char *const checks[] = {
        "[]",
        "[{\"check\":\"length\",\"level\":\"warning\",\"note\":\"x\"},"
        "{\"check\":\"links\",\"level\":\"error\",\"note\":\"y\"}]",
    };
    const struct store_draft d = { .group_id = group_id,
                                   .tone = tones[any(3)],
                                   .kind = "answer",
                                   .voice = "warm",
                                   .template_name = "t",
                                   .confidence = .5 + (double)any(50) / 100,
                                   .answer = TEXT_LIT("x"),
                                   .created_s = 100 + any(100),
                                   .checks = text_of(checks[any(2)]) };

    (void)store_draft_add(f.s, &d); /* its id is the group's latest */
}

static void
gap(int64_t group_id)
{
    const struct store_gap g = { .group_id = group_id,
                                 .why = TEXT_LIT("none"),
                                 .tone = any(2) == 0 ? "negative" : "neutral",
                                 .escalation = any(3) == 0 ? "legal" : NULL,
                                 .created_s = any(300) };

    if (any(3) == 0)
        store_draft_drop_gap(f.s, group_id);
    else
        store_draft_put_gap(f.s, &g);
}

static void
decision(int64_t group_id)
{
    static const struct {
        const char *verb, *state, *arg;
    } rows[] = {
        { "approve", "approved", "" },
        { "edit", "edited", "" },
        { "park", "parked", "2030-01-01T00:00:00Z" },
        { "hand-over", "handed-over", "Kim" },
        { "reject", "rejected", "wrong" },
        { "reopen", "reopened", "" },
        { "redraft", "gap", "" },
        { "redraft", "open", "" },
    };
    size_t i = (size_t)any(N_ROWS(rows));
    struct store_card c;

    if (!store_card_of_group(f.s, group_id, a, &c))
        return;
    (void)store_decision_add(
        f.s, c.group_id,
        &(struct store_card_decision){
            .revision = c.revision + 1,
            .draft_id = c.draft_id,
            .verb = text_of(rows[i].verb),
            .state = text_of(rows[i].state),
            .arg = text_of(rows[i].arg),
            .actor = TEXT_LIT("ann"),
            .undoes = any(5) == 0 && c.n_history > 0 ? c.history[c.n_history - 1].id : 0,
            .at_s = any(1000) }); /* its id is not asked for */
}

static void
move(int64_t group_id)
{
    const struct store_group_member m = { .question_id = 1 + any(GROUPS),
                                          .group_id = group_id,
                                          .home_id = group_id,
                                          .p = 1,
                                          .why = TEXT_LIT("{}") };
    struct store_group g;

    if (any(3) == 0 && store_group_find(f.s, group_id, &g)) {
        g.merged_into = g.merged_into == 0 && group_id != 1 ? 1 : 0;
        store_group_set(f.s, &g, 200 + any(100));
    } else {
        store_group_put(f.s, &m);
    }
}

static void
sight(int64_t group_id)
{
    const struct store_pending p = { .post_id = 1 + any(GROUPS), .post_hash = any(9) };

    if (any(2) == 0)
        store_question_mute(f.s, p.post_id, 1, any(2) == 0 ? TEXT_LIT("title:x") : TEXT_NONE);
    else
        store_question_sight(f.s, &p, 1, group_id); /* questions have the numbers of groups */
}

static void
ask(int64_t group_id)
{
    struct store_post p = { .url_id = 1,
                            .permalink = text_of(arena_printf(a, "https://forum.example.net/t/%lld",
                                                              (long long)group_id)),
                            .title = TEXT_LIT("What are the fees?"),
                            .tags = TEXT_LIT("[]"),
                            .how = TEXT_LIT("test"),
                            .posted_s = any(5000),
                            .p = any(2) == 0 ? .3 : .8 };
    bool is_new;

    (void)store_page_put_post(f.s, &p, 6000, &is_new); /* it is known */
}

static void
campaign(int64_t group_id)
{
    store_campaign_tag(f.s, 1 + any(2), group_id, any(3) > 0); /* posts have the numbers, too */
}

static void
audience(int64_t group_id)
{
    static const char *const sets[] = { NULL, "", ",parents,", ",applicants,students," };
    const char *set = sets[any(N_ROWS(sets))];
    struct text t = text_of(set);

    store_audience_put(f.s, group_id, set != NULL ? &t : NULL, TEXT_LIT("ann"), 5);
}

static void
test_exact(void)
{
    static const struct {
        enum store_role role;
        void (*fn)(int64_t group_id);
    } moves[] = {
        { STORE_DRAFTER, draft },   { STORE_DRAFTER, gap },      { STORE_REVIEW, decision },
        { STORE_REVIEW, decision }, { STORE_INDEXER, move },     { STORE_INDEXER, sight },
        { STORE_CRAWLER, ask },     { STORE_INDEXER, campaign }, { STORE_REVIEW, audience },
    };
    struct err err = { "" };

    open_world(GROUPS);
    for (int i = 0; i < STEPS; i++) {
        size_t m = (size_t)any(N_ROWS(moves));
        int64_t n = 1 + any(4);

        arena_clear(a);
        store_set_role(f.s, moves[m].role);
        store_begin(f.s);
        while (n-- > 0)
            moves[m].fn(1 + any(GROUPS));
        if (any(10) == 0)
            store_rollback(f.s);
        else
            CHECK(store_commit(f.s, &err) == ST_OK, "step %d: %s", i, err.msg);
        if (i % 10 == 0)
            CHECK(store_queue_verify(f.s, &err) == 0, "step %d, move %zu: %s", i, m, err.msg);
    }
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM queue") > 2, "some are listed");
    CHECK(fixture_count(&f, "SELECT COUNT(DISTINCT state) FROM queue") > 2, "in many states");
    fixture_sql(&f, STORE_INDEXER,
                "UPDATE queue SET rank = rank + 1 WHERE group_id ="
                " (SELECT MIN(group_id) FROM queue)");
    CHECK(store_queue_verify(f.s, &err) == 1, "a wrong row is found");
    fixture_sql(&f, STORE_INDEXER, "UPDATE queue_count SET n = n + 1");
    store_begin(f.s);
    (void)store_queue_rebuild(f.s, 1); /* the verification tells */
    CHECK(store_commit(f.s, NULL) == ST_OK, "rebuilt");
    CHECK(store_queue_verify(f.s, &err) == 0, "%s", err.msg);
    close_world();
}
TEST_FN(test_exact)

/* ---- pages ---- */

#define VISITS(which)                                                                              \
    "COALESCE((SELECT SUM(n) FROM visit WHERE visit.group_id = queue.group_id AND " which "), 0)"

/* All rows that a query wants, by a scan and a sort. */
static size_t
oracle(const char *where, enum store_queue_order order, int64_t *ids)
{
    static const char *const keys[STORE_QUEUE_ORDERS] = {
        [STORE_QUEUE_BY_RANK] = "rank",
        [STORE_QUEUE_BY_ASKED] = "last_asked_s",
        [STORE_QUEUE_BY_TIMES] = "times_asked",
        [STORE_QUEUE_BY_VISITS] = VISITS("1"),
        [STORE_QUEUE_BY_TAGGED] = VISITS("how = 'tagged'"),
        [STORE_QUEUE_BY_REFERRED] = VISITS("how = 'referred'"),
        [STORE_QUEUE_BY_DARK] = "1 - 1", /* 0 would be a column */
    };
    char *sql = arena_printf(f.arena,
                             "SELECT group_id FROM queue WHERE %s"
                             " ORDER BY %s DESC, group_id",
                             where, keys[order]);
    struct db_query *q = db_query(f.s, sql);
    size_t n = 0;

    while (db_row(q))
        ids[n++] = db_int(q, 0);
    db_done(q);
    CHECK(!store_failed(f.s), "%s", sql);
    return n;
}

/* The counts are those of the rows, whatever the states. */
static void
check_counts(const char *where, struct store_queue_query q)
{
    int64_t counts[STORE_QUEUE_COUNTS], ids[GROUPS * 2];

    store_queue_count(f.s, &q, counts);
    for (int i = 0; i < STORE_QUEUE_COUNTS; i++) {
        const char *all =
            i == STORE_QUEUE_ALARMS
                ? arena_printf(a, "(%s) AND state = 'gap' AND escalation IS NOT NULL", where)
                : arena_printf(a, "(%s) AND state = '%s'", where,
                               store_queue_state_name((enum store_queue_state)i));

        CHECK(counts[i] == (int64_t)oracle(all, q.order, ids), "%s: %lld of %d", where,
              (long long)counts[i], i);
    }
}

static void
check_list(const char *where, struct store_queue_query q)
{
    int64_t ids[GROUPS * 2];
    size_t n = oracle(where, q.order, ids), seen = 0, got;
    struct store_queue_row *rows, *back;

    q.limit = 7;
    do {
        got = store_queue_page(f.s, &q, a, &rows);
        for (size_t i = 0; i < got; i++, seen++)
            CHECK(seen < n && rows[i].group_id == ids[seen], "%s: row %zu is %lld", where, seen,
                  (long long)rows[i].group_id);
        if (got > 0)
            q.after = store_queue_place(f.s, &rows[got - 1], q.order);
    } while (got > 0 && seen <= n);
    CHECK(seen == n, "%s: %zu rows, wanted %zu", where, seen, n);
    q.backward = true;
    q.limit = 1;
    for (size_t i = n; i-- > 1;) { /* the way back, one by one */
        got = store_queue_page(f.s, &q, a, &back);
        CHECK(got == 1 && back[0].group_id == ids[i - 1], "%s: back at %zu", where, i);
        if (got == 1)
            q.after = store_queue_place(f.s, &back[0], q.order);
    }
}

/* Groups in all states, some open with somebody, some in another language or of another source. */
static void
fill_world(void)
{
    struct store_lease l;

    open_world(GROUPS);
    fixture_sql(&f, STORE_INDEXER,
                "UPDATE question SET text = 'Where is the parking garage?' WHERE id IN (5, 6);"
                "UPDATE question SET language = 'de' WHERE id IN (7, 8);"
                "INSERT INTO post_campaign (campaign_id, post_id) VALUES (2, 9), (2, 10), (1, 11)");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO group_audience (group_id, audience, actor, at_s) VALUES"
                " (11, '', 'ann', 1), (11, ',applicants,students,', 'ann', 2),"
                " (12, ',students,', 'ann', 1), (12, NULL, 'ann', 2), (30, ',parents,', 'bob', 3)");
    fixture_sql(&f, STORE_CRAWLER,
                "UPDATE post_match SET source_id = 3 WHERE post_id > 20;"
                "UPDATE post SET posted_s = post.id * 7919 % 1000");
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    (void)store_queue_rebuild(f.s, 0); /* the tests count them */
    CHECK(store_commit(f.s, NULL) == ST_OK, "rebuilt");
    for (int i = 0; i < GROUPS * 3; i++) {
        int what = (int)any(3);

        store_set_role(f.s, what == 0 ? STORE_REVIEW : STORE_DRAFTER);
        store_begin(f.s);
        what == 0   ? decision(1 + any(GROUPS))
        : what == 1 ? draft(1 + any(GROUPS))
                    : gap(1 + any(GROUPS));
        CHECK(store_commit(f.s, NULL) == ST_OK, "world");
    }
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    for (int i = 0; i < GROUPS; i += 3)
        CHECK(store_desk_take(f.s, i + 1, i % 2 == 0 ? TEXT_LIT("bob") : TEXT_LIT("ann"), 900,
                              false, a, &l),
              "lease");
    CHECK(store_commit(f.s, NULL) == ST_OK, "leases");
    fixture_sql(&f, STORE_DRAFTER, "UPDATE draft SET link_url_id = 2 WHERE id % 2 = 0");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, actor, at_s) SELECT id, 'ann', id FROM draft"
                " WHERE link_url_id = 2");
    fixture_sql(&f, STORE_CRAWLER, /* of the very answers, so that they are whole numbers */
                "INSERT INTO visit (url_id, day, how, group_id, place, n) SELECT DISTINCT 2, 20000,"
                " 'tagged', group_id, '', group_id * 13 % 7 FROM draft WHERE link_url_id = 2"
                " UNION ALL SELECT DISTINCT 2, 20000, 'referred', group_id, '', group_id * 11 % 5"
                " FROM draft WHERE link_url_id = 2");
    store_set_role(f.s, STORE_REVIEW);
}

#define LIT(s)                                                                                     \
    {                                                                                              \
        (s), sizeof(s) - 1                                                                         \
    } /* TEXT_LIT is no constant */

static const struct {
    const char *where;
    struct store_queue_query query;
} lists[] = {
    { "department_id = 1", { .department_id = 1, .states = STORE_QUEUE_ANY } },
    { "1", { .states = STORE_QUEUE_ANY } },
    { "state = 'machine'", { .department_id = 1, .states = STORE_QUEUE_IN(MACHINE) } },
    { "state IN ('machine', 'gap', 'parked')",
      { .states = STORE_QUEUE_IN(MACHINE) | STORE_QUEUE_IN(GAP) | STORE_QUEUE_IN(PARKED) } },
    { "tone = 'negative'", { .states = STORE_QUEUE_ANY, .tone = LIT("negative") } },
    { "escalation IS NOT NULL", { .states = STORE_QUEUE_ANY, .alarms = true } },
    { "errors + warnings = 0 AND escalation IS NULL",
      { .states = STORE_QUEUE_ANY, .clear = true } },
    { "owner = 'Kim'", { .states = STORE_QUEUE_ANY, .owner = LIT("Kim") } },
    { "group_id IN (5, 6)", { .states = STORE_QUEUE_ANY, .search = LIT("the PARKING") } },
    { "group_id IN (7, 8)", { .states = STORE_QUEUE_ANY, .language = LIT("de") } },
    { "0", { .states = STORE_QUEUE_ANY, .language = LIT("d") } },
    { "last_asked_s >= 300 AND last_asked_s < 900",
      { .states = STORE_QUEUE_ANY, .since_s = 300, .until_s = 900 } },
    { "group_id IN (9, 10)", { .states = STORE_QUEUE_ANY, .campaign = LIT("fair") } },
    { "0", { .states = STORE_QUEUE_ANY, .campaign = LIT("fai") } },
    { "group_id = 11 OR (group_id > 20 AND group_id <> 30)",
      { .states = STORE_QUEUE_ANY, .audience = LIT("students") } },
    { "group_id = 30", { .states = STORE_QUEUE_ANY, .audience = LIT("parents") } },
    { "0", { .states = STORE_QUEUE_ANY, .audience = LIT("%") } },
    { "group_id = 9",
      { .states = STORE_QUEUE_ANY,
        .campaign = LIT("fair"),
        .search = LIT("FEES"),
        .since_s = 200 } },
    { "state = 'gap' AND escalation IS NOT NULL",
      { .department_id = 1, .states = STORE_QUEUE_IN(ALARMS) } },
    { "state = 'machine' OR (state = 'gap' AND escalation IS NOT NULL)",
      { .states = STORE_QUEUE_IN(MACHINE) | STORE_QUEUE_IN(ALARMS) } },
    { "state = 'gap'", { .states = STORE_QUEUE_IN(GAP) | STORE_QUEUE_IN(ALARMS) } },
    { "group_id > 20", { .states = STORE_QUEUE_ANY, .source_id = FIXTURE_LISTEN } },
    { "0", { .department_id = 2, .states = STORE_QUEUE_ANY } },
    { "group_id NOT IN (SELECT group_id FROM lease WHERE actor = 'bob')",
      { .states = STORE_QUEUE_ANY, .free_for = LIT("ann"), .now_s = 1000 } },
};

static void
test_pages(void)
{
    int64_t counts[STORE_QUEUE_STATES], all = 0, leased = 1;
    struct store_queue_row r;

    fill_world();
    for (size_t i = 0; i < N_ROWS(lists); i++)
        for (int order = 0; order < STORE_QUEUE_ORDERS; order++) {
            struct store_queue_query q = lists[i].query;

            q.order = (enum store_queue_order)order;
            check_list(lists[i].where, q);
            check_counts(q.states == STORE_QUEUE_ANY ? lists[i].where : "1", q);
        }
    store_queue_counts(f.s, 1, counts);
    for (size_t i = 0; i < STORE_QUEUE_STATES; i++)
        all += counts[i];
    CHECK(all == fixture_count(&f, "SELECT COUNT(*) FROM queue"), "%lld counted", (long long)all);
    CHECK(all < GROUPS && counts[STORE_QUEUE_OPEN] > 0, "without mentions that need nothing");
    CHECK(fixture_count(&f, "SELECT COUNT(*) FROM queue JOIN post ON post.id = group_id"
                            " WHERE state = 'open' AND p < .5") == 0,
          "none of them");
    while (leased < GROUPS && !store_queue_get(f.s, leased, 1000, a, &r))
        leased += LEASED_BY_BOB;
    CHECK(text_is(r.lease_by, "bob"), "who has it");
    CHECK(store_queue_get(f.s, leased, 2000, a, &r) && r.lease_by.n == 0, "not any more");
    CHECK(!store_queue_get(f.s, 999, 0, a, &r), "no such group");
    close_world();
}
TEST_FN(test_pages)

/* What was found is looked at again only while nobody has changed anything. */
static void
test_scan_is_fresh(void)
{
    const struct store_queue_query q = { .states = STORE_QUEUE_ANY, .language = TEXT_LIT("de") };
    struct store_queue_row *rows;
    struct store_search_ids ids;
    struct store *other = NULL;
    struct err err = { "" };
    size_t n;

    fill_world();
    n = store_queue_page(f.s, &q, a, &rows);
    CHECK(n == 2, "%zu in German", n);
    fixture_sql(&f, STORE_INDEXER, "UPDATE queue SET tags = ',l:en,' WHERE group_id = 8");
    CHECK(store_queue_page(f.s, &q, a, &rows) == 1, "our own change");
    CHECK(store_queue_has(f.s, &q, 7, NULL) && !store_queue_has(f.s, &q, 8, NULL), "one by one");
    store_queue_questions(f.s, &q, &ids);
    CHECK(store_search_has(&ids, 7) && !store_search_has(&ids, 8) && !store_search_has(&ids, -1) &&
              !store_search_has(&ids, ids.n),
          "its questions");
    CHECK(store_open(f.path, STORE_INDEXER, &other, &err) == ST_OK, "%s", err.msg);
    store_begin(other);
    store_queue_touch(other, 8);
    db_exec(db_query(other, "UPDATE question SET language = 'de' WHERE id = 9"));
    store_queue_touch(other, 9);
    CHECK(store_queue_page(f.s, &q, a, &rows) == 1, "not committed yet");
    CHECK(store_commit(other, &err) == ST_OK, "%s", err.msg);
    CHECK(store_queue_page(f.s, &q, a, &rows) == 3, "another's change");
    CHECK(text_is(rows[0].language, "de"), "as they are");
    store_queue_questions(f.s, &q, &ids);
    CHECK(store_search_has(&ids, 8) && store_search_has(&ids, 9), "their questions");
    store_close(other);
    close_world();
}
TEST_FN(test_scan_is_fresh)

static void
test_names(void)
{
    for (int i = 0; i < STORE_QUEUE_STATES; i++)
        CHECK(store_queue_state_of(text_of(store_queue_state_name((enum store_queue_state)i))) == i,
              "state %d", i);
    CHECK(store_queue_state_of(TEXT_LIT("done")) == -1, "no state");
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_exact), TEST(test_pages),
                                        TEST(test_scan_is_fresh), TEST(test_names) };

    return TEST_RUN(tests);
}
