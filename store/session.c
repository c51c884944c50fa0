/* session.c - see store_session.h. */

#include "store_session.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

#define HASH_BYTES 32
#define ID_BYTES   (STORE_SESSION_NAME / 2)

enum statement {
    SQL_ADD,
    SQL_PRUNE,
    SQL_FIND,
    SQL_TOUCH,
    SQL_OWNER,
    SQL_LIST,
    SQL_COUNT,
    SQL_END,
    SQL_END_ALL,
    SQL_KNOWS,
    SQL_ONCE_DROP,
    SQL_ONCE_ADD,
    SQL_ONCE_LOOK,
    SQL_ONCE_TAKE,
    SQL_ATTEMPT,
    SQL_FAIL,
    SQL_FORGET,
    SQL_CLEAR,
};

/* A sign-out sets until_s to 0; a row that ended stays until SQL_PRUNE takes it. */
#define SESSION                                                                                    \
    "SELECT account_id, hash, csrf, name, address, created_s, seen_s, until_s FROM session"
#define GOOD " until_s > ?2 AND seen_s > ?3"

static const char *const sql[] = {
    [SQL_ADD] = "INSERT INTO session (hash, account_id, csrf, created_s, seen_s, until_s, address,"
                " name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_PRUNE] = "DELETE FROM session WHERE created_s < ?",
    [SQL_FIND] = SESSION " WHERE hash = ?1 AND" GOOD,
    [SQL_TOUCH] = "UPDATE session SET seen_s = ? WHERE hash = ?",
    [SQL_OWNER] =
        "SELECT account_id FROM session WHERE hash = ?1 AND until_s > 0 AND NOT (" GOOD ")",
    [SQL_LIST] = SESSION " WHERE account_id = ?1 AND" GOOD " ORDER BY seen_s DESC, hash",
    [SQL_COUNT] = "SELECT COUNT(*) FROM session WHERE ?1 = ?1 AND" GOOD,
    [SQL_END] = "UPDATE session SET until_s = 0 WHERE account_id = ? AND until_s > 0"
                " AND SUBSTR(hash, 1, 8) = ?",
    [SQL_END_ALL] = "UPDATE session SET until_s = 0 WHERE account_id = ? AND until_s > 0"
                    " AND SUBSTR(hash, 1, 8) <> ?",
    [SQL_KNOWS] = "SELECT 1 FROM session WHERE account_id = ? AND address = ? LIMIT 1",
    [SQL_ONCE_DROP] = "DELETE FROM once WHERE COALESCE(account_id, 0) = ? AND purpose = ?",
    [SQL_ONCE_ADD] = "INSERT INTO once (hash, account_id, purpose, until_s)"
                     " VALUES (?, NULLIF(?, 0), ?, ?)",
    [SQL_ONCE_LOOK] = "SELECT COALESCE(account_id, 0) FROM once WHERE hash = ? AND purpose = ?"
                      " AND until_s > ?",
    [SQL_ONCE_TAKE] = "DELETE FROM once WHERE hash = ? AND purpose = ? AND until_s > ?"
                      " RETURNING COALESCE(account_id, 0)",
    [SQL_ATTEMPT] = "SELECT failures, last_s FROM attempt WHERE key = ? AND last_s > ?",
    [SQL_FAIL] = "INSERT INTO attempt (key, failures, last_s) VALUES (?, 1, ?) ON CONFLICT (key)"
                 " DO UPDATE SET failures = attempt.failures + 1, last_s = excluded.last_s",
    [SQL_FORGET] = "DELETE FROM attempt WHERE last_s <= ?",
    [SQL_CLEAR] = "DELETE FROM attempt WHERE key = ?",
};

/* A hash on the stack and the text over it. */
struct hash {
    unsigned char bytes[HASH_BYTES];
};

static struct text
hash_text(const struct hash *h)
{
    return (struct text){ (const char *)h->bytes, sizeof(h->bytes) };
}

static struct hash
hash_of(struct text t)
{
    struct hash h;

    crypto_generichash(h.bytes, sizeof(h.bytes), (const unsigned char *)t.p, t.n, NULL, 0);
    return h;
}

void
store_token_new(char out[STORE_TOKEN_HEX])
{
    unsigned char bytes[STORE_TOKEN_BYTES];

    if (sodium_init() < 0) /* may be called again, by any thread */
        abort();           /* a machine without randomness: no token is better than a guessed one */
    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(out, STORE_TOKEN_HEX, bytes, sizeof(bytes));
    sodium_memzero(bytes, sizeof(bytes));
}

void
store_session_add(struct store *s, struct text token, int64_t account_id, struct text name,
                  struct text address, int64_t now_s)
{
    struct hash h = hash_of(token);
    struct db_query *q = db_query(s, sql[SQL_PRUNE]);
    char csrf[STORE_TOKEN_HEX];

    db_bind_int(q, now_s - 2 * STORE_SESSION_LIFE_S);
    (void)db_exec(q); /* sticky, as all below */
    store_token_new(csrf);
    q = db_query(s, sql[SQL_ADD]);
    db_bind_blob(q, hash_text(&h));
    db_bind_int(q, account_id);
    db_bind_str(q, csrf);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s);
    db_bind_int(q, now_s + STORE_SESSION_LIFE_S);
    db_bind_text(q, address);
    db_bind_text(q, name);
    (void)db_exec(q);
}

static struct store_session
read_session(struct db_query *q, struct arena *a)
{
    int k = 0;
    struct store_session x = { .account_id = db_int(q, k++) };
    struct text hash = db_text(q, k++);
    char id[STORE_SESSION_NAME + 1] = "";

    if (hash.n >= ID_BYTES)
        sodium_bin2hex(id, sizeof(id), (const unsigned char *)hash.p, ID_BYTES);
    x.id = arena_text(a, text_of(id));
    x.csrf = db_text_in(q, k++, a);
    x.name = db_text_in(q, k++, a);
    x.address = db_text_in(q, k++, a);
    x.created_s = db_int(q, k++);
    x.seen_s = db_int(q, k++);
    x.until_s = db_int(q, k++);
    return x;
}

static void
bind_good(struct db_query *q, int64_t now_s)
{
    db_bind_int(q, now_s);
    db_bind_int(q, now_s - STORE_SESSION_IDLE_S);
}

bool
store_session_find(struct store *s, struct text token, int64_t now_s, struct arena *a,
                   struct store_session *ret)
{
    struct hash h = hash_of(token);
    struct db_query *q = db_query(s, sql[SQL_FIND]);
    bool there;

    db_bind_blob(q, hash_text(&h));
    bind_good(q, now_s);
    there = db_row(q);
    if (there)
        *ret = read_session(q, a);
    db_done(q);
    return there;
}

void
store_session_touch(struct store *s, struct text token, int64_t now_s)
{
    struct hash h = hash_of(token);
    struct db_query *q = db_query(s, sql[SQL_TOUCH]);

    db_bind_int(q, now_s);
    db_bind_blob(q, hash_text(&h));
    (void)db_exec(q);
}

int64_t
store_session_owner(struct store *s, struct text token, int64_t now_s)
{
    struct hash h = hash_of(token);
    struct db_query *q = db_query(s, sql[SQL_OWNER]);

    db_bind_blob(q, hash_text(&h));
    bind_good(q, now_s);
    return db_exec_int(q, 0);
}

size_t
store_session_list(struct store *s, int64_t account_id, int64_t now_s, struct arena *a,
                   struct store_session **ret)
{
    struct db_query *q = db_query(s, sql[SQL_LIST]);
    struct store_session *all = NULL;
    size_t n = 0, cap = 0;

    db_bind_int(q, account_id);
    bind_good(q, now_s);
    while (db_row(q)) {
        all = arena_grow(a, all, n, &cap, sizeof(*all));
        all[n++] = read_session(q, a);
    }
    db_done(q);
    *ret = all;
    return n;
}

int64_t
store_session_count(struct store *s, int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_COUNT]);

    db_bind_int(q, 0); /* GOOD's numbers begin behind it */
    bind_good(q, now_s);
    return db_exec_int(q, 0);
}

/* The bytes an id stands for; what is no id gives none, which no row has. */
static struct text
id_bytes(struct text id, unsigned char out[ID_BYTES])
{
    size_t n = 0;

    if (id.n != STORE_SESSION_NAME ||
        sodium_hex2bin(out, ID_BYTES, id.p, id.n, NULL, &n, NULL) != 0)
        n = 0;
    return (struct text){ (const char *)out, n };
}

static int64_t
end_sessions(struct store *s, enum statement st, int64_t account_id, struct text id)
{
    struct db_query *q = db_query(s, sql[st]);
    unsigned char bytes[ID_BYTES];

    db_bind_int(q, account_id);
    db_bind_blob(q, id_bytes(id, bytes));
    return db_exec(q) ? db_changes(s) : 0;
}

bool
store_session_end(struct store *s, int64_t account_id, struct text id)
{
    return end_sessions(s, SQL_END, account_id, id) > 0;
}

int64_t
store_session_end_all(struct store *s, int64_t account_id, struct text keep)
{
    return end_sessions(s, SQL_END_ALL, account_id, keep);
}

bool
store_session_knows(struct store *s, int64_t account_id, struct text address)
{
    struct db_query *q = db_query(s, sql[SQL_KNOWS]);

    db_bind_int(q, account_id);
    db_bind_text(q, address);
    return db_exec_int(q, 0) != 0;
}

void
store_once_drop(struct store *s, int64_t account_id, struct text purpose)
{
    struct db_query *q = db_query(s, sql[SQL_ONCE_DROP]);

    db_bind_int(q, account_id);
    db_bind_text(q, purpose);
    (void)db_exec(q); /* sticky */
}

void
store_once_add(struct store *s, struct text token, int64_t account_id, struct text purpose,
               int64_t until_s)
{
    struct hash h = hash_of(token);
    struct db_query *q;

    store_once_drop(s, account_id, purpose);
    q = db_query(s, sql[SQL_ONCE_ADD]);
    db_bind_blob(q, hash_text(&h));
    db_bind_int(q, account_id);
    db_bind_text(q, purpose);
    db_bind_int(q, until_s);
    (void)db_exec(q);
}

static bool
find_once(struct store *s, enum statement st, struct text token, struct text purpose, int64_t now_s,
          int64_t *ret_account_id)
{
    struct hash h = hash_of(token);
    struct db_query *q = db_query(s, sql[st]);
    int64_t id;

    db_bind_blob(q, hash_text(&h));
    db_bind_text(q, purpose);
    db_bind_int(q, now_s);
    id = db_exec_int(q, -1);
    if (id < 0)
        return false;
    *ret_account_id = id;
    return true;
}

bool
store_once_look(struct store *s, struct text token, struct text purpose, int64_t now_s,
                int64_t *ret_account_id)
{
    return find_once(s, SQL_ONCE_LOOK, token, purpose, now_s, ret_account_id);
}

bool
store_once_take(struct store *s, struct text token, struct text purpose, int64_t now_s,
                int64_t *ret_account_id)
{
    return find_once(s, SQL_ONCE_TAKE, token, purpose, now_s, ret_account_id);
}

/* What is typed as a name may be a password: only its hash is kept. */
static struct hash
attempt_key(const char *kind, struct text what)
{
    crypto_generichash_state state;
    struct hash h;

    crypto_generichash_init(&state, NULL, 0, sizeof(h.bytes));
    crypto_generichash_update(&state, (const unsigned char *)kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const unsigned char *)what.p, what.n);
    crypto_generichash_final(&state, h.bytes, sizeof(h.bytes));
    return h;
}

struct store_attempt
store_attempt_get(struct store *s, const char *kind, struct text what, int64_t now_s)
{
    struct hash h = attempt_key(kind, what);
    struct db_query *q = db_query(s, sql[SQL_ATTEMPT]);
    struct store_attempt x = { 0 };

    db_bind_blob(q, hash_text(&h));
    db_bind_int(q, now_s - STORE_ATTEMPT_LIFE_S);
    if (db_row(q))
        x = (struct store_attempt){ .failures = db_int(q, 0), .last_s = db_int(q, 1) };
    db_done(q);
    return x;
}

void
store_attempt_fail(struct store *s, const char *kind, struct text what, int64_t now_s)
{
    struct hash h = attempt_key(kind, what);
    struct db_query *q = db_query(s, sql[SQL_FORGET]);

    db_bind_int(q, now_s - STORE_ATTEMPT_LIFE_S);
    (void)db_exec(q);
    q = db_query(s, sql[SQL_FAIL]);
    db_bind_blob(q, hash_text(&h));
    db_bind_int(q, now_s);
    (void)db_exec(q);
}

void
store_attempt_clear(struct store *s, const char *kind, struct text what)
{
    struct hash h = attempt_key(kind, what);
    struct db_query *q = db_query(s, sql[SQL_CLEAR]);

    db_bind_blob(q, hash_text(&h));
    (void)db_exec(q);
}
