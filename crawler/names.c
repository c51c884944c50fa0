#include "names.h"

#include <stdlib.h>

#include <xxhash.h>

#include "mem.h"

#define FIRST_CAP 64

static struct names_entry *
place_of(const struct names *t, struct text name)
{
    size_t at = XXH3_64bits(name.p, name.n) & (t->cap - 1);

    while (t->v[at].value != NULL && !text_eq(t->v[at].name, name))
        at = (at + 1) & (t->cap - 1);
    return &t->v[at];
}

void *
names_find(const struct names *t, struct text name)
{
    return t->n > 0 ? place_of(t, name)->value : NULL;
}

static void
grow(struct names *t)
{
    struct names old = *t;

    t->cap = old.cap > 0 ? 2 * old.cap : FIRST_CAP;
    t->v = mem_zalloc(t->cap * sizeof(*t->v));
    for (size_t i = 0; i < old.cap; i++)
        if (old.v[i].value != NULL)
            *place_of(t, old.v[i].name) = old.v[i];
    free(old.v);
}

void
names_add(struct names *t, struct text name, void *value)
{
    if (2 * (t->n + 1) > t->cap)
        grow(t);
    *place_of(t, name) = (struct names_entry){ name, value };
    t->n++;
}

void
names_release(struct names *t)
{
    free(t->v);
    *t = (struct names){ 0 };
}
