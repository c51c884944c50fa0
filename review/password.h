/*
 * password.h - passwords: which are refused, how they are kept, how they are checked.
 *
 * Kept as Argon2id with libsodium's interactive limits (PASSWORD_OPS passes over
 * PASSWORD_MEMORY_BYTES): 0.06 s a check on the machine of 2026-11-22, which a person
 * does not feel and a guesser does.  libsodium locks and wipes that memory itself.
 *
 * Rules after NIST SP 800-63B: long enough, not the name, not one of those that
 * everybody tries first; nothing about digits and capitals.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "status.h"
#include "text.h"

#define PASSWORD_MIN_CHARS    10
#define PASSWORD_MAX_BYTES    1024 /* what is hashed costs time; a sentence has 100 */
#define PASSWORD_OPS          2    /* libsodium's OPSLIMIT_INTERACTIVE, named so that it stays */
#define PASSWORD_MEMORY_BYTES ((size_t)64 * 1024 * 1024) /* MEMLIMIT_INTERACTIVE */
#define PASSWORD_HASH_BYTES   128                        /* and NUL: libsodium's STRBYTES */

/* ST_INVALID with the rule it breaks; name: of the account. */
enum status password_check(struct text password, struct text name, struct err *err);

/* For the store.  ST_IO: no memory for it. */
enum status password_hash(struct text password, char out[PASSWORD_HASH_BYTES], struct err *err);

/* In constant time.  hash "": false, after as long as with one, so that time tells no names. */
bool password_verify(struct text password, struct text hash);

#endif /* PASSWORD_H */
