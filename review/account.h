/*
 * account.h - what can be done to an account, for the command line and the pages alike.
 *
 * Each function is one transaction: it keeps the rules, writes the change and its row in
 * the audit log, or neither.  Whether the actor may is the caller's question (role.h).
 * No password, token or secret reaches the log.
 *
 * Rules: there is always somebody who may see to people, an admin of all departments
 * who is not disabled (ST_CONFLICT otherwise); a new password, a second factor that is
 * switched off and a disabled account end its other sessions.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "store_account.h"
#include "store_session.h"

#define ACCOUNT_LINK_S       ((int64_t)24 * 3600)       /* a link for a new password */
#define ACCOUNT_FEED         "feed"                     /* what its secret is for */
#define ACCOUNT_FEED_S       ((int64_t)366 * 24 * 3600) /* then readers want a new address */
#define ACCOUNT_FIRST_LINK_S ((int64_t)3600) /* one for the first account: whoever has it rules */

struct account_act {
    struct store *store; /* role REVIEW, outside a transaction */
    struct arena *arena;
    struct text actor, address; /* for the log */
    int64_t now_s;
};

struct account_new {
    struct text name, full_name, mail; /* full_name "": as name */
    struct text password;              /* "": none; a link lets its owner set one */
};

/* ST_INVALID: name, mail or password; ST_CONFLICT: the name is taken. */
enum status account_add(const struct account_act *by, const struct account_new *x, int64_t *ret_id,
                        struct err *err);

/* Give a role in a department (id and key; 0 and "": all), or take it.  ST_NOTFOUND: it has none
 * to take; one that is there already is fine. */
struct account_role_change {
    struct text role, department;
    int64_t department_id;
    bool take;
};
enum status account_role(const struct account_act *by, const struct store_account *x,
                         const struct account_role_change *c, struct err *err);

enum status account_disable(const struct account_act *by, const struct store_account *x,
                            bool disabled, struct err *err);
enum status account_profile(const struct account_act *by, const struct store_account *x,
                            struct text full_name, struct text mail, struct err *err);
enum status account_settings(const struct account_act *by, const struct store_account *x,
                             struct text json, struct err *err);
/* keep: the session (its id) that goes on; "": none. */
enum status account_password(const struct account_act *by, const struct store_account *x,
                             struct text password, struct text keep, struct err *err);
/* secret "": off.  step: of the code that proved the app has it, or 0. */
enum status account_totp(const struct account_act *by, const struct store_account *x,
                         struct text secret, int64_t step, struct text keep, struct err *err);
/* One session by its id, or with "" all but keep; *ret: how many ended. */
enum status account_sign_out(const struct account_act *by, const struct store_account *x,
                             struct text id, struct text keep, int64_t *ret, struct err *err);

/* The secret that the account's feed readers carry (feed.h): a new one, which ends the one
 * before; token NULL: none any more.  It ends with a new password, too. */
enum status account_feed(const struct account_act *by, const struct store_account *x, char *token,
                         struct err *err);

/* A token by which a new password can be set once; x NULL: for the first account of all. */
enum status account_link(const struct account_act *by, const struct store_account *x,
                         char token[STORE_TOKEN_HEX], struct err *err);
/* Use one.  ST_NOTFOUND: it is spent or too old. */
enum status account_link_password(const struct account_act *by, struct text token,
                                  struct text password, struct err *err);
/* The first account, an admin of all.  ST_NOTFOUND as above; ST_CONFLICT: there is one by now. */
enum status account_link_first(const struct account_act *by, struct text token,
                               const struct account_new *x, struct err *err);
/* Is the token good?  x's fields are filled for one of an account, id is 0 for the first. */
bool account_link_look(const struct account_act *by, struct text token, struct store_account *x);

#endif /* ACCOUNT_H */
