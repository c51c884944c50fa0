/*
 * signin.h - signing in: name and password, then a code where the account has a
 * second factor.  Knows no HTTP; the page is signin_page.c.
 *
 * Who guesses must wait.  After SIGNIN_FREE_NAME failures in a row for one name the
 * next is not looked at before 2, 4, 8 ... seconds, up to SIGNIN_WAIT_NAME_S, have passed;
 * the same for an address, later and longer.  What is refused so is not counted, so
 * nobody is locked out for good; and a name's wait does not bind an address from which its
 * owner was signed in, so that a stranger who keeps guessing does not keep the owner out.
 * Codes have a count of their own, since who guesses those has the password.  Counts are
 * in the store: a restart forgives nothing.
 *
 * Every attempt that was looked at is in the audit log.  What was typed as the name is
 * there only if it is one: people type passwords there.
 */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "store_account.h"
#include "store_session.h"

#define SIGNIN_FREE_NAME      5  /* slips of somebody who knows the password */
#define SIGNIN_WAIT_NAME_S    60 /* 1,440 guesses a day: none of them is 10 characters long */
#define SIGNIN_FREE_ADDRESS   20 /* many people may share one */
#define SIGNIN_WAIT_ADDRESS_S 900
#define SIGNIN_FREE_CODE      5
#define SIGNIN_WAIT_CODE_S    900 /* 96 a day, of a million codes, three of which fit */
#define SIGNIN_CODE_LIFE_S    600 /* between password and code */

enum signin_outcome {
    SIGNIN_DONE,     /* token is the session's */
    SIGNIN_CODE,     /* token is for signin_code(): a code is wanted */
    SIGNIN_WRONG,    /* name, password or code; which of them is not told */
    SIGNIN_DISABLED, /* told only to who has the password */
    SIGNIN_WAIT,     /* not looked at: again in wait_s */
    SIGNIN_LATE,     /* signin_code(): the password was too long ago */
};

struct signin {
    struct store *store; /* role REVIEW, outside a transaction */
    struct arena *arena;
    struct text address, device; /* of the client; device names the session */
    int64_t now_s;
};

struct signin_answer {
    enum signin_outcome outcome;
    int64_t wait_s;
    int64_t account_id; /* of SIGNIN_DONE */
    char token[STORE_TOKEN_HEX];
};

/* ST_OK whatever the outcome; an error is the store's. */
enum status signin_password(const struct signin *in, struct text name, struct text password,
                            struct signin_answer *ret, struct err *err);
enum status signin_code(const struct signin *in, struct text token, struct text code,
                        struct signin_answer *ret, struct err *err);

/* Seconds still to wait after so many failures. */
int64_t signin_wait_s(const struct store_attempt *attempt, int64_t free, int64_t longest_s,
                      int64_t now_s);

#endif /* SIGNIN_H */
