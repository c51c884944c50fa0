/*
 * decide_table_test.c - every verb in every state, against a table written out by hand, and
 * decisions and undos in any order against a model that keeps a stack.
 */

#include "../test.h"

#include "decide_world.h"
#include "rng.h"

#define GOOD(word)                                                                                 \
    "Thanks for asking this here, we are glad that you did before going ahead with it today. "     \
    "Here is what our page says about it: A " word                                                 \
    " sentence stands here for you to read in full. "                                              \
    "Details:\n" LINK "\n\nOffice of the Registrar"

static int64_t
add_draft(struct world *w, int64_t group_id)
{
    int64_t id;

    store_set_role(w->f.s, STORE_DRAFTER);
    store_begin(w->f.s);
    id = add_answer(w, group_id, GOOD("first"), NULL, 0);
    CHECK(store_commit(w->f.s, NULL) == ST_OK, "draft");
    store_set_role(w->f.s, STORE_REVIEW);
    return id;
}

/* Each verb with an argument that it takes. */
static const struct {
    const char *verb, *arg, *text, *reason;
} said[] = {
    { "approve", "", "", "" },
    { "edit", "", GOOD("second"), "" },
    { "reject", "wrong", "", "" },
    { "park", "2030-01-01", "", "" },
    { "hand-over", "bob", "", "" },
    { "needs-page", "", "", "what it costs" },
    { "post", "https://forum.example.net/t/1#2", "", "" },
    { "withdraw", "", "", "it was wrong" },
    { "reopen", "", "", "" },
    { "pick", "2", "", "" },
    { "tone", "negative", "", "" },
    { "reuse", "1", "", "" },
    { "write", "", GOOD("third"), "" },
    { "redraft", "", "", "" },
};

static enum status
say(struct world *w, const char *verb, struct store_card *ret)
{
    for (size_t i = 0; i < N_ROWS(said); i++) {
        if (strcmp(said[i].verb, verb) != 0)
            continue;
        w->in.arg = text_of(said[i].arg);
        w->in.text = text_of(said[i].text);
        w->in.reason = text_of(said[i].reason);
    }
    w->in.verb = text_of(verb);
    return decide(&w->in, w->a, ret, &w->err);
}

/*
 * What each state lets an editor do, as README.md says it.  Columns: approve edit reject park
 * hand-over needs-page post withdraw reopen, then pick (tone, reuse, write and redraft are
 * the same).  A letter: it may.
 */
static const struct {
    const char *state, *may, *after; /* after: the decisions that lead there */
    bool draft;
} states[] = {
    { "open", "..rkhn...p", "", false },
    { "machine", "aerkhn...p", "", true },
    { "edited", "aerkhn...p", "edit", true },
    { "approved", ".er...poop", "approve", true },
    { "rejected", "........o.", "reject", true },
    { "parked", "..r.....op", "park", true },
    { "parked", "..r.....op", "park", false },
    { "handed-over", "..rkhn..o.", "hand-over", true },
    { "handed-over", "..rkhn..o.", "hand-over", false },
    { "needs-page", "..rkhn..op", "needs-page", true },
    { "posted", ".......w..", "approve post", true },
    { "withdrawn", "..r.....o.", "approve withdraw", true },
    { "stale", "aerkhn.w.p", "approve STALE", true },
    { "stale", "aerkhn.w.p", "approve post STALE", true },
    { "reply-missing", "..r....w..", "approve post missing", true },
    { "reopened", "aerkhn...p", "reject reopen", true },
    { "reopened", "..rkhn...p", "reject reopen", false },
    { "gap", "..rkhn...p", "GAP", false },
};

static const struct {
    const char *verb, *to; /* to NULL: stays */
    size_t column;
} columns[] = {
    { "approve", "approved", 0 },
    { "edit", "edited", 1 },
    { "reject", "rejected", 2 },
    { "park", "parked", 3 },
    { "hand-over", "handed-over", 4 },
    { "needs-page", "needs-page", 5 },
    { "post", "posted", 6 },
    { "withdraw", "withdrawn", 7 },
    { "reopen", "reopened", 8 },
    { "pick", NULL, 9 },
    { "tone", NULL, 9 },
    { "write", NULL, 9 },
    { "redraft", NULL, 9 },
};

static void
lead_to(struct world *w, const char *words)
{
    struct text rest = text_of(words), word;
    struct store_card card;

    while (text_cut(&rest, " ", &word)) {
        if (text_is(word, "STALE")) {
            fixture_sql(&w->f, STORE_DRAFTER,
                        "INSERT INTO stale (draft_id, revision, why, was, \"is\", at_s)"
                        " SELECT 1, MAX(revision), 'page', 'a', 'b', 5 FROM decision");
        } else if (text_is(word, "GAP")) {
            fixture_sql(&w->f, STORE_DRAFTER,
                        "INSERT INTO gap (group_id, why, confidence, tone, basis_hash, created_s)"
                        " VALUES (1, 'none', .1, 'neutral', 1, 5)");
        } else {
            w->in.actor = text_is(word, "missing") ? TEXT_LIT(DECIDE_PROGRAM) : TEXT_LIT("ann");
            CHECK(say(w, arena_str(w->a, word), &card) == ST_OK, "%s: %s", words, w->err.msg);
            w->in.actor = TEXT_LIT("ann");
            continue;
        }
        store_set_role(w->f.s, STORE_DRAFTER); /* what is written past store/ is touched */
        store_begin(w->f.s);
        store_queue_touch(w->f.s, 1);
        CHECK(store_commit(w->f.s, NULL) == ST_OK, "touch");
        store_set_role(w->f.s, STORE_REVIEW);
    }
}

/* Is the verb among those that the card offers? */
static bool
offers(const struct store_card *c, const char *verb)
{
    const char *v;

    for (size_t i = 0; (v = decide_may(c, i)) != NULL; i++)
        if (strcmp(v, verb) == 0)
            return true;
    return false;
}

static void
test_table(void)
{
    for (size_t i = 0; i < N_ROWS(states); i++)
        for (size_t k = 0; k < N_ROWS(columns); k++) {
            bool may = states[i].may[columns[k].column] != '.';
            struct store_card before, after;
            struct world w;
            enum status st;

            open_groups(&w, 1);
            if (states[i].draft)
                (void)add_draft(&w, 1); /* it is number 1 */
            lead_to(&w, states[i].after);
            CHECK(store_card_of_group(w.f.s, 1, w.a, &before) &&
                      text_is(before.state, states[i].state),
                  "row %zu is %.*s", i, TEXT_ARG(before.state));
            st = say(&w, columns[k].verb, &after);
            CHECK((st == ST_OK) == may, "%s (%s): %s gives %d: %s", states[i].state,
                  states[i].after, columns[k].verb, (int)st, w.err.msg);
            CHECK(st == ST_OK || st == ST_INVALID, "%s: %s: %d", states[i].state, columns[k].verb,
                  (int)st);
            CHECK(offers(&before, columns[k].verb) == may, "%s offers %s", states[i].state,
                  columns[k].verb);
            CHECK(text_is(after.state, !may                    ? states[i].state
                                       : columns[k].to != NULL ? columns[k].to
                                                               : states[i].state),
                  "%s: %s leads to %.*s", states[i].state, columns[k].verb, TEXT_ARG(after.state));
            CHECK(after.revision == before.revision + may, "%s: %s: revision", states[i].state,
                  columns[k].verb);
            close_world(&w);
        }
}
TEST_FN(test_table)

/* ---- a model: what a card is, and the stack of what each editor can take back ---- */

#define GROUPS   4
#define STEPS    1500
#define ACTORS   3
#define MAX_DONE 4096

struct model_card {
    const char *state, *text;
};

struct done {
    int group, actor;
    int64_t at_s;
    struct model_card before;
    bool undone;
};

struct model {
    struct model_card cards[GROUPS];
    struct done done[MAX_DONE];
    size_t n;
};

static const char *const actors[ACTORS] = { "ann", "bob", "eve" };

/* The latest decision of the actor, among the last ten and the last 15 minutes. */
static struct done *
last_of(struct model *m, int actor, int group, int64_t now_s)
{
    int seen = 0;

    for (size_t i = m->n; i-- > 0 && seen < DECIDE_UNDO_STEPS;) {
        struct done *d = &m->done[i];

        if (d->actor != actor)
            continue;
        seen++;
        if (d->at_s >= now_s - DECIDE_UNDO_SPAN_S && !d->undone && (group < 0 || d->group == group))
            return d;
    }
    return NULL;
}

/* Somebody has decided about the card since. */
static bool
is_overtaken(const struct model *m, const struct done *d)
{
    for (const struct done *x = d + 1; x < m->done + m->n; x++)
        if (x->group == d->group && !x->undone)
            return true;
    return false;
}

static void
step_undo(struct world *w, struct model *m, int actor, int group)
{
    struct done *d = last_of(m, actor, group, w->in.now_s);
    struct store_card card;
    enum status st, want = d == NULL ? ST_NOTFOUND : is_overtaken(m, d) ? ST_CONFLICT : ST_OK;

    w->in.group_id = group < 0 ? 0 : group + 1;
    st = say(w, "undo", &card);
    CHECK(st == want, "undo gives %d, wanted %d: %s", (int)st, (int)want, w->err.msg);
    if (st == ST_OK) {
        m->cards[d->group] = d->before;
        d->undone = true;
    }
}

static void
step_decide(struct world *w, struct model *m, int actor, int group, uint32_t dice)
{
    const char *verb = columns[dice % N_ROWS(columns)].verb;
    const char *to = columns[dice % N_ROWS(columns)].to;
    struct model_card *c = &m->cards[group], was = *c;
    struct store_card card;
    size_t row = 0;
    bool may;

    while (strcmp(states[row].state, c->state) != 0 || !states[row].draft)
        row++;
    may = states[row].may[columns[dice % N_ROWS(columns)].column] != '.';
    w->in.group_id = group + 1;
    CHECK((say(w, verb, &card) == ST_OK) == may, "%s from %s: %s", verb, c->state, w->err.msg);
    if (!may)
        return;
    c->state = to != NULL ? to : c->state;
    if (strcmp(verb, "edit") == 0)
        c->text = said[1].text;
    m->done[m->n++] = (struct done){ group, actor, w->in.now_s, was, false };
}

static void
test_undo_model(void)
{
    struct rng rng;
    struct model *m = calloc(1, sizeof(*m));
    int64_t rows = 0;
    struct world w;

    rng_seed(&rng, 7);
    open_groups(&w, GROUPS);
    for (int g = 0; g < GROUPS; g++) {
        (void)add_draft(&w, g + 1);
        m->cards[g] = (struct model_card){ "machine", GOOD("first") };
    }
    for (int i = 0; i < STEPS; i++) {
        int actor = (int)rng_below(&rng, ACTORS), group = (int)rng_below(&rng, GROUPS);
        int64_t now_rows;

        arena_clear(w.a);
        w.in.actor = text_of(actors[actor]);
        w.in.now_s += rng_below(&rng, 60);
        if (rng_below(&rng, 3) == 0)
            step_undo(&w, m, actor, rng_below(&rng, 2) == 0 ? -1 : group);
        else
            step_decide(&w, m, actor, group, (uint32_t)rng_below(&rng, 1000));
        for (int g = 0; g < GROUPS; g++) {
            struct store_card card;

            CHECK(store_card_of_group(w.f.s, g + 1, w.a, &card), "card");
            CHECK(text_is(card.state, m->cards[g].state), "step %d: group %d is %.*s, wanted %s", i,
                  g + 1, TEXT_ARG(card.state), m->cards[g].state);
            CHECK(text_is(card.answer, m->cards[g].text), "step %d: text of group %d", i, g + 1);
        }
        now_rows = fixture_count(&w.f, "SELECT COUNT(*) FROM decision");
        CHECK(now_rows >= rows, "step %d: a row is gone", i);
        rows = now_rows;
    }
    CHECK(rows > STEPS / 3, "%lld rows: too few to have tried anything", (long long)rows);
    free(m);
    close_world(&w);
}
TEST_FN(test_undo_model)

int
main(void)
{
    const struct CMUnitTest tests[] = { TEST(test_table), TEST(test_undo_model) };

    return TEST_RUN(tests);
}
