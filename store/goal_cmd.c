/* goal_cmd.c - earshot goal: what a department wants its months to be. */

#include <string.h>

#include "commands.h"
#include "config_sync.h"
#include "log.h"
#include "store_audit.h"
#include "store_goal.h"

#define MONTH_CHARS 7 /* "2026-11" */

struct goal_options {
    const char *from, *by;
};

/* clang-format off */
#define AT(field) offsetof(struct goal_options, field)
static const struct option rows[] = {
    { .name = "from", .type = OPTION_TEXT, .offset = AT(from), .arg = "YYYY-MM", .help = "set, drop: from which month on; this one unless given" },
    { .name = "by", .type = OPTION_TEXT, .offset = AT(by), .arg = "NAME", .help = "set, drop: who says so", .initial = "command line" },
};
#undef AT

static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "figure", TABLE_COLUMN_TEXT, 0, false },
    { "direction", TABLE_COLUMN_TEXT, 0, false },
    { "target", TABLE_COLUMN_REAL, 0, false },
    { "unit", TABLE_COLUMN_TEXT, 0, false },
    { "from", TABLE_COLUMN_TEXT, 0, false },
    { "until", TABLE_COLUMN_TEXT, 0, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "by", TABLE_COLUMN_TEXT, 20, false, .optional = true },
    { "at", TABLE_COLUMN_TIME, 0, false, .optional = true },
};
/* clang-format on */

static const char *const units[] = {
    [STORE_GOAL_COUNT] = "count",
    [STORE_GOAL_HOURS] = "hours",
    [STORE_GOAL_PERCENT] = "percent",
};

static struct text
month_of(struct arena *a, int64_t at_s)
{
    char z[CLOCK_RFC3339_BYTES];

    return text_of(arena_str(a, text_sub(text_of(clock_rfc3339(at_s, z)), 0, MONTH_CHARS)));
}

static struct text
month_before(struct arena *a, int64_t at_s)
{
    return at_s == 0 ? TEXT_NONE : month_of(a, at_s - 1);
}

/* ---- list ---- */

static const char *
state_of(const struct store_goal *g, int64_t month_s)
{
    if (g->until_s != 0 && g->until_s <= g->from_s)
        return "never held";
    if (g->until_s != 0 && g->until_s <= month_s)
        return "over";
    if (g->from_s > month_s)
        return "to come";
    return g->dropped ? "dropped" : "in force";
}

static enum status
list(struct cmd_env *env, int64_t department_id, struct err *err)
{
    int64_t next,
        month_s = store_numbers_period(STORE_NUMBERS_MONTH, clock_now_s(env->clock), &next);
    struct table *t = cmd_table(env, columns, N_ELEMENTS(columns));
    struct store_goal *v;
    size_t n = store_goal_list(env->store, department_id, env->arena, &v);

    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++) {
        struct store_goal_measure m = store_goal_measure(v[i].measure);

        table_int(t, v[i].id);
        table_text(t, v[i].department);
        table_str(t, m.name);
        table_str(t, v[i].dropped ? "none" : v[i].at_most ? "at most" : "at least");
        if (v[i].dropped)
            table_null(t);
        else
            table_real_digits(t, v[i].target, m.unit == STORE_GOAL_HOURS);
        table_str(t, units[m.unit]);
        table_text(t, month_of(env->arena, v[i].from_s));
        table_text(t, month_before(env->arena, v[i].until_s));
        table_str(t, state_of(&v[i], month_s));
        table_text(t, v[i].actor);
        table_time(t, v[i].at_s);
        table_end_row(t);
    }
    return table_end(t, store_check(env->store, err), err);
}

/* ---- set, drop ---- */

/* A month that is over keeps what it was measured against. */
static enum status
read_from(const struct cmd_env *env, const char *from, int64_t *ret_s, struct err *err)
{
    int64_t next,
        month_s = store_numbers_period(STORE_NUMBERS_MONTH, clock_now_s(env->clock), &next);

    *ret_s = month_s;
    if (from == NULL)
        return ST_OK;
    if (!clock_parse_month(text_of(from), ret_s, &next))
        return err_set(err, ST_USAGE, "--from %.40s: wanted a month as 2026-11", from);
    if (*ret_s < month_s)
        return err_set(err, ST_USAGE,
                       "--from %s: that month is over: wanted this month or a later one", from);
    return ST_OK;
}

static enum status
read_measure(const char *name, int *ret, struct err *err)
{
    const char *names[STORE_GOAL_MEASURES], *near;
    int measure = store_goal_measure_of(text_of(name));

    if (measure >= 0) {
        *ret = measure;
        return ST_OK;
    }
    for (int i = 0; i < STORE_GOAL_MEASURES; i++)
        names[i] = store_goal_measure(i).name;
    near = options_nearest(text_of(name), names, STORE_GOAL_MEASURES);
    if (near != NULL)
        return err_set(err, ST_USAGE, "\"%.40s\" is no figure; did you mean \"%s\"?", name, near);
    return err_set(err, ST_USAGE, "\"%.40s\" is no figure: earshot help goal lists them", name);
}

static enum status
read_target(const char *arg, struct store_goal *g, struct err *err)
{
    static const char *const wanted[] = {
        [STORE_GOAL_COUNT] = "a whole number such as 40",
        [STORE_GOAL_HOURS] = "hours, or a time such as 36h or 2d",
        [STORE_GOAL_PERCENT] = "a share in percent, 0 to 100",
    };
    struct store_goal_measure m = store_goal_measure(g->measure);

    if (!store_goal_parse(g->measure, text_trim(text_of(arg)), &g->target))
        return err_set(err, ST_USAGE, "%s \"%.40s\": wanted %s", m.name, arg, wanted[m.unit]);
    g->at_most = m.at_most;
    return ST_OK;
}

static const char *
told(const struct store_goal *g, struct arena *a)
{
    return arena_printf(a, "%s %s %s from %.*s", store_goal_measure(g->measure).name,
                        g->at_most ? "at most" : "at least",
                        store_goal_say(a, g->measure, g->target), TEXT_ARG(month_of(a, g->from_s)));
}

/* What was in force then, or NULL. */
static const struct store_goal *
before_of(const struct cmd_env *env, const struct store_goal *g)
{
    const struct store_goal **force;
    struct store_goal *v;
    size_t n = store_goal_list(env->store, g->department_id, env->arena, &v);

    n = store_goal_in_force(v, n, g->from_s, env->arena, &force);
    for (size_t i = 0; i < n; i++)
        if (force[i]->measure == g->measure)
            return force[i];
    return NULL;
}

static enum status
write_goal(struct cmd_env *env, const struct store_goal *g, const char *department, struct err *err)
{
    struct store_audit row = { .at_s = g->at_s,
                               .actor = g->actor,
                               .action = g->dropped ? TEXT_LIT("goal.drop") : TEXT_LIT("goal.set"),
                               .object =
                                   text_of(arena_printf(env->arena, "department %s", department)),
                               .result = TEXT_LIT("ok") };
    const struct store_goal *before;
    enum status st;

    store_begin(env->store);
    before = before_of(env, g);
    if (g->dropped && before == NULL) {
        store_rollback(env->store);
        return err_set(err, ST_NOTFOUND, "%s has no goal for %s in %.*s", department,
                       store_goal_measure(g->measure).name,
                       TEXT_ARG(month_of(env->arena, g->from_s)));
    }
    if (before != NULL)
        row.before = text_of(told(before, env->arena));
    row.after = g->dropped ? text_of(arena_printf(env->arena, "%s none from %.*s",
                                                  store_goal_measure(g->measure).name,
                                                  TEXT_ARG(month_of(env->arena, g->from_s))))
                           : text_of(told(g, env->arena));
    if (env->common->dry_run) {
        store_rollback(env->store);
        return ST_OK;
    }
    (void)store_goal_add(env->store, g); /* the commit tells */
    store_audit_add(env->store, &row);
    st = store_commit(env->store, err);
    if (st == ST_OK)
        log_info("%s: %.*s", department, TEXT_ARG(row.after));
    return st;
}

static enum status
change(struct cmd_env *env, const struct department_config *d, int64_t department_id,
       struct err *err)
{
    const struct goal_options *o = env->options;
    bool drop = strcmp(env->args[0], "drop") == 0;
    struct store_goal g = { .department_id = department_id,
                            .dropped = drop,
                            .actor = text_of(o->by),
                            .at_s = clock_now_s(env->clock) };
    enum status st;

    if (env->n_args != (drop ? 2 : 3))
        return err_set(err, ST_USAGE, "wanted goal %s", drop ? "drop FIGURE" : "set FIGURE TARGET");
    if (d == NULL)
        return err_set(err, ST_USAGE, "goal %s: a goal is a department's: wanted --dept NAME",
                       env->args[0]);
    if (department_id == 0)
        return err_set(err, ST_NOTFOUND, "%.80s: nothing is known of it yet (earshot run)", d->key);
    st = read_measure(env->args[1], &g.measure, err);
    if (st == ST_OK && !drop)
        st = read_target(env->args[2], &g, err);
    if (st == ST_OK)
        st = read_from(env, o->from, &g.from_s, err);
    return st == ST_OK ? write_goal(env, &g, d->key, err) : st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *d;
    int64_t id = 0;
    enum status st = cmd_department(env, &d, err);

    if (st != ST_OK)
        return st;
    if (d != NULL)
        id = config_department_id(env->store, d->key);
    if (env->n_args == 0 || strcmp(env->args[0], "list") == 0)
        return env->n_args < 2
                   ? list(env, id, err)
                   : err_set(err, ST_USAGE, "\"%.40s\": goal list takes none", env->args[1]);
    if (strcmp(env->args[0], "set") == 0 || strcmp(env->args[0], "drop") == 0)
        return change(env, d, id, err);
    return err_set(err, ST_USAGE, "\"%.40s\": wanted goal set, drop or list", env->args[0]);
}

const struct cmd goal_cmd = {
    .name = "goal",
    .args = "[set FIGURE TARGET | drop FIGURE | list]",
    .summary = "what a department wants a figure of each month to be",
    .help =
        "A goal holds from a month on until something else is said; what is over keeps what it\n"
        "was measured against. TARGET, and the FIGUREs that take it:\n"
        "number   at least so many a month: found, groups, positive, neutral, answered, posted,\n"
        "         there, unchanged, edited; at most so many: negative, withdrawn, open, gaps,\n"
        "         parked, rejected, topics\n"
        "hours    at most, in the median (36, 36h or 2d): to-approved, to-posted\n"
        "percent  at least: answered-share, posted-share, there-share\n"
        "\n"
        "The report of a month and /numbers say what each means and whether it was reached.\n",
    .examples = "  earshot goal set answered 40 --dept physics\n"
                "  earshot goal set to-approved 24h --dept physics --from 2027-01\n"
                "  earshot goal drop answered --dept physics\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_REVIEW,
    .max_args = 3,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct goal_options),
    .run = run,
};
