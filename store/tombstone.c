/* tombstone.c - see tombstone.h. */
#include "tombstone.h"

#include <sodium.h>

#include "db.h"

#define HASH_BYTES crypto_generichash_BYTES

enum statement {
    SQL_ADD,
    SQL_KIND,
};

static const char *const sql[] = {
    [SQL_ADD] = "INSERT INTO tombstone (hash, kind, at_s) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (hash) DO UPDATE SET kind = excluded.kind, at_s = excluded.at_s"
                " WHERE tombstone.kind = 'body'",
    [SQL_KIND] = "SELECT kind = 'erased' FROM tombstone WHERE hash = ?",
};

/* The keyless hash of an address can be made by whoever knows it, which is the purpose. */
static struct text
hash_of(struct text permalink, unsigned char out[HASH_BYTES])
{
    crypto_generichash(out, HASH_BYTES, (const unsigned char *)permalink.p, permalink.n, NULL, 0);
    return (struct text){ (const char *)out, HASH_BYTES };
}

void
store_tombstone_add(struct store *s, struct text permalink, enum store_tombstone kind,
                    int64_t now_s)
{
    struct db_query *q = db_query(s, sql[SQL_ADD]);
    unsigned char hash[HASH_BYTES];

    db_bind_blob(q, hash_of(permalink, hash));
    db_bind_str(q, kind == STORE_TOMBSTONE_ERASED ? "erased" : "body");
    db_bind_int(q, now_s);
    (void)db_exec(q); /* sticky */
}

enum store_tombstone
store_tombstone_of(struct store *s, struct text permalink)
{
    enum { NOT_THERE = -1 };
    struct db_query *q = db_query(s, sql[SQL_KIND]);
    unsigned char hash[HASH_BYTES];
    int64_t erased;

    db_bind_blob(q, hash_of(permalink, hash));
    erased = db_exec_int(q, NOT_THERE);
    if (erased == NOT_THERE)
        return STORE_TOMBSTONE_NONE;
    return erased != 0 ? STORE_TOMBSTONE_ERASED : STORE_TOMBSTONE_BODY;
}
