#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "file.h"
#include "log.h"
#include "seeds.h"

#define PATH_BYTES 4096

/* What a new workspace gets, from the files that ship in the binary. */
static const struct {
    const char *seed, *path;
} files[] = {
    { "earshot.ini", "earshot.ini" },
    { "departments/physics.ini", "seeds/physics.ini.example" },
    { "departments/library.ini", "seeds/library.ini.example" },
};

static enum status
copy_seed(const char *dir, const char *seed, const char *path, struct err *err)
{
    const struct seed *s = seeds_find(seed);
    char to[PATH_BYTES];

    if (s == NULL)
        return err_set(err, ST_NOTFOUND, "%s is not in this program", seed);
    snprintf(to, sizeof(to), "%s/%s", dir, path);
    return file_exists(to) ? ST_OK : file_write(to, s->body, 0644, err);
}

static void
say_next(const char *dir)
{
    if (strcmp(dir, ".") == 0) {
        log_info("A workspace is in this folder.  Next:");
        log_info("  1. set [crawler] contact in earshot.ini");
        log_info("  2. cp seeds/physics.ini.example seeds/NAME.ini and make it yours");
        log_info("  3. earshot check");
        log_info("  4. earshot run");
        return;
    }
    log_info("A workspace is in %s.  Next:", dir);
    log_info("  1. set [crawler] contact in %s/earshot.ini", dir);
    log_info("  2. cp %s/seeds/physics.ini.example %s/seeds/NAME.ini and make it yours", dir, dir);
    log_info("  3. earshot -C %s check", dir);
    log_info("  4. earshot -C %s run", dir);
}

static enum status
run(struct cmd_env *env, struct err *err)
{
    const char *dir = env->n_args > 0 ? env->args[0] : env->common->dir;
    char path[PATH_BYTES];
    enum status st;

    snprintf(path, sizeof(path), "%s/earshot.db", dir);
    if (file_exists(path))
        return err_set(err, ST_CONFLICT, "%s is a workspace already: nothing changed", dir);
    if (env->common->dry_run) {
        log_info("would make a workspace in %s", dir);
        return ST_OK;
    }
    snprintf(path, sizeof(path), "%s/seeds", dir);
    st = file_mkdir(path, err);
    for (size_t i = 0; st == ST_OK && i < N_ELEMENTS(files); i++)
        st = copy_seed(dir, files[i].seed, files[i].path, err);
    snprintf(path, sizeof(path), "%s/earshot.db", dir);
    if (st == ST_OK) /* last: what makes it a workspace */
        st = store_create(path, err);
    if (st != ST_OK)
        return st;
    say_next(dir);
    return ST_OK;
}

const struct cmd init_cmd = {
    .name = "init",
    .args = "[DIR]",
    .summary = "make a workspace: earshot.ini, seeds/, earshot.db",
    .help = "Files that are there already are kept; a folder that holds a store is refused\n"
            "with exit code 5.  Without DIR: the current folder, or that of -C.\n",
    .examples = "  earshot init /srv/earshot\n",
    .max_args = 1,
    .run = run,
};
