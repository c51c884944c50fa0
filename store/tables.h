/*
 * tables.h - which tables a store has and how many rows each, whatever its version: what a
 * migration compares and a backup tells.  Names and numbers live in the arena; errors are sticky.
 */
#ifndef TABLES_H
#define TABLES_H

#include <stdint.h>

#include "arena.h"
#include "store.h"

struct tables_row {
    const char *name;
    int64_t n_rows;
};

/* Every table but SQLite's own, by name.  In role STORE_SCHEMA. */
size_t tables_count(struct store *s, struct arena *a, struct tables_row **ret);

/* The row of that name; NULL: there is none. */
const struct tables_row *tables_find(const struct tables_row *v, size_t n, const char *name);

#endif /* TABLES_H */
