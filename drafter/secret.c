/* secret.c - see secret.h. */
#include "secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"
#include "log.h"
#include "mem.h"

#define MAX_BYTES ((size_t)4096)

static const char *
path_of(const char *dir, const char *file, struct arena *a)
{
    return file[0] == '/' ? file : arena_printf(a, "%s/%s", dir, file);
}

void
secret_warn(const char *dir, const char *file)
{
    struct arena *a = arena_new();

    if (file_is_open(path_of(dir, file, a)))
        log_warn("%s: everybody on this machine may read it: chmod o= %s", file, file);
    arena_free(a);
}

enum status
secret_read(const char *dir, const char *file, char **ret, struct err *err)
{
    struct arena *a = arena_new();
    struct buf b;
    struct text t;
    enum status st;

    buf_init(&b, MAX_BYTES);
    st = file_read(path_of(dir, file, a), &b, err);
    t = text_trim(buf_text(&b));
    for (size_t i = 0; i < t.n && st == ST_OK; i++)
        if (t.p[i] < ' ' || t.p[i] > '~')
            st = err_set(err, ST_CONFIG, "%s: wanted one line of printable ASCII", file);
    if (st == ST_OK && t.n == 0)
        st = err_set(err, ST_CONFIG, "%s: is empty: wanted one line", file);
    if (st == ST_OK)
        *ret = mem_dup(t.p, t.n);
    if (b.p != NULL)
        sodium_memzero(b.p, b.cap);
    buf_release(&b);
    arena_free(a);
    return st;
}

void
secret_free(char *secret)
{
    if (secret != NULL)
        sodium_memzero(secret, strlen(secret));
    free(secret);
}
