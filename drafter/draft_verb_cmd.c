/* draft_verb_cmd.c - see draft_verb_cmd.h. */

#include "draft_verb_cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "card_cmd.h"
#include "decide.h"
#include "draft_apply.h"
#include "file.h"
#include "log.h"
#include "store_audit.h"

static enum status
read_text(const char *file, struct buf *b, struct err *err)
{
    char chunk[BUFSIZ];
    size_t n;

    if (file != NULL && strcmp(file, "-") != 0)
        return file_read(file, b, err);
    while ((n = fread(chunk, 1, sizeof(chunk), stdin)) > 0)
        if (!buf_add(b, chunk, n))
            return err_set(err, ST_LIMIT, "the text is over %zu bytes", b->max);
    return ferror(stdin) != 0 ? err_set(err, ST_IO, "cannot read standard input") : ST_OK;
}

/* Where a verb's text comes from. */
static enum status
text_of_verb(struct cmd_env *env, struct decide_input *in, struct buf *b, struct err *err)
{
    const struct draft_verb_options *o = env->options;
    bool wants = text_is(in->verb, "edit") || text_is(in->verb, "write");
    bool note = text_is(in->verb, "note");
    enum status st = ST_OK;

    if (note && env->n_args > 2) {
        in->text = in->arg;
        in->arg = TEXT_NONE;
        return ST_OK;
    }
    if (wants || note || (o->text_file != NULL && text_is(in->verb, "approve")))
        st = read_text(o->text_file, b, err);
    else if (o->text_file != NULL)
        st = err_set(err, ST_USAGE, "--text-file: %.*s takes no text", TEXT_ARG(in->verb));
    in->text = buf_text(b);
    return st;
}

/* The argument: what stands after the verb, or the option that says it more clearly. */
static enum status
arg_of_verb(struct cmd_env *env, struct decide_input *in, struct err *err)
{
    const struct draft_verb_options *o = env->options;
    char at[CLOCK_RFC3339_BYTES];
    const struct {
        const char *verb, *option, *value;
    } rows[] = {
        { "hand-over", "to", o->to },
        { "post", "url", o->url },
        { "pick", "page", o->page },
        { "park", "until",
          env->common->until_s != 0
              ? arena_printf(env->arena, "%s", clock_rfc3339(env->common->until_s, at))
              : NULL },
    };

    in->arg = text_of(env->n_args > 2 ? env->args[2] : NULL);
    for (size_t i = 0; i < N_ELEMENTS(rows); i++) {
        if (rows[i].value == NULL)
            continue;
        if (!text_is(in->verb, rows[i].verb))
            return err_set(err, ST_USAGE, "--%s is for %s, not for %.*s", rows[i].option,
                           rows[i].verb, TEXT_ARG(in->verb));
        if (in->arg.n > 0)
            return err_set(err, ST_USAGE, "--%s and \"%.*s\": one of the two", rows[i].option,
                           TEXT_ARG(text_sub(in->arg, 0, 40)));
        in->arg = text_of(rows[i].value);
    }
    return ST_OK;
}

static void
tell(const struct cmd_env *env, const struct decide_input *in, const struct store_card *c)
{
    const char *what = c->draft_id != 0 ? "draft" : "group";
    int64_t id = c->draft_id != 0 ? c->draft_id : c->group_id;
    const char *dry = env->common->dry_run ? " (dry run: nothing written)" : "";

    if (text_is(in->verb, "note"))
        log_info("%s %" PRId64 ": noted%s", what, id, dry);
    else
        log_info("%s %" PRId64 ": %.*s, revision %" PRId64 "%s", what, id, TEXT_ARG(c->state),
                 c->revision, dry);
}

/* What the drafter makes of a request, at once. */
static enum status
apply(struct cmd_env *env, const struct store_card *c, struct err *err)
{
    const struct department_config *d =
        config_department(env->config, arena_str(env->arena, c->department));
    const struct draft_apply_options options = {
        .seeds = arena_printf(env->arena, "%s/seeds", env->common->dir), .clock = env->clock
    };
    struct draft_applied made;
    enum status st;

    if (d == NULL)
        return ST_OK; /* its file is gone: nothing is drafted for it */
    st = draft_apply(env->store, d, c->group_id, &options, &made, err);
    if (st == ST_OK && made.gap)
        log_info("group %" PRId64 " has no draft now (earshot gap %" PRId64 ")", c->group_id,
                 c->group_id);
    else if (st == ST_OK && made.changed)
        log_info("draft %" PRId64 " takes its place (earshot draft %" PRId64 ")", made.draft_id,
                 made.draft_id);
    return st;
}

/* Both sides of a conflict, so that nothing typed is lost. */
static void
show_conflict(struct cmd_env *env, const struct store_card *c, struct text mine)
{
    (void)card_cmd_show(env, c); /* always ST_OK */
    if (mine.n > 0)
        fprintf(env->out, "\nYour text, not stored\n%.*s\n", TEXT_ARG(mine));
}

/* The row of the audit log, in the decision's own transaction. */
static void
on_decided(void *self, const struct store_card *card, struct text was)
{
    struct cmd_env *env = self;
    const struct draft_verb_options *o = env->options;
    const struct store_audit row = {
        .at_s = clock_now_s(env->clock),
        .actor = text_of(o->by),
        .action = text_of(env->args[1]),
        .object = text_of(arena_printf(env->arena, "group %lld", (long long)card->group_id)),
        .before = was,
        .after = card->state,
        .result = TEXT_LIT("ok"),
    };

    store_audit_add(env->store, &row);
}

enum status
draft_verb_cmd_decide(struct cmd_env *env, int64_t group_id, int64_t draft_id, struct err *err)
{
    const struct draft_verb_options *o = env->options;
    struct decide_input in = { .store = env->store,
                               .config = env->config,
                               .group_id = group_id,
                               .draft_id = draft_id,
                               .verb = text_of(env->args[1]),
                               .reason = text_of(o->reason),
                               .actor = text_of(o->by),
                               .revision = o->revision,
                               .now_s = clock_now_s(env->clock),
                               .dry_run = env->common->dry_run,
                               .done = on_decided,
                               .self = env };
    struct store_card card;
    struct buf text;
    enum status st = arg_of_verb(env, &in, err);

    if (st == ST_OK && text_is(in.actor, DECIDE_PROGRAM))
        st = err_set(err, ST_USAGE, "--by %s: that is how the program itself signs", o->by);
    buf_init(&text, DECIDE_MAX_TEXT + 1);
    if (st == ST_OK)
        st = text_of_verb(env, &in, &text, err);
    if (st == ST_OK) {
        store_set_role(env->store, STORE_REVIEW);
        st = decide(&in, env->arena, &card, err);
        if (st == ST_CONFLICT && card.group_id != 0)
            show_conflict(env, &card, in.text);
    }
    if (st == ST_OK)
        tell(env, &in, &card);
    if (st == ST_OK && !in.dry_run && !text_is(in.verb, "note") && decide_wants_draft(&card))
        st = apply(env, &card, err);
    buf_release(&text);
    return st;
}
