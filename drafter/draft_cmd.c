/* draft_cmd.c - `earshot draft`: the stage; with an id, one draft and decisions about it. */

#include <inttypes.h>
#include <string.h>

#include "card_cmd.h"
#include "commands.h"
#include "config_sync.h"
#include "decide.h"
#include "draft.h"
#include "draft_more_cmd.h"
#include "draft_verb_cmd.h"
#include "gate.h"
#include "log.h"
#include "rephrase.h"

struct draft_cmd_options {
    struct draft_verb_options verb; /* first: see draft_verb_cmd.h */
    double threshold;
    bool all_older;
};

static const struct option rows[] = {
    { .name = "threshold",
      .type = OPTION_REAL,
      .offset = offsetof(struct draft_cmd_options, threshold),
      .arg = "P",
      .help = "draft when the page is right with at least this probability" },
    { .name = "all-older",
      .type = OPTION_FLAG,
      .offset = offsetof(struct draft_cmd_options, all_older),
      .help = "also what was found while the department only listened" },
    DRAFT_VERB_ROWS,
};

static void
progress(int64_t done, int64_t all)
{
    log_progress("drafting %" PRId64 " of %" PRId64, done, all);
}

/* What was parked until now is open again. */
static enum status
wake(struct cmd_env *env, struct err *err)
{
    int64_t n = 0, missing = 0, found = 0, now_s = clock_now_s(env->clock);
    enum status st;

    store_set_role(env->store, STORE_REVIEW);
    st = decide_wake(env->store, now_s, &n, err);
    if (st == ST_OK)
        st = decide_replies(env->store, now_s, &missing, &found, err);
    store_set_role(env->store, STORE_DRAFTER);
    if (n > 0)
        log_info("%" PRId64 " that were parked until now are reopened", n);
    if (missing + found > 0)
        log_info("posted answers: %" PRId64 " missing, %" PRId64 " found again", missing, found);
    return st;
}

/*
 * Where a department wants it: drafts in a model's words.  What goes wrong there leaves
 * them as they are, and is told.
 */
static enum status
rephrase(struct cmd_env *env, const struct department_config *d, const struct draft_options *o,
         struct err *err)
{
    struct rephrase_counts n = { 0 };
    enum status st;

    if (!d->model || env->config->model.url == NULL || o->dry_run)
        return ST_OK;
    st =
        rephrase_run(env->store, env->config, config_department_id(env->store, d->key), o, &n, err);
    log_progress("%s", "");
    log_info("%s: %" PRId64 " draft%s in the words of %s, %" PRId64 " refused", d->key, n.rephrased,
             n.rephrased == 1 ? "" : "s", env->config->model.name, n.refused);
    if (n.refused > 0)
        log_debug("refused last: %s", n.last.msg);
    if (n.failed > 0)
        log_warn("%s: the model could not be asked, and the drafts stand as they are: %s", d->key,
                 n.last.msg);
    if (st != ST_IO && st != ST_NOTFOUND && st != ST_CONFIG)
        return st;
    log_warn("%s: no model, and the drafts stand as they are: %s", d->key, err->msg);
    return ST_OK;
}

static enum status
run_stage(struct cmd_env *env, struct err *err)
{
    const struct draft_cmd_options *o = env->options;
    struct draft_options options = { .clock = env->clock,
                                     .dry_run = env->common->dry_run,
                                     .limit = env->common->limit,
                                     .threshold = o->threshold > 0 ? o->threshold : GATE_THRESHOLD,
                                     .stop = cmd_stop,
                                     .progress = progress };
    struct draft_counts n = { 0 };
    const struct department_config *only;
    enum status st = cmd_department(env, &only, err);

    if (st == ST_OK && o->all_older && !options.dry_run)
        st = config_answer_older(
            env->store, only != NULL ? config_department_id(env->store, only->key) : 0, err);
    if (st == ST_OK && !options.dry_run)
        st = wake(env, err);
    options.seeds = arena_printf(env->arena, "%s/seeds", env->common->dir);
    for (size_t i = 0; i < env->config->n_departments && st == ST_OK; i++) {
        const struct department_config *d = &env->config->departments[i];

        if (only == NULL || only == d)
            st = draft_run(env->store, d, config_department_id(env->store, d->key), &options, &n,
                           err);
        if (st == ST_OK && (only == NULL || only == d))
            st = rephrase(env, d, &options, err);
    }
    log_progress("%s", "");
    log_info("%" PRId64 " group%s (%" PRId64 " only listened to), %" PRId64 " looked at: %" PRId64
             " draft%s, %" PRId64 " thanks and replies without a link, %" PRId64 " gap%s, %" PRId64
             " kept, %" PRId64 " that ask nothing; %" PRId64 " re-used, %" PRId64 " stale, %" PRId64
             " requeued%s",
             n.groups, n.groups == 1 ? "" : "s", n.listen_only, n.pending, n.drafts,
             n.drafts == 1 ? "" : "s", n.acknowledged, n.gaps, n.gaps == 1 ? "" : "s", n.kept,
             n.asks_nothing, n.reused, n.stale, n.requeued,
             options.dry_run ? " (dry run: nothing written)" : "");
    return st == ST_PARTIAL && cmd_stop() ? cmd_interrupted(err) : st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store_card card;
    int64_t id;
    enum status st;

    if (env->n_args == 0)
        return run_stage(env, err);
    st = cmd_id(env->args[0], &id, err);
    if (st != ST_OK)
        return st;
    if (env->n_args > 1 && strcmp(env->args[1], "diff") == 0)
        return draft_more_cmd_diff(env, id, err);
    if (env->n_args > 1 && strcmp(env->args[1], "show") != 0)
        return draft_verb_cmd_decide(env, 0, id, err);
    if (store_card_of_draft(env->store, id, env->arena, &card))
        return card_cmd_show(env, &card);
    st = store_check(env->store, err);
    return st != ST_OK ? st : err_set(err, ST_NOTFOUND, "there is no draft %" PRId64, id);
}

const struct cmd draft_cmd = {
    .name = "draft",
    .args = "[ID [show|diff|" DRAFT_VERB_ARGS "] [ARG]]",
    .summary = "answer drafts for open questions, or content gaps; with an id, one draft",
    .help =
        "Without an id: tone, page, sentences and a draft for each group of questions that has\n"
        "none yet, or a gap that names the nearest page. --limit N looks at N groups at most.\n"
        "A department that only listened (mode = listen) and answers now gets drafts for what is\n"
        "found from then on; --all-older: for the rest, too.\n"
        "With an id: the draft with its evidence, checks and history, or a decision about it.\n"
        "Decisions are kept for ever; each raises the revision. undo takes back one's own latest\n"
        "about it, for 15 minutes. Approving checks the text and that its link answered within\n"
        "24 h. ARG: reject wrong|not-our-topic|not-a-question|do-not-engage|duplicate|other\n"
        "(other unless given); park DATE; hand-over NAME; post URL; pick PAGE;\n"
        "tone positive|neutral|negative; reuse DRAFT; note TEXT. pick, tone, reuse, write and "
        "redraft\n"
        "make a new draft at once. diff: what changed below an approved or posted\n"
        "answer, [-gone-] and {+new+}.\n",
    .examples = "  earshot draft\n  earshot draft --dept physics --dry-run\n  earshot draft 12\n"
                "  earshot draft 12 approve --revision 0\n"
                "  earshot draft 12 edit --text-file answer.txt\n"
                "  earshot draft 12 approve --text-file answer.txt --by ann\n"
                "  earshot draft 12 reject not-our-topic --reason \"asks about the other campus\"\n"
                "  earshot draft 12 park --until 2026-12-01\n"
                "  earshot draft 12 post --url https://forum.example.net/t/7#p3\n"
                "  earshot draft 12 undo\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_DRAFTER,
    .max_args = 3,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct draft_cmd_options),
    .run = run,
};
