/* db_version.c - see db_version.h. */

#include "db_version.h"

#include "db.h"
#include "store_private.h"

struct db_version
db_version(struct store *s)
{
    int64_t others = db_exec_int(db_query(s, "PRAGMA data_version"), -1);

    return (struct db_version){ others, sqlite3_total_changes64(s->db) };
}

bool
db_version_same(const struct db_version *x, const struct db_version *y)
{
    return x->others == y->others && x->own == y->own && x->others >= 0;
}
