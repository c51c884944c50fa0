/*
 * rival.h - a search engine to stand beside ours: SQLite's FTS5, and Xapian
 * where it is installed.
 *
 * Documents are numbered from 0 in the order in which they are added.  A
 * query's words come unstemmed, without stop words, already parted: a rival
 * has less to do than ours, which reads the question as written.
 */
#ifndef RIVAL_H
#define RIVAL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rival {
    const char *name;
    void *(*open)(const char *dir); /* an empty folder of its own */
    void (*add)(void *self, const char *text, size_t n);
    void (*ready)(void *self); /* all are in: commit */
    size_t (*search)(void *self, const char *const *words, size_t n_words, size_t k, uint32_t *ret);
    void (*close)(void *self);
};

extern const struct rival rival_fts5;
extern const struct rival rival_xapian; /* only with HAVE_XAPIAN */

#ifdef __cplusplus
}
#endif

#endif /* RIVAL_H */
