/*
 * past.h - how much of what a month had has been deleted since: past_count.  Written in role
 * STORE_RETENTION inside a transaction; errors are sticky.
 */
#ifndef PAST_H
#define PAST_H

#include <stdint.h>

#include "arena.h"
#include "store.h"
#include "text.h"

/* Add n of them to the month (UTC) at_s lies in; department_id 0: of none. */
void past_add(struct store *s, int64_t at_s, int64_t department_id, const char *what, int64_t n);

struct past_row {
    struct text month, department, what; /* month: "2026-10"; department: its key, or "" */
    int64_t n;
};

/* All of them, the oldest month first; how many (*ret is in the arena). */
size_t past_list(struct store *s, struct arena *a, struct past_row **ret);

#endif /* PAST_H */
