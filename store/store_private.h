/* store_private.h - struct store, for the files that open, tune, copy and migrate it. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include <sqlite3.h>

#include "store.h"
#include "text.h"

/* "EARS" as a number: PRAGMA application_id tells our files from other SQLite files. */
#define STORE_APPLICATION_ID 0x45415253

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
    struct queue_scan *scan;     /* owned; what was found of the queue last, see queue_scan.h */
    struct queue_visits *visits; /* owned; what lists are ordered by, see queue_visits.h */
    struct numbers_memo *memo;   /* owned; figures that were worked out, see numbers_memo.h */
};

/* Open the file as it is, in role STORE_SCHEMA: no version is looked at, nothing is tuned.
 * flags: SQLite's. */
enum status store_connect(const char *path, int flags, struct store **ret, struct err *err);

/* The same of a workspace's store, for reading and writing; ST_NOTFOUND: there is none. */
enum status store_connect_there(const char *path, struct store **ret, struct err *err);

/* Ask quick_check(1) or integrity_check(1), a literal: ST_PROBLEMS with what it says, in one
 * line.  In role STORE_SCHEMA. */
enum status store_whole(struct store *s, const char *pragma, struct err *err);

/* Give up every prepared statement: they were authorised for another role. */
void db_forget(struct store *s);

#endif /* STORE_PRIVATE_H */
