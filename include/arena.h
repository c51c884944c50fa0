/*
 * arena.h - memory that lives as long as one page, question or request.
 *
 * Nothing in an arena is freed alone: arena_clear() forgets everything and
 * keeps the first block, arena_free() gives all back.  Pointers stay valid
 * until then.
 */
#ifndef ARENA_H
#define ARENA_H

#include "text.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* accepts NULL */
void arena_clear(struct arena *a);
size_t arena_bytes(const struct arena *a); /* handed out since the last clear */

void *arena_alloc(struct arena *a, size_t n); /* zeroed, aligned for any type */
void *arena_copy(struct arena *a, const void *p, size_t n);
struct text arena_text(struct arena *a, struct text t); /* a copy; NUL-terminated besides */
char *arena_str(struct arena *a, struct text t);        /* the same as a C string */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Grow an array of n elements of size bytes that lives in the arena so that it
 * has room for one more; *cap is its capacity.  The old place is left behind
 * (doubling bounds the waste), so keep no pointer into it.
 */
void *arena_grow(struct arena *a, void *p, size_t n, size_t *cap, size_t size);

#endif /* ARENA_H */
