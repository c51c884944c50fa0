/* goal_test.c - which goal is in force when, what is typed, and what is measured. */
#include "fixture.h"

#include "../../store/db.h"
#include "store_goal.h"

enum month { OCT, NOV, DEC, JAN };
static const int64_t months[] = { 1790812800, 1793491200, 1796083200, 1798761600 };

static void
test_typed(void)
{
    static const struct {
        const char *measure, *typed, *said; /* said NULL: refused */
    } rows[] = {
        { "answered", "40", "40" },       { "answered", "0", "0" },
        { "answered", "-1", NULL },       { "answered", "4.5", NULL },
        { "answered", "40%", NULL },      { "answered", "2d", NULL },
        { "answered", "", NULL },         { "answered", "1000000001", NULL },
        { "to-approved", "24h", "24 h" }, { "to-approved", "36", "36 h" },
        { "to-posted", "2d", "2 days" },  { "to-posted", "90m", "1.5 h" },
        { "to-posted", "-2d", NULL },     { "to-posted", "soon", NULL },
        { "there-share", "80", "80 %" },  { "there-share", "80 %", "80 %" },
        { "there-share", "101", NULL },   { "there-share", "%", NULL },
    };
    struct arena *a = arena_new();

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        int measure = store_goal_measure_of(text_of(rows[i].measure));
        double v = -1;
        bool ok = store_goal_parse(measure, text_of(rows[i].typed), &v);

        CHECK(ok == (rows[i].said != NULL) && (ok || v == -1), "%s %s", rows[i].measure,
              rows[i].typed);
        if (ok)
            CHECK(strcmp(store_goal_say(a, measure, v), rows[i].said) == 0, "%s: %s", rows[i].typed,
                  store_goal_say(a, measure, v));
    }
    CHECK(strcmp(store_goal_say(a, STORE_GOAL_THERE_SHARE, 79.64), "79.6 %") == 0, "a tenth");
    arena_free(a);
}
TEST_FN(test_typed)

static void
test_measures(void)
{
    for (int i = 0; i < STORE_GOAL_MEASURES; i++) {
        struct store_goal_measure m = store_goal_measure(i);

        CHECK(store_goal_measure_of(text_of(m.name)) == i, "%s", m.name);
        CHECK(m.means[0] != '\0' && m.label[0] != '\0', "%s has words", m.name);
        CHECK(m.unit != STORE_GOAL_HOURS || m.at_most, "%s: no hour is too short", m.name);
    }
    CHECK(store_goal_measure_of(TEXT_LIT("answer")) == -1, "none");
}
TEST_FN(test_measures)

static void
test_value(void)
{
    static const struct {
        const char *measure;
        bool some;
        double value;
    } rows[] = {
        { "found", true, 12 },           { "to-approved", true, 5.5 }, { "to-posted", false, 0 },
        { "answered-share", true, 150 }, { "posted-share", true, 50 }, { "there-share", true, 0 },
        { "topics", true, 0 },
    };
    struct store_numbers n = { .count = { [STORE_NUMBERS_FOUND] = 12,
                                          [STORE_NUMBERS_GROUPS] = 4,
                                          [STORE_NUMBERS_ANSWERED] = 6,
                                          [STORE_NUMBERS_POSTED] = 3,
                                          [STORE_NUMBERS_TO_APPROVED] = 1 },
                               .hours = { [STORE_NUMBERS_TO_APPROVED] = 5.5 } };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        double v = 0;
        bool some = store_goal_value(&n, store_goal_measure_of(text_of(rows[i].measure)), &v);

        CHECK(some == rows[i].some && v == rows[i].value, "%s: %g", rows[i].measure, v);
    }
    n.count[STORE_NUMBERS_POSTED] = 0;
    CHECK(!store_goal_value(&n, STORE_GOAL_THERE_SHARE, &(double){ 0 }), "a share of nothing");
}
TEST_FN(test_value)

static void
test_met(void)
{
    struct store_goal least = { .target = 40 }, most = { .at_most = true, .target = 24 };

    CHECK(store_goal_met(&least, 40) && !store_goal_met(&least, 39.9), "at least");
    CHECK(store_goal_met(&most, 24) && !store_goal_met(&most, 24.1), "at most");
}
TEST_FN(test_met)

static const struct {
    int64_t department_id;
    enum month from;
    double target; /* < 0: dropped */
} said[] = {
    { 1, OCT, 40 }, { 1, DEC, 60 }, { 1, NOV, 50 }, { 2, NOV, 7 }, { 1, JAN, -1 },
};

/* A store in which the first n of them were. */
static void
open_said(struct fixture *f, size_t n)
{
    fixture_open(f, STORE_CONFIG);
    store_begin(f->store);
    db_script(f->store, "INSERT INTO department (id, key, name, language, active)"
                        " VALUES (1, 'a', 'A', 'en', 1), (2, 'b', 'B', 'en', 1)");
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
    store_set_role(f->store, STORE_REVIEW);
    store_begin(f->store);
    for (size_t i = 0; i < n; i++) {
        struct store_goal g = { .department_id = said[i].department_id,
                                .measure = STORE_NUMBERS_ANSWERED,
                                .dropped = said[i].target < 0,
                                .target = said[i].target,
                                .from_s = months[said[i].from],
                                .actor = TEXT_LIT("ann"),
                                .at_s = months[OCT] + (int64_t)i };

        assert_int_not_equal(store_goal_add(f->store, &g), 0);
    }
    CHECK(store_commit(f->store, &f->err) == ST_OK, "%s", f->err.msg);
}

/* What is said last holds from its month on, and changes no month before. */
static void
test_force(void)
{
    static const struct {
        size_t n_said;
        int64_t department_id;
        double targets[4]; /* from October on; 0: none */
        const char *from;
    } rows[] = {
        { 1, 1, { 40, 40, 40, 40 }, "one goal" },
        { 2, 1, { 40, 40, 60, 60 }, "another one is planned" },
        { 3, 1, { 40, 50, 50, 50 }, "a word from November on counts more than that plan" },
        { 4, 1, { 40, 50, 50, 50 }, "another department's changes nothing" },
        { 4, 2, { 0, 7, 7, 7 }, "its own" },
        { 5, 1, { 40, 50, 50, 0 }, "dropped" },
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct arena *a = arena_new();
        struct fixture f;
        struct store_goal *v;
        size_t n;

        open_said(&f, rows[i].n_said);
        n = store_goal_list(f.store, rows[i].department_id, a, &v);
        for (int m = OCT; m <= JAN; m++) {
            const struct store_goal **force;
            size_t n_force = store_goal_in_force(v, n, months[m], a, &force);

            CHECK(n_force == (rows[i].targets[m] > 0) &&
                      (n_force == 0 || force[0]->target == rows[i].targets[m]),
                  "%s, month %d: %zu", rows[i].from, m, n_force);
        }
        arena_free(a);
        fixture_close(&f);
    }
}
TEST_FN(test_force)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_typed), TEST(test_measures), TEST(test_value),
                                        TEST(test_met), TEST(test_force) };

    return TEST_RUN(tests);
}
