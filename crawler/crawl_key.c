#include "crawl_key.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "file.h"

#define PATH_BYTES 4096
#define S_PER_DAY  INT64_C(86400)
#define KEY_MODE   0600

static enum status
make(const char *path, struct pseudonym_key *ret, struct err *err)
{
    if (sodium_init() < 0)
        return err_set(err, ST_IO, "libsodium does not start: no randomness for %s", path);
    randombytes_buf(ret->bytes, sizeof(ret->bytes));
    return file_write(path, (struct text){ (const char *)ret->bytes, sizeof(ret->bytes) }, KEY_MODE,
                      err);
}

enum status
crawl_key_load(const char *dir, int64_t now_s, struct pseudonym_key *ret, struct err *err)
{
    char path[PATH_BYTES];
    struct stat sb;
    struct buf b;
    enum status st;

    snprintf(path, sizeof(path), "%s/pseudonym.key", dir);
    if (stat(path, &sb) != 0 || sb.st_mtime < now_s - CRAWL_KEY_DAYS * S_PER_DAY)
        return make(path, ret, err);
    buf_init(&b, sizeof(ret->bytes));
    st = file_read(path, &b, err);
    if (st == ST_OK && b.n != sizeof(ret->bytes))
        st = err_set(err, ST_CONFIG, "%s: not %zu bytes: remove it, a new one will be made", path,
                     sizeof(ret->bytes));
    if (st == ST_OK)
        memcpy(ret->bytes, b.p, sizeof(ret->bytes));
    buf_release(&b);
    return st;
}
