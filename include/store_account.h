/*
 * store_account.h - the people who review: accounts, their roles and settings.
 *
 * A role counts for one department or, with department_id 0, for all.  What a
 * role may do is review/role.h's business, how a password is hashed
 * review/password.h's: here they are text.  Nothing here writes the audit log;
 * whoever changes an account does, in the same transaction (store_audit.h).
 *
 * Names are lower case and unique (store_account_name_ok()).  An account is
 * disabled, never deleted: decisions carry its name.
 */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include <stdint.h>

#include "arena.h"
#include "store.h"

#define STORE_ACCOUNT_NAME_MAX     64             /* bytes; it stands in every list */
#define STORE_ACCOUNT_TEXT_MAX     200            /* bytes of a full name or a mail address */
#define STORE_ACCOUNT_SETTINGS_MAX ((size_t)8192) /* bytes of JSON: 30 keys remapped are 1,000 */

struct store_account_role {
    int64_t department_id;  /* 0: all departments */
    struct text department; /* its key; "" for all */
    struct text role;       /* viewer editor approver lead operator auditor admin */
};

struct store_account {
    int64_t id;
    struct text name, full_name, mail;
    struct text password;    /* as review/password.h made it; "": nobody can sign in with one */
    struct text totp_secret; /* bytes; "": no second factor */
    int64_t totp_step;       /* the last one a code was taken of */
    bool disabled;
    struct text settings; /* a JSON object */
    int64_t created_s, seen_s;
    struct store_account_role *roles;
    size_t n_roles, cap_roles;
};

/* a-z, 0-9, '.', '-' and '_', beginning with a letter. */
bool store_account_name_ok(struct text name);

/* All in the arena.  False: none of that id or name (or a failure, see store_check()). */
bool store_account_get(struct store *s, int64_t id, struct arena *a, struct store_account *ret);
bool store_account_find(struct store *s, struct text name, struct arena *a,
                        struct store_account *ret);
/* By name; returns how many. */
size_t store_account_list(struct store *s, struct arena *a, struct store_account **ret);
bool store_account_any(struct store *s); /* is there one at all? */
/* Accounts that are not disabled and have the role for all departments. */
int64_t store_account_holders(struct store *s, struct text role);

/* What follows writes, role REVIEW, inside a transaction. */

/* Its id; 0 on failure (ST_CONFLICT sticks when the name is taken). */
int64_t store_account_add(struct store *s, struct text name, struct text full_name,
                          struct text mail, int64_t now_s);
void store_account_set_profile(struct store *s, int64_t id, struct text full_name,
                               struct text mail);
void store_account_set_password(struct store *s, int64_t id, struct text password);
void store_account_set_disabled(struct store *s, int64_t id, bool disabled);
void store_account_set_settings(struct store *s, int64_t id, struct text json);
void store_account_set_seen(struct store *s, int64_t id, int64_t now_s);
/* secret "": switch it off.  step: the one the first code was of. */
void store_account_set_totp(struct store *s, int64_t id, struct text secret, int64_t step);
/* Take the code of a step: false when it, or a later one, was taken before. */
bool store_account_use_totp(struct store *s, int64_t id, int64_t step);

/* department_id 0: all.  False: nothing to do, it is (or is not) there already. */
bool store_account_grant(struct store *s, int64_t id, struct text role, int64_t department_id);
bool store_account_revoke(struct store *s, int64_t id, struct text role, int64_t department_id);

#endif /* STORE_ACCOUNT_H */
