#include "buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

void
buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
    free(b->p);
    *b = (struct buf){ .max = b->max };
}

void
buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
    if (b->p != NULL)
        b->p[0] = '\0';
}

/* Room for n more bytes and the NUL; false, with over set, when the cap is in the way. */
static bool
reserve(struct buf *b, size_t n)
{
    if (b->over || n > b->max - b->n) {
        b->over = true;
        return false;
    }
    if (b->cap - b->n <= n) /* most appends fit: no call for them */
        b->p = mem_grow(b->p, &b->cap, b->n + n + 1, 1);
    return true;
}

bool
buf_add(struct buf *b, const void *p, size_t n)
{
    if (!reserve(b, n))
        return false;
    if (n > 0)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
    return true;
}

bool
buf_add_text(struct buf *b, struct text t)
{
    return buf_add(b, t.p, t.n);
}

bool
buf_add_str(struct buf *b, const char *z)
{
    return buf_add(b, z, strlen(z));
}

bool
buf_add_char(struct buf *b, char c)
{
    return buf_add(b, &c, 1);
}

bool
buf_add_utf8(struct buf *b, uint32_t codepoint)
{
    char bytes[UTF8_MAX_BYTES];

    return buf_add(b, bytes, utf8_encode(codepoint, bytes));
}

bool
buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int n;

    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0 || !reserve(b, (size_t)n))
        return false;
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    b->n += (size_t)n;
    return true;
}

bool
buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    bool ok;

    va_start(ap, fmt);
    ok = buf_vaddf(b, fmt, ap);
    va_end(ap);
    return ok;
}

struct text
buf_text(const struct buf *b)
{
    return (struct text){ b->p, b->n };
}

const char *
buf_str(struct buf *b)
{
    return b->p != NULL ? b->p : "";
}

char *
buf_take(struct buf *b)
{
    char *p = b->p != NULL ? b->p : mem_dup("", 0);

    *b = (struct buf){ .max = b->max };
    return p;
}
