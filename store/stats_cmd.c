#include "commands.h"
#include "config_sync.h"
#include "store_export.h"

/* clang-format off */
static const struct table_column columns[] = {
    { "figure", TABLE_COLUMN_TEXT, 0, false },
    { "value", TABLE_COLUMN_INT, 0, false },
    { "meaning", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store_stat rows[STORE_STATS];
    const struct department_config *d;
    enum status st = cmd_department(env, &d, err);
    struct table *t;
    int64_t id;

    if (st == ST_OK)
        st = config_department_of(env->store, d, &id, err);
    if (st != ST_OK)
        return st;
    st = store_export_stats(env->store, id, rows, err);
    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    for (size_t i = 0; i < STORE_STATS; i++) {
        table_str(t, rows[i].name);
        table_int(t, rows[i].value);
        table_str(t, rows[i].meaning);
        table_end_row(t);
    }
    return table_close(t, err);
}

const struct cmd stats_cmd = {
    .name = "stats",
    .summary = "what the store holds, in numbers",
    .examples = "  earshot stats\n  earshot stats --dept physics --json\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run,
};
