/* notify_cmd.c - earshot notify: tell people and programs what is new. */
#include "commands.h"
#include "log.h"
#include "notify.h"

static enum status
run_notify(struct cmd_env *env, struct err *err)
{
    const struct notify_in in = {
        .store = env->store, .arena = env->arena, .config = env->config, .clock = env->clock
    };
    struct notify_report r = { 0 };
    enum status st;

    if (env->common->dry_run)
        return ST_OK;
    st = notify_run(&in, &r, err);
    if (st != ST_OK)
        return st;
    if (r.alarms > 0 && r.over + r.mails + r.told == 0)
        log_info("%d new alarm%s: earshot alarms", r.alarms, r.alarms == 1 ? "" : "s");
    else if (r.alarms + r.over + r.mails + r.told > 0)
        log_info("%d new alarm%s, %d mended, %d mail%s, %d webhook deliver%s", r.alarms,
                 r.alarms == 1 ? "" : "s", r.over, r.mails, r.mails == 1 ? "" : "s", r.told,
                 r.told == 1 ? "y" : "ies");
    if (r.failed > 0)
        return err_set(err, ST_PARTIAL, "%d not told, and tried again later: %.300s", r.failed,
                       r.last_fail.msg);
    return ST_OK;
}

const struct cmd notify_cmd = {
    .name = "notify",
    .summary = "tell what is new: alarms by mail, events to webhooks",
    .help =
        "Looks for alarms (words for which a person must see a question, sources that are\n"
        "unwell, more questions in a day than usual), mails new ones to [mail] alarms, and\n"
        "tells each [webhook NAME] what it wants to know.  Each alarm is told once, its end once,\n"
        "and again only when it comes back.  earshot run does this at its end, and\n"
        "notes alarms even when nobody is to be told: earshot alarms shows them.\n",
    .examples = "  earshot notify\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_VIEW,
    .role = STORE_SCHEDULER,
    .run = run_notify,
};
