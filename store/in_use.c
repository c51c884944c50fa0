/* in_use.c - see in_use.h. */
#include "in_use.h"

#include "store_private.h"

/* Leaving the log is what SQLite lets only the last one do who has the file open. */
enum status
in_use_check(const char *path, struct err *err)
{
    struct store *s = NULL;
    enum status st = ST_OK;
    int rc;

    if (store_connect(path, SQLITE_OPEN_READWRITE, &s, NULL) != ST_OK)
        return ST_OK;
    sqlite3_busy_timeout(s->db, 0);
    rc = sqlite3_exec(s->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
        st = err_set(err, ST_BUSY, "%s is open in another process (earshot serve?): stop it first",
                     path);
    store_close(s);
    return st;
}
