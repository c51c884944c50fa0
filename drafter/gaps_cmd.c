/* gaps_cmd.c - `earshot gaps`: questions that no page answers. */

#include "commands.h"
#include "config_sync.h"
#include "store_draft.h"

/* clang-format off */
static const struct table_column columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "question", TABLE_COLUMN_TEXT, 60, false },
    { "why", TABLE_COLUMN_TEXT, 60, false },
    { "nearest_page", TABLE_COLUMN_TEXT, 50, false },
    { "confidence", TABLE_COLUMN_REAL, 0, true },
    { "tone", TABLE_COLUMN_TEXT, 0, true },
    { "since", TABLE_COLUMN_TIME, 0, true },
};
/* clang-format on */

static void
put_gap(void *self, const struct store_gap_row *g)
{
    struct table *t = self;

    table_int(t, g->group_id);
    table_text(t, g->department);
    table_int(t, g->times_asked);
    table_text(t, g->question);
    table_text(t, g->why);
    table_text(t, g->nearest);
    table_real(t, g->confidence);
    table_str(t, g->tone);
    table_time(t, g->created_s);
    table_end_row(t);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *only;
    struct table *t;
    int64_t department_id = 0;
    enum status st = cmd_department(env, &only, err), closed;

    if (st != ST_OK)
        return st;
    if (only != NULL)
        department_id = config_department_id(env->store, only->key);
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    store_draft_gaps(env->store, department_id, env->common->limit, env->arena, put_gap, t);
    st = store_check(env->store, err);
    closed = table_close(t, st == ST_OK ? err : NULL);
    return st != ST_OK ? st : closed;
}

const struct cmd gaps_cmd = {
    .name = "gaps",
    .summary = "questions that no page answers, most asked first",
    .examples = "  earshot gaps --dept physics\n  earshot gaps --csv -o gaps.csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run,
};
