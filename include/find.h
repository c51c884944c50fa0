/*
 * find.h - a search over questions and own pages by the index on disk: for the command and the
 * pages.
 *
 *     f = find_new(dir, false);
 *     st = find_each(f, store, &query, arena, on_hit, self, err);
 *
 * The query's grammar is indexer/ask.h's.  A handle belongs to one thread and keeps the index open;
 * it is opened again when `earshot index` has written another.  What hits stand for is read from
 * the store, so a hit is there at that moment.
 */
#ifndef FIND_H
#define FIND_H

#include "arena.h"
#include "store.h"

#define FIND_MAX_HITS ((size_t)1000) /* of each kind that are looked at */

struct find;

/* dir: the workspace.  make: what is on disk but of no use, or behind the store, is made in memory
 * for this search, and a warning says so; else it is used as it is, and ST_NOTFOUND without one. */
struct find *find_new(const char *dir, bool make);
void find_free(struct find *f); /* accepts NULL */

struct find_query {
    struct text text;                         /* as somebody typed it */
    int64_t department_id;                    /* 0: any */
    int64_t since_s, until_s;                 /* questions: last asked; 0: no bound */
    const struct store_search_ids *questions; /* these only; NULL: all */
    bool no_pages;
    const char *language; /* of the words, unless lang: says; NULL: not known */
    size_t limit;
    const char *open, *close; /* around each word that hit */
    size_t snippet_bytes;
};

struct find_hit {
    bool page;  /* else a question */
    int64_t id; /* of the question, or of the page's address */
    double score;
    struct text title, text, address; /* as stored; text of a page: the passage */
    struct text shown_title, shown;   /* with marks, one line each; shown: a part of text */
    const char *language;
};
/* Best first; texts in the arena. */
typedef void find_fn(void *self, const struct find_hit *hit);

/* ST_USAGE: nothing to look for, or no such operator. */
enum status find_each(struct find *f, struct store *s, const struct find_query *q, struct arena *a,
                      find_fn *fn, void *self, struct err *err);

#endif /* FIND_H */
