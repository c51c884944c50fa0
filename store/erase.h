/*
 * erase.h - one post, or some words, out of everything that is kept.
 *
 * What goes: the posts with their places and matches; the words of questions that nobody else
 * asked; of groups that nobody else asked, what hangs on them (notes, what was typed, texts and
 * reasons of decisions, the draft's answer, the gap's); by words, also those words wherever
 * else they stand.  What stays: ids, times, states, who decided, so that numbers and the log
 * hold; and tombstones, so that no crawl brings it back.
 *
 * All of it is one transaction of role STORE_RETENTION; a dry run is the same, rolled back.
 */
#ifndef ERASE_H
#define ERASE_H

#include <stdint.h>

#include "arena.h"
#include "store.h"
#include "text.h"

#define ERASE_MIN_WORDS 4 /* bytes: fewer stand everywhere */
#define ERASE_MARK      "[erased]"

struct erase_job {
    struct store *store;
    struct text url;   /* of a post or a page with posts, normalised; or */
    struct text words; /* ASCII without case */
    int64_t now_s;
    bool dry_run;
};

struct erase_row {
    const char *what, *where, *how; /* "note", "12", "words replaced" */
    bool reached;                   /* else how says why it is still there */
};

struct erase_found {
    struct erase_row *rows; /* in the arena */
    size_t n, cap;
    struct text *urls; /* pages the posts stood on, permalinks: what archives have them by */
    size_t n_urls, cap_urls;
    struct text *words; /* what to look for in files */
    size_t n_words, cap_words;
    struct arena *arena;
};

void erase_note(struct erase_found *f, const char *what, const char *where, const char *how,
                bool reached);

/* ST_OK also when nothing was found. */
enum status erase_rows(const struct erase_job *job, struct arena *a, struct erase_found *ret,
                       struct err *err);

#endif /* ERASE_H */
