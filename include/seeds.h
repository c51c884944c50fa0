/*
 * seeds.h - the files of seeds/ and review/static/, as they were when the program was built.
 *
 * The binary needs no folder beside it: platform profiles, lexicons, weights
 * and voices are embedded.  A workspace's own files override them.
 */
#ifndef SEEDS_H
#define SEEDS_H

#include "text.h"

struct seed {
    const char *path; /* "platforms/discourse.ini", below seeds/; "static/icon.svg" */
    struct text body; /* static */
};

extern const struct seed seeds_all[]; /* in path order */
extern const size_t seeds_n;

/* The embedded file of that path; NULL if there is none. */
const struct seed *seeds_find(const char *path);

#endif /* SEEDS_H */
