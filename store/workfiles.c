/* workfiles.c - see workfiles.h. */
#include "workfiles.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "text.h"

#define PATH_BYTES 4096
#define MAX_DEPTH  8 /* of folders: a link to a folder above goes round for ever */

static const struct {
    const char *name;
    bool folder;
} tops[] = {
    { "earshot.ini", false }, { "pseudonym.key", false }, { "weblog.key", false },
    { "seeds", true },        { "exports", true },
};

static void
leave_out(struct workfiles *w, const char *path, struct arena *a)
{
    w->left_out = arena_grow(a, w->left_out, w->n_left_out, &w->cap_left_out, sizeof(*w->left_out));
    w->left_out[w->n_left_out++] = path;
}

/* Hidden files are editors' and version control's; *.part was being written. */
static int
is_wanted(const struct dirent *e)
{
    struct text name = text_of(e->d_name);

    return e->d_name[0] != '.' && !text_ends(name, TEXT_LIT(".part")) &&
           !text_ends(name, TEXT_LIT("~"));
}

static void add(const char *dir, const char *path, int depth, struct arena *a,
                struct workfiles *ret);

static void
add_folder(const char *dir, const char *path, int depth, struct arena *a, struct workfiles *ret)
{
    struct dirent **names = NULL;
    char whole[PATH_BYTES];
    int n;

    snprintf(whole, sizeof(whole), "%s/%s", dir, path);
    n = scandir(whole, &names, is_wanted, alphasort);
    for (int i = 0; i < n; i++) {
        add(dir, arena_printf(a, "%s/%s", path, names[i]->d_name), depth + 1, a, ret);
        free(names[i]);
    }
    free(names);
}

static void
add(const char *dir, const char *path, int depth, struct arena *a, struct workfiles *ret)
{
    char whole[PATH_BYTES];
    struct stat sb;

    snprintf(whole, sizeof(whole), "%s/%s", dir, path);
    if (stat(whole, &sb) != 0) {
        if (depth > 0)
            leave_out(ret, path, a); /* a link to nowhere */
        return;
    }
    if (S_ISDIR(sb.st_mode) && depth < MAX_DEPTH) {
        add_folder(dir, path, depth, a, ret);
        return;
    }
    if (!S_ISREG(sb.st_mode) || !workfiles_allowed(text_of(path))) {
        leave_out(ret, path, a);
        return;
    }
    ret->v = arena_grow(a, ret->v, ret->n, &ret->cap, sizeof(*ret->v));
    ret->v[ret->n++] =
        (struct workfiles_file){ path, (int64_t)sb.st_size, (unsigned)sb.st_mode & WORKFILES_MODE };
}

void
workfiles_list(const char *dir, struct arena *a, struct workfiles *ret)
{
    *ret = (struct workfiles){ .n = 0 };
    for (size_t i = 0; i < N_ELEMENTS(tops); i++)
        add(dir, tops[i].name, 0, a, ret);
}

bool
workfiles_allowed(struct text path)
{
    struct text rest = path, head, name;
    size_t depth = 0;

    if (path.n == 0 || path.n >= PATH_BYTES / 2 || text_find_char(path, '\0') != TEXT_NPOS)
        return false;
    head = text_before(path, '/');
    while (text_cut(&rest, "/", &name)) {
        if (name.n == 0 || name.p[0] == '.')
            return false;
        depth++;
    }
    if (path.p[path.n - 1] == '/' || depth > MAX_DEPTH + 1)
        return false;
    for (size_t i = 0; i < N_ELEMENTS(tops); i++)
        if (text_is(head, tops[i].name))
            return tops[i].folder == (depth > 1);
    return false;
}

const char *
workfiles_top(size_t i)
{
    return i < N_ELEMENTS(tops) ? tops[i].name : NULL;
}
