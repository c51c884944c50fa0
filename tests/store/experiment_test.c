/* experiment_test.c - who is in which arm, and how it came out. */

#include "../test.h"

#include "../drafter/store_fixture.h"
#include "store_decision.h"
#include "store_draft.h"
#include "store_experiment.h"

#define FROM_S  INT64_C(1793491200) /* 2026-11-01 */
#define TO_S    INT64_C(1796083200) /* 2026-12-01 */
#define DRAFT_S (FROM_S + 1000)
#define HOUR_S  INT64_C(3600)

/*
 * What happens to a group, one letter an hour: a approve, e edit, r reject, o reopen, p post,
 * w withdraw, m reply missing, f found again, u take the last decision back, W another draft by
 * hand, R another that is used again, M another by machine, '|' the end of what is looked at.
 */
static const struct {
    const char *from, *story;
    bool decided, unchanged, approved, rejected, posted, there;
    double hours; /* to its approval; < 0: none */
} stories[] = {
    { "nothing yet", "", 0, 0, 0, 0, 0, 0, -1 },
    { "as it was made", "a", 1, 1, 1, 0, 0, 0, 1 },
    { "edited", "ea", 1, 0, 1, 0, 0, 0, 2 },
    { "an edit taken back", "eua", 1, 1, 1, 0, 0, 0, 3 },
    { "rejected", "r", 1, 0, 0, 1, 0, 0, -1 },
    { "rejected, then reopened", "ro", 0, 0, 0, 0, 0, 0, -1 },
    { "reopened and approved", "roa", 1, 1, 1, 0, 0, 0, 3 },
    { "an approval taken back", "au", 0, 0, 0, 0, 0, 0, -1 },
    { "and given again", "aua", 1, 1, 1, 0, 0, 0, 3 },
    { "a rejection taken back", "ru", 0, 0, 0, 0, 0, 0, -1 },
    { "approved, a later rejection taken back", "aoru", 0, 0, 0, 0, 0, 0, 1 },
    { "posted", "ap", 1, 1, 1, 0, 1, 1, 1 },
    { "posted, which is taken back", "apu", 1, 1, 1, 0, 0, 0, 1 },
    { "posted and withdrawn", "apw", 1, 1, 1, 0, 1, 0, 1 },
    { "posted and missing", "apm", 1, 1, 1, 0, 1, 0, 1 },
    { "found again", "apmf", 1, 1, 1, 0, 1, 1, 1 },
    { "by hand instead", "Wap", 1, 0, 0, 0, 0, 0, -1 },
    { "an earlier answer instead", "Ra", 1, 0, 0, 0, 0, 0, -1 },
    { "approved, then by hand", "aoWa", 1, 0, 0, 0, 0, 0, 1 },
    { "drafted again in its arm", "Ma", 1, 1, 1, 0, 0, 0, 2 },
    { "an edit of the draft before", "eMa", 1, 1, 1, 0, 0, 0, 3 },
    { "too late", "|a", 0, 0, 0, 0, 0, 0, -1 },
    { "taken back too late", "a|u", 1, 1, 1, 0, 0, 0, 1 },
};

static struct store_fixture f;

static int64_t
add_draft(int64_t group_id, int64_t at_s, const char *origin)
{
    struct store_draft d = { .group_id = group_id,
                             .tone = "neutral",
                             .kind = "answer",
                             .voice = "warm",
                             .template_name = "t",
                             .answer = TEXT_LIT("x"),
                             .origin = origin,
                             .created_s = at_s,
                             .checks = TEXT_LIT("[]") };
    int64_t id;

    store_set_role(f.s, STORE_DRAFTER);
    store_begin(f.s);
    id = store_draft_add(f.s, &d);
    CHECK(store_commit(f.s, NULL) == ST_OK, "draft");
    return id;
}

struct telling {
    int64_t group_id, draft_id, at_s, revision, last_id;
};

static void
decide(struct telling *t, char c)
{
    static const struct {
        char c;
        const char *verb, *state;
    } verbs[] = {
        { 'a', "approve", "approved" },
        { 'e', "edit", "edited" },
        { 'r', "reject", "rejected" },
        { 'o', "reopen", "reopened" },
        { 'p', "post", "posted" },
        { 'w', "withdraw", "withdrawn" },
        { 'm', "missing", "reply-missing" },
        { 'f', "found", "posted" },
        { 'u', "undo", "open" },
    };

    for (size_t i = 0; i < N_ROWS(verbs); i++) {
        struct store_card_decision d = { .revision = t->revision + 1,
                                         .draft_id = t->draft_id,
                                         .undoes = c == 'u' ? t->last_id : 0,
                                         .verb = text_of(verbs[i].verb),
                                         .state = text_of(verbs[i].state),
                                         .actor = TEXT_LIT("ann"),
                                         .at_s = t->at_s };

        if (verbs[i].c != c)
            continue;
        t->revision++;
        store_set_role(f.s, STORE_REVIEW);
        store_begin(f.s);
        t->last_id = store_decision_add(f.s, t->group_id, &d);
        CHECK(store_commit(f.s, NULL) == ST_OK, "decision");
    }
}

static void
tell(int64_t group_id, int64_t draft_id, const char *story)
{
    struct telling t = { group_id, draft_id, DRAFT_S, 0, 0 };

    for (const char *p = story; *p != '\0'; p++) {
        t.at_s += HOUR_S;
        if (*p == '|')
            t.at_s = TO_S + HOUR_S;
        else if (*p == 'W' || *p == 'R' || *p == 'M')
            t.draft_id = add_draft(group_id, t.at_s,
                                   *p == 'W'   ? "written"
                                   : *p == 'R' ? "reused"
                                               : "machine");
        else
            decide(&t, *p);
    }
}

/* An experiment for each story, so that each counts alone. */
static void
open_stories(void)
{
    fixture_open(&f, false);
    for (size_t i = 0; i < N_ROWS(stories); i++) {
        char *sql = arena_printf(f.arena,
                                 "INSERT INTO experiment VALUES (%zu, 1, 'x%02zu', 'warm', 'plain',"
                                 " '', 'unchanged', %lld, %lld, %lld, 1)",
                                 i + 1, i, (long long)FROM_S, (long long)TO_S, (long long)TO_S);
        int64_t draft_id;

        fixture_group(&f, "What?", "", .9, FIXTURE_FORUM);
        fixture_sql(&f, STORE_CONFIG, sql);
        draft_id = add_draft((int64_t)i + 1, DRAFT_S, "machine");
        store_begin(f.s);
        store_experiment_assign(f.s, (int64_t)i + 1, (int64_t)i + 1, DRAFT_S);
        CHECK(store_commit(f.s, NULL) == ST_OK, "assign");
        tell((int64_t)i + 1, draft_id, stories[i].story);
    }
    store_set_role(f.s, STORE_READER);
}

static void
check_metric(const struct store_experiment *x, size_t i)
{
    bool decided = stories[i].decided, posted = stories[i].posted;
    const struct {
        bool of, is;
    } want[STORE_EXPERIMENT_METRICS] = {
        [STORE_EXPERIMENT_UNCHANGED] = { decided, stories[i].unchanged },
        [STORE_EXPERIMENT_APPROVED] = { decided, stories[i].approved },
        [STORE_EXPERIMENT_REJECTED] = { decided, stories[i].rejected },
        [STORE_EXPERIMENT_POSTED] = { decided, posted },
        [STORE_EXPERIMENT_THERE] = { posted, stories[i].there },
        [STORE_EXPERIMENT_TO_APPROVED] = { stories[i].hours >= 0, false },
        [STORE_EXPERIMENT_VISITS] = { false, false }, /* no log was read */
    };
    struct store_experiment_outcome o;
    const struct store_experiment_side *a = &o.side[STORE_EXPERIMENT_A];
    const char *name = store_experiment_meaning(x->metric)->name;

    store_experiment_read(f.s, x, TO_S, f.arena, &o);
    CHECK(a->assigned == 1 && a->decided == decided && o.side[STORE_EXPERIMENT_B].assigned == 0,
          "%s, %s: %lld assigned, %lld decided", stories[i].from, name, (long long)a->assigned,
          (long long)a->decided);
    CHECK(a->p.n == want[x->metric].of && a->p.k == want[x->metric].is, "%s, %s: %lld of %lld",
          stories[i].from, name, (long long)a->p.k, (long long)a->p.n);
    if (x->metric == STORE_EXPERIMENT_TO_APPROVED && a->p.n == 1)
        CHECK(a->values[0] == stories[i].hours, "%s: %.1f hours", stories[i].from, a->values[0]);
    CHECK(o.state == STORE_EXPERIMENT_OVER && o.final && !o.compared, "%s: nothing to compare",
          stories[i].from);
}

static void
test_outcome(void)
{
    struct store_experiment *v;
    size_t n;

    open_stories();
    n = store_experiment_list(f.s, 1, f.arena, &v);
    assert_int_equal(n, N_ROWS(stories));
    for (size_t i = 0; i < n; i++)
        for (int m = 0; m < STORE_EXPERIMENT_METRICS; m++) {
            v[i].metric = (enum store_experiment_metric)m;
            check_metric(&v[i], i);
        }
    CHECK(store_check(f.s, NULL) == ST_OK, "no error");
    fixture_close(&f);
}
TEST_FN(test_outcome)

/* All in one experiment: its arms are the sums of theirs. */
static void
test_sums(void)
{
    struct store_experiment *v;

    open_stories();
    fixture_sql(&f, STORE_DRAFTER,
                "UPDATE experiment_arm SET ordinal = group_id + 1,"
                " experiment_id = 1");
    store_set_role(f.s, STORE_READER);
    assert_true(store_experiment_list(f.s, 1, f.arena, &v) > 0);
    for (int m = 0; m < STORE_EXPERIMENT_METRICS; m++) {
        struct store_experiment_outcome o;
        int64_t decided[STORE_EXPERIMENT_ARMS] = { 0 }, of = 0;

        v[0].metric = (enum store_experiment_metric)m;
        store_experiment_read(f.s, &v[0], TO_S, f.arena, &o);
        for (size_t i = 0; i < N_ROWS(stories); i++) {
            decided[i % 2] += stories[i].decided;
            of += m == STORE_EXPERIMENT_THERE         ? stories[i].posted
                  : m == STORE_EXPERIMENT_TO_APPROVED ? stories[i].hours >= 0
                  : m == STORE_EXPERIMENT_VISITS      ? 0
                                                      : stories[i].decided;
        }
        CHECK(o.side[0].decided == decided[0] && o.side[1].decided == decided[1] &&
                  o.side[0].assigned + o.side[1].assigned == (int64_t)N_ROWS(stories),
              "%d: %lld and %lld decided", m, (long long)o.side[0].decided,
              (long long)o.side[1].decided);
        CHECK(o.side[0].p.n + o.side[1].p.n == of, "%d: of %lld", m, (long long)of);
        for (int64_t i = 1; m == STORE_EXPERIMENT_TO_APPROVED && i < o.side[0].p.n; i++)
            CHECK(o.side[0].values[i - 1] <= o.side[0].values[i], "sorted");
    }
    fixture_close(&f);
}
TEST_FN(test_sums)

/* Two groups of the same arms' experiment are posted; a log counted 6 visits of the first's page.
 */
static void
test_visits(void)
{
    struct store_experiment x = { .id = 1,
                                  .department_id = 1,
                                  .metric = STORE_EXPERIMENT_VISITS,
                                  .from_s = FROM_S,
                                  .to_s = TO_S,
                                  .planned_s = TO_S };
    struct store_experiment_outcome o;

    fixture_open(&f, true);
    fixture_sql(&f, STORE_CONFIG,
                arena_printf(f.arena,
                             "INSERT INTO experiment VALUES (1, 1, 'x', 'warm', 'plain', '',"
                             " 'visits', %lld, %lld, %lld, 1)",
                             (long long)FROM_S, (long long)TO_S, (long long)TO_S));
    for (int64_t g = 1; g <= 3; g++) {
        fixture_group(&f, "What?", "", .9, FIXTURE_FORUM);
        (void)add_draft(g, DRAFT_S, "machine");
        store_begin(f.s);
        store_experiment_assign(f.s, 1, g, DRAFT_S);
        CHECK(store_commit(f.s, NULL) == ST_OK, "assign");
        tell(g, g, g == 3 ? "a" : "ap");
    }
    fixture_sql(&f, STORE_DRAFTER, "UPDATE draft SET link = 'l', link_url_id = group_id + 1");
    fixture_sql(&f, STORE_REVIEW,
                "INSERT INTO posting (draft_id, decision_id, url, actor, at_s) SELECT draft_id, id,"
                " 'https://forum.example.net/t/1', 'ann', at_s FROM decision WHERE verb = 'post'");
    store_experiment_read(f.s, &x, TO_S, f.arena, &o);
    CHECK(o.side[0].p.n == 0 && o.side[1].p.n == 0 && o.side[0].assigned == 2, "without a log");
    fixture_sql(&f, STORE_CRAWLER,
                arena_printf(f.arena,
                             "INSERT INTO visit (url_id, day, how, group_id, place, n) VALUES"
                             " (2, %lld, 'tagged', 0, '', 6), (3, %lld, 'direct', 0, '', 0)",
                             (long long)(DRAFT_S / 86400 + 2), (long long)(DRAFT_S / 86400 + 2)));
    store_set_role(f.s, STORE_READER);
    store_experiment_read(f.s, &x, TO_S, f.arena, &o);
    CHECK(o.side[0].p.n == 1 && o.side[0].values[0] == 6, "A: %lld", (long long)o.side[0].p.n);
    CHECK(o.side[1].p.n == 1 && o.side[1].values[0] == 0, "B, not visited");
    CHECK(store_check(f.s, NULL) == ST_OK, "no error");
    fixture_close(&f);
}
TEST_FN(test_visits)

/* What ran in a span. */
static void
test_results(void)
{
    static const struct {
        const char *from;
        int64_t since_s, until_s, now_s;
        size_t n;
        enum store_experiment_state state;
    } spans[] = {
        { "all of it", 0, TO_S + 100, TO_S + 100, 1, STORE_EXPERIMENT_OVER },
        { "its first second", 0, FROM_S + 1, TO_S, 1, STORE_EXPERIMENT_RUNNING },
        { "before it", 0, FROM_S, TO_S, 0, STORE_EXPERIMENT_OVER },
        { "from its last second on", TO_S - 1, TO_S + 9, TO_S + 9, 1, STORE_EXPERIMENT_OVER },
        { "after it", TO_S, TO_S + 9, TO_S + 9, 0, STORE_EXPERIMENT_OVER },
        { "a month that is not over", 0, TO_S, FROM_S + 5, 1, STORE_EXPERIMENT_RUNNING },
        { "one it has not begun in yet", 0, TO_S, FROM_S - 5, 0, STORE_EXPERIMENT_OVER },
    };
    struct store_experiment_result *v;

    fixture_open(&f, false);
    fixture_sql(&f, STORE_CONFIG,
                arena_printf(f.arena,
                             "INSERT INTO experiment VALUES (1, 1, 'x', 'warm', 'plain', '',"
                             " 'posted', %lld, %lld, %lld, 1)",
                             (long long)FROM_S, (long long)TO_S, (long long)TO_S));
    fixture_group(&f, "What?", "", .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_DRAFTER);
    store_experiment_assign(f.s, 1, 1, DRAFT_S);
    for (size_t i = 0; i < N_ROWS(spans); i++) {
        struct store_experiment_span span = { 1, spans[i].since_s, spans[i].until_s,
                                              spans[i].now_s };
        size_t n = store_experiment_results(f.s, &span, f.arena, &v);

        CHECK(n == spans[i].n && (n == 0 || v[0].o.state == spans[i].state), "%s: %zu",
              spans[i].from, n);
    }
    fixture_close(&f);
}
TEST_FN(test_results)

static void
test_turns(void)
{
    struct store_experiment *v;
    struct store_experiment_place x;

    fixture_open(&f, false);
    fixture_sql(&f, STORE_CONFIG,
                "INSERT INTO department (id, key, name, language, active) VALUES (2, 'b', 'B',"
                " 'en', 1);"
                "INSERT INTO experiment VALUES"
                " (1, 1, 'x', 'warm', 'plain', '', 'posted', 100, 200, 200, 1),"
                " (2, 1, 'y', 'warm', 'mine', 'neutral', 'rejected', 50, 90, 95, 0),"
                " (3, 1, 'gone', 'warm', 'mine', '', 'rejected', 50, 90, 95, 0),"
                " (4, 2, 'x', 'warm', 'plain', '', 'likes', 100, 200, 200, 1),"
                " (5, 2, 'z', 'warm', 'plain', '', 'there', 100, 200, 200, 1)");
    for (int64_t g = 1; g <= 6; g++)
        fixture_group(&f, "What?", "", .9, FIXTURE_FORUM);
    store_set_role(f.s, STORE_DRAFTER);
    for (int64_t g = 1; g <= 5; g++) {
        CHECK(store_experiment_turn(f.s, 1) == (g % 2 == 1 ? 0 : 1), "turn %lld", (long long)g);
        store_experiment_assign(f.s, 1, g, 150 + g);
    }
    store_experiment_assign(f.s, 2, 6, 60);
    store_experiment_assign(f.s, 2, 1, 60); /* it has an arm already */
    CHECK(store_experiment_of_group(f.s, 1, f.arena, &x) && text_is(x.key, "x") &&
              text_is(x.voice, "warm") && x.active,
          "it keeps its first");
    CHECK(store_experiment_of_group(f.s, 4, f.arena, &x) && x.arm == STORE_EXPERIMENT_B &&
              text_is(x.voice, "plain"),
          "B");
    CHECK(store_experiment_of_group(f.s, 6, f.arena, &x) && text_is(x.key, "y") && !x.active,
          "one whose section is gone");
    CHECK(!store_experiment_of_group(f.s, 7, f.arena, &x), "none");
    CHECK(store_experiment_list(f.s, 1, f.arena, &v) == 2 && text_is(v[0].key, "y") &&
              text_is(v[1].key, "x") && v[1].assigned[0] == 3 && v[1].assigned[1] == 2 &&
              text_is(v[0].tone, "neutral") && text_is(v[0].voice[1], "mine") &&
              v[0].planned_s == 95 && v[0].metric == STORE_EXPERIMENT_REJECTED,
          "the department's, by start; without what has no section and nobody in it");
    CHECK(store_experiment_list(f.s, 0, f.arena, &v) == 3 && text_is(v[0].department, "b") &&
              text_is(v[0].key, "z"),
          "all, but for what a newer program counts");
    CHECK(store_experiment_active(f.s, 1, f.arena, &v) == 1 && v[0].id == 1, "with a section");
    CHECK(store_check(f.s, NULL) == ST_OK, "no error");
    fixture_close(&f);
}
TEST_FN(test_turns)

static const struct {
    const char *from, *want;
    int64_t at_s;
    bool active;
} states[] = {
    { "before", "planned", 99, true },        { "its first second", "running", 100, true },
    { "its last one", "running", 199, true }, { "after", "over", 200, true },
    { "no section", "removed", 150, false },  { "no section, after", "over", 200, false },
};

static void
test_states(void)
{
    for (size_t i = 0; i < N_ROWS(states); i++) {
        struct store_experiment x = { .from_s = 100, .to_s = 200, .active = states[i].active };
        const char *name = store_experiment_state_name(store_experiment_state(&x, states[i].at_s));

        CHECK(strcmp(name, states[i].want) == 0, "%s: %s", states[i].from, name);
    }
}
TEST_FN(test_states)

/* The names that the settings take are the metrics', in order. */
static void
test_names(void)
{
    struct text rest = TEXT_LIT(STORE_EXPERIMENT_NAMES), one;
    int n = 0;

    while (text_cut(&rest, "|", &one)) {
        CHECK(store_experiment_metric_of(one) == n, "%.*s", TEXT_ARG(one));
        n++;
    }
    assert_int_equal(n, STORE_EXPERIMENT_METRICS);
    assert_int_equal(store_experiment_metric_of(TEXT_LIT("likes")), -1);
}
TEST_FN(test_names)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_outcome), TEST(test_sums),  TEST(test_visits),
                                        TEST(test_results), TEST(test_turns), TEST(test_states),
                                        TEST(test_names) };

    return TEST_RUN(tests);
}
