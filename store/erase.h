/*
 * erase.h - one post, or some words, out of everything that is kept.
 *
 * What goes: the posts with their places and matches; the words of questions that nobody else
 * asked; of groups that nobody else asked, what hangs on them (notes, what was typed, texts and
 * reasons of decisions, the draft's answer, the gap's, alarms and webhooks about them); and, in
 * every column that schema.c names as one that may be emptied, the words themselves: by --text
 * those asked for, by --url what the post said, where nobody else says it and it is too long to
 * be said by chance.  What stays: ids, times, states, who decided, so that numbers and the log
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
#include "words.h"

#define ERASE_MIN_WORDS 4 /* bytes: fewer stand everywhere */
#define ERASE_MARK      "[erased]"

struct erase_found;

struct erase_job {
    struct store *store;
    struct text url;   /* of a post or a page with posts, normalised; or */
    struct text words; /* words.h says what matches them */
    int64_t now_s;
    bool dry_run;
    /* What else is to be committed with the rows; called inside the transaction; NULL: nothing.
     * It writes nothing outside the store in a dry run. */
    enum status (*within)(void *self, const struct erase_job *job, struct erase_found *f,
                          struct err *err);
    void *self;
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
    struct text *words; /* what to look for in archives */
    size_t n_words, cap_words;
    struct text *lost; /* what to look for elsewhere: of words, those that nobody else said */
    size_t n_lost, cap_lost;
    struct words sought; /* the same, when all are known */
    int64_t *groups;     /* that nobody else asked */
    size_t n_groups, cap_groups;
    struct arena *arena;
};

void erase_note(struct erase_found *f, const char *what, const char *where, const char *how,
                bool reached);

/* ST_OK also when nothing was found. */
enum status erase_rows(const struct erase_job *job, struct arena *a, struct erase_found *ret,
                       struct err *err);

#endif /* ERASE_H */
