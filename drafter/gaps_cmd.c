/* gaps_cmd.c - `earshot gaps`: questions that no page answers. */

#include "commands.h"
#include "config_sync.h"
#include "store_export.h"

/* clang-format off */
static const struct table_column columns[] = {
    { "group", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "times_asked", TABLE_COLUMN_INT, 0, false },
    { "escalation", TABLE_COLUMN_TEXT, 0, false, true },
    { "question", TABLE_COLUMN_TEXT, 60, false },
    { "why", TABLE_COLUMN_TEXT, 60, false, true },
    { "owner", TABLE_COLUMN_TEXT, 24, false, true },
    { "nearest_page", TABLE_COLUMN_TEXT, 50, false },
    { "confidence", TABLE_COLUMN_REAL, 0, true },
    { "tone", TABLE_COLUMN_TEXT, 0, true },
    { "since", TABLE_COLUMN_TIME, 0, true },
};
/* clang-format on */

static void
put_gap(void *self, const struct store_export_group *g)
{
    struct table *t = self;

    table_int(t, g->id);
    table_text(t, g->department);
    table_int(t, g->times_asked);
    table_text(t, g->escalation);
    table_text(t, g->question);
    table_text(t, g->why);
    table_text(t, g->owner);
    table_text(t, g->nearest_url);
    table_real(t, g->confidence);
    table_text(t, g->tone);
    table_time(t, g->gap_s);
    table_end_row(t);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct cmd_common *c = env->common;
    struct store_export_query query = {
        .since_s = c->since_s, .until_s = c->until_s, .limit = c->limit, .only_gaps = true
    };
    const struct department_config *only;
    struct table *t;
    enum status st = cmd_department(env, &only, err);

    if (st == ST_OK)
        st = config_department_of(env->store, only, &query.department_id, err);
    if (st != ST_OK)
        return st;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    st = store_export_unanswered(env->store, &query, put_gap, t, err);
    return table_end(t, st, err);
}

const struct cmd gaps_cmd = {
    .name = "gaps",
    .summary = "what no page answers or a person must see, alarms first",
    .help = "Alarms (escalation: self-harm, violence, safety, harassment, discrimination, legal,\n"
            "press) never get a draft.  owner: the person it asks about.\n"
            "--since and --until look at when it was last asked.\n",
    .examples = "  earshot gaps --dept physics\n  earshot gaps --csv -o gaps.csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run,
};
