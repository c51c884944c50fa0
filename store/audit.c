/*
 * audit.c - see store_audit.h.
 *
 * What a row's hash is taken of, so that no two rows give the same bytes:
 *
 *     chain = previous id at actor action object before after address result
 *     previous = the hash of the row before, 32 bytes; of the first row: zeros
 *     id, at = 8 bytes, the high one first
 *     actor ... result = %x00 (NULL) | %x01 length bytes, length as id
 */
#include "store_audit.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "db.h"
#include "utf8.h"

#define HASH_BYTES 32
#define N_TEXTS    7

enum statement {
    SQL_LAST,
    SQL_ADD,
    SQL_EACH,
    SQL_WALK,
    SQL_BASE,
};

#define COLUMNS "id, at_s, actor, action, object, before, after, address, result, hash"

static const char *const sql[] = {
    [SQL_LAST] = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1",
    [SQL_ADD] = "INSERT INTO audit (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_EACH] = "SELECT " COLUMNS " FROM audit WHERE id < ?1 AND at_s >= ?2 AND at_s < ?3"
                 " AND (?4 = '' OR actor = ?4) AND (?5 = '' OR SUBSTR(action, 1, LENGTH(?5)) = ?5)"
                 " AND (?6 = '' OR object = ?6) ORDER BY id DESC LIMIT ?7",
    [SQL_WALK] = "SELECT " COLUMNS " FROM audit ORDER BY id",
    /* What was before the first row that is left, see retention.h. */
    [SQL_BASE] = "SELECT id, hash FROM audit_base ORDER BY id DESC LIMIT 1",
};

/* The texts of a row, in the order of the grammar. */
static void
texts_of(const struct store_audit *r, struct text out[N_TEXTS])
{
    const struct text all[N_TEXTS] = { r->actor, r->action,  r->object, r->before,
                                       r->after, r->address, r->result };

    for (size_t i = 0; i < N_TEXTS; i++)
        out[i] = text_sub(all[i], 0, utf8_cut(all[i], STORE_AUDIT_MAX_BYTES));
}

static void
add_int(crypto_generichash_state *h, uint64_t v)
{
    unsigned char bytes[sizeof(v)];

    for (size_t i = 0; i < sizeof(v); i++)
        bytes[i] = (unsigned char)(v >> (8 * (sizeof(v) - 1 - i)));
    crypto_generichash_update(h, bytes, sizeof(bytes));
}

static void
add_text(crypto_generichash_state *h, struct text t, bool null)
{
    const unsigned char there = !null;

    crypto_generichash_update(h, &there, 1);
    if (null)
        return;
    add_int(h, t.n);
    crypto_generichash_update(h, (const unsigned char *)t.p, t.n);
}

/* null: which of the texts are NULL, as bits. */
static void
hash_row(const unsigned char previous[HASH_BYTES], int64_t id, int64_t at_s,
         const struct text texts[N_TEXTS], unsigned null, unsigned char out[HASH_BYTES])
{
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
    crypto_generichash_update(&h, previous, HASH_BYTES);
    add_int(&h, (uint64_t)id);
    add_int(&h, (uint64_t)at_s);
    for (size_t i = 0; i < N_TEXTS; i++)
        add_text(&h, texts[i], (null >> i & 1) != 0);
    crypto_generichash_final(&h, out, HASH_BYTES);
}

/* before and after are NULL where nothing is said: columns 3 and 4 of the texts. */
static unsigned
nulls_of(const struct text texts[N_TEXTS])
{
    enum { BEFORE = 3, AFTER = 4 };

    return (texts[BEFORE].n == 0 ? 1u << BEFORE : 0) | (texts[AFTER].n == 0 ? 1u << AFTER : 0);
}

void
store_audit_add(struct store *s, const struct store_audit *row)
{
    unsigned char previous[HASH_BYTES] = { 0 }, hash[HASH_BYTES];
    struct text texts[N_TEXTS];
    struct db_query *q = db_query(s, sql[SQL_LAST]);
    unsigned null;
    int64_t id = 1;

    if (db_row(q)) {
        struct text last = db_text(q, 1);

        id = db_int(q, 0) + 1;
        memcpy(previous, last.p, last.n < HASH_BYTES ? last.n : HASH_BYTES);
    }
    db_done(q);
    texts_of(row, texts);
    null = nulls_of(texts);
    hash_row(previous, id, row->at_s, texts, null, hash);
    q = db_query(s, sql[SQL_ADD]);
    db_bind_int(q, id);
    db_bind_int(q, row->at_s);
    for (size_t i = 0; i < N_TEXTS; i++)
        if (null >> i & 1)
            db_bind_null(q);
        else
            db_bind_text(q, texts[i]);
    db_bind_blob(q, (struct text){ (const char *)hash, sizeof(hash) });
    (void)db_exec(q); /* sticky */
}

enum status
store_audit_note(struct store *s, const struct store_audit *row, struct err *err)
{
    store_begin(s);
    store_audit_add(s, row);
    return store_commit(s, err);
}

/* The row q stands on; its texts last until the next step.  Returns which texts are NULL. */
static unsigned
read_row(struct db_query *q, struct store_audit *r, struct text texts[N_TEXTS])
{
    struct text *const to[N_TEXTS] = { &r->actor, &r->action,  &r->object, &r->before,
                                       &r->after, &r->address, &r->result };
    unsigned null = 0;
    int k = 0;

    r->id = db_int(q, k++);
    r->at_s = db_int(q, k++);
    for (size_t i = 0; i < N_TEXTS; i++, k++) {
        null |= db_null(q, k) ? 1u << i : 0;
        *to[i] = texts[i] = db_text(q, k);
    }
    r->hash = db_text(q, k);
    return null;
}

static const char *
hex_of(struct text hash, char out[STORE_AUDIT_HEX])
{
    out[0] = '\0';
    if (hash.n == HASH_BYTES)
        sodium_bin2hex(out, STORE_AUDIT_HEX, (const unsigned char *)hash.p, hash.n);
    return out;
}

void
store_audit_each(struct store *s, const struct store_audit_filter *f,
                 bool (*fn)(void *self, const struct store_audit *row), void *self)
{
    struct db_query *q = db_query(s, sql[SQL_EACH]);
    char hex[STORE_AUDIT_HEX];

    db_bind_int(q, f->before_id > 0 ? f->before_id : INT64_MAX);
    db_bind_int(q, f->since_s);
    db_bind_int(q, f->until_s > 0 ? f->until_s : INT64_MAX);
    db_bind_text(q, f->actor);
    db_bind_text(q, f->action);
    db_bind_text(q, f->object);
    db_bind_int(q, f->limit > 0 ? f->limit : INT64_MAX);
    while (db_row(q)) {
        struct text texts[N_TEXTS];
        struct store_audit r;

        (void)read_row(q, &r, texts); /* which are NULL matters to the hash only */
        r.hash = text_of(hex_of(r.hash, hex));
        if (!fn(self, &r))
            break;
    }
    db_done(q);
}

/* Is the row what was written after the one whose hash is in v? */
static bool
walk_row(struct db_query *q, unsigned char previous[HASH_BYTES], struct store_audit_verdict *v,
         struct text keep)
{
    struct text texts[N_TEXTS];
    struct store_audit r;
    unsigned char hash[HASH_BYTES];
    unsigned null = read_row(q, &r, texts);

    hash_row(previous, r.id, r.at_s, texts, null, hash);
    if (!text_eq(r.hash, (struct text){ (const char *)hash, HASH_BYTES }))
        return false;
    memcpy(previous, hash, HASH_BYTES);
    hex_of(r.hash, v->head);
    v->kept |= text_eq_nocase(text_of(v->head), keep);
    v->n_rows++;
    return true;
}

/* The chain begins behind the last row that was aged out; the number of those. */
static int64_t
begin_of(struct store *s, unsigned char previous[HASH_BYTES])
{
    struct db_query *q = db_query(s, sql[SQL_BASE]);
    int64_t n = 0;

    if (db_row(q)) {
        struct text hash = db_text(q, 1);

        n = db_int(q, 0);
        memcpy(previous, hash.p, hash.n < HASH_BYTES ? hash.n : HASH_BYTES);
    }
    db_done(q);
    return n;
}

enum status
store_audit_verify(struct store *s, struct text keep, struct store_audit_verdict *ret,
                   struct err *err)
{
    struct store_audit_verdict v = { .kept = keep.n == 0 };
    unsigned char previous[HASH_BYTES] = { 0 };
    int64_t gone = begin_of(s, previous);
    struct db_query *q = db_query(s, sql[SQL_WALK]);
    enum status st;

    while (v.broken_id == 0 && db_row(q))
        if (!walk_row(q, previous, &v, keep))
            v.broken_id = gone + v.n_rows + 1;
    db_done(q);
    st = store_check(s, err);
    if (st != ST_OK)
        return st;
    *ret = v;
    if (v.broken_id != 0)
        return err_set(err, ST_PROBLEMS,
                       "audit: row %" PRId64 " is not what was written, or is missing",
                       v.broken_id);
    if (!v.kept)
        return err_set(err, ST_PROBLEMS, "audit: no row has the hash %.*s: rows were cut off",
                       TEXT_ARG(text_sub(keep, 0, STORE_AUDIT_HEX - 1)));
    return ST_OK;
}
