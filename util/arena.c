#include "arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define BLOCK_BYTES ((size_t)16 * 1024) /* the first; later ones double up to the next */
#define BLOCK_MAX   ((size_t)1024 * 1024)
#define FIRST_CAP   8 /* elements of an array that begins to grow */

struct block {
    struct block *next; /* older blocks */
    size_t cap, used;   /* bytes of data[] */
    alignas(max_align_t) char data[];
};

/* Invariant: blocks is never NULL; the newest comes first. */
struct arena {
    struct block *blocks;
    size_t bytes;
};

static struct block *
new_block(size_t cap, struct block *next)
{
    struct block *b = mem_alloc(sizeof(*b) + cap);

    b->used = 0;
    b->next = next;
    b->cap = cap;
    return b;
}

struct arena *
arena_new(void)
{
    struct arena *a = mem_zalloc(sizeof(*a));

    a->blocks = new_block(BLOCK_BYTES, NULL);
    return a;
}

void
arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    for (struct block *b = a->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

void
arena_clear(struct arena *a)
{
    struct block *b = a->blocks;

    while (b->next != NULL) {
        struct block *next = b->next;

        free(b);
        b = next;
    }
    b->used = 0;
    a->blocks = b;
    a->bytes = 0;
}

size_t
arena_bytes(const struct arena *a)
{
    return a->bytes;
}

/* Not zeroed: most of what is taken is filled at once, and blocks are larger than what is used. */
static void *
take(struct arena *a, size_t n)
{
    struct block *b = a->blocks;
    size_t mask = alignof(max_align_t) - 1, want = (n + mask) & ~mask;
    void *p;

    if (n > SIZE_MAX / 2)
        abort(); /* a size no cap of ours lets through */
    if (want > b->cap - b->used) {
        size_t cap = b->cap * 2 < BLOCK_MAX ? b->cap * 2 : BLOCK_MAX;

        b = a->blocks = new_block(want > cap ? want : cap, b);
    }
    p = b->data + b->used;
    b->used += want;
    a->bytes += want;
    return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
    return memset(take(a, n), 0, n);
}

void *
arena_copy(struct arena *a, const void *p, size_t n)
{
    void *copy = take(a, n);

    if (n > 0)
        memcpy(copy, p, n);
    return copy;
}

char *
arena_str(struct arena *a, struct text t)
{
    char *copy = take(a, t.n + 1);

    if (t.n > 0)
        memcpy(copy, t.p, t.n);
    copy[t.n] = '\0';
    return copy;
}

struct text
arena_text(struct arena *a, struct text t)
{
    return (struct text){ arena_str(a, t), t.n };
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *p;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        n = 0;
    p = take(a, (size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return p;
}

void *
arena_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t size)
{
    char *q;

    if (n < *cap)
        return p;
    *cap = *cap > 0 ? *cap * 2 : FIRST_CAP;
    if (*cap > SIZE_MAX / 2 / size)
        abort(); /* as above */
    q = take(a, *cap * size);
    if (n > 0)
        memcpy(q, p, n * size);
    memset(q + n * size, 0, (*cap - n) * size);
    return q;
}
