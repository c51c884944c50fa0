/* restore_cmd.c - earshot restore: verify a backup, or put it back. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "backup.h"
#include "commands.h"
#include "file.h"
#include "in_use.h"
#include "log.h"

#define PATH_BYTES 4096

struct options {
    bool check, force;
};

/* clang-format off */
#define AT(field) offsetof(struct options, field)
static const struct option rows[] = {
    { .name = "check", .type = OPTION_FLAG, .offset = AT(check), .help = "verify everything in the file, touch nothing" },
    { .name = "force", .type = OPTION_FLAG, .offset = AT(force), .help = "over a workspace that is there, which is kept beside it" },
};
#undef AT

static const struct table_column columns[] = {
    { "file", TABLE_COLUMN_TEXT, 0, false },
    { "made", TABLE_COLUMN_TIME, 0, false },
    { "program", TABLE_COLUMN_TEXT, 0, false },
    { "schema", TABLE_COLUMN_INT, 0, false },
    { "rows", TABLE_COLUMN_INT, 0, false },
    { "files", TABLE_COLUMN_INT, 0, false },
    { "audit_rows", TABLE_COLUMN_INT, 0, false },
    { "bytes", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

static enum status
print(const struct cmd_env *env, const char *path, const struct backup_facts *f, struct err *err)
{
    struct table *t;

    if (cmd_silent(env))
        return ST_OK;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_record(t);
    table_str(t, path);
    table_time(t, f->made_s);
    table_str(t, f->program);
    table_int(t, f->version);
    table_int(t, f->n_rows);
    table_int(t, f->n_files);
    table_int(t, f->n_audit);
    table_int(t, f->file_bytes);
    table_end_row(t);
    return table_close(t, err);
}

/* Over a live workspace only when nobody works on it: what they commit would be lost. */
static enum status
make_sure(const struct cmd_env *env, const char *dir, struct err *err)
{
    char path[PATH_BYTES];
    struct stat sb;
    enum status st;

    snprintf(path, sizeof(path), "%s/earshot.db", dir);
    if (stat(dir, &sb) != 0 || !file_exists(path) || env->common->dry_run)
        return ST_OK;
    st = cmd_lock(dir, err);
    return st == ST_OK ? in_use_check(path, err) : st;
}

static enum status
put_back(const struct cmd_env *env, const char *path, const char *dir, struct err *err)
{
    const struct options *o = env->options;
    char date[CLOCK_RFC3339_BYTES];
    const char *kept;
    char db[PATH_BYTES];
    enum status st;

    snprintf(db, sizeof(db), "%s/earshot.db", dir);
    kept = arena_printf(env->arena, "%s/before-restore-%s", dir,
                        clock_rfc3339(clock_now_s(env->clock), date));
    if (file_exists(db) && !o->force)
        return err_set(err, ST_CONFLICT,
                       "%s is a workspace: restore into a new folder, or --force (what is there "
                       "is kept in it)",
                       dir);
    if (env->common->dry_run) {
        log_info("would restore into %s%s", dir,
                 file_exists(db) ? ", and keep beside it what is there" : "");
        return ST_OK;
    }
    st = o->force ? make_sure(env, dir, err) : ST_OK;
    if (st == ST_OK)
        st = backup_restore(path, dir, o->force ? kept : NULL, err);
    if (st != ST_OK)
        return st;
    log_info("restored into %s", dir);
    if (o->force && file_exists(kept))
        log_info("what was there is in %s: delete it when you no longer need it", kept);
    log_info("next: earshot -C %s check, and earshot -C %s index, which makes index/ anew", dir,
             dir);
    return ST_OK;
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const struct options *o = env->options;
    const char *path = env->args[0];
    const char *dir = env->n_args > 1 ? env->args[1] : env->common->dir;
    struct backup_facts facts;
    enum status st;

    if (o->check && (o->force || env->n_args > 1))
        return err_set(err, ST_USAGE, "--check looks at the file alone: no folder, no --force");
    st = backup_check(path, &facts, err);
    if (st == ST_OK)
        st = print(env, path, &facts, err);
    if (st != ST_OK || o->check)
        return st;
    return put_back(env, path, dir, err);
}

const struct cmd restore_cmd = {
    .name = "restore",
    .args = "FILE [DIR]",
    .summary = "verify a backup, or put it back",
    .help = "Everything in the file is verified first: its checksum, the integrity of the tables,\n"
            "their version, the chain of the audit log.  --check stops there.  Exit code 8: the\n"
            "file is damaged; 7: a newer earshot made it.\n"
            "\n"
            "DIR (or the folder of -C) must be new or hold no workspace.  With --force what is\n"
            "there is moved to before-restore-TIME in it, first; archive/ and backups/ stay where\n"
            "they are.  earshot.db comes last: a restore that is killed leaves no half workspace,\n"
            "and can be run again.  Stop earshot serve before.\n",
    .examples = "  earshot restore backups/earshot-20261122-031500.backup --check\n"
                "  earshot restore physics.backup /srv/earshot\n"
                "  earshot -C /srv/earshot restore physics.backup --force\n",
    .min_args = 1,
    .max_args = 2,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
