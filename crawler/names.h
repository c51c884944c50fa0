/*
 * names.h - what a name stands for: a table from texts to pointers, so that
 * finding a host costs the same among ten as among ten thousand.
 *
 * Names are borrowed and must outlive the table.  Nothing is ever taken out.
 */
#ifndef NAMES_H
#define NAMES_H

#include "text.h"

struct names_entry {
    struct text name;
    void *value; /* NULL: a free place */
};

/* Invariant: at least half of the places are free. */
struct names {
    struct names_entry *v; /* owned */
    size_t n, cap;         /* cap: a power of two, or 0 */
};

void *names_find(const struct names *t, struct text name); /* NULL: unknown */
/* The name must be new, value not NULL. */
void names_add(struct names *t, struct text name, void *value);
void names_release(struct names *t);

#endif /* NAMES_H */
