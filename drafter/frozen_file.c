/* frozen_file.c - see frozen_file.h. */
#include "frozen_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "file.h"

#define PATH_BYTES 4096

static void
path_of(const char *dir, const char *file, const char *ending, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/exports/%s%s", dir, file, ending);
}

static bool
write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);

        if (done < 0 && errno != EINTR)
            return false;
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

/* Length and hash of what is left of in; out -1: only these.  false: it cannot be written. */
static bool
copy_hashed(FILE *in, int out, struct store_frozen *f)
{
    XXH3_state_t *hash = XXH3_createState();
    char chunk[BUFSIZ];
    bool good = true;
    size_t n;

    f->bytes = 0;
    XXH3_64bits_reset(hash);
    while (good && (n = fread(chunk, 1, sizeof(chunk), in)) > 0) {
        XXH3_64bits_update(hash, chunk, n);
        f->bytes += (int64_t)n;
        good = out < 0 || write_all(out, chunk, n);
    }
    f->hash = (int64_t)XXH3_64bits_digest(hash);
    XXH3_freeState(hash);
    return good && !ferror(in);
}

enum status
frozen_file_put(const char *dir, const char *file, FILE *from, struct store_frozen *f,
                struct err *err)
{
    char part[PATH_BYTES], folder[PATH_BYTES];
    bool good;
    int out;
    enum status st;

    snprintf(folder, sizeof(folder), "%s/exports", dir);
    st = file_mkdir(folder, err);
    if (st != ST_OK)
        return st;
    path_of(dir, file, ".part", part);
    out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    rewind(from);
    good = out >= 0 && copy_hashed(from, out, f) && fsync(out) == 0;
    if (out >= 0 && close(out) != 0)
        good = false;
    if (good)
        return ST_OK;
    st = err_set(err, ST_IO, "%s: %s", part, strerror(errno));
    unlink(part);
    return st;
}

enum status
frozen_file_name(const char *dir, const char *file, struct err *err)
{
    char part[PATH_BYTES], path[PATH_BYTES];
    int fd;

    path_of(dir, file, ".part", part);
    path_of(dir, file, "", path);
    if (rename(part, path) != 0)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    *strrchr(path, '/') = '\0';
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* the part is on the disk: after a power failure it is named again */
        close(fd);
    }
    return ST_OK;
}

/* NULL: it is not there, or not what the row says; errno says which, 0 for the latter. */
static FILE *
open_as(const char *path, const struct store_frozen *f)
{
    FILE *in = fopen(path, "rb");
    struct store_frozen is;

    if (in == NULL)
        return NULL;
    if (copy_hashed(in, -1, &is) && is.bytes == f->bytes && is.hash == f->hash) {
        rewind(in);
        return in;
    }
    fclose(in);
    errno = 0;
    return NULL;
}

enum status
frozen_file_open(const char *dir, const char *file, const struct store_frozen *f, FILE **ret,
                 struct err *err)
{
    char path[PATH_BYTES], part[PATH_BYTES];
    FILE *in;
    int why;

    path_of(dir, file, "", path);
    in = open_as(path, f);
    why = errno;
    if (in == NULL) {
        path_of(dir, file, ".part", part);
        in = open_as(part, f);
        if (in != NULL && rename(part, path) != 0) {
            why = errno;
            fclose(in);
            in = NULL;
        }
    }
    if (in == NULL)
        return err_set(err, ST_PROBLEMS, "%s: %s: restore it from a backup", path,
                       why != 0 ? strerror(why) : "it is not as it was frozen");
    *ret = in;
    return ST_OK;
}
