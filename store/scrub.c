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

enum status
scrub_all(struct store *s, struct err *err)
{
    enum store_role role = s->role;
    struct err why = { "" };
    enum status st, end;

    store_set_role(s, STORE_SCHEMA);
    db_script(s, "VACUUM");
    store_set_role(s, role);
    st = store_check(s, &why);
    end = scrub_end(s, st == ST_OK ? err : NULL);
    if (st == ST_OK)
        return end;
    return err_set(err, st == ST_BUSY ? ST_PARTIAL : st,
                   "done, but the store could not be written anew, free pages may hold what was "
                   "deleted earlier: %.300s",
                   why.msg);
}
