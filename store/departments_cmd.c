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

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *only;
    struct table *t;
    enum status st = cmd_department(env, &only, err);

    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    for (size_t i = 0; i < env->config->n_departments; i++) {
        const struct department_config *d = &env->config->departments[i];

        if (only != NULL && only != d)
            continue;
        table_str(t, d->key);
        table_str(t, d->name);
        table_str(t, d->language);
        table_str(t, d->voice);
        table_json(t, json_of_list(&d->site));
        table_int(t, (int64_t)d->n_sources);
        table_json(t, json_of_list(&d->keyword));
        table_str(t, d->file);
        table_end_row(t);
    }
    return table_close(t, err);
}

const struct cmd departments_cmd = {
    .name = "departments",
    .summary = "the departments of this workspace",
    .examples = "  earshot departments\n  earshot departments --json\n",
    .needs = CMD_WORKSPACE,
    .run = run,
};
