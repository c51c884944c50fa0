/* outfile.c - see outfile.h. */

#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "text.h"

#define ENDING     ".part"
#define MODE_BITS  07777
#define MODE_PLAIN 0666

/* May its name be given to another file?  mode: of the new one. */
static bool
is_replaced(const char *path, mode_t *mode)
{
    struct stat sb;
    mode_t mask;

    if (lstat(path, &sb) != 0) {
        mask = umask(0);
        umask(mask);
        *mode = MODE_PLAIN & ~mask;
        return true;
    }
    *mode = sb.st_mode & MODE_BITS;
    return S_ISREG(sb.st_mode) && sb.st_uid == geteuid() && sb.st_nlink == 1 &&
           access(path, W_OK) == 0;
}

enum status
outfile_open(struct outfile *o, const char *path, struct err *err)
{
    mode_t mode;
    int fd;

    *o = (struct outfile){ .path = path };
    if (is_replaced(path, &mode)) {
        size_t cap = strlen(path) + sizeof(ENDING);

        o->part = mem_alloc(cap);
        snprintf(o->part, cap, "%s" ENDING, path);
        fd = open(o->part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
        o->f = fd >= 0 && fchmod(fd, mode) == 0 ? fdopen(fd, "w") : NULL;
        if (o->f != NULL)
            return ST_OK;
        if (fd >= 0)
            close(fd);
        free(o->part);
        o->part = NULL;
    }
    o->f = fopen(path, "w");
    if (o->f == NULL)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    return ST_OK;
}

/* Is what was written what the command had to say? */
static bool
is_whole(enum status st, bool any)
{
    static const enum status cut_off[] = { ST_INVALID, ST_LIMIT, ST_IO, ST_DB };

    for (size_t i = 0; i < N_ELEMENTS(cut_off); i++)
        if (st == cut_off[i])
            return false;
    return st == ST_OK || any;
}

enum status
outfile_close(struct outfile *o, enum status st, struct err *err)
{
    bool any = ftello(o->f) > 0;
    bool failed = fflush(o->f) != 0 || ferror(o->f);

    failed = fclose(o->f) != 0 || failed;
    if (failed && st == ST_OK)
        st = err_set(err, ST_IO, "%s: %s", o->path, strerror(errno));
    if (o->part != NULL && !failed && is_whole(st, any)) {
        if (rename(o->part, o->path) != 0 && st == ST_OK)
            st = err_set(err, ST_IO, "%s: %s", o->path, strerror(errno));
    } else if (o->part != NULL) {
        (void)unlink(o->part); /* it is nothing that anybody needs */
    }
    free(o->part);
    *o = (struct outfile){ .f = NULL };
    return st;
}
