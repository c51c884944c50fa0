/*
 * collection.h - the two collections of a workspace: its questions, and the passages of
 * its own pages, each a corpus (corpus.h) below index/.
 *
 * Derived data: collection_update() compares keys and hashes with the tables and adds
 * and deletes what differs, so a run costs reading the rows and indexing what is new.
 * The index may be removed at any time.
 *
 * Fields: the words and their ordered pairs of all of a document, the words of its
 * title; of a passage also those of the headings in it and of the page's path.
 */
#ifndef COLLECTION_H
#define COLLECTION_H

#include "corpus.h"
#include "store.h"
#include "token.h"

enum collection_name { COLLECTION_QUESTIONS, COLLECTION_PASSAGES, COLLECTION_COUNT };

struct collection_job {
    struct store *store;
    struct tokenizer *tokenizer;
    bool (*stop)(void); /* NULL: never */
};

struct collection_counts {
    int64_t added, deleted; /* keys; a changed one counts in both */
};

/*
 * dir: the workspace; NULL: in memory, and empty.  As corpus_open().  In CORPUS_WRITE a
 * damaged one, or one of another version, is removed, and a new one begun.
 */
enum status collection_open(const char *dir, enum collection_name name, enum corpus_mode mode,
                            struct corpus **ret, struct err *err);
enum status collection_remove(const char *dir, enum collection_name name, struct err *err);
/* Bring it up to what the tables hold; one commit, and merges if they are due. */
enum status collection_update(struct corpus *c, enum collection_name name,
                              const struct collection_job *job, struct collection_counts *counts,
                              struct err *err);
/* Were questions added to the tables since? */
bool collection_is_stale(const struct corpus *c, enum collection_name name, struct store *s);
/* Add the clauses of a question or of some words to a query. */
void collection_ask(const struct corpus *c, enum collection_name name, const struct token_list *l,
                    struct corpus_query *q);
const char *collection_folder(enum collection_name name); /* "index/questions" */

#endif /* COLLECTION_H */
