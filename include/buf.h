/*
 * buf.h - a growing run of bytes with a cap from birth.
 *
 * Appending past the cap adds nothing and sets over, which stays set: check it
 * once after a run of appends.  p is NUL-terminated whenever it is not NULL.
 * struct buf owns p: buf_release() frees it.
 */
#ifndef BUF_H
#define BUF_H

#include <stdarg.h>

#include "text.h"

struct buf {
    char *p;    /* owned; NULL until the first byte */
    size_t n;   /* bytes in use, never more than max */
    size_t cap; /* bytes allocated */
    size_t max; /* the cap given to buf_init() */
    bool over;  /* something did not fit */
};

#define BUF_SMALL ((size_t)64 * 1024)         /* messages, addresses, one row */
#define BUF_PAGE  ((size_t)8 * 1024 * 1024)   /* one page: the fetch cap */
#define BUF_LARGE ((size_t)512 * 1024 * 1024) /* files of our own */

void buf_init(struct buf *b, size_t max); /* allocates nothing */
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* n = 0, over = false; keeps the memory */
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_add_text(struct buf *b, struct text t);
bool buf_add_str(struct buf *b, const char *z);
bool buf_add_char(struct buf *b, char c);
bool buf_add_utf8(struct buf *b, uint32_t codepoint); /* U+FFFD for what is no scalar value */
bool buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
struct text buf_text(const struct buf *b); /* points into b until the next append */
const char *buf_str(struct buf *b);        /* "" when empty; until the next append */
char *buf_take(struct buf *b);             /* the caller's; b is empty again */

#endif /* BUF_H */
