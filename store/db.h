/*
 * db.h - prepared statements for the files of store/, and for no other.
 *
 * A statement is prepared once per store and kept, found by the address of its
 * text, so pass string literals or static arrays.  Bind in order, then step:
 *
 *     struct db_query *q = db_query(s, "SELECT id FROM host WHERE authority = ?");
 *     db_bind_text(q, authority);
 *     if (db_row(q))
 *         id = db_int(q, 0);
 *     db_done(q);
 *
 * After a failure (sticky, see store.h) every call is a no-op: db_row() gives
 * false, columns give 0 or empty.  One statement cannot be nested in itself.
 */
#ifndef DB_H
#define DB_H

#include "arena.h"
#include "store.h"
#include "text.h"

struct db_query;

struct db_query *db_query(struct store *s, const char *sql); /* never NULL; reset, unbound */

void db_bind_int(struct db_query *q, int64_t v);
void db_bind_real(struct db_query *q, double v);
void db_bind_text(struct db_query *q, struct text v);         /* borrowed until db_done() */
void db_bind_text_or_null(struct db_query *q, struct text v); /* NULL when it is empty */
void db_bind_blob(struct db_query *q, struct text v);         /* the same; empty is an empty blob */
void db_bind_str(struct db_query *q, const char *z);          /* NULL binds NULL */
void db_bind_null(struct db_query *q);

bool db_row(struct db_query *q);  /* step: true when a row stands there */
void db_done(struct db_query *q); /* reset: ends the read, keeps the statement */
bool db_exec(struct db_query *q); /* step to the end and reset; false on failure */
/* RETURNING id, or any single number: the first row's; missing when there is no row. */
int64_t db_exec_int(struct db_query *q, int64_t missing);
/*
 * INSERT of one row: its id; 0 on failure.  For what is inserted often: RETURNING counts
 * as a trigger, for which SQLite keeps a journal of its own, 64 KiB anew each time.
 */
int64_t db_exec_id(struct db_query *q);
int64_t db_changes(struct store *s); /* rows changed by the last write */

int64_t db_int(struct db_query *q, int column);
double db_real(struct db_query *q, int column);
bool db_null(struct db_query *q, int column);
struct text db_text(struct db_query *q, int column);                     /* until the next step */
struct text db_text_in(struct db_query *q, int column, struct arena *a); /* a copy */
/* The one text that sql has for an id, a copy; empty when there is no row. */
struct text db_text_by_id(struct store *s, const char *sql, int64_t id, struct arena *a);

/* Several statements without parameters, in order; schema.c's way in. */
void db_script(struct store *s, const char *sql);
void db_fail(struct store *s, enum status st, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif /* DB_H */
