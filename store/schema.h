/*
 * schema.h - the tables, as a list of numbered migrations, and who writes what.
 *
 * PRAGMA user_version counts the migrations a store has had.  A released
 * migration is never edited: add the next one at the end of the list.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <stddef.h>

#include "store.h"

extern const int schema_version; /* what this program writes */

/* Run the migrations that lead from a version to another; inside the caller's transaction. */
void schema_migrate(struct store *s, int from, int to);

/* The name of the i-th table, NULL past the last one. */
const char *schema_table(size_t i);

/* Bits 1 << role of the roles that may insert, update or delete rows; 0: no such table. */
unsigned schema_writers(const char *table);

#endif /* SCHEMA_H */
