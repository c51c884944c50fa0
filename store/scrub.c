/* scrub.c - see scrub.h. */
#include "scrub.h"

#include "db.h"
#include "store_private.h"

void
scrub_begin(struct store *s)
{
    enum store_role role = s->role;

    store_set_role(s, STORE_SCHEMA);
    db_script(s, "PRAGMA secure_delete = ON");
    store_set_role(s, role);
}

enum status
scrub_end(struct store *s, struct err *err)
{
    enum store_role role = s->role;
    struct db_query *q;
    int64_t busy;

    store_set_role(s, STORE_SCHEMA);
    q = db_query(s, "PRAGMA wal_checkpoint(TRUNCATE)");
    busy = db_exec_int(q, 1);
    store_set_role(s, role);
    if (store_failed(s))
        return store_check(s, err);
    return busy == 0 ? ST_OK
                     : err_set(err, ST_PARTIAL,
                               "done, but another process reads an older state: until it is done, "
                               "earshot.db-wal may hold what was deleted");
}
