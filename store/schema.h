/*
 * schema.h - the tables, as a list of numbered migrations, and who writes what.
 *
 * PRAGMA user_version counts the migrations a store has had.  A released
 * migration is never edited: add the next one at the end of the list.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "store.h"

extern const int schema_version; /* what this program writes */

/* Run the migrations that lead from a version to another; inside the caller's transaction. */
void schema_migrate(struct store *s, int from, int to);

/* The name of the i-th table, NULL past the last one. */
const char *schema_table(size_t i);

/* Bits 1 << role of the roles that may insert, update or delete rows; 0: no such table. */
unsigned schema_writers(const char *table);

/* May STORE_RETENTION, which deletes anywhere, change this column of rows that stay? */
bool schema_blanks(const char *table, const char *column);

/* The lists of statements of version 2, NULL at the end. */
extern const char *const *const schema_2[];

#endif /* SCHEMA_H */
