/* experiment_outcome.c - how each arm came out; see store_experiment.h. */

#include <stdlib.h>

#include "db.h"
#include "ranksum.h"
#include "store_experiment.h"
#include "store_visit.h"

#define HOUR_S 3600.
#define DAY_S  INT64_C(86400)

/* ?1: the end.  d was not taken back before it. */
#define HOLDS                                                                                      \
    " d.at_s < ?1 AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.group_id = d.group_id"          \
    "  AND u.undoes = d.id AND u.at_s < ?1)"

/* Of the arm m's group; draft is what a decision d was about.  A draft of the arm is one that the
 * program composed: an answer by hand or an earlier one says nothing of the voice. */
#define OF_ARM                                                                                     \
    " AND EXISTS (SELECT 1 FROM draft x WHERE x.id = d.draft_id AND x.origin = 'machine')"

static const char outcome[] =
    "SELECT m.ordinal % 2, COALESCE(d.verb, ''), COALESCE(draft.origin = 'machine', 0),"
    /* edited before this approval */
    " EXISTS (SELECT 1 FROM decision e WHERE e.group_id = d.group_id AND e.draft_id = d.draft_id"
    "  AND e.revision < d.revision AND e.verb = 'edit' AND NOT EXISTS (SELECT 1 FROM decision u"
    "   WHERE u.group_id = e.group_id AND u.undoes = e.id AND u.at_s < ?1)),"
    /* the draft of the arm that was posted last */
    " COALESCE((SELECT d.draft_id FROM decision d WHERE d.group_id = m.group_id AND d.verb = 'post'"
    "  AND" HOLDS OF_ARM " ORDER BY d.revision DESC LIMIT 1), 0) AS posted,"
    " COALESCE((SELECT d.at_s FROM decision d WHERE d.group_id = m.group_id AND d.verb = 'approve'"
    "  AND" HOLDS OF_ARM " ORDER BY d.revision LIMIT 1), -1) - m.at_s,"
    " m.group_id FROM experiment_arm m LEFT JOIN decision d ON d.group_id = m.group_id"
    "  AND d.revision = (SELECT MAX(d.revision) FROM decision d WHERE d.group_id = m.group_id"
    "   AND d.verb IN ('approve', 'reject', 'reopen') AND" HOLDS ")"
    " LEFT JOIN draft ON draft.id = d.draft_id"
    " WHERE m.experiment_id = ?2 AND m.at_s < ?1 ORDER BY m.ordinal";

/* Does a posted draft stand where it was posted, at the end? */
static const char there[] = "SELECT d.state NOT IN ('withdrawn', 'reply-missing') FROM decision d"
                            " WHERE d.group_id = ?2 AND d.draft_id = ?3 AND d.at_s < ?1"
                            " ORDER BY d.revision DESC LIMIT 1";

/* One group, as it came out. */
struct group {
    int64_t id;
    bool approved, rejected, edited; /* approved or rejected: decided; of the arm's draft */
    bool decided, is_posted, is_there;
    double hours; /* < 0: no draft of the arm was approved */
};

static void
add_value(struct store_experiment_side *side, double v, size_t *cap, struct arena *a)
{
    side->values = arena_grow(a, side->values, (size_t)side->p.n, cap, sizeof(*side->values));
    side->values[side->p.n++] = v;
}

static void
count(enum store_experiment_metric metric, const struct group *g,
      struct store_experiment_side *side)
{
    const struct {
        bool of, is;
    } rows[STORE_EXPERIMENT_METRICS] = {
        [STORE_EXPERIMENT_UNCHANGED] = { g->decided, g->approved && !g->edited },
        [STORE_EXPERIMENT_APPROVED] = { g->decided, g->approved },
        [STORE_EXPERIMENT_REJECTED] = { g->decided, g->rejected },
        [STORE_EXPERIMENT_POSTED] = { g->decided, g->is_posted },
        [STORE_EXPERIMENT_THERE] = { g->is_posted, g->is_there },
    };

    side->assigned++;
    side->decided += g->decided;
    side->p.n += rows[metric].of;
    side->p.k += rows[metric].of && rows[metric].is;
}

static bool
is_there(struct store *s, int64_t until_s, int64_t group_id, int64_t draft_id)
{
    struct db_query *q = db_query(s, there);

    db_bind_int(q, until_s);
    db_bind_int(q, group_id);
    db_bind_int(q, draft_id);
    return db_exec_int(q, 0) == 1;
}

static struct group
read_group(struct store *s, struct db_query *q, int64_t until_s, enum store_experiment_arms *arm)
{
    enum columns { ARM, VERB, MACHINE, EDITED, POSTED, SPAN, GROUP };
    bool approve = text_is(db_text(q, VERB), "approve"),
         reject = text_is(db_text(q, VERB), "reject");
    bool machine = db_int(q, MACHINE) != 0;
    int64_t posted = db_int(q, POSTED), span_s = db_int(q, SPAN);
    struct group g = { .id = db_int(q, GROUP),
                       .approved = approve && machine,
                       .rejected = reject && machine,
                       .edited = db_int(q, EDITED) != 0,
                       .decided = approve || reject,
                       .is_posted = posted != 0,
                       .hours = (double)span_s / HOUR_S };

    *arm = db_int(q, ARM) == 0 ? STORE_EXPERIMENT_A : STORE_EXPERIMENT_B;
    if (g.is_posted)
        g.is_there = is_there(s, until_s, g.id, posted);
    return g;
}

/* ---- visits ---- */

static int
by_group(const void *x, const void *y)
{
    const struct store_visit_answer *a = x, *b = y;

    return (a->group_id > b->group_id) - (a->group_id < b->group_id);
}

/* The department's answers by group, from the experiment's first day on; none without a log. */
static void
read_visits(struct store *s, const struct store_experiment *x, int64_t until_s, struct arena *a,
            struct store_visits *ret)
{
    struct store_visit_query q = { .departments = &x->department_id,
                                   .n_departments = 1,
                                   .since_s = x->from_s / DAY_S * DAY_S,
                                   .until_s = (until_s + DAY_S - 1) / DAY_S * DAY_S };

    *ret = (struct store_visits){ .n = 0 };
    if (x->metric != STORE_EXPERIMENT_VISITS)
        return;
    store_visit_read(s, &q, a, ret);
    if (!ret->logged)
        ret->n = 0;
    if (ret->n > 1)
        qsort(ret->answers, ret->n, sizeof(*ret->answers), by_group);
}

/* What a group counts with in a ranked metric; false: it has no value. */
static bool
value_of(enum store_experiment_metric metric, const struct group *g, const struct store_visits *v,
         double *ret)
{
    struct store_visit_answer key = { .group_id = g->id };
    const struct store_visit_answer *x;

    if (metric == STORE_EXPERIMENT_TO_APPROVED) {
        *ret = g->hours;
        return g->hours >= 0;
    }
    if (metric != STORE_EXPERIMENT_VISITS || !g->is_posted || v->n == 0)
        return false;
    x = bsearch(&key, v->answers, v->n, sizeof(key), by_group);
    *ret = x != NULL ? x->tagged + x->referred : 0;
    return true;
}

void
store_experiment_read(struct store *s, const struct store_experiment *x, int64_t until_s,
                      struct arena *a, struct store_experiment_outcome *ret)
{
    size_t caps[STORE_EXPERIMENT_ARMS] = { 0 };
    struct store_visits visits;
    struct db_query *q;

    *ret = (struct store_experiment_outcome){ .state = store_experiment_state(x, until_s) };
    read_visits(s, x, until_s, a, &visits);
    q = db_query(s, outcome);
    db_bind_int(q, until_s);
    db_bind_int(q, x->id);
    while (db_row(q)) {
        enum store_experiment_arms arm;
        struct group g = read_group(s, q, until_s, &arm);
        double v;

        count(x->metric, &g, &ret->side[arm]);
        if (value_of(x->metric, &g, &visits, &v))
            add_value(&ret->side[arm], v, &caps[arm], a);
    }
    db_done(q);
    for (int k = 0; k < STORE_EXPERIMENT_ARMS; k++)
        if (ret->side[k].values != NULL)
            ranksum_sort(ret->side[k].values, (size_t)ret->side[k].p.n);
    store_experiment_judge(x, a, ret);
}

size_t
store_experiment_results(struct store *s, const struct store_experiment_span *span, struct arena *a,
                         struct store_experiment_result **ret)
{
    int64_t end_s = span->until_s < span->now_s + 1 ? span->until_s : span->now_s + 1;
    struct store_experiment *all;
    size_t n = 0, n_all = store_experiment_list(s, span->department_id, a, &all);
    struct store_experiment_result *v = arena_alloc(a, (n_all + 1) * sizeof(*v));

    for (size_t i = 0; i < n_all; i++) {
        if (all[i].from_s >= end_s || all[i].to_s <= span->since_s)
            continue;
        v[n].x = all[i];
        store_experiment_read(s, &all[i], end_s, a, &v[n].o);
        n++;
    }
    *ret = v;
    return n;
}
