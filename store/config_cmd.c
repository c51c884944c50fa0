#include <string.h>

#include "commands.h"

struct show_options {
    bool origin;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "origin", .type = OPTION_FLAG, .offset = offsetof(struct show_options, origin),
      .help = "also the file and line each value comes from" },
};
static const struct table_column columns[] = {
    { "section", TABLE_COLUMN_TEXT, 30, false },
    { "key", TABLE_COLUMN_TEXT, 20, false },
    { "value", TABLE_COLUMN_TEXT, 60, false },
    { "file", TABLE_COLUMN_TEXT, 40, false, true },
};
static const struct table_column origin_columns[] = {
    { "section", TABLE_COLUMN_TEXT, 30, false },
    { "key", TABLE_COLUMN_TEXT, 20, false },
    { "value", TABLE_COLUMN_TEXT, 60, false },
    { "origin", TABLE_COLUMN_TEXT, 0, false },
    { "file", TABLE_COLUMN_TEXT, 40, false, true },
};
/* clang-format on */

struct showing {
    struct table *table;
    const struct department_config *only;
    bool origin;
};

static void
show(void *self, const char *file, const char *section, const char *key, const char *value,
     const struct config_origin *origin)
{
    struct showing *s = self;
    char where[512] = "default";

    if (s->only != NULL && strcmp(s->only->file, file) != 0)
        return;
    if (origin != NULL)
        snprintf(where, sizeof(where), "%s:%d", origin->file, origin->line);
    table_str(s->table, section);
    table_str(s->table, key);
    table_str(s->table, value);
    if (s->origin)
        table_str(s->table, where);
    table_str(s->table, file); /* without it, two departments look the same */
    table_end_row(s->table);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct show_options *o = env->options;
    struct showing s = { .origin = o->origin };
    enum status st;

    if (strcmp(env->args[0], "show") != 0)
        return err_set(err, ST_USAGE, "\"%s\": wanted config show", env->args[0]);
    st = cmd_department(env, &s.only, err);
    if (st != ST_OK)
        return st;
    s.table = o->origin ? cmd_table(env, origin_columns, N_ELEMENTS(origin_columns))
                        : cmd_table(env, columns, N_ELEMENTS(columns));
    config_each(env->config, show, &s);
    return table_close(s.table, err);
}

const struct cmd config_cmd = {
    .name = "config",
    .args = "show",
    .summary = "every setting with its value",
    .help = "Settings come from earshot.ini and seeds/*.ini in the workspace.\n",
    .examples = "  earshot config show --origin\n  earshot config show --dept physics --json\n",
    .needs = CMD_WORKSPACE,
    .min_args = 1,
    .max_args = 1,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct show_options),
    .run = run,
};
