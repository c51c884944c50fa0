/*
 * corpus.h - a collection's inverted index on disk: a folder of immutable segments.
 *
 * What search.h is in memory, over files: documents with several fields, found
 * by BM25, the k best exactly.  A document has a key, the id of a row of the
 * store; several documents may share one (passages of a page) and are told apart by
 * part.  Documents are added and deleted in a run that ends with corpus_commit();
 * until then a reader sees nothing of it.
 *
 *     st = corpus_open("ws/index/questions", CORPUS_WRITE, &kind, &c, err);
 *     corpus_delete(c, id);                         // an old state, if any
 *     st = corpus_add(c, &doc, terms, err);         // terms[]: one list per field
 *     st = corpus_commit(c, err);                   // all or nothing, also if killed
 *     st = corpus_merge(c, err);                    // now and then: fewer, larger segments
 *
 *     corpus_query_init(&q, arena);
 *     corpus_query_add(&q, field, &terms, weight);
 *     st = corpus_search(c, &q, k, hits, &n, err);
 *
 * Scores are those of search.h's formula, with N, document frequencies and mean
 * lengths summed over the segments.  They are added up as integers
 * (CORPUS_SCALE), so that the order of adding does not matter: the result is that of
 * scoring every document, bit for bit, however the documents lie in segments.  A
 * deleted document is in no result at once, but counts in those figures until a
 * merge drops it.
 *
 * The folder: NUMBER.seg (segment.h), NUMBER.del (corpus_deleted.c), and "manifest",
 * which names the files that count and is replaced by rename.  A run that was killed leaves files
 * that the manifest does not name; the next writer removes them.  One writer at a time (the
 * workspace's lock sees to it), readers at any time.
 */
#ifndef CORPUS_H
#define CORPUS_H

#include "arena.h"
#include "search.h"
#include "status.h"
#include "store_search.h"

#define CORPUS_MAX_FIELDS   8u
#define CORPUS_MAX_SEGMENTS ((size_t)512) /* merging keeps it below 100 */
#define CORPUS_SCALE        4294967296.0  /* a score of 1 as an integer */
#define CORPUS_MANIFEST     "manifest"

struct corpus;

/* What the documents of a collection are like; lives as long as the corpus. */
struct corpus_kind {
    uint32_t n_fields; /* 1 to CORPUS_MAX_FIELDS */
    const struct search_params *params[CORPUS_MAX_FIELDS];
    uint32_t version; /* of how texts become terms: another one is ST_CONFLICT */
};

enum corpus_mode { CORPUS_READ, CORPUS_WRITE };

/*
 * dir NULL: in memory, gone with the process.  CORPUS_WRITE makes a folder that is not there.
 * ST_NOTFOUND: no index there.  ST_CONFLICT: one of another version.  ST_INVALID: damaged,
 * with the file and what is wrong.
 */
enum status corpus_open(const char *dir, enum corpus_mode mode, const struct corpus_kind *kind,
                        struct corpus **ret, struct err *err);
void corpus_close(struct corpus *c); /* accepts NULL; what was not committed is dropped */
/* Remove an index, the manifest first; one that is not there is fine. */
enum status corpus_remove(const char *dir, struct err *err);
/* Read all of it: every checksum, every posting. */
enum status corpus_check(const struct corpus *c, struct err *err);

/* ---- writing ---- */

struct corpus_doc {
    int64_t key;
    uint32_t part;
    uint64_t hash;        /* of what was indexed, for corpus_keys(); the same in all of a key */
    int64_t department;   /* 0: none */
    const char *language; /* up to three letters; NULL: not known */
    int64_t date_s;
};

/* Any order of keys will do.  ST_IO: a segment that was full could not be written. */
enum status corpus_add(struct corpus *c, const struct corpus_doc *doc,
                       const struct search_terms *terms, struct err *err);
/* All documents of the key that are committed; how many. */
uint32_t corpus_delete(struct corpus *c, int64_t key);
/*
 * stamp: any number of the caller's, kept with it: how far the tables have been read.  Nothing is
 * written when nothing changed.
 */
enum status corpus_commit(struct corpus *c, int64_t stamp, struct err *err);
int64_t corpus_stamp(const struct corpus *c); /* of the last commit; 0: none */
/*
 * Merge segments of like size, eight at a time, and those of which more than
 * half is deleted; CORPUS_MERGE_BYTES of them at most, so that a run stays short.
 */
#define CORPUS_MERGE_BYTES ((size_t)256 * 1024 * 1024)
enum status corpus_merge(struct corpus *c, struct err *err);

/* ---- reading what is committed ---- */

struct corpus_figures {
    uint64_t documents, deleted; /* documents: without the deleted */
    size_t segments;
    uint64_t bytes;   /* of the files */
    uint64_t commits; /* so far, merges included */
};
struct corpus_figures corpus_figures(const struct corpus *c);

struct corpus_entry {
    int64_t key;
    uint64_t hash;
};
/* Every key once, ascending, with its hash; the caller frees *ret. */
size_t corpus_keys(const struct corpus *c, struct corpus_entry **ret);

struct corpus_clause {
    uint32_t field;
    uint64_t term;
    float weight; /* >= 0 */
};

/* Zero: any. */
struct corpus_filter {
    int64_t department;
    const char *language;
    int64_t since_s, until_s; /* date_s in [since, until) */
    const struct store_search_ids *keys;
};

struct corpus_query {
    struct corpus_clause *clauses; /* in the arena; at most SEARCH_MAX_CLAUSES */
    size_t n, cap;
    struct arena *arena;
    struct corpus_filter filter;
};

void corpus_query_init(struct corpus_query *q, struct arena *a);
/* A term that stands there already gets the weight besides; beyond SEARCH_MAX_CLAUSES it is left
 * out. */
void corpus_query_add(struct corpus_query *q, uint32_t field, const struct search_terms *terms,
                      float weight);

struct corpus_hit {
    int64_t key, scaled; /* scaled: the score times CORPUS_SCALE */
    uint32_t part;
    float score;
};

/*
 * The k best documents with a score above 0, best first, smaller key and part first among
 * equals.  ST_INVALID: a segment is damaged.
 */
enum status corpus_search(const struct corpus *c, const struct corpus_query *q, size_t k,
                          struct corpus_hit *ret, size_t *ret_n, struct err *err);

/* The mean length of a field's documents. */
double corpus_mean_length(const struct corpus *c, uint32_t field);

#endif /* CORPUS_H */
