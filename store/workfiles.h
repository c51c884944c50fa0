/*
 * workfiles.h - the small files of a workspace that are not derived and not in the store:
 * earshot.ini, pseudonym.key, weblog.key, seeds/, exports/.
 */
#ifndef WORKFILES_H
#define WORKFILES_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

#define WORKFILES_MODE 0777 /* of st_mode: who may read and write; never setuid */

struct workfiles_file {
    const char *path; /* below the workspace */
    int64_t bytes;
    unsigned mode;
};

struct workfiles {
    struct workfiles_file *v; /* in the arena */
    size_t n, cap;
    const char **left_out; /* neither a file nor a folder, or too deep: named, not taken */
    size_t n_left_out, cap_left_out;
};

/* Those of the workspace dir, in order; links are followed. */
void workfiles_list(const char *dir, struct arena *a, struct workfiles *ret);

/* May a backup write a file of that name into a workspace?  Only what workfiles_list() gives. */
bool workfiles_allowed(struct text path);

/* The i-th name that stands at the top of a workspace and is ours, NULL past the last. */
const char *workfiles_top(size_t i);

#endif /* WORKFILES_H */
