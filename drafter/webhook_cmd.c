/* webhook_cmd.c - earshot webhooks, webhook: what was told, and telling it again. */
#include <string.h>

#include "commands.h"
#include "store_webhook.h"

/* clang-format off */
static const struct table_column webhook_columns[] = {
    { "id", TABLE_COLUMN_INT },
    { "webhook", TABLE_COLUMN_TEXT, 16 },
    { "event", TABLE_COLUMN_TEXT },
    { "object", TABLE_COLUMN_TEXT, 30 },
    { "created", TABLE_COLUMN_TIME, .optional = true },
    { "tries", TABLE_COLUMN_INT },
    { "status", TABLE_COLUMN_INT },
    { "tried", TABLE_COLUMN_TIME, .optional = true },
    { "next", TABLE_COLUMN_TIME },
    { "outcome", TABLE_COLUMN_TEXT, 60, .wrap = true },
    { "body", TABLE_COLUMN_TEXT, .detail = true },
};
/* clang-format on */

static enum status
run_webhooks(struct cmd_env *env, struct err *err)
{
    struct table *t = cmd_table(env, webhook_columns, N_ELEMENTS(webhook_columns));
    struct store_webhook_row *v;
    size_t n = store_webhook_list(env->store, false, 0, env->arena, &v);

    table_set_limit(t, env->common->limit);
    for (size_t i = 0; i < n; i++) {
        table_int(t, v[i].id);
        table_text(t, v[i].webhook);
        table_text(t, v[i].event);
        table_text(t, v[i].object);
        table_time(t, v[i].created_s);
        table_int(t, v[i].tries);
        table_int(t, v[i].status);
        table_time(t, v[i].tried_s);
        table_time(t, v[i].done_s > 0 ? 0 : v[i].due_s);
        table_text(t, v[i].outcome);
        table_text(t, v[i].body);
        table_end_row(t);
    }
    return table_end(t, store_check(env->store, err), err);
}

static enum status
run_webhook(struct cmd_env *env, struct err *err)
{
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);
    bool found;

    if (st != ST_OK)
        return st;
    if (strcmp(env->args[1], "resend") != 0)
        return err_set(err, ST_USAGE, "\"%.80s\": wanted resend", env->args[1]);
    store_begin(env->store);
    found = store_webhook_again(env->store, id, clock_now_s(env->clock));
    st = store_commit(env->store, err);
    if (st == ST_OK && !found)
        return err_set(err, ST_NOTFOUND, "no delivery %lld (earshot webhooks lists them)",
                       (long long)id);
    return st == ST_OK ? notify_cmd.run(env, err) : st;
}

const struct cmd webhooks_cmd = {
    .name = "webhooks",
    .summary = "what webhooks were told, and what they answered",
    .examples = "  earshot webhooks\n  earshot webhooks --jsonl --limit 10\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .run = run_webhooks,
};

const struct cmd webhook_cmd = {
    .name = "webhook",
    .args = "ID resend",
    .summary = "tell one again",
    .examples = "  earshot webhook 12 resend\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_SCHEDULER,
    .min_args = 2,
    .max_args = 2,
    .run = run_webhook,
};
