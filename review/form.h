/*
 * form.h - names and values: the query of an address, a posted form, a Cookie header.
 *
 * Strict where a browser has no reason to be otherwise: UTF-8, whole percent escapes, no NUL.
 * CR LF of a text area becomes LF.  Only application/x-www-form-urlencoded is read; there
 * are no uploads.  Everything is in the arena.
 *
 * Source: the URL Standard, 5.1 (parsing); RFC 6265 4.2.1 (cookies).
 */
#ifndef FORM_H
#define FORM_H

#include "arena.h"
#include "status.h"

#define FORM_MAX_FIELDS     1200 /* a bulk act names 1,000 cards at most */
#define FORM_MAX_NAME_BYTES 64   /* ours have under 20 */
#define FORM_MAX_COOKIES    50   /* RFC 6265 6.1 */

struct form_field {
    struct text name, value;
};

struct form {
    struct form_field *fields; /* in the order they came */
    size_t n, cap;
};

/* ST_INVALID: not UTF-8, half an escape, NUL; ST_LIMIT: too many or too long a name. */
enum status form_parse(struct text body, struct arena *a, struct form *ret, struct err *err);

/* Cookies: what is no pair is left out, values as they are but for quotes around them. */
void form_cookies(struct text header, struct arena *a, struct form *ret);

/* The first of that name, TEXT_NONE without one. */
struct text form_get(const struct form *f, const char *name);
bool form_has(const struct form *f, const char *name);
/* As a number; otherwise what is given. */
int64_t form_int(const struct form *f, const char *name, int64_t otherwise);
/* All of that name: *at is 0 at first; false at the end. */
bool form_next(const struct form *f, const char *name, size_t *at, struct text *ret);

/* Percent escapes decoded, '+' kept: for a segment of a path.  The same rules and statuses. */
enum status form_unescape(struct text t, struct arena *a, struct text *ret, struct err *err);

#endif /* FORM_H */
