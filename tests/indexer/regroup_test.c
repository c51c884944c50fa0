/*
 * regroup_test.c - random decisions, indexing in between and taking back, against a model that
 * remembers where each question was before.
 */

#include "../../indexer/regroup.h"

#include <stdlib.h>

#include "group_decide.h"
#include "index_world.h"

#include "rng.h"

#define ROUNDS      24
#define STEPS       30
#define MAX_POSTS   120
#define MAX_STEPS   200
#define FIRST_POSTS 14

/* Questions of a few topics, so that new ones join groups that editors have changed. */
static const char *const topics[] = { "renew my student visa", "reset my network password",
                                      "rent a room on campus", "return library books late",
                                      "park near the laboratory" };
static const char *const starts[] = { "How do I",   "How can I",
                                      "Where do I", "What does it cost to",
                                      "",           "Am I allowed to" };

/* What one decision did to the questions it moved. */
struct step {
    int64_t id, from[MAX_POSTS + 1];
    bool stands;
};

static struct store *s;
static struct rng rng;
static int64_t at[MAX_POSTS + 1]; /* the model: the group of question i; 0: none */
static struct step steps[MAX_STEPS];
static size_t n_steps;
static int64_t n_posts;

/* Each is another question: it ends in its number. */
static void
post(void)
{
    char text[128];

    n_posts++;
    snprintf(text, sizeof(text), "%s %s in year %d?", starts[rng_below(&rng, N_ROWS(starts))],
             topics[rng_below(&rng, N_ROWS(topics))], (int)n_posts);
    store_set_role(s, STORE_CRAWLER);
    add_post(s, n_posts, text, n_posts);
    store_set_role(s, STORE_INDEXER);
}

static int64_t
group_in_store(int64_t question)
{
    struct store_group_place p = { .group_id = 0 };

    return store_group_of(s, question, &p) ? p.group_id : 0;
}

/* New questions may go anywhere; the others stay. */
static void
reindex(const char *from)
{
    struct index_counts c;

    CHECK(index_all(s, NULL, &c) == ST_OK, "index");
    for (int64_t q = 1; q <= n_posts; q++) {
        int64_t now = group_in_store(q);

        CHECK(at[q] == 0 || now == at[q], "%s: question %lld moved from %lld to %lld", from,
              (long long)q, (long long)at[q], (long long)now);
        at[q] = now;
    }
}

static void
agree(const char *from)
{
    for (int64_t q = 1; q <= n_posts; q++)
        CHECK(group_in_store(q) == at[q], "%s: question %lld in %lld, want %lld", from,
              (long long)q, (long long)group_in_store(q), (long long)at[q]);
    CHECK(count(s, "SELECT COUNT(*) FROM question_group g WHERE merged_into IS NULL AND"
                   " EXISTS (SELECT 1 FROM group_link l WHERE l.group_id = g.id) AND NOT EXISTS"
                   " (SELECT 1 FROM group_link l WHERE l.group_id = g.id AND"
                   "  l.question_id = g.head_id)") == 0,
          "%s: a head that is elsewhere", from);
    CHECK(count(s, "SELECT COUNT(*) FROM question_group g JOIN group_link l ON l.group_id = g.id"
                   " WHERE merged_into IS NOT NULL") == 0,
          "%s: a question in a group that was merged away", from);
}

static enum status
decide(const struct index_job *job, struct group_decide_input *in, struct group_decide_result *r)
{
    struct arena *a = arena_new();
    struct err err = { "" };
    enum status st;

    in->actor = TEXT_LIT("me");
    in->revision = GROUP_DECIDE_ANY;
    store_set_role(s, STORE_REVIEW);
    st = group_decide(s, in, a, r, &err);
    store_set_role(s, STORE_INDEXER);
    /* Half of the time the command dies here: the next run of the stage applies it. */
    if (st == ST_OK && rng_below(&rng, 2) == 0)
        CHECK(regroup_apply(job, 1, NULL, NULL, &err) == ST_OK, "%s", err.msg);
    else if (st == ST_OK) {
        struct index_counts c;

        CHECK(index_all(s, NULL, &c) == ST_OK, "index");
    }
    arena_free(a);
    return st;
}

static struct step *
keep_step(int64_t id)
{
    struct step *x = &steps[n_steps++];

    x->id = id;
    x->stands = true;
    memcpy(x->from, at, sizeof(at));
    return x;
}

static void
merge(const struct index_job *job, int64_t keep, int64_t other)
{
    struct group_decide_input in = {
        .verb = STORE_GROUP_MERGE, .group_id = keep, .ids = &other, .n_ids = 1
    };
    struct group_decide_result r;
    enum status st = decide(job, &in, &r);

    CHECK(st == (keep == other ? ST_USAGE : ST_OK), "merge %lld %lld: %d", (long long)keep,
          (long long)other, st);
    if (st != ST_OK)
        return;
    (void)keep_step(r.decision.id);
    for (int64_t q = 1; q <= n_posts; q++)
        if (at[q] == other)
            at[q] = keep;
}

static void
split(const struct index_job *job, int64_t group)
{
    int64_t ids[MAX_POSTS], all = 0;
    struct group_decide_input in = { .verb = STORE_GROUP_SPLIT, .group_id = group, .ids = ids };
    struct group_decide_result r;
    enum status st;
    int64_t opened;

    for (int64_t q = 1; q <= n_posts; q++) {
        all += at[q] == group;
        if (at[q] == group && rng_below(&rng, 2) == 0)
            ids[in.n_ids++] = q;
    }
    if (in.n_ids == 0)
        return;
    st = decide(job, &in, &r);
    CHECK(st == ((int64_t)in.n_ids == all ? ST_INVALID : ST_OK), "split %lld: %d", (long long)group,
          st);
    if (st != ST_OK)
        return;
    (void)keep_step(r.decision.id);
    opened = group_in_store(ids[0]);
    for (int64_t q = 1; q <= n_posts; q++)
        CHECK(at[q] != opened, "a new id");
    for (size_t i = 0; i < in.n_ids; i++)
        at[ids[i]] = opened;
}

/* Back to where each was before; what came since stays, or goes where the group went. */
static void
undo(const struct index_job *job, int64_t group)
{
    struct group_decide_input in = { .verb = STORE_GROUP_UNDO, .group_id = group };
    struct group_decide_result r;
    struct step *x = NULL;
    enum status st = decide(job, &in, &r);

    CHECK(st == ST_OK || st == ST_INVALID || st == ST_CONFLICT, "undo %lld: %d", (long long)group,
          st);
    if (st != ST_OK)
        return;
    for (size_t i = 0; i < n_steps; i++)
        if (steps[i].id == r.taken_back.id)
            x = &steps[i];
    CHECK(x != NULL && x->stands, "what is taken back stood");
    if (x == NULL)
        return;
    x->stands = false;
    for (int64_t q = 1; q <= n_posts; q++) {
        int64_t now = group_in_store(q);
        bool named = at[q] == r.taken_back.group_id || at[q] == r.taken_back.opened_id;

        if (x->from[q] != 0 && named)
            at[q] = x->from[q];
        else if (x->from[q] == 0 && named) {
            CHECK(now != r.taken_back.opened_id || r.taken_back.opened_id == 0,
                  "in a group that is no more");
            at[q] = now;
        }
    }
}

static void
rebuild(const struct index_job *job)
{
    struct err err = { "" };

    CHECK(regroup_again(job, 1, &err) == ST_OK, "%s", err.msg);
    agree("applied again");
    /* As if nothing had been applied: every question at home, every group standing. */
    must(s, "UPDATE group_link SET group_id = COALESCE(home_id, group_id), home_id = NULL");
    must(s, "UPDATE question_group SET merged_into = NULL");
    must(s, "DELETE FROM group_applied");
    CHECK(regroup_apply(job, 1, NULL, NULL, &err) == ST_OK, "%s", err.msg);
    agree("from the homes");
}

static int64_t
any_group(void)
{
    return at[1 + (int64_t)rng_below(&rng, (uint64_t)n_posts)];
}

static void
random_step(const struct index_job *job)
{
    switch (rng_below(&rng, 6)) {
    case 0:
    case 1:
        merge(job, any_group(), any_group());
        break;
    case 2:
        split(job, any_group());
        break;
    case 3:
        undo(job, any_group());
        break;
    default:
        if (n_posts + 3 < MAX_POSTS) {
            post();
            post();
        }
        reindex("index");
        break;
    }
    agree("a step");
}

static void
test_against_model(void)
{
    struct clock_fake time = { 1000000 };
    struct clock clock = clock_of_fake(&time);
    struct index_job job = { NULL, &clock, token_new(), NULL, NULL };

    for (uint64_t round = 0; round < ROUNDS && test_failures == 0; round++) {
        rng_seed(&rng, round);
        memset(at, 0, sizeof(at));
        n_steps = 0;
        n_posts = 0;
        s = job.store = make_world(NULL, 0);
        while (n_posts < FIRST_POSTS)
            post();
        reindex("first");
        for (int i = 0; i < STEPS && test_failures == 0; i++)
            random_step(&job);
        rebuild(&job);
        CHECK(test_failures == 0, "round %d", (int)round);
        drop_world(s);
    }
    token_free(job.tokenizer);
}
TEST_FN(test_against_model)

/* What an editor merged shares no word; what comes later is like one of the two, and goes with it.
 */
static void
test_parts(void)
{
    static const char *const titles[] = { "How do I renew my student visa?",
                                          "Where is the gym building?",
                                          "where is the gym building please" };
    struct clock_fake time = { 1000000 };
    struct clock clock = clock_of_fake(&time);
    struct index_job job = { NULL, &clock, token_new(), NULL, NULL };
    struct index_counts c;

    rng_seed(&rng, 1);
    memset(at, 0, sizeof(at));
    n_steps = 0;
    n_posts = 2;
    s = job.store = make_world(titles, 2);
    reindex("two groups");
    merge(&job, at[1], at[2]);
    store_set_role(s, STORE_CRAWLER);
    add_post(s, 3, titles[2], 3);
    store_set_role(s, STORE_INDEXER);
    CHECK(index_all(s, NULL, &c) == ST_OK && c.joined == 1, "the new one joins");
    CHECK(group_in_store(3) == at[1], "what was merged: %lld", (long long)group_in_store(3));
    n_posts = 3;
    at[3] = at[1];
    undo(&job, at[1]);
    CHECK(group_in_store(3) == group_in_store(2) && group_in_store(2) != group_in_store(1),
          "and leaves with the one it is like");
    drop_world(s);
    token_free(job.tokenizer);
}
TEST_FN(test_parts)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_against_model), TEST(test_parts) };

    return TEST_RUN(tests);
}
