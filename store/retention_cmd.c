/* retention_cmd.c - earshot retention. */
#include <string.h>

#include "commands.h"
#include "log.h"
#include "past.h"
#include "retention.h"
#include "scrub.h"
#include "store_audit.h"

#define S_PER_DAY 86400

/* clang-format off */
static const struct table_column columns[] = {
    { "what", TABLE_COLUMN_TEXT, 0, false },
    { "after_days", TABLE_COLUMN_INT, 0, false },
    { "due", TABLE_COLUMN_INT, 0, false },
    { "done", TABLE_COLUMN_INT, 0, false },
};
static const struct table_column past_columns[] = {
    { "month", TABLE_COLUMN_TEXT, 0, false },
    { "department", TABLE_COLUMN_TEXT, 0, false },
    { "what", TABLE_COLUMN_TEXT, 0, false },
    { "count", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

static enum status
print(const struct cmd_env *env, const int64_t due[RETENTION_PARTS], const int64_t *done,
      struct err *err)
{
    struct table *t;

    if (cmd_silent(env))
        return ST_OK;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    for (int i = 0; i < RETENTION_PARTS; i++) {
        int64_t after_s = retention_after_s(&env->config->retention, (enum retention_part)i);

        table_str(t, retention_name((enum retention_part)i));
        if (after_s > 0)
            table_int(t, after_s / S_PER_DAY);
        else
            table_null(t); /* never */
        table_int(t, due[i]);
        if (done != NULL)
            table_int(t, done[i]);
        else
            table_null(t);
        table_end_row(t);
    }
    return table_close(t, err);
}

static enum status
print_past(const struct cmd_env *env, struct err *err)
{
    struct past_row *v;
    size_t n = past_list(env->store, env->arena, &v);
    struct table *t = cmd_table(env, past_columns, N_ELEMENTS(past_columns));

    for (size_t i = 0; i < n; i++) {
        table_text(t, v[i].month);
        table_text(t, v[i].department);
        table_text(t, v[i].what);
        table_int(t, v[i].n);
        table_end_row(t);
    }
    return table_close(t, err);
}

/* A run that deletes nothing leaves no row: it is every night's. */
static enum status
note(const struct cmd_env *env, const int64_t done[RETENTION_PARTS], struct err *err)
{
    struct store_audit row = { .at_s = clock_now_s(env->clock),
                               .actor = TEXT_LIT("command line"),
                               .action = TEXT_LIT("retention"),
                               .object = TEXT_LIT("store"),
                               .result = TEXT_LIT("ok") };
    const char *said = "";

    for (int i = 0; i < RETENTION_PARTS; i++)
        if (done[i] > 0)
            said = arena_printf(env->arena, "%s%s%lld %s", said, said[0] != '\0' ? ", " : "",
                                (long long)done[i], retention_name((enum retention_part)i));
    row.after = text_of(said);
    if (said[0] == '\0')
        return ST_OK;
    log_info("deleted: %s", said);
    return store_audit_note(env->store, &row, err);
}

static enum status
run_all(struct cmd_env *env, const struct retention_job *job, const int64_t due[RETENTION_PARTS],
        struct err *err)
{
    int64_t done[RETENTION_PARTS];
    struct err left = { "" };
    enum status st, noted, scrubbed = ST_OK;

    scrub_begin(env->store);
    st = retention_run(job, done, err);
    noted = note(env, done, st == ST_OK ? err : NULL);
    if (st == ST_OK)
        st = noted;
    if (st == ST_OK)
        scrubbed = scrub_end(env->store, &left);
    if (st == ST_OK)
        st = print(env, due, done, err);
    if (st == ST_INTERRUPTED)
        return cmd_interrupted(err);
    if (st == ST_OK && scrubbed != ST_OK)
        return err_set(err, scrubbed, "%s", left.msg);
    return st;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    bool go = env->n_args > 0 && strcmp(env->args[0], "run") == 0;
    struct retention_job job = { .store = env->store,
                                 .config = &env->config->retention,
                                 .dir = env->common->dir,
                                 .now_s = clock_now_s(env->clock),
                                 .stop = cmd_stop };
    int64_t due[RETENTION_PARTS];
    enum status st;

    if (env->n_args > 0 && strcmp(env->args[0], "past") == 0)
        return print_past(env, err);
    if (env->n_args > 0 && !go && strcmp(env->args[0], "show") != 0)
        return err_set(err, ST_USAGE, "\"%s\": wanted retention show, run or past", env->args[0]);
    st = retention_count(&job, due, err);
    if (st != ST_OK)
        return st;
    if (!go || env->common->dry_run)
        return print(env, due, NULL, err);
    return run_all(env, &job, due, err);
}

const struct cmd retention_cmd = {
    .name = "retention",
    .args = "[show | run | past]",
    .summary = "delete what is older than [retention] says",
    .help =
        "show (and run --dry-run) says what is due; run deletes it, in short steps beside\n"
        "whatever else is at work; past lists how much of each month was deleted.\n"
        "\n"
        "Words of the public go, not the fact that somebody asked: decisions, times and places\n"
        "stay, so that the numbers of an old month do not change.  A post whose words were\n"
        "deleted does not get them back when its page is crawled again.  Backups are not\n"
        "reached: let them age, too (earshot backup --keep).\n",
    .examples = "  earshot retention\n  earshot retention run --dry-run\n"
                "  earshot retention run --quiet\n",
    .needs = CMD_WORKSPACE | CMD_STORE,
    .role = STORE_RETENTION,
    .max_args = 1,
    .run = run,
};
