/* store_private.h - struct store, for store.c, db.c and schema.c alone. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include <sqlite3.h>

#include "store.h"
#include "text.h"

/*
 * Invariants: status != ST_OK means err is filled, and no statement runs until
 * a rollback, commit or check clears it.  Every statement in queries was
 * prepared under role.
 */
struct store {
    sqlite3 *db;
    enum store_role role;
    bool in_transaction;
    enum status status; /* the sticky one */
    struct err err;
    struct db_query **queries; /* owned; open addressing by text address; NULL: free slot */
    size_t n_queries, cap_queries;
    int64_t *touched; /* owned; groups whose row in the queue is to be made anew, see queue.h */
    size_t n_touched, cap_touched;
};

/* Give up every prepared statement: they were authorised for another role. */
void db_forget(struct store *s);

#endif /* STORE_PRIVATE_H */
