/* journal_cmd.c - earshot journal: what was going on, beside the figures of that time. */

#include <string.h>

#include "commands.h"
#include "config_sync.h"
#include "log.h"
#include "store_journal.h"

#define MAX_BYTES ((size_t)500) /* a line, not a report */
#define DAY_CHARS 10            /* "2026-11-22" */

struct journal_options {
    int64_t on_s;
    const char *by;
};

/* clang-format off */
#define AT(field) offsetof(struct journal_options, field)
static const struct option rows[] = {
    { .name = "on", .type = OPTION_DATE, .offset = AT(on_s), .arg = "DATE", .help = "add: the day it speaks of; now unless given" },
    { .name = "by", .type = OPTION_TEXT, .offset = AT(by), .arg = "NAME", .help = "add: who notes it", .initial = "command line" },
};
#undef AT

static const struct table_column columns[] = {
    { "id", TABLE_COLUMN_INT, 0, false },
    { "on", TABLE_COLUMN_TEXT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 16, false },
    { "text", TABLE_COLUMN_TEXT, 0, false },
    { "by", TABLE_COLUMN_TEXT, 20, false },
};
/* clang-format on */

static void
put_line(void *self, const struct store_journal *j)
{
    struct table *t = self;
    char at[CLOCK_RFC3339_BYTES];

    table_int(t, j->id);
    table_text(t, text_sub(text_of(clock_rfc3339(j->on_s, at)), 0, DAY_CHARS));
    table_text(t, j->department);
    table_text(t, j->text);
    table_text(t, j->actor);
    table_end_row(t);
}

static enum status
add(struct cmd_env *env, int64_t department_id, struct err *err)
{
    const struct journal_options *o = env->options;
    struct store_journal j = { .department_id = department_id,
                               .on_s = o->on_s != 0 ? o->on_s : clock_now_s(env->clock),
                               .text = text_trim(text_of(env->n_args > 1 ? env->args[1] : NULL)),
                               .actor = text_of(o->by) };
    const char *of = department_id != 0 ? env->common->dept : "all departments";
    char at[CLOCK_RFC3339_BYTES];
    enum status st;

    if (j.text.n == 0 || j.text.n > MAX_BYTES)
        return err_set(err, ST_USAGE, "journal add: wanted a line of up to %zu bytes", MAX_BYTES);
    if (env->common->dry_run)
        return ST_OK;
    store_begin(env->store);
    (void)store_journal_add(env->store, &j); /* the commit tells */
    st = store_commit(env->store, err);
    if (st == ST_OK)
        log_info("noted for %.*s, %s", DAY_CHARS, clock_rfc3339(j.on_s, at), of);
    return st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct department_config *d;
    struct table *t;
    int64_t id = 0;
    enum status st = cmd_department(env, &d, err);

    if (st != ST_OK)
        return st;
    if (d != NULL)
        id = config_department_id(env->store, d->key);
    if (env->n_args > 0 && strcmp(env->args[0], "add") == 0)
        return add(env, id, err);
    if (env->n_args > 0)
        return err_set(err, ST_USAGE, "\"%.80s\": wanted add, or nothing to list", env->args[0]);
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_limit(t, env->common->limit);
    store_journal_each(env->store, id, env->common->since_s, env->common->until_s, put_line, t);
    return table_end(t, store_check(env->store, err), err);
}

const struct cmd journal_cmd = {
    .name = "journal",
    .args = "[add TEXT]",
    .summary = "what was going on at a time: lines beside the figures",
    .help =
        "Without add: the lines, oldest first. With --dept a line is of that department, else of\n"
        "all. Lines are never changed.\n",
    .examples = "  earshot journal add \"exam week\" --dept physics --on 2026-12-07\n"
                "  earshot journal --since 90d\n",
    .needs = CMD_WORKSPACE | CMD_STORE | CMD_SYNC,
    .role = STORE_REVIEW,
    .max_args = 2,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct journal_options),
    .run = run,
};
