#include <string.h>

#include "commands.h"

/* clang-format off */
static const struct table_column columns[] = {
    { "department", TABLE_COLUMN_TEXT, 20, false },
    { "name", TABLE_COLUMN_TEXT, 40, false },
    { "language", TABLE_COLUMN_TEXT, 0, false },
    { "voice", TABLE_COLUMN_TEXT, 0, false },
    { "sites", TABLE_COLUMN_JSON, 40, false },
    { "sources", TABLE_COLUMN_INT, 0, false },
    { "keywords", TABLE_COLUMN_JSON, 60, false },
    { "file", TABLE_COLUMN_TEXT, 0, true },
    { "exclude", TABLE_COLUMN_JSON, 0, true },
    { "people", TABLE_COLUMN_JSON, 0, true },
    { "contact", TABLE_COLUMN_TEXT, 0, true },
    { "byline", TABLE_COLUMN_TEXT, 0, true },
    { "source_urls", TABLE_COLUMN_JSON, 0, true },
};
/* clang-format on */

static json_t *
json_of_list(const struct text_list *l)
{
    json_t *a = json_array();

    for (size_t i = 0; i < l->n; i++)
        json_array_append_new(a, json_stringn(l->v[i].p, l->v[i].n));
    return a;
}

static json_t *
json_of_sources(const struct department_config *d)
{
    json_t *a = json_array();

    for (size_t i = 0; i < d->n_sources; i++)
        json_array_append_new(a, json_string(d->sources[i].url));
    return a;
}

static void
print_row(struct table *t, const struct department_config *d)
{
    table_str(t, d->key);
    table_str(t, d->name);
    table_str(t, d->language);
    table_str(t, d->voice);
    table_json(t, json_of_list(&d->site));
    table_int(t, (int64_t)d->n_sources);
    table_json(t, json_of_list(&d->keyword));
    table_str(t, d->file);
    table_json(t, json_of_list(&d->exclude));
    table_json(t, json_of_list(&d->person));
    table_str(t, d->contact);
    table_str(t, d->byline);
    table_json(t, json_of_sources(d));
    table_end_row(t);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *only;
    struct table *t;
    enum status st = cmd_department(env, &only, err);

    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < env->config->n_departments; i++)
        if (only == NULL || only == &env->config->departments[i])
            print_row(t, &env->config->departments[i]);
    return table_close(t, err);
}

/* "department NAME" is "departments --dept NAME", shown in full. */
static enum status
run_one(struct cmd_env *env, struct err *err)
{
    struct cmd_common common = *env->common;
    struct cmd_env one = *env;
    const struct department_config *d;
    struct table *t;
    enum status st;

    common.dept = env->args[0];
    one.common = &common;
    st = cmd_department(&one, &d, err);
    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_record(t);
    print_row(t, d);
    return table_close(t, err);
}

const struct cmd departments_cmd = {
    .name = "departments",
    .summary = "the departments of this workspace",
    .examples = "  earshot departments\n  earshot departments --json\n",
    .needs = CMD_WORKSPACE,
    .run = run,
};

const struct cmd department_cmd = {
    .name = "department",
    .args = "NAME",
    .summary = "one department",
    .examples = "  earshot department physics\n",
    .needs = CMD_WORKSPACE,
    .min_args = 1,
    .max_args = 1,
    .run = run_one,
};
