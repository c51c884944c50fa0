/*
 * text.h - a borrowed run of bytes: never owns, never NUL-terminated.
 *
 * Outside input travels as struct text, so that its length is always at hand
 * and a NUL inside it cannot cut it short.  Case folding here is ASCII's only;
 * words of natural language go through token.h.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *p; /* may be NULL only when n is 0 */
    size_t n;      /* bytes */
};

#define TEXT_LIT(s)   ((struct text){ (s), sizeof(s) - 1 })
#define TEXT_NONE     ((struct text){ NULL, 0 })
#define TEXT_ARG(t)   (int)(t).n, (t).n > 0 ? (t).p : "" /* for "%.*s" */
#define N_ELEMENTS(a) (sizeof(a) / sizeof((a)[0]))

struct text text_of(const char *z);                       /* a C string; NULL gives TEXT_NONE */
struct text text_sub(struct text t, size_t at, size_t n); /* cut to what is there */
struct text text_from(struct text t, size_t at);          /* from at to the end */
struct text text_trim(struct text t);                     /* ASCII white space at both ends */
struct text text_before(struct text t, char c);           /* up to the first c, or all */
struct text text_after(struct text t, char c);            /* past the first c, or nothing */

/*
 * Move the bytes before the first of the bytes seps into *head and drop them
 * and the separator from *rest; false once *rest is empty.  "a,,b" gives "a", "", "b".
 */
bool text_cut(struct text *rest, const char *seps, struct text *head);

bool text_eq(struct text a, struct text b);
bool text_eq_nocase(struct text a, struct text b); /* ASCII only */
bool text_is(struct text t, const char *z);        /* equal to a C string */
int text_cmp(struct text a, struct text b);        /* as memcmp, shorter first */
bool text_is_ascii(struct text t);
size_t text_ascii(struct text t); /* bytes of ASCII it begins with */
bool text_starts(struct text t, struct text head);
bool text_starts_nocase(struct text t, struct text head); /* ASCII only */
bool text_ends(struct text t, struct text tail);

#define TEXT_NPOS SIZE_MAX
size_t text_find(struct text t, struct text what); /* offset, or TEXT_NPOS */
size_t text_find_nocase(struct text t, struct text what);
size_t text_find_char(struct text t, char c);

/* A decimal number and nothing else; false, *ret untouched, on anything else or overflow. */
bool text_to_int(struct text t, int64_t *ret);

#endif /* TEXT_H */
