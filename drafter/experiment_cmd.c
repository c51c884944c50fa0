/* experiment_cmd.c - earshot experiment: two voices by turns, and how they came out. */

#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "config_sync.h"
#include "ranksum.h"
#include "store_experiment.h"

#define LOWER .25
#define UPPER .75

/* clang-format off */
static const struct table_column columns[] = {
    { "experiment", TABLE_COLUMN_TEXT, 24, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "from", TABLE_COLUMN_TIME, 0, false },
    { "to", TABLE_COLUMN_TIME, 0, false },
    { "metric", TABLE_COLUMN_TEXT, 0, false },
    { "voice_a", TABLE_COLUMN_TEXT, 16, false },
    { "voice_b", TABLE_COLUMN_TEXT, 16, false },
    { "assigned_a", TABLE_COLUMN_INT, 0, false },
    { "assigned_b", TABLE_COLUMN_INT, 0, false },
    { "tone", TABLE_COLUMN_TEXT, 0, true },
    { "planned_to", TABLE_COLUMN_TIME, 0, true },
};

enum kinds { EVERY, SHARES, VALUES };
static const struct {
    struct table_column c;
    enum kinds of; /* in text, only where there is something of it to show */
} arm_columns[] = {
    { { "arm", TABLE_COLUMN_TEXT, 0, false }, EVERY },
    { { "voice", TABLE_COLUMN_TEXT, 0, false }, EVERY },
    { { "assigned", TABLE_COLUMN_INT, 0, false }, EVERY },
    { { "decided", TABLE_COLUMN_INT, 0, false }, EVERY },
    { { "counted", TABLE_COLUMN_INT, 0, false }, SHARES },
    { { "of", TABLE_COLUMN_INT, 0, false }, EVERY },
    { { "share", TABLE_COLUMN_REAL, 0, false }, SHARES },
    { { "low", TABLE_COLUMN_REAL, 0, false }, SHARES },
    { { "high", TABLE_COLUMN_REAL, 0, false }, SHARES },
    { { "lower_quartile", TABLE_COLUMN_REAL, 0, false }, VALUES },
    { { "median", TABLE_COLUMN_REAL, 0, false }, VALUES },
    { { "upper_quartile", TABLE_COLUMN_REAL, 0, false }, VALUES },
    { { "experiment", TABLE_COLUMN_TEXT, 0, true }, EVERY },
    { { "department", TABLE_COLUMN_TEXT, 0, true }, EVERY },
    { { "state", TABLE_COLUMN_TEXT, 0, true }, EVERY },
    { { "metric", TABLE_COLUMN_TEXT, 0, true }, EVERY },
    { { "says", TABLE_COLUMN_TEXT, 0, true }, EVERY },
};
/* clang-format on */

static const char *
metric_name(const struct store_experiment *x)
{
    return store_experiment_meaning(x->metric)->name;
}

static enum status
list(struct cmd_env *env, const struct store_experiment *v, size_t n, struct err *err)
{
    struct table *t = cmd_table(env, columns, N_ELEMENTS(columns));

    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++) {
        const struct store_experiment *x = &v[i];

        table_text(t, x->key);
        table_text(t, x->department);
        table_str(t,
                  store_experiment_state_name(store_experiment_state(x, clock_now_s(env->clock))));
        table_time(t, x->from_s);
        table_time(t, x->to_s);
        table_str(t, metric_name(x));
        table_text(t, x->voice[STORE_EXPERIMENT_A]);
        table_text(t, x->voice[STORE_EXPERIMENT_B]);
        table_int(t, x->assigned[STORE_EXPERIMENT_A]);
        table_int(t, x->assigned[STORE_EXPERIMENT_B]);
        table_text(t, x->tone);
        table_time(t, x->planned_s);
        table_end_row(t);
    }
    return table_close(t, err);
}

/* ---- one ---- */

struct showing {
    struct table *t;
    const struct store_experiment *x;
    const struct store_experiment_outcome *o;
    bool ranked;
};

static void
put_real(struct table *t, bool there, double v)
{
    if (there)
        table_real(t, v);
    else
        table_null(t);
}

/* What every row ends with. */
static void
put_tail(const struct showing *w)
{
    table_text(w->t, w->x->key);
    table_text(w->t, w->x->department);
    table_str(w->t, store_experiment_state_name(w->o->state));
    table_str(w->t, metric_name(w->x));
    table_text(w->t, w->o->says);
    table_end_row(w->t);
}

static void
put_arm(const struct showing *w, enum store_experiment_arms arm)
{
    const struct store_experiment_side *side = &w->o->side[arm];
    bool share = w->o->final && !w->ranked && side->p.n > 0;
    bool median = w->o->final && w->ranked && side->p.n > 0;
    static const double at[] = { LOWER, .5, UPPER };

    table_str(w->t, arm == STORE_EXPERIMENT_A ? "a" : "b");
    table_text(w->t, w->x->voice[arm]);
    table_int(w->t, side->assigned);
    table_int(w->t, side->decided);
    if (w->ranked)
        table_null(w->t);
    else
        table_int(w->t, side->p.k);
    table_int(w->t, side->p.n);
    put_real(w->t, share, share ? (double)side->p.k / (double)side->p.n : 0);
    put_real(w->t, share, w->o->share[arm].low);
    put_real(w->t, share, w->o->share[arm].high);
    for (size_t i = 0; i < N_ELEMENTS(at); i++)
        put_real(w->t, median,
                 median ? ranksum_quantile(side->values, (size_t)side->p.n, at[i]) : 0);
    put_tail(w);
}

static void
put_difference(const struct showing *w)
{
    enum { BLANK_BEFORE = 5, BLANK_AFTER = 3 };

    table_str(w->t, "difference");
    for (int i = 0; i < BLANK_BEFORE; i++)
        table_null(w->t);
    table_real(w->t, w->o->difference);
    table_real(w->t, w->o->apart.low);
    table_real(w->t, w->o->apart.high);
    for (int i = 0; i < BLANK_AFTER; i++)
        table_null(w->t);
    put_tail(w);
}

static enum status
show(struct cmd_env *env, const struct store_experiment *x, struct err *err)
{
    const struct store_experiment_meaning *m = store_experiment_meaning(x->metric);
    const struct cmd_common *c = env->common;
    struct store_experiment_outcome o;
    struct showing w = { .x = x, .o = &o, .ranked = m->ranked };
    struct table_column *shown = arena_alloc(env->arena, N_ELEMENTS(arm_columns) * sizeof(*shown));
    enum status st;

    store_experiment_read(env->store, x, clock_now_s(env->clock) + 1, env->arena, &o);
    st = store_check(env->store, err);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < N_ELEMENTS(arm_columns); i++) {
        shown[i] = arm_columns[i].c;
        shown[i].detail |= arm_columns[i].of == (w.ranked ? SHARES : VALUES);
    }
    w.t = cmd_table(env, shown, N_ELEMENTS(arm_columns));
    put_arm(&w, STORE_EXPERIMENT_A);
    put_arm(&w, STORE_EXPERIMENT_B);
    if (o.compared)
        put_difference(&w);
    st = table_close(w.t, err);
    if (st == ST_OK && !c->json && !c->jsonl && !c->csv && !c->ids)
        fprintf(env->out, "\n%s: %s\n%.*s\n", m->label, m->means, TEXT_ARG(o.says));
    return st;
}

static enum status
find(const struct store_experiment *v, size_t n, const char *key,
     const struct store_experiment **ret, struct err *err)
{
    const struct store_experiment *found = NULL;

    for (size_t i = 0; i < n; i++) {
        if (!text_is(v[i].key, key))
            continue;
        if (found != NULL)
            return err_set(err, ST_USAGE,
                           "%.*s and %.*s have an experiment \"%.80s\": --dept NAME says which",
                           TEXT_ARG(found->department), TEXT_ARG(v[i].department), key);
        found = &v[i];
    }
    if (found == NULL)
        return err_set(err, ST_NOTFOUND,
                       "there is no experiment \"%.80s\" (earshot experiment lists them)", key);
    *ret = found;
    return ST_OK;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *d;
    const struct store_experiment *one = NULL;
    struct store_experiment *v;
    size_t n;
    enum status st = cmd_department(env, &d, err);

    if (st != ST_OK)
        return st;
    if (env->common->campaign != NULL || env->common->audience != NULL)
        return err_set(err, ST_USAGE,
                       "earshot experiment takes no --campaign and no --audience: "
                       "its groups are counted, all of them");
    n = store_experiment_list(env->store, d != NULL ? config_department_id(env->store, d->key) : 0,
                              env->arena, &v);
    st = store_check(env->store, err);
    if (st != ST_OK)
        return st;
    if (env->n_args == 0)
        return list(env, v, n, err);
    st = find(v, n, env->args[0], &one, err);
    return st == ST_OK ? show(env, one, err) : st;
}

const struct cmd experiment_cmd = {
    .name = "experiment",
    .args = "[KEY]",
    .summary = "two voices by turns, and which came out better",
    .help =
        "Without KEY: the experiments ([experiment KEY] in seeds/NAME.ini), when they run, what\n"
        "they count. With KEY: how many answers each voice was given, how many were decided,\n"
        "and what was counted. Shares, their 95 % intervals and a verdict are there once it is\n"
        "over: who looks before, and stops on a good day, sees differences that are not there.\n",
    .examples = "  earshot experiment\n  earshot experiment openings --dept physics\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .max_args = 1,
    .run = run,
};
