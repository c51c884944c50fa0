/*
 * mistakes.h - what is wrong with a table that people made: all of it at once, in the order of
 * its lines.
 */
#ifndef MISTAKES_H
#define MISTAKES_H

#include <stdbool.h>

#include "arena.h"
#include "status.h"

#define MISTAKES_KEPT 1000 /* of a table: who has more is told how many */
#define MISTAKES_TOLD 100  /* lines that are told; the rest is counted */

struct mistake {
    int line;
    size_t number; /* as it was found */
    const char *what;
};

struct mistakes {
    struct arena *arena;
    struct mistake *v;
    size_t n, cap;
    size_t n_all; /* those not kept among them */
};

/* Has it all that it keeps?  Counts one more then, so that its message need not be made. */
bool mistakes_full(struct mistakes *m);

/* what: the whole message, its place first; it lives as long as the arena. */
void mistakes_add(struct mistakes *m, int line, const char *what);

/* ST_OK: there is none.  Else st; one is err itself, several are logged and err counts them, as
 * those of file. */
enum status mistakes_tell(struct mistakes *m, const char *file, enum status st, struct err *err);

#endif /* MISTAKES_H */
