/*
 * frozen_erase.h - take words out of the lists that were frozen (store_frozen.h): somebody's right
 * to be forgotten goes before the promise that a list stays the same.
 *
 * The kept rows of a month are written anew without the words, and every form that was made of
 * them is made again; rows of frozen_list get the new hashes.  A list whose kept rows are not as
 * they were frozen is left alone.
 *
 * Two steps: the first inside the transaction that erases, the second once it is committed
 * (drafter/frozen_file.h says why).  Whoever is killed between them runs erase again.
 */
#ifndef FROZEN_ERASE_H
#define FROZEN_ERASE_H

#include <stdint.h>

#include "config.h"
#include "store.h"
#include "text.h"

struct frozen_erase {
    struct store *store; /* in role STORE_RETENTION */
    const struct config *config;
    const char *dir; /* the workspace */
    int64_t now_s;   /* the mark has its day: "[erased 2026-11-22]" */
    const struct text *words;
    size_t n_words; /* replaced wherever they stand */
    const struct text *urls;
    size_t n_urls; /* left out of the places of a row */
    const int64_t *groups;
    size_t n_groups; /* whose words go, whatever they are */
    bool dry_run;    /* look only */
    /* Each file of exports/, by its name there, with what happens to it. */
    void (*found)(void *self, const char *file, const char *how);
    void *self;
};

/* Inside the store's transaction, whose rollback undoes it.  ST_IO: a file cannot be written. */
enum status frozen_erase(const struct frozen_erase *job, struct err *err);

/* Give the files that were made their names, and delete what half-made ones were left. */
enum status frozen_erase_settle(struct store *s, const char *dir, struct err *err);

#endif /* FROZEN_ERASE_H */
