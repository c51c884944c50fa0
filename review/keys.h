/*
 * keys.h - the keys of the review page, what they do, and where a person has moved them.
 *
 * Moved keys are in an account's settings as {"remap": {"a": "q"}}: what was on a is on q.
 * Keys can be switched off as a whole ("keys": false); both as WCAG 2.1.4 asks.
 */
#ifndef KEYS_H
#define KEYS_H

#include <jansson.h>

#include "form.h"

struct key {
    char key; /* as shipped */
    const char *does;
};

extern const struct key keys_all[]; /* ends with key 0 */

/* May a key stand there: one small letter, or one of the marks that need no Shift on most
 * keyboards? */
bool keys_may(struct text t);

/* Where it is now: settings is the account's object, which may lack everything; NULL does. */
char keys_now(const json_t *settings, char key);

/*
 * The fields "key-a" ... of a form as the object "remap" (the caller's reference).
 * ST_INVALID: one is no key, or two things would be on the same one.
 */
enum status keys_read(const struct form *form, json_t **ret, struct err *err);

#endif /* KEYS_H */
