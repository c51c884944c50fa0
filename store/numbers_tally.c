/* numbers_tally.c - the tables of numbers, as they are counted; see numbers.h. */

#include "numbers.h"

#include <stdlib.h>

#include "db.h"

#define FIRST_SLOTS 256
#define MIX         UINT64_C(0x9E3779B97F4A7C15) /* 2^64 / golden ratio: ids in a row spread out */
#define MIX_SHIFT   32

static size_t
slot_of(const struct numbers_tally *t, int64_t key)
{
    size_t i = (size_t)(((uint64_t)key * MIX) >> MIX_SHIFT) & (t->n_slots - 1);

    while (t->slots[i] != 0 && t->table.rows[t->slots[i] - 1].key != key)
        i = (i + 1) & (t->n_slots - 1);
    return i;
}

static void
grow(struct numbers *n, struct numbers_tally *t)
{
    t->n_slots = t->n_slots == 0 ? FIRST_SLOTS : 2 * t->n_slots;
    t->slots = arena_alloc(n->arena, t->n_slots * sizeof(*t->slots));
    for (size_t i = 0; i < t->table.n; i++)
        t->slots[slot_of(t, t->table.rows[i].key)] = (uint32_t)i + 1;
}

static size_t
row_of(struct numbers *n, struct numbers_tally *t, int64_t key)
{
    struct store_numbers_table *x = &t->table;
    size_t i;

    if (2 * x->n >= t->n_slots)
        grow(n, t);
    i = slot_of(t, key);
    if (t->slots[i] == 0) {
        x->rows = arena_grow(n->arena, x->rows, x->n, &x->cap, sizeof(*x->rows));
        t->last = arena_grow(n->arena, t->last, x->n, &t->cap_last, sizeof(*t->last));
        x->rows[x->n] = (struct store_numbers_row){ .key = key };
        t->last[x->n] = 0;
        t->slots[i] = (uint32_t)++x->n;
    }
    return t->slots[i] - 1;
}

void
numbers_tally_add(struct numbers *n, struct numbers_tally *t, int64_t key, size_t column)
{
    size_t i = row_of(n, t, key); /* may move the rows */

    t->table.rows[i].n[column]++;
}

bool
numbers_tally_group(struct numbers *n, struct numbers_tally *t, int64_t key, size_t column,
                    int64_t group_id)
{
    size_t i = row_of(n, t, key);
    bool first = t->last[i] != group_id;

    if (first)
        t->table.rows[i].n[column]++;
    t->last[i] = group_id;
    return first;
}

static int
by_count(const void *x, const void *y)
{
    const struct store_numbers_row *a = x, *b = y;

    for (size_t i = 0; i < STORE_NUMBERS_COLUMNS; i++)
        if (a->n[i] != b->n[i])
            return a->n[i] < b->n[i] ? 1 : -1;
    return (a->key > b->key) - (a->key < b->key);
}

struct store_numbers_table
numbers_tally_best(struct numbers *n, struct numbers_tally *t, size_t max, const char *sql)
{
    struct store_numbers_table best = t->table;

    if (best.n > 0)
        qsort(best.rows, best.n, sizeof(*best.rows), by_count);
    if (max > 0 && best.n > max)
        best.n = max;
    for (size_t i = 0; i < best.n && sql != NULL; i++) {
        struct db_query *q = db_query(n->s, sql);

        db_bind_int(q, best.rows[i].key);
        if (db_row(q)) {
            best.rows[i].name = db_text_in(q, 0, n->arena);
            best.rows[i].address = db_text_in(q, 1, n->arena);
            best.rows[i].note = db_text_in(q, 2, n->arena);
        }
        db_done(q);
    }
    return best;
}
