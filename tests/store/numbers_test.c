/* numbers_test.c - figures are what replaying what happened gives; later events change none. */

#include "../test.h"

#include <stdlib.h>

#include "../drafter/store_fixture.h"
#include "rng.h"
#include "store_decision.h"
#include "store_draft.h"
#include "store_numbers.h"
#include "store_queue.h"

#define GROUPS  60
#define EVENTS  400
#define SPANS   60
#define DAY_S   INT64_C(86400)
#define HOUR_S  INT64_C(3600)
#define START_S INT64_C(1790000000)
#define STEP_S  INT64_C(7000)

enum what { DRAFT, GAP, DECIDE };

struct happened {
    enum what what;
    int64_t group_id, at_s, draft_id, undoes; /* undoes: index + 1 of another one */
    int64_t id, revision;
    const char *verb, *state, *tone;
};

static struct store_fixture f;
static struct arena *a;
static struct rng rng;
static struct happened log_[EVENTS];
static size_t n_log;

static int64_t
any(int64_t n)
{
    return (int64_t)rng_below(&rng, (uint64_t)n);
}

/* When the group's only post was found, and asked an hour before. */
static int64_t
found_s(int64_t group_id)
{
    return START_S + (group_id - 1) * STEP_S;
}

static void
add_draft(struct happened *x)
{
    static const char *const tones[] = { "positive", "neutral", "negative" };
    struct store_draft d = { .group_id = x->group_id,
                             .tone = tones[any(3)],
                             .kind = any(2) == 0 ? "answer" : "contact",
                             .voice = "warm",
                             .template_name = "t",
                             .answer = TEXT_LIT("x"),
                             .origin = any(3) == 0 ? "written" : "machine",
                             .created_s = x->at_s,
                             .checks = TEXT_LIT("[]") };

    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    x->draft_id = store_draft_add(f.s, &d);
    x->tone = d.tone;
    CHECK(store_commit(f.s, NULL) == ST_OK, "draft");
}

static void
add_gap(struct happened *x)
{
    x->tone = any(2) == 0 ? "negative" : "neutral";
    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    store_draft_put_gap(f.s, &(struct store_gap){ .group_id = x->group_id,
                                                  .why = TEXT_LIT("none"),
                                                  .tone = x->tone,
                                                  .created_s = x->at_s });
    CHECK(store_commit(f.s, NULL) == ST_OK, "gap");
}

static void
add_decision(struct happened *x)
{
    static const char *const rows[][2] = {
        { "approve", "approved" }, { "edit", "edited" },           { "reject", "rejected" },
        { "park", "parked" },      { "hand-over", "handed-over" }, { "needs-page", "needs-page" },
        { "post", "posted" },      { "withdraw", "withdrawn" },    { "reopen", "reopened" },
    };
    size_t i = (size_t)any(N_ROWS(rows));
    struct store_card c;

    assert_true(store_card_of_group(f.s, x->group_id, a, &c));
    x->verb = rows[i][0];
    x->state = rows[i][1];
    x->draft_id = c.draft_id;
    x->revision = c.revision + 1;
    if (any(5) == 0 && n_log > 0 && log_[n_log - 1].what == DECIDE) {
        struct happened *u = &log_[n_log - 1];

        /* The decision before is taken back: its group and draft. */
        if (store_card_of_group(f.s, u->group_id, a, &c) && u->undoes == 0 &&
            c.draft_id == u->draft_id) {
            x->group_id = u->group_id;
            x->draft_id = u->draft_id;
            x->revision = c.revision + 1;
            x->undoes = (int64_t)n_log;
            x->verb = "undo";
            x->state = "reopened";
        }
    }
    store_set_role(f.s, STORE_REVIEW);
    store_begin(f.s);
    x->id = store_decision_add(
        f.s, x->group_id,
        &(struct store_card_decision){ .revision = x->revision,
                                       .draft_id = x->draft_id,
                                       .undoes = x->undoes != 0 ? log_[x->undoes - 1].id : 0,
                                       .verb = text_of(x->verb),
                                       .state = text_of(x->state),
                                       .actor = TEXT_LIT("ann"),
                                       .at_s = x->at_s });
    CHECK(store_commit(f.s, NULL) == ST_OK, "decision");
}

struct replay {
    int64_t draft_id; /* 0: none */
    bool gap;
    const char *tone;
};

/* Where a group stands before that time. */
static struct replay
replay(int64_t group_id, int64_t until_s)
{
    struct replay r = { 0, false, "" };

    for (size_t i = 0; i < n_log && log_[i].at_s < until_s; i++) {
        if (log_[i].group_id != group_id)
            continue;
        if (log_[i].what == DRAFT)
            r = (struct replay){ log_[i].draft_id, false, log_[i].tone };
        else if (log_[i].what == GAP)
            r = (struct replay){ 0, true, log_[i].tone };
    }
    return r;
}

static void
happen(int64_t at_s)
{
    struct happened x = { .what = (enum what)any(3), .group_id = 1 + any(GROUPS), .at_s = at_s };

    if (at_s <= found_s(x.group_id))
        x.group_id = 1;
    /* A gap that is found again keeps its date; what it was found to be before is not kept. */
    if (any(2) == 0 || (x.what == GAP && replay(x.group_id, at_s + 1).gap))
        x.what = DECIDE;
    if (x.what == DRAFT)
        add_draft(&x);
    else if (x.what == GAP)
        add_gap(&x);
    else
        add_decision(&x);
    log_[n_log++] = x;
}

static void
open_world(uint64_t seed)
{
    char sql[256];

    fixture_open(&f, false);
    a = arena_new();
    rng_seed(&rng, seed);
    n_log = 0;
    for (int64_t i = 1; i <= GROUPS; i++) {
        fixture_group(&f, "What are the fees?", "", .9,
                      i % 3 == 0 ? FIXTURE_LISTEN : FIXTURE_FORUM);
        snprintf(sql, sizeof(sql),
                 "UPDATE post SET first_seen_s = %lld, posted_s = %lld WHERE id = %lld",
                 (long long)found_s(i), (long long)(found_s(i) - HOUR_S), (long long)i);
        fixture_sql(&f, STORE_CRAWLER, arena_str(a, text_of(sql)));
        snprintf(sql, sizeof(sql),
                 "UPDATE question_group SET created_s = %lld, changed_s = %lld WHERE id = %lld",
                 (long long)found_s(i), (long long)found_s(i), (long long)i);
        fixture_sql(&f, STORE_INDEXER, arena_str(a, text_of(sql)));
    }
    store_set_role(f.s, STORE_INDEXER);
    store_begin(f.s);
    (void)store_queue_rebuild(f.s, 0);
    CHECK(store_commit(f.s, NULL) == ST_OK, "rebuilt");
}

static void
close_world(void)
{
    arena_free(a);
    fixture_close(&f);
}

/* ---- the oracle: replay ---- */

static bool
undone(size_t i, int64_t until_s)
{
    for (size_t k = 0; k < n_log; k++)
        if (log_[k].undoes == (int64_t)i + 1 && log_[k].at_s < until_s)
            return true;
    return false;
}

static const char *
state_at(int64_t group_id, int64_t until_s)
{
    struct replay r = replay(group_id, until_s);
    const char *state = r.gap ? "gap" : r.draft_id != 0 ? "machine" : "open";

    for (size_t i = 0; i < n_log && log_[i].at_s < until_s; i++)
        if (log_[i].what == DECIDE && log_[i].group_id == group_id &&
            log_[i].draft_id == r.draft_id)
            state = log_[i].state;
    return state;
}

static bool
one_of(const char *state, const char *list)
{
    return strstr(list, arena_printf(a, " %s ", state)) != NULL;
}

/* Decisions of that verb in the span that hold, one a group. */
static int64_t
groups_with(const char *verb, int64_t since_s, int64_t until_s)
{
    bool seen[GROUPS + 1] = { false };
    int64_t n = 0;

    for (size_t i = 0; i < n_log; i++) {
        const struct happened *x = &log_[i];

        if (x->what != DECIDE || strcmp(x->verb, verb) != 0 || x->at_s < since_s ||
            x->at_s >= until_s || undone(i, until_s) || seen[x->group_id])
            continue;
        seen[x->group_id] = true;
        n++;
    }
    return n;
}

/* Drafts by their last verdict: unchanged, edited, rejected. */
static void
drafts_with(int64_t since_s, int64_t until_s, int64_t ret[3])
{
    for (size_t i = 0; i < n_log; i++) {
        const struct happened *x = &log_[i];
        bool last = true, edited = false;

        if (x->what != DECIDE || x->draft_id == 0 || !one_of(x->verb, " approve reject ") ||
            x->at_s < since_s || x->at_s >= until_s || undone(i, until_s))
            continue;
        for (size_t k = 0; k < n_log; k++) {
            const struct happened *y = &log_[k];

            if (y->what != DECIDE || y->draft_id != x->draft_id || y->at_s >= until_s ||
                undone(k, until_s))
                continue;
            if (k > i && one_of(y->verb, " approve reject "))
                last = false;
            if (k < i && strcmp(y->verb, "edit") == 0)
                edited = true;
        }
        if (last)
            ret[strcmp(x->verb, "reject") == 0 ? 2 : edited ? 1 : 0]++;
    }
}

static void
expect(int64_t since_s, int64_t until_s, int64_t ret[STORE_NUMBERS_FIGURES])
{
    for (int64_t g = 1; g <= GROUPS; g++) {
        const char *state = state_at(g, until_s), *tone = replay(g, until_s).tone;

        if (found_s(g) < until_s) {
            ret[STORE_NUMBERS_OPEN] +=
                one_of(state, " machine edited reopened stale reply-missing ");
            ret[STORE_NUMBERS_GAPS] += one_of(state, " gap needs-page ");
            ret[STORE_NUMBERS_PARKED] += one_of(state, " parked handed-over ");
        }
        if (found_s(g) < since_s || found_s(g) >= until_s)
            continue;
        ret[STORE_NUMBERS_FOUND]++;
        ret[STORE_NUMBERS_GROUPS]++;
        ret[STORE_NUMBERS_TOPICS] += one_of(state, " gap needs-page ");
        ret[STORE_NUMBERS_POSITIVE] += strcmp(tone, "positive") == 0;
        ret[STORE_NUMBERS_NEUTRAL] += strcmp(tone, "neutral") == 0;
        ret[STORE_NUMBERS_NEGATIVE] += strcmp(tone, "negative") == 0;
    }
    ret[STORE_NUMBERS_ANSWERED] = groups_with("approve", since_s, until_s);
    ret[STORE_NUMBERS_POSTED] = groups_with("post", since_s, until_s);
    ret[STORE_NUMBERS_WITHDRAWN] = groups_with("withdraw", since_s, until_s);
    drafts_with(since_s, until_s, &ret[STORE_NUMBERS_UNCHANGED]);
}

static bool
replayed(int figure)
{
    return figure != STORE_NUMBERS_THERE && figure != STORE_NUMBERS_TO_APPROVED &&
           figure != STORE_NUMBERS_TO_POSTED;
}

static int64_t
sum(const struct store_numbers_table *t, size_t column)
{
    int64_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        n += t->rows[i].n[column];
    return n;
}

/* As many rows as the figure and the tables say. */
static void
check_rows(const struct store_numbers_query *q, const struct store_numbers *n)
{
    struct store_numbers_hit *hits;

    for (int i = 0; i < STORE_NUMBERS_FIGURES; i++) {
        struct store_numbers_pick p = { .figure = (enum store_numbers_figure)i };

        CHECK((int64_t)store_numbers_rows(f.s, q, &p, a, &hits) == n->count[i], "rows of %s",
              store_numbers_meaning(p.figure)->name);
    }
    for (size_t i = 0; i < n->sources.n; i++) {
        struct store_numbers_pick p = { STORE_NUMBERS_FOUND, STORE_NUMBERS_SOURCE,
                                        n->sources.rows[i].key };

        CHECK((int64_t)store_numbers_rows(f.s, q, &p, a, &hits) == n->sources.rows[i].n[0],
              "posts of a source");
        p.figure = STORE_NUMBERS_GROUPS;
        CHECK((int64_t)store_numbers_rows(f.s, q, &p, a, &hits) == n->sources.rows[i].n[1],
              "groups of a source");
    }
    CHECK(sum(&n->sources, 0) == n->count[STORE_NUMBERS_FOUND], "sources add up");
    CHECK(sum(&n->sites, 0) == n->count[STORE_NUMBERS_FOUND], "sites add up");
    CHECK(sum(&n->periods, 0) == n->count[STORE_NUMBERS_FOUND], "periods add up");
    CHECK(sum(&n->periods, 1) == n->count[STORE_NUMBERS_ANSWERED], "answered add up");
    for (size_t c = 0; c < 3; c++)
        CHECK(sum(&n->kinds, c) == n->count[STORE_NUMBERS_UNCHANGED + (int)c], "kinds add up");
}

static void
check_spans(const char *when)
{
    for (int i = 0; i < SPANS; i++) {
        struct store_numbers_query q = { .since_s = START_S + any(GROUPS * STEP_S) };
        int64_t wanted[STORE_NUMBERS_FIGURES] = { 0 };
        struct store_numbers n;

        q.until_s = q.since_s + 1 + any(GROUPS * STEP_S);
        expect(q.since_s, q.until_s, wanted);
        store_numbers_read(f.s, &q, a, &n);
        for (int k = 0; k < STORE_NUMBERS_FIGURES; k++)
            CHECK(!replayed(k) || n.count[k] == wanted[k], "%s %s: %lld, wanted %lld", when,
                  store_numbers_meaning((enum store_numbers_figure)k)->name, (long long)n.count[k],
                  (long long)wanted[k]);
        if (i < 5)
            check_rows(&q, &n);
    }
}

static void
test_replayed(void)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        open_world(seed);
        check_spans("nothing happened");
        for (size_t i = 0; i < EVENTS; i++)
            happen(START_S + (int64_t)i * GROUPS * STEP_S / EVENTS * 2);
        check_spans("all of it");
        close_world();
    }
}
TEST_FN(test_replayed)

static void
test_later_changes_nothing(void)
{
    struct store_numbers_query q = { .since_s = START_S, .until_s = START_S + GROUPS * STEP_S };
    struct store_numbers before, after;

    open_world(9);
    for (int64_t i = 0; i < EVENTS / 2; i++)
        happen(START_S + i * GROUPS * STEP_S / (EVENTS / 2));
    store_numbers_read(f.s, &q, a, &before);
    for (int64_t i = 0; i < EVENTS / 2; i++)
        happen(q.until_s + i);
    store_numbers_read(f.s, &q, a, &after);
    for (int k = 0; k < STORE_NUMBERS_FIGURES; k++)
        CHECK(before.count[k] == after.count[k] && before.hours[k] == after.hours[k],
              "%s: %lld, then %lld", store_numbers_meaning((enum store_numbers_figure)k)->name,
              (long long)before.count[k], (long long)after.count[k]);
    close_world();
}
TEST_FN(test_later_changes_nothing)

static void
test_medians(void)
{
    static const struct {
        const char *verb, *state;
        int64_t group_id, hours; /* after the group was found, an hour after it was asked */
    } rows[] = {
        { "approve", "approved", 1, 4 },    { "post", "posted", 1, 10 },
        { "approve", "approved", 2, 9 },    { "post", "posted", 2, 29 },
        { "withdraw", "withdrawn", 2, 30 },
    };
    struct store_numbers_query q = { .since_s = START_S, .until_s = START_S + 99 * DAY_S };
    struct store_numbers n;

    open_world(1);
    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct store_card c;

        assert_true(store_card_of_group(f.s, rows[i].group_id, a, &c));
        if (c.draft_id == 0) {
            struct happened x = { .group_id = rows[i].group_id, .at_s = START_S };

            add_draft(&x);
            assert_true(store_card_of_group(f.s, rows[i].group_id, a, &c));
        }
        store_set_role(f.s, STORE_REVIEW);
        store_begin(f.s);
        (void)store_decision_add(
            f.s, c.group_id,
            &(struct store_card_decision){ .revision = c.revision + 1,
                                           .draft_id = c.draft_id,
                                           .verb = text_of(rows[i].verb),
                                           .state = text_of(rows[i].state),
                                           .actor = TEXT_LIT("ann"),
                                           .at_s = found_s(c.group_id) + rows[i].hours * HOUR_S });
        CHECK(store_commit(f.s, NULL) == ST_OK, "decision");
    }
    store_numbers_read(f.s, &q, a, &n);
    CHECK(n.hours[STORE_NUMBERS_TO_APPROVED] == 7.5, "%f: between 5 and 10 hours",
          n.hours[STORE_NUMBERS_TO_APPROVED]);
    CHECK(n.hours[STORE_NUMBERS_TO_POSTED] == 13, "%f: between 6 and 20 hours",
          n.hours[STORE_NUMBERS_TO_POSTED]);
    CHECK(n.count[STORE_NUMBERS_POSTED] == 2 && n.count[STORE_NUMBERS_THERE] == 1, "one is gone");
    close_world();
}
TEST_FN(test_medians)

/* What a person must see is no topic for a page, also once a draft has ended the gap. */
static void
test_alarms_are_no_topics(void)
{
    struct store_numbers_query q = { .since_s = START_S, .until_s = START_S + 99 * DAY_S };
    struct store_numbers n;

    open_world(4);
    for (int64_t i = 1; i <= 3; i++) {
        store_set_role(f.s, STORE_DRAFTER);
        store_begin(f.s);
        store_draft_put_gap(f.s,
                            &(struct store_gap){ .group_id = i,
                                                 .why = i == 2 ? TEXT_LIT("do not engage: insults")
                                                               : TEXT_LIT("none"),
                                                 .escalation = i == 1 ? "self-harm" : NULL,
                                                 .tone = "neutral",
                                                 .created_s = START_S + 1 });
        CHECK(store_commit(f.s, NULL) == ST_OK, "gap");
    }
    for (int round = 0; round < 2; round++) {
        store_numbers_read(f.s, &q, a, &n);
        CHECK(n.count[STORE_NUMBERS_OPEN] == 1, "%lld alarms to decide",
              (long long)n.count[STORE_NUMBERS_OPEN]);
        CHECK(n.count[STORE_NUMBERS_GAPS] == 3 && n.count[STORE_NUMBERS_TOPICS] == 1,
              "%lld gaps, %lld topics", (long long)n.count[STORE_NUMBERS_GAPS],
              (long long)n.count[STORE_NUMBERS_TOPICS]);
        for (int64_t i = 1; i <= 3; i++) {
            struct happened x = { .group_id = i, .at_s = q.until_s + 1 };

            add_draft(&x);
        }
    }
    close_world();
}
TEST_FN(test_alarms_are_no_topics)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_replayed), TEST(test_later_changes_nothing),
                                        TEST(test_medians), TEST(test_alarms_are_no_topics) };

    return TEST_RUN(tests);
}
