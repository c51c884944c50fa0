/* backup_cmd.c - earshot backup. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "commands.h"
#include "file.h"
#include "log.h"

#define PATH_BYTES 4096
#define NAME_BYTES 64
#define KIB        1024
#define PERCENT    100
#define ENDING     ".backup"
#define HEAD       "earshot-"

struct options {
    int64_t keep;
};

/* clang-format off */
static const struct option rows[] = {
    { .name = "keep", .type = OPTION_INT, .offset = offsetof(struct options, keep), .arg = "N", .help = "afterwards delete all but the N newest backups in that folder; 0: none", .initial = "0", .min = 0, .max = 100000 },
};

static const struct table_column columns[] = {
    { "file", TABLE_COLUMN_TEXT, 0, false },
    { "bytes", TABLE_COLUMN_INT, 0, false },
    { "files", TABLE_COLUMN_INT, 0, false },
    { "deleted", TABLE_COLUMN_INT, 0, false },
};
/* clang-format on */

struct telling {
    size_t n_left_out;
};

static void
show(void *self, int64_t done_bytes, int64_t of_bytes)
{
    int64_t part = of_bytes > 0 ? done_bytes * PERCENT / of_bytes : 0;

    (void)self;
    log_progress("backup: %lld of at most %lld KiB, %lld %%", (long long)(done_bytes / KIB),
                 (long long)(of_bytes / KIB), (long long)(part < PERCENT ? part : PERCENT));
}

static void
left_out(void *self, const char *path, const char *why)
{
    struct telling *t = self;

    t->n_left_out++;
    log_warn("%s is not in the backup: %s", path, why);
}

/* "backups/earshot-20261122-101500.backup", whose names sort by time. */
static const char *
path_of(const struct cmd_env *env, int64_t now_s, struct arena *a)
{
    const char *given = env->common->output;
    char date[CLOCK_RFC3339_BYTES], name[NAME_BYTES];
    struct stat sb;
    int n = 0;

    clock_rfc3339(now_s, date);
    for (char *p = date; *p != '\0'; p++) /* 2026-11-22T10:15:00Z */
        if ((*p >= '0' && *p <= '9') || *p == 'T')
            name[n++] = *p == 'T' ? '-' : *p;
    name[n] = '\0';
    if (given != NULL && !(stat(given, &sb) == 0 && S_ISDIR(sb.st_mode)))
        return given;
    return arena_printf(a, "%s%s/" HEAD "%s" ENDING, given != NULL ? given : env->common->dir,
                        given != NULL ? "" : "/backups", name);
}

static void
folder_of(const char *path, char folder[PATH_BYTES])
{
    const char *slash = strrchr(path, '/');

    snprintf(folder, PATH_BYTES, "%.*s", slash != NULL ? (int)(slash - path) : 1,
             slash != NULL ? path : ".");
}

static int
is_backup(const struct dirent *e)
{
    struct text name = text_of(e->d_name);

    return text_starts(name, TEXT_LIT(HEAD)) && text_ends(name, TEXT_LIT(ENDING));
}

/* All but the newest in the folder of path; their names tell their age.  How many. */
static int64_t
delete_old(const char *path, int64_t keep)
{
    char folder[PATH_BYTES], old[2 * PATH_BYTES];
    struct dirent **names = NULL;
    int64_t deleted = 0;
    int n;

    folder_of(path, folder);
    n = keep > 0 ? scandir(folder, &names, is_backup, alphasort) : 0;
    for (int i = 0; i < n; i++) {
        snprintf(old, sizeof(old), "%s/%s", folder, names[i]->d_name);
        if (i < n - keep && strcmp(old, path) != 0 && unlink(old) == 0)
            deleted++;
        free(names[i]);
    }
    free(names);
    return deleted;
}

static int
is_part(const struct dirent *e)
{
    struct text name = text_of(e->d_name);

    return text_starts(name, TEXT_LIT(HEAD)) && text_ends(name, TEXT_LIT(ENDING ".part"));
}

/* Halves of backups that were killed, which hold as much as whole ones: all that nobody writes. */
static void
delete_parts(const char *path)
{
    char folder[PATH_BYTES], part[2 * PATH_BYTES];
    struct dirent **names = NULL;
    int n, fd;

    folder_of(path, folder);
    n = scandir(folder, &names, is_part, alphasort);
    for (int i = 0; i < n; i++) {
        snprintf(part, sizeof(part), "%s/%s", folder, names[i]->d_name);
        fd = open(part, O_RDWR | O_CLOEXEC);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            unlink(part);
        if (fd >= 0)
            close(fd);
        free(names[i]);
    }
    free(names);
}

static enum status
print(const struct cmd_env *env, const char *path, const struct backup_facts *f, int64_t deleted,
      struct err *err)
{
    struct table *t;

    if (cmd_silent(env))
        return ST_OK;
    t = cmd_table(env, columns, N_ELEMENTS(columns));
    table_set_whole(t);
    table_str(t, path);
    table_int(t, f->file_bytes);
    table_int(t, f->n_files);
    table_int(t, deleted);
    table_end_row(t);
    return table_close(t, err);
}

static enum status
make_folder(const struct cmd_env *env, struct err *err)
{
    char path[PATH_BYTES];

    if (env->common->output != NULL)
        return ST_OK;
    snprintf(path, sizeof(path), "%s/backups", env->common->dir);
    return file_mkdir(path, err);
}

static enum status
run_open(struct cmd_env *env, struct store *s, struct err *err)
{
    const struct options *o = env->options;
    int64_t now_s = clock_now_s(env->clock), deleted = 0;
    struct telling t = { 0 };
    struct backup_job job = { .store = s,
                              .dir = env->common->dir,
                              .path = path_of(env, now_s, env->arena),
                              .now_s = now_s,
                              .stop = cmd_stop,
                              .progress = log_progress_on() ? show : NULL,
                              .left_out = left_out,
                              .self = &t };
    struct backup_facts f;
    enum status st;

    if (env->common->dry_run) {
        st = backup_plan(&job, &f, err);
        if (st == ST_OK)
            log_info("would write %s: %lld KiB at most, the store and %lld file%s", job.path,
                     (long long)(f.file_bytes / KIB), (long long)f.n_files,
                     f.n_files == 1 ? "" : "s");
        return st;
    }
    st = make_folder(env, err);
    if (st == ST_OK)
        st = backup_write(&job, &f, err);
    log_progress("%s", "");
    if (st == ST_INTERRUPTED)
        return cmd_interrupted(err);
    if (st == ST_OK)
        delete_parts(job.path);
    if (st == ST_OK)
        deleted = delete_old(job.path, o->keep);
    if (st == ST_OK)
        st = print(env, job.path, &f, deleted, err);
    if (st == ST_OK && t.n_left_out > 0)
        return err_set(err, ST_PARTIAL, "%zu file%s not in the backup", t.n_left_out,
                       t.n_left_out == 1 ? " is" : "s are");
    return st;
}

/* Whatever earshot.ini says: a backup is wanted most when something is wrong. */
static enum status
run(struct cmd_env *env, struct err *err)
{
    struct store *s = NULL;
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/earshot.db", env->common->dir);
    st = store_open(path, STORE_READER, &s, err);
    if (st == ST_OK)
        st = run_open(env, s, err);
    store_close(s);
    return st;
}

const struct cmd backup_cmd = {
    .name = "backup",
    .summary = "one file with all that cannot be made again",
    .help = "Crawls and editors go on meanwhile: the file holds the store as it stood when the\n"
            "backup began, earshot.ini, seeds/, exports/ and the key of pseudonyms, with a\n"
            "checksum over all of it.  Not in it: archive/ (large; its files never change once\n"
            "complete: copy them with any tool), index/ (earshot index makes it anew).\n"
            "\n"
            "Without -o it is backups/earshot-DATE-TIME.backup in the workspace; -o names a file\n"
            "or a folder.  A file that is there is never written over.  It holds what the store\n"
            "holds, password hashes and the words of the public, and is readable for its owner\n"
            "only: keep it, and let it age, as the store itself.\n",
    .examples = "  earshot backup\n  earshot backup --keep 14\n"
                "  earshot backup -o /mnt/safe/physics.backup\n"
                "  earshot restore /mnt/safe/physics.backup --check\n",
    .own_output = true,
    .options = rows,
    .n_options = N_ELEMENTS(rows),
    .options_bytes = sizeof(struct options),
    .run = run,
};
