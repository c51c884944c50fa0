/* audit_cmd.c - `earshot audit`: who did what, and whether the log is whole. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "audit_list.h"
#include "commands.h"

struct audit_options {
    const char *actor, *action, *object;
};

/* clang-format off */
#define AT(f) offsetof(struct audit_options, f)
static const struct option rows[] = {
    { .name = "actor", .type = OPTION_TEXT, .offset = AT(actor), .arg = "NAME", .help = "what this account did" },
    { .name = "action", .type = OPTION_TEXT, .offset = AT(action), .arg = "WORD", .help = "actions that begin so: approve, account." },
    { .name = "object", .type = OPTION_TEXT, .offset = AT(object), .arg = "TEXT", .help = "what it was done to: \"group 12\", \"account ada\"" },
};
#undef AT
/* clang-format on */

static enum status
list(struct cmd_env *env, struct err *err)
{
    const struct audit_options *o = env->options;
    const struct store_audit_filter filter = { .actor = text_of(o->actor),
                                               .action = text_of(o->action),
                                               .object = text_of(o->object),
                                               .since_s = env->common->since_s,
                                               .until_s = env->common->until_s,
                                               .limit = env->common->limit };
    struct table *t = cmd_table(env, audit_columns, AUDIT_COLUMNS);

    store_audit_each(env->store, &filter, audit_row, t);
    return table_end(t, store_check(env->store, err), err);
}

static enum status
verify(struct cmd_env *env, struct err *err)
{
    struct store_audit_verdict v = { 0 };
    enum status st = store_audit_verify(
        env->store, env->n_args > 1 ? text_of(env->args[1]) : TEXT_NONE, &v, err);

    if (st == ST_OK)
        fprintf(env->out, "%" PRId64 " row%s, all as they were written%s%s\n", v.n_rows,
                v.n_rows == 1 ? "" : "s", v.n_rows > 0 ? "; the last hash is " : "", v.head);
    return st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    if (env->n_args == 0)
        return list(env, err);
    if (strcmp(env->args[0], "verify") == 0)
        return verify(env, err);
    return err_set(err, ST_USAGE, "\"%.80s\": wanted audit, or audit verify", env->args[0]);
}

const struct cmd audit_cmd = {
    .name = "audit",
    .args = "[verify [HASH]]",
    .summary = "who did what; verify: is the log as it was written",
    .help = "The newest first. Each row carries a hash of itself and of the row before: verify\n"
            "names the first that was changed, taken out or put in, and ends with exit code 8.\n"
            "Note the last hash it prints elsewhere: verify HASH then also tells whether rows\n"
            "were cut off at the end, or the log was written anew.\n",
    .examples = "  earshot audit --actor ada --since 7d\n  earshot audit --action account. --csv\n"
                "  earshot audit verify\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_READER,
    .max_args = 2,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct audit_options),
    .run = run,
};
