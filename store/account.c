/* account.c - see store_account.h. */

#include "store_account.h"

#include "db.h"

enum statement {
    SQL_GET,
    SQL_FIND,
    SQL_LIST,
    SQL_ROLES,
    SQL_ANY,
    SQL_HOLDERS,
    SQL_ADD,
    SQL_PROFILE,
    SQL_PASSWORD,
    SQL_DISABLED,
    SQL_SETTINGS,
    SQL_SEEN,
    SQL_TOTP,
    SQL_STEP,
    SQL_GRANT,
    SQL_REVOKE,
};

#define ACCOUNT                                                                                    \
    "SELECT id, name, full_name, COALESCE(mail, ''), COALESCE(password, ''), totp_secret,"         \
    " COALESCE(totp_step, 0), disabled, settings, created_s, COALESCE(seen_s, 0) FROM account"

static const char *const sql[] = {
    [SQL_GET] = ACCOUNT " WHERE id = ?",
    [SQL_FIND] = ACCOUNT " WHERE name = ?",
    [SQL_LIST] = ACCOUNT " ORDER BY name",
    [SQL_ROLES] = "SELECT COALESCE(r.department_id, 0), COALESCE(d.key, ''), r.role"
                  " FROM account_role r LEFT JOIN department d ON d.id = r.department_id"
                  " WHERE r.account_id = ? ORDER BY 2, 3",
    [SQL_ANY] = "SELECT 1 FROM account LIMIT 1",
    [SQL_HOLDERS] = "SELECT COUNT(*) FROM account WHERE disabled = 0 AND EXISTS (SELECT 1"
                    " FROM account_role r WHERE r.account_id = account.id AND r.role = ?"
                    "  AND r.department_id IS NULL)",
    [SQL_ADD] = "INSERT INTO account (name, full_name, mail, created_s) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING RETURNING id",
    [SQL_PROFILE] = "UPDATE account SET full_name = ?, mail = ? WHERE id = ?",
    [SQL_PASSWORD] = "UPDATE account SET password = ? WHERE id = ?",
    [SQL_DISABLED] = "UPDATE account SET disabled = ? WHERE id = ?",
    [SQL_SETTINGS] = "UPDATE account SET settings = ? WHERE id = ?",
    [SQL_SEEN] = "UPDATE account SET seen_s = ? WHERE id = ?",
    [SQL_TOTP] = "UPDATE account SET totp_secret = ?, totp_step = ? WHERE id = ?",
    [SQL_STEP] = "UPDATE account SET totp_step = ?1 WHERE id = ?2 AND COALESCE(totp_step, 0) < ?1",
    [SQL_GRANT] = "INSERT INTO account_role (account_id, role, department_id)"
                  " SELECT ?1, ?2, NULLIF(?3, 0) WHERE NOT EXISTS (SELECT 1 FROM account_role"
                  "  WHERE account_id = ?1 AND role = ?2 AND COALESCE(department_id, 0) = ?3)",
    [SQL_REVOKE] = "DELETE FROM account_role WHERE account_id = ? AND role = ?"
                   " AND COALESCE(department_id, 0) = ?",
};

bool
store_account_name_ok(struct text name)
{
    if (name.n == 0 || name.n > STORE_ACCOUNT_NAME_MAX || name.p[0] < 'a' || name.p[0] > 'z')
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_')
            return false;
    }
    return true;
}

static struct store_account
read_account(struct db_query *q, struct arena *a)
{
    int k = 0;
    struct store_account x = { .id = db_int(q, k++) };

    x.name = db_text_in(q, k++, a);
    x.full_name = db_text_in(q, k++, a);
    x.mail = db_text_in(q, k++, a);
    x.password = db_text_in(q, k++, a);
    x.totp_secret = db_text_in(q, k++, a);
    x.totp_step = db_int(q, k++);
    x.disabled = db_int(q, k++) != 0;
    x.settings = db_text_in(q, k++, a);
    x.created_s = db_int(q, k++);
    x.seen_s = db_int(q, k++);
    return x;
}

static void
read_roles(struct store *s, struct arena *a, struct store_account *x)
{
    struct db_query *q = db_query(s, sql[SQL_ROLES]);

    db_bind_int(q, x->id);
    while (db_row(q)) {
        struct store_account_role r = { .department_id = db_int(q, 0),
                                        .department = db_text_in(q, 1, a),
                                        .role = db_text_in(q, 2, a) };

        x->roles = arena_grow(a, x->roles, x->n_roles, &x->cap_roles, sizeof(r));
        x->roles[x->n_roles++] = r;
    }
    db_done(q);
}

/* The one row of q, which is bound. */
static bool
read_one(struct store *s, struct db_query *q, struct arena *a, struct store_account *ret)
{
    bool there = db_row(q);
    struct store_account x = { .id = 0 };

    if (there)
        x = read_account(q, a);
    db_done(q);
    if (!there)
        return false;
    read_roles(s, a, &x);
    if (store_failed(s))
        return false;
    *ret = x;
    return true;
}

bool
store_account_get(struct store *s, int64_t id, struct arena *a, struct store_account *ret)
{
    struct db_query *q = db_query(s, sql[SQL_GET]);

    db_bind_int(q, id);
    return read_one(s, q, a, ret);
}

bool
store_account_find(struct store *s, struct text name, struct arena *a, struct store_account *ret)
{
    struct db_query *q = db_query(s, sql[SQL_FIND]);

    db_bind_text(q, name);
    return read_one(s, q, a, ret);
}

size_t
store_account_list(struct store *s, struct arena *a, struct store_account **ret)
{
    struct db_query *q = db_query(s, sql[SQL_LIST]);
    struct store_account *all = NULL;
    size_t n = 0, cap = 0;

    while (db_row(q)) {
        all = arena_grow(a, all, n, &cap, sizeof(*all));
        all[n++] = read_account(q, a);
    }
    db_done(q);
    for (size_t i = 0; i < n; i++)
        read_roles(s, a, &all[i]);
    *ret = all;
    return n;
}

bool
store_account_any(struct store *s)
{
    return db_exec_int(db_query(s, sql[SQL_ANY]), 0) != 0;
}

int64_t
store_account_holders(struct store *s, struct text role)
{
    struct db_query *q = db_query(s, sql[SQL_HOLDERS]);

    db_bind_text(q, role);
    return db_exec_int(q, 0);
}

int64_t
store_account_add(struct store *s, struct text name, struct text full_name, struct text mail,
                  int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);
    int64_t id;

    db_bind_text(q, name);
    db_bind_text(q, full_name);
    db_bind_text_or_null(q, mail);
    db_bind_int(q, now_s);
    id = db_exec_int(q, 0);
    if (id == 0)
        db_fail(s, ST_CONFLICT, "there is an account %.*s already", TEXT_ARG(name));
    return id;
}

void
store_account_set_profile(struct store *s, int64_t id, struct text full_name, struct text mail)
{
    struct db_query *q = db_query(s, sql[SQL_PROFILE]);

    db_bind_text(q, full_name);
    db_bind_text_or_null(q, mail);
    db_bind_int(q, id);
    (void)db_exec(q); /* sticky, as below */
}

/* UPDATE ... SET x = ? WHERE id = ? */
static void
set_text(struct store *s, enum statement st, int64_t id, struct text v)
{
    struct db_query *q = db_query(s, sql[st]);

    db_bind_text_or_null(q, v);
    db_bind_int(q, id);
    (void)db_exec(q);
}

static void
set_int(struct store *s, enum statement st, int64_t id, int64_t v)
{
    struct db_query *q = db_query(s, sql[st]);

    db_bind_int(q, v);
    db_bind_int(q, id);
    (void)db_exec(q);
}

void
store_account_set_password(struct store *s, int64_t id, struct text password)
{
    set_text(s, SQL_PASSWORD, id, password);
}

void
store_account_set_disabled(struct store *s, int64_t id, bool disabled)
{
    set_int(s, SQL_DISABLED, id, disabled);
}

void
store_account_set_settings(struct store *s, int64_t id, struct text json)
{
    if (json.n > STORE_ACCOUNT_SETTINGS_MAX) {
        db_fail(s, ST_LIMIT, "settings of over %zu bytes", STORE_ACCOUNT_SETTINGS_MAX);
        return;
    }
    set_text(s, SQL_SETTINGS, id, json);
}

void
store_account_set_seen(struct store *s, int64_t id, int64_t now_s)
{
    set_int(s, SQL_SEEN, id, now_s);
}

void
store_account_set_totp(struct store *s, int64_t id, struct text secret, int64_t step)
{
    struct db_query *q = db_query(s, sql[SQL_TOTP]);

    if (secret.n > 0)
        db_bind_blob(q, secret);
    else
        db_bind_null(q);
    db_bind_int(q, step);
    db_bind_int(q, id);
    (void)db_exec(q);
}

bool
store_account_use_totp(struct store *s, int64_t id, int64_t step)
{
    struct db_query *q = db_query(s, sql[SQL_STEP]);

    db_bind_int(q, step);
    db_bind_int(q, id);
    return db_exec(q) && db_changes(s) == 1;
}

static bool
change_role(struct store *s, enum statement st, int64_t id, struct text role, int64_t department_id)
{
    struct db_query *q = db_query(s, sql[st]);

    db_bind_int(q, id);
    db_bind_text(q, role);
    db_bind_int(q, department_id);
    return db_exec(q) && db_changes(s) > 0;
}

bool
store_account_grant(struct store *s, int64_t id, struct text role, int64_t department_id)
{
    return change_role(s, SQL_GRANT, id, role, department_id);
}

bool
store_account_revoke(struct store *s, int64_t id, struct text role, int64_t department_id)
{
    return change_role(s, SQL_REVOKE, id, role, department_id);
}
