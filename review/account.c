/* account.c - see account.h. */

#include "account.h"

#include "password.h"
#include "role.h"
#include "store_audit.h"
#include "utf8.h"

#define FIRST    TEXT_LIT("first") /* what a link is for */
#define PASSWORD TEXT_LIT("password")
#define ADMIN    TEXT_LIT("admin")

/* A row about the account of that name, in the transaction that is open. */
static void
audit(const struct account_act *by, struct text name, const char *action, struct text before,
      struct text after)
{
    const struct store_audit row = { .at_s = by->now_s,
                                     .actor = by->actor,
                                     .action = text_of(action),
                                     .object = text_of(
                                         arena_printf(by->arena, "account %.*s", TEXT_ARG(name))),
                                     .before = before,
                                     .after = after,
                                     .address = by->address,
                                     .result = TEXT_LIT("ok") };

    store_audit_add(by->store, &row);
}

/* Commit, unless nobody would be left who may see to people. */
static enum status
commit_with_admin(const struct account_act *by, struct err *err)
{
    if (!store_failed(by->store) && store_account_holders(by->store, ADMIN) == 0) {
        store_rollback(by->store);
        return err_set(err, ST_CONFLICT,
                       "this is the last admin of all departments: make somebody else one first");
    }
    return store_commit(by->store, err);
}

static bool
is_line(struct text t)
{
    if (t.n > STORE_ACCOUNT_TEXT_MAX || !utf8_valid(t))
        return false;
    for (size_t at = 0; at < t.n;)
        if (utf8_drives_terminal(utf8_next(t, &at)))
            return false;
    return true;
}

static enum status
check_profile(struct text full_name, struct text mail, struct err *err)
{
    size_t at = text_find_char(mail, '@');

    if (!is_line(full_name))
        return err_set(err, ST_INVALID, "full name: wanted one line of at most %d bytes",
                       STORE_ACCOUNT_TEXT_MAX);
    if (mail.n > 0 && (!is_line(mail) || at == TEXT_NPOS || at == 0 || at + 1 == mail.n ||
                       text_find_char(mail, ' ') != TEXT_NPOS))
        return err_set(err, ST_INVALID, "mail: \"%.*s\": wanted name@host", TEXT_ARG(mail));
    return ST_OK;
}

static enum status
check_new(const struct account_new *x, char hash[PASSWORD_HASH_BYTES], struct err *err)
{
    enum status st = check_profile(x->full_name, x->mail, err);

    hash[0] = '\0';
    if (!store_account_name_ok(x->name))
        return err_set(err, ST_INVALID,
                       "name: \"%.*s\": wanted small letters a to z, digits, '.', '-' and '_',"
                       " a letter first, %d at most",
                       TEXT_ARG(text_sub(x->name, 0, STORE_ACCOUNT_NAME_MAX)),
                       STORE_ACCOUNT_NAME_MAX);
    if (st == ST_OK && x->password.n > 0)
        st = password_check(x->password, x->name, err);
    if (st == ST_OK && x->password.n > 0)
        st = password_hash(x->password, hash, err);
    return st;
}

/* Inside a transaction. */
static int64_t
insert(const struct account_act *by, const struct account_new *x, const char *hash)
{
    int64_t id = store_account_add(by->store, x->name, x->full_name.n > 0 ? x->full_name : x->name,
                                   x->mail, by->now_s);

    if (hash[0] != '\0')
        store_account_set_password(by->store, id, text_of(hash));
    audit(by, x->name, "account.add", TEXT_NONE, x->full_name);
    return id;
}

enum status
account_add(const struct account_act *by, const struct account_new *x, int64_t *ret_id,
            struct err *err)
{
    char hash[PASSWORD_HASH_BYTES];
    enum status st = check_new(x, hash, err);
    int64_t id;

    if (st != ST_OK)
        return st;
    store_begin(by->store);
    id = insert(by, x, hash);
    st = store_commit(by->store, err);
    if (st == ST_OK)
        *ret_id = id;
    return st;
}

enum status
account_role(const struct account_act *by, const struct store_account *x,
             const struct account_role_change *c, struct err *err)
{
    struct text where = c->department_id != 0 ? c->department : TEXT_LIT("all departments");
    struct text what =
        text_of(arena_printf(by->arena, "%.*s, %.*s", TEXT_ARG(c->role), TEXT_ARG(where)));
    bool changed;

    if (!role_known(c->role))
        return err_set(err, ST_INVALID,
                       "role \"%.*s\": wanted viewer, editor, approver, lead, operator, auditor or"
                       " admin",
                       TEXT_ARG(text_sub(c->role, 0, STORE_ACCOUNT_NAME_MAX)));
    store_begin(by->store);
    changed = c->take ? store_account_revoke(by->store, x->id, c->role, c->department_id)
                      : store_account_grant(by->store, x->id, c->role, c->department_id);
    if (!changed && !store_failed(by->store)) {
        store_rollback(by->store);
        return !c->take ? ST_OK
                        : err_set(err, ST_NOTFOUND, "%.*s has no role %.*s", TEXT_ARG(x->name),
                                  TEXT_ARG(what));
    }
    audit(by, x->name, "account.role", c->take ? what : TEXT_NONE, c->take ? TEXT_NONE : what);
    if (c->take && c->department_id == 0 && text_eq(c->role, ADMIN))
        return commit_with_admin(by, err);
    return store_commit(by->store, err);
}

enum status
account_disable(const struct account_act *by, const struct store_account *x, bool disabled,
                struct err *err)
{
    if (x->disabled == disabled)
        return ST_OK;
    store_begin(by->store);
    store_account_set_disabled(by->store, x->id, disabled);
    if (disabled)
        (void)store_session_end_all(by->store, x->id, TEXT_NONE); /* how many matters to nobody */
    audit(by, x->name, disabled ? "account.disable" : "account.enable", TEXT_NONE, TEXT_NONE);
    if (disabled && role_everywhere(x, ROLE_PEOPLE))
        return commit_with_admin(by, err);
    return store_commit(by->store, err);
}

enum status
account_profile(const struct account_act *by, const struct store_account *x, struct text full_name,
                struct text mail, struct err *err)
{
    enum status st = check_profile(full_name, mail, err);

    if (st == ST_OK && full_name.n == 0)
        st = err_set(err, ST_INVALID, "full name: wanted one, it signs the answers");
    if (st != ST_OK)
        return st;
    store_begin(by->store);
    store_account_set_profile(by->store, x->id, full_name, mail);
    audit(
        by, x->name, "account.profile",
        text_of(arena_printf(by->arena, "%.*s <%.*s>", TEXT_ARG(x->full_name), TEXT_ARG(x->mail))),
        text_of(arena_printf(by->arena, "%.*s <%.*s>", TEXT_ARG(full_name), TEXT_ARG(mail))));
    return store_commit(by->store, err);
}

enum status
account_settings(const struct account_act *by, const struct store_account *x, struct text json,
                 struct err *err)
{
    store_begin(by->store);
    store_account_set_settings(by->store, x->id, json);
    audit(by, x->name, "account.settings", x->settings, json);
    return store_commit(by->store, err);
}

enum status
account_feed(const struct account_act *by, const struct store_account *x, char *token,
             struct err *err)
{
    if (token != NULL)
        store_token_new(token);
    store_begin(by->store);
    if (token != NULL)
        store_once_add(by->store, text_of(token), x->id, TEXT_LIT(ACCOUNT_FEED),
                       by->now_s + ACCOUNT_FEED_S);
    else
        store_once_drop(by->store, x->id, TEXT_LIT(ACCOUNT_FEED));
    audit(by, x->name, "account.feed", TEXT_NONE,
          token != NULL ? TEXT_LIT("new") : TEXT_LIT("off"));
    return store_commit(by->store, err);
}

/* Inside a transaction: the password, and what ends with the old one. */
static void
put_password(const struct account_act *by, const struct store_account *x, const char *hash,
             struct text keep)
{
    store_account_set_password(by->store, x->id, text_of(hash));
    (void)store_session_end_all(by->store, x->id, keep);
    store_once_drop(by->store, x->id, TEXT_LIT(ACCOUNT_FEED));
    store_attempt_clear(by->store, "name", x->name);
    audit(by, x->name, "account.password", TEXT_NONE, TEXT_NONE);
}

enum status
account_password(const struct account_act *by, const struct store_account *x, struct text password,
                 struct text keep, struct err *err)
{
    char hash[PASSWORD_HASH_BYTES];
    enum status st = password_check(password, x->name, err);

    if (st == ST_OK)
        st = password_hash(password, hash, err);
    if (st != ST_OK)
        return st;
    store_begin(by->store);
    put_password(by, x, hash, keep);
    return store_commit(by->store, err);
}

enum status
account_totp(const struct account_act *by, const struct store_account *x, struct text secret,
             int64_t step, struct text keep, struct err *err)
{
    bool on = secret.n > 0;

    store_begin(by->store);
    store_account_set_totp(by->store, x->id, secret, step);
    store_attempt_clear(by->store, "code", x->name);
    if (!on)
        (void)store_session_end_all(by->store, x->id, keep);
    audit(by, x->name, on ? "account.totp-on" : "account.totp-off", TEXT_NONE, TEXT_NONE);
    return store_commit(by->store, err);
}

enum status
account_sign_out(const struct account_act *by, const struct store_account *x, struct text id,
                 struct text keep, int64_t *ret, struct err *err)
{
    enum status st;
    int64_t n;

    store_begin(by->store);
    n = id.n > 0 ? store_session_end(by->store, x->id, id)
                 : store_session_end_all(by->store, x->id, keep);
    audit(by, x->name, "sign-out", TEXT_NONE,
          id.n > 0 ? TEXT_LIT("one session")
                   : text_of(arena_printf(by->arena, "%lld session%s", (long long)n,
                                          n == 1 ? "" : "s")));
    st = store_commit(by->store, err);
    if (st == ST_OK)
        *ret = n;
    return st;
}

enum status
account_link(const struct account_act *by, const struct store_account *x,
             char token[STORE_TOKEN_HEX], struct err *err)
{
    store_token_new(token);
    store_begin(by->store);
    if (x != NULL) {
        store_once_add(by->store, text_of(token), x->id, PASSWORD, by->now_s + ACCOUNT_LINK_S);
        audit(by, x->name, "account.link", TEXT_NONE, TEXT_NONE);
    } else {
        store_once_add(by->store, text_of(token), 0, FIRST, by->now_s + ACCOUNT_FIRST_LINK_S);
    }
    return store_commit(by->store, err);
}

static enum status
spent(const struct account_act *by, struct err *err)
{
    enum status st = store_check(by->store, err);

    store_rollback(by->store);
    return st != ST_OK ? st
                       : err_set(err, ST_NOTFOUND,
                                 "this link was used before, or is too old: ask for another one");
}

bool
account_link_look(const struct account_act *by, struct text token, struct store_account *x)
{
    int64_t id;

    if (store_once_look(by->store, token, FIRST, by->now_s, &id) && !store_account_any(by->store)) {
        *x = (struct store_account){ .id = 0 };
        return true;
    }
    return store_once_look(by->store, token, PASSWORD, by->now_s, &id) &&
           store_account_get(by->store, id, by->arena, x) && !x->disabled;
}

enum status
account_link_password(const struct account_act *by, struct text token, struct text password,
                      struct err *err)
{
    char hash[PASSWORD_HASH_BYTES];
    struct store_account x = { .id = 0 };
    struct account_act self = *by;
    enum status st;
    int64_t id;

    if (!account_link_look(by, token, &x) || x.id == 0)
        return spent(by, err);
    st = password_check(password, x.name, err);
    if (st == ST_OK)
        st = password_hash(password, hash, err);
    if (st != ST_OK)
        return st;
    store_begin(by->store);
    if (!store_once_take(by->store, token, PASSWORD, by->now_s, &id) || id != x.id)
        return spent(by, err);
    self.actor = x.name; /* whoever has the link is its owner */
    put_password(&self, &x, hash, TEXT_NONE);
    return store_commit(by->store, err);
}

enum status
account_link_first(const struct account_act *by, struct text token, const struct account_new *x,
                   struct err *err)
{
    char hash[PASSWORD_HASH_BYTES];
    struct account_act self = *by;
    enum status st = check_new(x, hash, err);
    int64_t id;

    if (st == ST_OK && x->password.n == 0)
        st = password_check(x->password, x->name, err); /* it says what is wanted */
    if (st != ST_OK)
        return st;
    store_begin(by->store);
    if (!store_once_take(by->store, token, FIRST, by->now_s, &id))
        return spent(by, err);
    if (store_account_any(by->store)) {
        store_rollback(by->store);
        return err_set(err, ST_CONFLICT, "there is an account by now: sign in");
    }
    self.actor = x->name;
    id = insert(&self, x, hash);
    (void)store_account_grant(by->store, id, ADMIN, 0); /* it is new: there is no such role yet */
    audit(&self, x->name, "account.role", TEXT_NONE, TEXT_LIT("admin, all departments"));
    return store_commit(by->store, err);
}
