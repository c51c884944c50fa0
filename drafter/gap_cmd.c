/* gap_cmd.c - `earshot gap`: one group as a card, and decisions where it has no draft. */

#include <inttypes.h>
#include <string.h>

#include "card_cmd.h"
#include "commands.h"
#include "draft_verb_cmd.h"

static const struct option rows[] = { DRAFT_VERB_ROWS };

static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store_card card;
    int64_t id;
    enum status st = cmd_id(env->args[0], &id, err);

    if (st != ST_OK)
        return st;
    if (env->n_args > 1 && strcmp(env->args[1], "show") != 0)
        return draft_verb_cmd_decide(env, id, 0, err);
    if (store_card_of_group(env->store, id, env->arena, &card))
        return card_cmd_show(env, &card);
    st = store_check(env->store, err);
    return st != ST_OK ? st : err_set(err, ST_NOTFOUND, "there is no group %" PRId64, id);
}

const struct cmd gap_cmd = {
    .name = "gap",
    .args = "GROUP [show|" DRAFT_VERB_ARGS "] [ARG]",
    .summary = "one group of questions as a card, with a draft or without; decisions about it",
    .help =
        "The same as `draft ID`, by the group's id: for what has no draft, because no page "
        "answers\n"
        "it or nobody has tried yet. Such a card can be parked, handed over, filed as wanting a\n"
        "page or rejected, and an answer can be asked for: pick a page, write one by hand.\n",
    .examples =
        "  earshot gap 7\n  earshot gap 7 park --until 2026-12-01\n"
        "  earshot gap 7 hand-over --to \"Graduate Office\" --reason \"they set the fees\"\n"
        "  earshot gap 7 needs-page --reason \"the deadline for transfers\"\n"
        "  earshot gap 7 pick --page https://physics.example.edu/transfer\n"
        "  earshot gap 7 write --text-file answer.txt\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_REVIEW,
    .min_args = 1,
    .max_args = 3,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct draft_verb_options),
    .run = run,
};
