/* erase_files.c - see erase_files.h. */
#include "erase_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "store_frozen.h"
#include "workfiles.h"
#include "zipfile.h"

#define MAX_DEPTH 8 /* of folders below the workspace */

static const char sqlite_magic[] = "SQLite format 3"; /* with its NUL, the first 16 bytes */

static bool
holds(const struct erase_found *f, struct text body)
{
    bool ret = words_any(body, &f->sought);

    for (size_t i = 0; i < f->n_urls && !ret; i++)
        ret = text_find(body, f->urls[i]) != TEXT_NPOS;
    return ret;
}

/* Of an archive, such as an Excel file is. */
static bool
packed_holds(struct erase_found *f, const char *path, struct text body)
{
    struct zipfile *z = NULL;
    struct err why = { "" };
    const char *name;
    enum status st;
    bool ret = false;
    struct buf b;

    if (!zipfile_is(body))
        return false;
    buf_init(&b, BUF_LARGE);
    st = zipfile_open(body, &z, &why);
    for (size_t i = 0; st == ST_OK && !ret && (name = zipfile_name(z, i)) != NULL; i++) {
        buf_clear(&b);
        st = zipfile_read(z, name, &b, &why);
        ret = holds(f, text_of(name)) || holds(f, buf_text(&b));
    }
    zipfile_close(z);
    buf_release(&b);
    if (st != ST_OK && !ret)
        erase_note(f, "export", path,
                   arena_printf(f->arena, "not looked into: look at it yourself: %.300s", why.msg),
                   false);
    return ret;
}

static bool
is_noted(const struct erase_found *f, const char *what, const char *where)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->rows[i].what, what) == 0 && strcmp(f->rows[i].where, where) == 0)
            return true;
    return false;
}

/* A list that somebody changed and that cannot be made anew is not spoken of any more. */
static enum status
forget_list(struct store *s, const char *path, struct err *err)
{
    store_begin(s);
    store_frozen_drop(s, text_after(text_of(path), '/'));
    return store_commit(s, err);
}

static enum status
one_export(const struct cmd_env *env, const char *path, struct erase_found *f, bool dry,
           struct err *err)
{
    const char *whole = arena_printf(env->arena, "%s/%s", env->common->dir, path);
    enum status st = ST_OK;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    if (file_read(whole, &b, NULL) != ST_OK)
        erase_note(f, "export", path, "cannot be read", false);
    else if (holds(f, buf_text(&b)) || packed_holds(f, path, buf_text(&b))) {
        bool gone = dry || unlink(whole) == 0;

        erase_note(f, "export", path, gone ? "deleted" : strerror(errno), gone);
        if (gone && !dry)
            st = forget_list(env->store, path, err);
    }
    buf_release(&b);
    return st;
}

enum status
erase_files_exports(const struct cmd_env *env, struct erase_found *f, bool dry, struct err *err)
{
    struct workfiles files;
    enum status st = ST_OK;

    workfiles_list(env->common->dir, env->arena, &files);
    for (size_t i = 0; st == ST_OK && i < files.n; i++)
        if (text_starts(text_of(files.v[i].path), TEXT_LIT("exports/")) &&
            !is_noted(f, ERASE_FILES_LIST, files.v[i].path))
            st = one_export(env, files.v[i].path, f, dry, err);
    return st;
}

void
erase_files_index(const struct cmd_env *env, struct erase_found *f, bool dry)
{
    static const char *const folders[] = { "index/questions", "index/passages" };

    for (size_t i = 0; i < N_ELEMENTS(folders); i++) {
        const char *dir = arena_printf(env->arena, "%s/%s", env->common->dir, folders[i]);
        DIR *d = opendir(dir);
        struct dirent *e;

        if (d == NULL)
            continue;
        while (!dry && (e = readdir(d)) != NULL)
            if (e->d_name[0] != '.')
                unlink(arena_printf(env->arena, "%s/%s", dir, e->d_name));
        closedir(d);
        erase_note(f, "index", folders[i], "thrown away: earshot index makes it anew", true);
    }
}

/* ---- what is left ---- */

static bool
is_store(struct text path)
{
    return text_is(path, "earshot.db") || text_is(path, "earshot.db-wal") ||
           text_is(path, "earshot.db-shm");
}

/* What erase has been through itself. */
static bool
is_done(struct text path)
{
    return is_store(path) || text_starts(path, TEXT_LIT("index/")) ||
           (text_starts(path, TEXT_LIT("exports/")) && !text_ends(path, TEXT_LIT(".part"))) ||
           (text_starts(path, TEXT_LIT("archive/")) && !text_ends(path, TEXT_LIT(".part")));
}

/* Whatever its name is, and however large. */
static bool
is_copy(const char *whole)
{
    char head[sizeof(sqlite_magic)] = "";
    FILE *in = fopen(whole, "rb");
    bool ret = in != NULL && fread(head, 1, sizeof(head), in) == sizeof(head) &&
               memcmp(head, sqlite_magic, sizeof(head)) == 0;

    if (in != NULL)
        fclose(in);
    return ret;
}

static void
one_other(const struct cmd_env *env, const char *path, struct erase_found *f)
{
    const char *whole = arena_printf(env->arena, "%s/%s", env->common->dir, path);
    struct text name = text_of(path);
    struct buf b;

    buf_init(&b, BUF_LARGE);
    if (is_copy(whole))
        erase_note(f, ERASE_FILES_COPY, path,
                   "a copy of the whole store, not reached: make a new backup, then delete it",
                   false);
    else if (file_read(whole, &b, NULL) != ST_OK)
        erase_note(f, "file", path, "cannot be read", false);
    else if (holds(f, buf_text(&b)) && text_starts(name, TEXT_LIT("archive/")))
        erase_note(f, "file", path, "left by a run that was killed: delete it", false);
    else if (holds(f, buf_text(&b)) &&
             (text_is(name, "earshot.ini") || text_starts(name, TEXT_LIT("seeds/"))))
        erase_note(f, "settings", path, "yours to change", false);
    else if (holds(f, buf_text(&b)))
        erase_note(f, "file", path, "not the program's: yours to change or delete", false);
    buf_release(&b);
}

static void
look_below(const struct cmd_env *env, const char *folder, int depth, struct erase_found *f)
{
    DIR *d = opendir(arena_printf(env->arena, "%s/%s", env->common->dir, folder));
    struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL) {
        const char *path =
            arena_printf(env->arena, "%s%s%s", folder, folder[0] != '\0' ? "/" : "", e->d_name);
        struct stat sb;

        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            lstat(arena_printf(env->arena, "%s/%s", env->common->dir, path), &sb) != 0)
            continue;
        if (S_ISDIR(sb.st_mode) && depth < MAX_DEPTH)
            look_below(env, path, depth + 1, f);
        else if (S_ISREG(sb.st_mode) && !is_done(text_of(path)))
            one_other(env, path, f);
    }
    if (d != NULL)
        closedir(d);
}

void
erase_files_unreached(const struct cmd_env *env, struct erase_found *f)
{
    look_below(env, "", 0, f);
}
