#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES 65536
#define PATH_BYTES  4096

enum status
file_read(const char *path, struct buf *out, struct err *err)
{
    char chunk[CHUNK_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum status st = ST_OK;
    ssize_t n = 0;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ST_NOTFOUND : ST_IO, "%s: %s", path, strerror(errno));
    do {
        n = read(fd, chunk, sizeof(chunk));
        if (n > 0 && !buf_add(out, chunk, (size_t)n))
            st = err_set(err, ST_LIMIT, "%s: larger than %zu bytes", path, out->max);
    } while (st == ST_OK && (n > 0 || (n < 0 && errno == EINTR)));
    if (n < 0)
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    close(fd);
    return st;
}

static bool
write_all(int fd, struct text body)
{
    while (body.n > 0) {
        ssize_t n = write(fd, body.p, body.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        body = text_from(body, (size_t)n);
    }
    return fsync(fd) == 0;
}

enum status
file_write(const char *path, struct text body, unsigned mode, struct err *err)
{
    char part[PATH_BYTES];
    enum status st = ST_OK;
    int fd;

    if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
        return err_set(err, ST_LIMIT, "%s: the path is too long", path);
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
    if (fd < 0)
        return err_set(err, ST_IO, "%s: %s", part, strerror(errno));
    if (!write_all(fd, body))
        st = err_set(err, ST_IO, "%s: %s", part, strerror(errno));
    if (close(fd) != 0 && st == ST_OK)
        st = err_set(err, ST_IO, "%s: %s", part, strerror(errno));
    if (st == ST_OK && rename(part, path) != 0)
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    if (st != ST_OK)
        unlink(part);
    return st;
}

static bool
is_folder(const char *path)
{
    struct stat sb;

    return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

enum status
file_mkdir(const char *path, struct err *err)
{
    char part[PATH_BYTES];
    size_t n = strlen(path);

    if (n >= sizeof(part))
        return err_set(err, ST_LIMIT, "%s: the path is too long", path);
    memcpy(part, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (part[i] != '/' && part[i] != '\0')
            continue;
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && (errno != EEXIST || !is_folder(part)))
            return err_set(err, ST_IO, "%s: %s", part,
                           errno == EEXIST ? "a file of that name is in the way" : strerror(errno));
        part[i] = path[i];
    }
    return ST_OK;
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool
file_is_open(const char *path)
{
    struct stat s;

    return stat(path, &s) == 0 && (s.st_mode & S_IRWXO) != 0;
}
