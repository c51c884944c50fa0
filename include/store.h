/*
 * store.h - the one place where stages meet: a transactional store.
 *
 * This header opens a store in a role and runs transactions; the tables are
 * reached through store_<group>.h.  No SQL leaves store/.
 *
 * Roles: every table has one writer (store.c's table of writers, enforced by
 * SQLite's authorizer when a statement is prepared), so that a stage cannot
 * write what is not its own, even by mistake.
 *
 * Errors are sticky: the first failure inside a transaction is kept, every
 * later call does nothing, and store_commit() rolls back and returns it.  So a
 * run of writes needs one check at its end.  Reads outside a transaction end
 * early on failure: ask store_check() after the loop.
 *
 * One struct store belongs to one thread.  Processes share the file: WAL,
 * BEGIN IMMEDIATE and a busy timeout of STORE_BUSY_MS.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>

#include "status.h"

#define STORE_BUSY_MS 10000 /* how long a writer waits for another one */

enum store_role {
    STORE_READER,    /* writes nothing */
    STORE_CONFIG,    /* department, source, keyword */
    STORE_CRAWLER,   /* host, url, fetch, page, page_text, post */
    STORE_INDEXER,   /* question, sighting, group, passage */
    STORE_DRAFTER,   /* draft, evidence, gap */
    STORE_REVIEW,    /* decision */
    STORE_SCHEDULER, /* schedule_run, digest_log, alarm, webhook_log */
    STORE_EXPORTS,   /* frozen_list */
    STORE_RETENTION, /* deletes anywhere, and empties columns that schema.c names */
    STORE_SCHEMA,    /* migrations only */
};

struct store;

/* Make a new store with the present schema.  ST_CONFLICT if the file is there. */
enum status store_create(const char *path, struct err *err);

/*
 * Open an existing store, migrating an older one first (a copy of it is kept
 * beside it as PATH.vN).  ST_NOTFOUND: no such file.  ST_CONFIG: no store of
 * ours, or written by a newer program.  On ST_OK *ret is the caller's to close.
 */
enum status store_open(const char *path, enum store_role role, struct store **ret, struct err *err);
void store_close(struct store *s); /* accepts NULL; an open transaction is rolled back */

/* What the next statements may write.  Not inside a transaction. */
void store_set_role(struct store *s, enum store_role role);

void store_begin(struct store *s); /* BEGIN IMMEDIATE; they do not nest */
/* Writes nothing and keeps nobody from writing: all that is read until store_commit() is as it
 * stood at the first read. */
void store_begin_read(struct store *s);
enum status store_commit(struct store *s, struct err *err);
void store_rollback(struct store *s); /* and forget the sticky error */

/* The sticky error; outside a transaction this forgets it. */
enum status store_check(struct store *s, struct err *err);
bool store_failed(const struct store *s);

/* Read the whole file: ST_PROBLEMS with the first thing that is not as it should be. */
enum status store_verify(struct store *s, struct err *err);

#endif /* STORE_H */
