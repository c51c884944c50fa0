/*
 * retention_rows.h - tables whose rows only age: a line each in retention_rows.c says which rows
 * are over, and which count of past_count they go into.  A table that is new adds its line there.
 * Used by retention.c alone; the store is in role STORE_RETENTION.
 */
#ifndef RETENTION_ROWS_H
#define RETENTION_ROWS_H

#include "retention.h"

/* How many rows of that part's tables were over before before_s. */
int64_t retention_rows_count(struct store *s, enum retention_part part, int64_t before_s);

/* Delete up to max of each table, in the open transaction, and count them; how many. */
int64_t retention_rows_delete(struct store *s, enum retention_part part, int64_t before_s,
                              int64_t max);

#endif /* RETENTION_ROWS_H */
