/*
 * store_also.h - groups of other departments that hold the same post.
 *
 * Departments may read the same forum; what is asked there becomes a group of each, and each may
 * answer it.  Whoever looks at one should know how the other stands, or a post gets two official
 * answers.
 */
#ifndef STORE_ALSO_H
#define STORE_ALSO_H

#include "arena.h"
#include "store.h"

#define STORE_ALSO_GROUPS 20 /* asked for at once */
#define STORE_ALSO_MAX    8  /* of one group; those that are posted come first */

struct store_also {
    int64_t group_id; /* whose post it is, too */
    int64_t other_id, department_id;
    struct text department; /* its name */
    struct text state;      /* of the other group */
    struct text posted;     /* where the other's answer stands, else the post it stands under or one
                             * of those that it may; "": it is not posted there */
};

/* Of these groups, STORE_ALSO_GROUPS at most, by their id; how many.  Texts are in the arena;
 * errors sticky. */
size_t store_also(struct store *s, const int64_t *groups, size_t n, struct arena *a,
                  struct store_also **ret);

#endif /* STORE_ALSO_H */
