/*
 * store_session.h - who is signed in, links that work once, and how often a
 * sign-in failed.
 *
 * Tokens are STORE_TOKEN_BYTES of libsodium's randomness, given out as
 * hexadecimal and never stored: a row is found by the token's hash
 * (BLAKE2b-256), so that a copy of the store signs nobody in.
 *
 * A session ends STORE_SESSION_IDLE_S after it was last used and
 * STORE_SESSION_LIFE_S after it began, whichever comes first.  The row of one
 * that ended so stays for STORE_SESSION_LIFE_S: it signs nobody in, but tells
 * whose unsaved text came with it (store_session_owner()).
 */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include <stdint.h>

#include "arena.h"
#include "store.h"

#define STORE_TOKEN_BYTES    32
#define STORE_TOKEN_HEX      65 /* and NUL */
#define STORE_SESSION_NAME   16 /* hexadecimal digits of the hash that name a session in lists */
#define STORE_SESSION_IDLE_S ((int64_t)12 * 3600)
#define STORE_SESSION_LIFE_S ((int64_t)7 * 24 * 3600)
#define STORE_SESSION_SEEN_S                                                                       \
    60 /* seen_s is written when it is older than this: no write a page                            \
        */

struct store_session {
    int64_t account_id;
    struct text id;   /* the first STORE_SESSION_NAME digits of the hash: no secret */
    struct text csrf; /* what forms carry */
    struct text name; /* "Firefox on Linux" */
    struct text address;
    int64_t created_s, seen_s, until_s;
};

void store_token_new(char out[STORE_TOKEN_HEX]); /* from the system's randomness */

/* ---- sessions; writes inside a transaction, role REVIEW ---- */

/* Begin one: token is the cookie's. */
void store_session_add(struct store *s, struct text token, int64_t account_id, struct text name,
                       struct text address, int64_t now_s);
/* The session of a token that is still good at now_s; all in the arena. */
bool store_session_find(struct store *s, struct text token, int64_t now_s, struct arena *a,
                        struct store_session *ret);
/* Note that it is used; call when seen_s is older than STORE_SESSION_SEEN_S. */
void store_session_touch(struct store *s, struct text token, int64_t now_s);
/* The account of a token whose session ended by age alone, not by a sign-out; 0: none. */
int64_t store_session_owner(struct store *s, struct text token, int64_t now_s);
/* Those of an account that are good, the last used first; returns how many. */
size_t store_session_list(struct store *s, int64_t account_id, int64_t now_s, struct arena *a,
                          struct store_session **ret);
/* How many are good. */
int64_t store_session_count(struct store *s, int64_t now_s);
bool store_session_end(struct store *s, int64_t account_id, struct text id); /* false: none */
/* All of an account, but for keep's ("": none is kept); returns how many ended. */
int64_t store_session_end_all(struct store *s, int64_t account_id, struct text keep);
/* Has the account a session, good or ended, from this address? */
bool store_session_knows(struct store *s, int64_t account_id, struct text address);

/* ---- links that work once, and the secret of somebody's feeds, which works until it is
 * dropped: it is only ever looked at ---- */

/* account_id 0: of nobody yet.  Older links of that account and purpose end. */
void store_once_add(struct store *s, struct text token, int64_t account_id, struct text purpose,
                    int64_t until_s);
/* Those of the account and purpose end. */
void store_once_drop(struct store *s, int64_t account_id, struct text purpose);
/* Is it good?  It stays so. */
bool store_once_look(struct store *s, struct text token, struct text purpose, int64_t now_s,
                     int64_t *ret_account_id);
/* The same, and it is spent. */
bool store_once_take(struct store *s, struct text token, struct text purpose, int64_t now_s,
                     int64_t *ret_account_id);

/* ---- failed sign-ins: kind "name" or "address", kept as a hash ---- */

struct store_attempt {
    int64_t failures, last_s; /* in a row; 0: none within STORE_ATTEMPT_LIFE_S */
};

#define STORE_ATTEMPT_LIFE_S ((int64_t)24 * 3600) /* then a failure is forgotten */

/* How often it failed; one more; a success wipes them. */
struct store_attempt store_attempt_get(struct store *s, const char *kind, struct text what,
                                       int64_t now_s);
void store_attempt_fail(struct store *s, const char *kind, struct text what, int64_t now_s);
void store_attempt_clear(struct store *s, const char *kind, struct text what);

#endif /* STORE_SESSION_H */
