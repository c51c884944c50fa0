/* mistakes.c - see mistakes.h. */

#include "mistakes.h"

#include <stdlib.h>

#include "log.h"

bool
mistakes_full(struct mistakes *m)
{
    m->n_all += m->n == MISTAKES_KEPT;
    return m->n == MISTAKES_KEPT;
}

void
mistakes_add(struct mistakes *m, int line, const char *what)
{
    m->n_all++;
    if (m->n == MISTAKES_KEPT)
        return;
    m->v = arena_grow(m->arena, m->v, m->n, &m->cap, sizeof(*m->v));
    m->v[m->n] = (struct mistake){ line, m->n, what };
    m->n++;
}

static int
by_line(const void *a, const void *b)
{
    const struct mistake *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

enum status
mistakes_tell(struct mistakes *m, const char *file, enum status st, struct err *err)
{
    size_t told = m->n < MISTAKES_TOLD ? m->n : MISTAKES_TOLD;

    if (m->n == 0)
        return ST_OK;
    qsort(m->v, m->n, sizeof(*m->v), by_line);
    if (m->n == 1)
        return err_set(err, st, "%s", m->v[0].what);
    for (size_t i = 0; i < told; i++)
        log_error("%s", m->v[i].what);
    if (m->n_all > told)
        log_error("and %zu more", m->n_all - told);
    return err_set(err, st, "%s: %zu mistakes: nothing is written", file, m->n_all);
}
