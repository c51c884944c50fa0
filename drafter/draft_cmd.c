/* draft_cmd.c - `earshot draft`: the stage; with an id, one draft and decisions about it. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"
#include "commands.h"
#include "config_sync.h"
#include "decide.h"
#include "draft.h"
#include "file.h"
#include "gate.h"
#include "log.h"

#define CARD_BYTES ((size_t)1024 * 1024)

struct draft_cmd_options {
    int64_t revision;
    const char *reason, *text_file, *by;
    double threshold;
};

/* clang-format off */
#define AT(f) offsetof(struct draft_cmd_options, f)
static const struct option rows[] = {
    { .name = "threshold", .type = OPTION_REAL, .offset = AT(threshold), .arg = "P",
      .help = "draft when the page is right with at least this probability" },
    { .name = "revision", .type = OPTION_INT, .offset = AT(revision), .arg = "N", .initial = "-1",
      .min = -1, .max = INT32_MAX, .help = "decide only if the draft is still at this revision; -1: at any" },
    { .name = "reason", .type = OPTION_TEXT, .offset = AT(reason), .arg = "TEXT",
      .help = "why, kept with the decision" },
    { .name = "text-file", .type = OPTION_TEXT, .offset = AT(text_file), .arg = "FILE",
      .help = "edit: the new text; standard input without it" },
    { .name = "by", .type = OPTION_TEXT, .offset = AT(by), .arg = "NAME",
      .initial = "command line", .help = "who decides" },
};
/* clang-format on */

static void
progress(int64_t done, int64_t all)
{
    log_progress("drafting %" PRId64 " of %" PRId64, done, all);
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

    options.seeds = arena_printf(env->arena, "%s/seeds", env->common->dir);
    for (size_t i = 0; i < env->config->n_departments && st == ST_OK; i++) {
        const struct department_config *d = &env->config->departments[i];

        if (only == NULL || only == d)
            st = draft_run(env->store, d, config_department_id(env->store, d->key), &options, &n,
                           err);
    }
    log_progress("%s", "");
    log_info("%" PRId64 " groups, %" PRId64 " looked at: %" PRId64 " drafts, %" PRId64
             " thanks and replies without a link, %" PRId64 " gaps, %" PRId64 " kept, %" PRId64
             " that ask nothing%s",
             n.groups, n.pending, n.drafts, n.acknowledged, n.gaps, n.kept, n.asks_nothing,
             options.dry_run ? " (dry run: nothing written)" : "");
    return st == ST_PARTIAL && cmd_stop() ? cmd_interrupted(err) : st;
}

static enum status
show(struct cmd_env *env, const struct store_card *c)
{
    struct store_followup earlier[STORE_FOLLOWUP_MAX];
    size_t n = store_followup(env->store, c->group_id, env->arena, earlier);
    struct buf b;

    buf_init(&b, CARD_BYTES);
    if (env->common->json || env->common->jsonl) {
        json_t *o = card_json(c);

        json_object_set_new(o, "earlier", card_earlier_json(earlier, n));
        json_dumpf(o, env->out, env->common->jsonl ? JSON_COMPACT : JSON_INDENT(2));
        fputc('\n', env->out);
        json_decref(o);
    } else {
        card_text(c, &b);
        card_earlier(earlier, n, &b);
        fwrite(b.p, 1, b.n, env->out);
    }
    buf_release(&b);
    return ST_OK;
}

/* The text of an edit. */
static enum status
read_text(const struct draft_cmd_options *o, struct buf *b, struct err *err)
{
    char chunk[BUFSIZ];
    size_t n;

    if (o->text_file != NULL && strcmp(o->text_file, "-") != 0)
        return file_read(o->text_file, b, err);
    while ((n = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
        if (!buf_add(b, chunk, n))
            return err_set(err, ST_LIMIT, "the edited text is over %zu bytes", b->max);
    return ferror(stdin) != 0 ? err_set(err, ST_IO, "cannot read standard input") : ST_OK;
}

/* Both sides of a conflict, so that nothing typed is lost. */
static void
show_conflict(struct cmd_env *env, const struct store_card *c, struct text mine)
{
    (void)show(env, c); /* always ST_OK */
    if (mine.n > 0)
        fprintf(env->out, "\nYour text, not stored\n%.*s\n", TEXT_ARG(mine));
}

static enum status
run_verb(struct cmd_env *env, int64_t id, struct err *err)
{
    const struct draft_cmd_options *o = env->options;
    struct decide_input in = { .store = env->store,
                               .config = env->config,
                               .draft_id = id,
                               .verb = text_of(env->args[1]),
                               .reason = text_of(o->reason),
                               .actor = text_of(o->by),
                               .revision = o->revision,
                               .now_s = clock_now_s(env->clock) };
    struct store_card card;
    struct buf text;
    enum status st = ST_OK;

    buf_init(&text, DECIDE_MAX_TEXT + 1);
    if (text_is(in.verb, "edit"))
        st = read_text(o, &text, err);
    in.text = buf_text(&text);
    if (st == ST_OK) {
        store_set_role(env->store, STORE_REVIEW);
        st = decide(&in, env->arena, &card, err);
    }
    if (st == ST_CONFLICT && card.group_id != 0)
        show_conflict(env, &card, in.text);
    if (st == ST_OK)
        log_info("draft %" PRId64 ": %.*s, revision %" PRId64, id, TEXT_ARG(card.state),
                 card.revision);
    buf_release(&text);
    return st;
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
    if (env->n_args > 1 && strcmp(env->args[1], "show") != 0)
        return run_verb(env, id, err);
    if (store_card_of_draft(env->store, id, env->arena, &card))
        return show(env, &card);
    st = store_check(env->store, err);
    return st != ST_OK ? st : err_set(err, ST_NOTFOUND, "there is no draft %" PRId64, id);
}

const struct cmd draft_cmd = {
    .name = "draft",
    .args = "[ID [show|approve|reject|edit|reopen]]",
    .summary = "answer drafts for open questions, or content gaps; with an id, one draft",
    .help =
        "Without an id: tone, page, sentences and a draft for each group of questions that has\n"
        "none yet, or a gap that names the nearest page. With an id: the draft with its\n"
        "evidence, checks and history, or a decision about it. Decisions are kept for ever;\n"
        "each raises the draft's revision. --limit N looks at N groups at most.\n",
    .examples = "  earshot draft\n  earshot draft --dept physics --dry-run\n  earshot draft 12\n"
                "  earshot draft 12 approve --revision 0\n"
                "  earshot draft 12 edit --text-file answer.txt\n"
                "  earshot draft 12 reject --reason \"not our topic\"\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_DRAFTER,
    .max_args = 2,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct draft_cmd_options),
    .run = run,
};
