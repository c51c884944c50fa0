/* notify_cmd.c - earshot notify, alarms, webhooks, webhook: whom to tell what, and what was told.
 */
#include <string.h>

#include "alarm.h"
#include "commands.h"
#include "log.h"
#include "notify.h"
#include "store_webhook.h"

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

struct alarms_options {
    bool all;
};
static const struct option alarms_rows[] = {
    { .name = "all", .type = OPTION_FLAG, .offset = offsetof(struct alarms_options, all), .help = "those that are mended, too" },
};
/* clang-format on */

static enum status
run_notify(struct cmd_env *env, struct err *err)
{
    const struct notify_in in = { .store = env->store,
                                  .arena = env->arena,
                                  .config = env->config,
                                  .now_s = clock_now_s(env->clock) };
    struct notify_report r = { 0 };
    enum status st;

    if (env->common->dry_run)
        return ST_OK;
    st = notify_run(&in, &r, err);
    if (st != ST_OK)
        return st;
    if (r.alarms + r.mails + r.told > 0)
        log_info("%d new alarm%s, %d mail%s, %d webhook deliver%s", r.alarms,
                 r.alarms == 1 ? "" : "s", r.mails, r.mails == 1 ? "" : "s", r.told,
                 r.told == 1 ? "y" : "ies");
    if (r.failed > 0)
        return err_set(err, ST_PARTIAL, "%d not told, and tried again later: %.300s", r.failed,
                       r.last_fail.msg);
    return ST_OK;
}

static enum status
run_alarms(struct cmd_env *env, struct err *err)
{
    const struct alarms_options *o = env->options;
    struct table *t = cmd_table(env, alarm_columns, N_ELEMENTS(alarm_columns));
    struct store_alarm *v;
    size_t n = store_alarm_list(env->store, !o->all, env->arena, &v);
    enum status st;

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
    st = table_close(t, err);
    return st == ST_OK ? store_check(env->store, err) : st;
}

static enum status
run_webhooks(struct cmd_env *env, struct err *err)
{
    struct table *t = cmd_table(env, webhook_columns, N_ELEMENTS(webhook_columns));
    struct store_webhook_row *v;
    size_t n = store_webhook_list(env->store, false, 0, env->arena, &v);
    enum status st;

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
    st = table_close(t, err);
    return st == ST_OK ? store_check(env->store, err) : st;
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
    return st == ST_OK ? run_notify(env, err) : st;
}

const struct cmd notify_cmd = {
    .name = "notify",
    .summary = "tell what is new: alarms by mail, events to webhooks",
    .help =
        "Looks for alarms (words for which a person must see a question, sources that are\n"
        "unwell, more questions in a day than usual), mails new ones to [mail] alarms, and\n"
        "tells each [webhook NAME] what it wants to know.  Each alarm is told once until it is\n"
        "mended.  earshot run does this at its end.\n",
    .examples = "  earshot notify\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_SCHEDULER,
    .run = run_notify,
};

const struct cmd alarms_cmd = {
    .name = "alarms",
    .summary = "what somebody should look at now",
    .examples = "  earshot alarms\n  earshot alarms --all --csv\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_READER,
    .options = alarms_rows,
    .n_options = N_ELEMENTS(alarms_rows),
    .options_bytes = sizeof(struct alarms_options),
    .run = run_alarms,
};

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
