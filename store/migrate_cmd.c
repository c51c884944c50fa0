/* migrate_cmd.c - earshot migrate. */
#include <stdio.h>

#include "commands.h"
#include "log.h"
#include "migrate.h"

#define PATH_BYTES 4096
#define MIB        (INT64_C(1024) * 1024)

struct options {
    bool plan;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "plan", .type = OPTION_FLAG, .offset = offsetof(struct options, plan), .help = "say what would change, change nothing" },
};

static const struct table_column columns[] = {
    { "table", TABLE_COLUMN_TEXT, 0, false },
    { "rows", TABLE_COLUMN_INT, 0, false },
    { "change", TABLE_COLUMN_TEXT, 0, false },
};
/* clang-format on */

static enum status
print(const struct cmd_env *env, const struct migrate_plan *p, struct err *err)
{
    struct table *t;

    if (cmd_silent(env))
        return ST_OK;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_whole(t);
    for (size_t i = 0; i < p->n_changes; i++) {
        table_str(t, p->changes[i].table);
        table_int(t, p->changes[i].n_rows);
        table_str(t, p->changes[i].how);
        table_end_row(t);
    }
    return table_close(t, err);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    struct migrate_plan p;
    struct store *s = NULL;
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/earshot.db", env->common->dir);
    st = migrate_plan(path, env->arena, &p, err);
    if (st == ST_OK)
        st = print(env, &p, err);
    if (st != ST_OK)
        return st;
    if (p.from == p.to) {
        log_info("%s is at version %lld, this program's: nothing to do", path, (long long)p.to);
        return ST_OK;
    }
    log_info("version %lld to %lld: wants %lld MiB beside it while it runs, %lld are free",
             (long long)p.from, (long long)p.to, (long long)(p.wanted_bytes / MIB),
             (long long)(p.free_bytes / MIB));
    if (o->plan || env->common->dry_run)
        return ST_OK;
    st = cmd_lock(env->common->dir, err);
    if (st == ST_OK)
        st = store_open(path, STORE_READER, &s, err);
    store_close(s);
    if (st == ST_OK)
        log_info("done, every table counted; the store as it was is %s.v%lld: delete it when you "
                 "no longer need it",
                 path, (long long)p.from);
    return st;
}

const struct cmd migrate_cmd = {
    .name = "migrate",
    .summary = "bring the store to this program's version",
    .help = "Every command does this by itself when it meets an older store; --plan says before\n"
            "what will change.  It looks at the room on the disk and the store's integrity first,\n"
            "keeps a copy beside it (earshot.db.vN), and works in one transaction, in which every\n"
            "table is counted again: the new state, or the old one.\n",
    .examples = "  earshot migrate --plan\n  earshot migrate\n",
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
