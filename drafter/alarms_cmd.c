/* alarms_cmd.c - earshot alarms: what somebody should look at. */
#include "commands.h"
#include "log.h"
#include "store_alarm.h"

/* clang-format off */
static const struct table_column alarm_columns[] = {
    { "id", TABLE_COLUMN_INT },
    { "department", TABLE_COLUMN_TEXT, 16 },
    { "kind", TABLE_COLUMN_TEXT },
    { "since", TABLE_COLUMN_TIME },
    { "mended", TABLE_COLUMN_TIME, .optional = true },
    { "told", TABLE_COLUMN_TIME, .optional = true },
    { "text", TABLE_COLUMN_TEXT, 80, .wrap = true },
};

struct alarms_options {
    bool all;
};
static const struct option alarms_rows[] = {
    { .name = "all", .type = OPTION_FLAG, .offset = offsetof(struct alarms_options, all), .help = "those that are mended, too" },
};
/* clang-format on */

/* A list that may lack something says so. */
static void
tell_age(struct cmd_env *env)
{
    char at[CLOCK_RFC3339_BYTES];
    bool changed;
    int64_t at_s = store_alarm_looked_s(env->store, &changed);

    if (at_s == 0)
        log_info("nobody has looked yet: a run does at its end, and earshot notify");
    else if (changed)
        log_info("as of %s; what has changed since is not in it (earshot notify looks)",
                 clock_rfc3339(at_s, at));
}

static enum status
run_alarms(struct cmd_env *env, struct err *err)
{
    const struct alarms_options *o = env->options;
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err);
    struct store_alarm *v;
    struct table *t;
    size_t n;

    if (st != ST_OK)
        return st;
    n = store_alarm_list(env->store, !o->all, env->arena, &v);
    tell_age(env);
    t = cmd_table(env, alarm_columns, N_ELEMENTS(alarm_columns));
    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++) {
        if (env->common->dept != NULL && !text_is(v[i].department, env->common->dept))
            continue;
        table_int(t, v[i].id);
        table_text(t, v[i].department);
        table_text(t, v[i].kind);
        table_time(t, v[i].since_s);
        table_time(t, v[i].mended_s);
        table_time(t, v[i].told_s);
        table_text(t, v[i].text);
        table_end_row(t);
    }
    return table_end(t, store_check(env->store, err), err);
}

const struct cmd alarms_cmd = {
    .name = "alarms",
    .summary = "what somebody should look at now",
    .help = "What was noted at the end of the last run, or by earshot notify.\n"
            "Questions that a person must see stand first in earshot gaps, noted or not.\n",
    .examples = "  earshot alarms\n  earshot alarms --all --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .options = alarms_rows,
    .n_options = N_ELEMENTS(alarms_rows),
    .options_bytes = sizeof(struct alarms_options),
    .run = run_alarms,
};
