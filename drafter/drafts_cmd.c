/* drafts_cmd.c - `earshot drafts`: the list. */

#include "commands.h"
#include "config_sync.h"
#include "store_export.h"

struct drafts_options {
    const char *state;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "state", .type = OPTION_CHOICE, .offset = offsetof(struct drafts_options, state),
      .arg = "STATE", .help = "only those in this state",
      .choices = "machine|edited|approved|rejected|reopened|parked|handed-over|needs-page|posted|withdrawn|stale|reply-missing" },
};
static const struct table_column draft_columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "state", TABLE_COLUMN_TEXT, 0, false },
    { "revision", TABLE_COLUMN_INT, 0, false, true },
    { "tone", TABLE_COLUMN_TEXT, 0, false, true },
    { "kind", TABLE_COLUMN_TEXT, 0, true },
    { "confidence", TABLE_COLUMN_REAL, 0, false, true },
    { "question", TABLE_COLUMN_TEXT, 60, false },
    { "link", TABLE_COLUMN_TEXT, 50, false },
    { "group", TABLE_COLUMN_INT, 0, true },
    { "urls", TABLE_COLUMN_JSON, 0, true },
    { "answer", TABLE_COLUMN_TEXT, 0, true },
    { "created_at", TABLE_COLUMN_TIME, 0, true },
    { "owner", TABLE_COLUMN_TEXT, 24, false, true },
};
/* clang-format on */

struct listing {
    struct table *table;
    const char *state; /* NULL: all */
    int64_t left;      /* rows still wanted */
};

static void
put_draft(void *self, const struct store_export_draft *d)
{
    struct listing *l = self;

    if ((l->state != NULL && !text_is(text_of(d->state), l->state)) || l->left == 0)
        return;
    l->left--;
    table_int(l->table, d->id);
    table_text(l->table, d->department);
    table_str(l->table, d->state);
    table_int(l->table, d->revision);
    table_text(l->table, d->tone);
    table_text(l->table, d->kind);
    table_real(l->table, d->confidence);
    table_text(l->table, d->question);
    table_text(l->table, d->link);
    table_int(l->table, d->group_id);
    table_json(l->table, json_incref(d->urls));
    table_text(l->table, d->answer);
    table_time(l->table, d->created_s);
    table_text(l->table, d->owner);
    table_end_row(l->table);
}

static enum status
run_drafts(struct cmd_env *env, struct err *err)
{
    const struct drafts_options *o = env->options;
    const struct department_config *only;
    struct store_export_query query = { .since_s = env->common->since_s,
                                        .until_s = env->common->until_s };
    struct listing l = { .state = o->state, .left = env->common->limit };
    enum status st = cmd_department(env, &only, err);

    if (st == ST_OK)
        st = config_department_of(env->store, only, &query.department_id, err);
    if (st != ST_OK)
        return st;
    if (l.left == 0)
        l.left = INT64_MAX;
    l.table = cmd_table(env, draft_columns, N_ELEMENTS(draft_columns));
    st = store_export_drafts(env->store, &query, put_draft, &l, err);
    return table_end(l.table, st, err);
}

const struct cmd drafts_cmd = {
    .name = "drafts",
    .summary = "drafts, with where they stand",
    .examples = "  earshot drafts --state machine\n  earshot drafts --dept physics --jsonl\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct drafts_options),
    .run = run_drafts,
};
