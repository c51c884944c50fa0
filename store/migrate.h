/*
 * migrate.h - from an older version of the tables to the present one.
 *
 * Before: room for a copy and the log, SQLite's quick_check, and the copy (PATH.vN).  Then one
 * transaction: the steps, and every table that was there before counted again.  Fewer or more
 * rows in any of them, or any failure: rolled back, the old state stands.  store_open() does
 * this by itself; earshot migrate --plan says before what it will be.
 */
#ifndef MIGRATE_H
#define MIGRATE_H

#include <stdint.h>

#include "arena.h"
#include "store.h"

struct migrate_change {
    const char *table, *how; /* how: "new", "columns: +x +y", "made anew", "" */
    int64_t n_rows;          /* now */
};

struct migrate_plan {
    int64_t from, to;
    int64_t store_bytes, wanted_bytes, free_bytes; /* wanted: while it runs */
    struct migrate_change *changes;                /* each table of both versions */
    size_t n_changes, cap_changes;
};

/* Look at the store at path, whatever its version; nothing is written.  ST_CONFIG: it is newer
 * than the program, or none of ours.  ST_PROBLEMS: damaged. */
enum status migrate_plan(const char *path, struct arena *a, struct migrate_plan *ret,
                         struct err *err);

/* Make the tables of a new store, or bring those of an old one to the present version. */
enum status migrate_tables(struct store *s, struct err *err);
/* The same for an old store, with what comes before. */
enum status migrate_old(struct store *s, const char *path, int64_t version, struct err *err);

#endif /* MIGRATE_H */
