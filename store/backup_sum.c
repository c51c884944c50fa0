/* backup_sum.c - see backup_sum.h. */
#include "backup_sum.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

#define HASH_BYTES  crypto_generichash_BYTES
#define HEX_BYTES   (2 * HASH_BYTES + 1)
#define CHUNK_BYTES 65536

static const char head[] = "\nearshot backup 1\nblake2b ", middle[] = "\nbytes ";

static enum status
hash_of(int fd, int64_t bytes, char hex[HEX_BYTES], struct err *err)
{
    unsigned char chunk[CHUNK_BYTES], hash[HASH_BYTES];
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
    for (int64_t at = 0; at < bytes;) {
        int64_t left = bytes - at;
        ssize_t n = pread(fd, chunk, left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES, at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_set(err, ST_IO, "backup: cannot read: %s",
                           n < 0 ? strerror(errno) : "it has become shorter");
        crypto_generichash_update(&h, chunk, (size_t)n);
        at += n;
    }
    crypto_generichash_final(&h, hash, HASH_BYTES);
    sodium_bin2hex(hex, HEX_BYTES, hash, HASH_BYTES);
    return ST_OK;
}

enum status
backup_sum_trailer(int fd, int64_t bytes, char out[BACKUP_TRAILER_BYTES + 1], struct err *err)
{
    char hex[HEX_BYTES];
    enum status st = hash_of(fd, bytes, hex, err);

    if (st == ST_OK)
        snprintf(out, BACKUP_TRAILER_BYTES + 1, "%s%s%s%020" PRId64 "\n", head, hex, middle, bytes);
    return st;
}

enum status
backup_sum_check(int fd, const char *path, int64_t *ret, struct err *err)
{
    char trailer[BACKUP_TRAILER_BYTES + 1] = "", is[BACKUP_TRAILER_BYTES + 1];
    struct text rest, digits;
    struct stat sb;
    int64_t bytes, said;
    enum status st;

    if (fstat(fd, &sb) != 0)
        return err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    bytes = (int64_t)sb.st_size - BACKUP_TRAILER_BYTES;
    if (bytes <= 0 || pread(fd, trailer, BACKUP_TRAILER_BYTES, bytes) != BACKUP_TRAILER_BYTES)
        return err_set(err, ST_INVALID, "%s: no backup of earshot", path);
    rest = text_of(trailer);
    if (!text_starts(rest, text_of(head)))
        return err_set(err, ST_INVALID, "%s: no backup of earshot, or one that was cut off", path);
    digits = text_trim(text_from(rest, strlen(head) + HEX_BYTES - 1 + strlen(middle)));
    if (!text_to_int(digits, &said) || said != bytes)
        return err_set(err, ST_PROBLEMS,
                       "%s: damaged: %" PRId64 " bytes, but it says that it has %.*s", path, bytes,
                       TEXT_ARG(digits));
    st = backup_sum_trailer(fd, bytes, is, err);
    if (st != ST_OK)
        return st;
    if (strcmp(is, trailer) != 0)
        return err_set(err, ST_PROBLEMS, "%s: damaged: its checksum is another one", path);
    *ret = bytes;
    return ST_OK;
}
