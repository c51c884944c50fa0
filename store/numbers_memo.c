/* numbers_memo.c - see numbers_memo.h. */

#include "numbers_memo.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "store_private.h"

#define KEPT 8 /* a span and the three before, of two views */

struct kept {
    char *key; /* owned; NULL: free */
    struct db_version version;
    struct arena *arena; /* owned; of what numbers points to */
    struct store_numbers numbers;
};

struct numbers_memo {
    struct kept rows[KEPT];
    size_t next; /* is replaced next */
};

static char *
key_of(const struct store_numbers_query *q)
{
    struct buf b;

    buf_init(&b, BUF_SMALL);
    buf_addf(&b, "%" PRId64 " %" PRId64 " %d %zu:%.*s %zu:%.*s", q->since_s, q->until_s,
             q->figures_only, q->campaign.n, TEXT_ARG(q->campaign), q->audience.n,
             TEXT_ARG(q->audience));
    for (size_t i = 0; i < q->n_departments; i++)
        buf_addf(&b, " %" PRId64, q->departments[i]);
    if (!b.over)
        return buf_take(&b);
    buf_release(&b);
    return NULL;
}

static void
copy_table(struct arena *a, struct store_numbers_table *t)
{
    t->rows = t->n > 0 ? arena_copy(a, t->rows, t->n * sizeof(*t->rows)) : NULL;
    t->cap = t->n;
    for (size_t i = 0; i < t->n; i++) {
        struct store_numbers_row *row = &t->rows[i];

        row->name = arena_text(a, row->name);
        row->address = arena_text(a, row->address);
        row->note = arena_text(a, row->note);
    }
}

static void
copy(const struct store_numbers *from, struct arena *a, struct store_numbers *ret)
{
    struct store_numbers_table *const tables[] = { &ret->periods, &ret->sources, &ret->sites,
                                                   &ret->pages,   &ret->topics,  &ret->kinds };

    *ret = *from;
    for (size_t i = 0; i < N_ELEMENTS(tables); i++)
        copy_table(a, tables[i]);
}

bool
numbers_memo_find(struct store *s, const struct store_numbers_query *q,
                  const struct db_version *now, struct arena *a, struct store_numbers *ret)
{
    char *key = s->memo != NULL ? key_of(q) : NULL;
    bool found = false;

    for (size_t i = 0; key != NULL && i < KEPT && !found; i++) {
        const struct kept *k = &s->memo->rows[i];

        found = k->key != NULL && strcmp(k->key, key) == 0 && db_version_same(&k->version, now);
        if (found)
            copy(&k->numbers, a, ret);
    }
    free(key);
    return found;
}

void
numbers_memo_keep(struct store *s, const struct store_numbers_query *q,
                  const struct db_version *now, const struct store_numbers *numbers)
{
    char *key = key_of(q);
    struct kept *k;

    if (key == NULL)
        return; /* of more departments than anybody has */
    if (s->memo == NULL)
        s->memo = mem_zalloc(sizeof(*s->memo));
    k = &s->memo->rows[s->memo->next];
    s->memo->next = (s->memo->next + 1) % KEPT;
    free(k->key);
    k->key = key;
    k->version = *now;
    if (k->arena == NULL)
        k->arena = arena_new();
    arena_clear(k->arena);
    copy(numbers, k->arena, &k->numbers);
}

void
numbers_memo_free(struct numbers_memo *memo)
{
    if (memo == NULL)
        return;
    for (size_t i = 0; i < KEPT; i++) {
        free(memo->rows[i].key);
        arena_free(memo->rows[i].arena);
    }
    free(memo);
}
