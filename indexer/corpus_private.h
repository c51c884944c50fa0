/* corpus_private.h - what the corpus*.c files share: the inside of a corpus. */
#ifndef CORPUS_PRIVATE_H
#define CORPUS_PRIVATE_H

#include "corpus.h"
#include "search_index.h"
#include "segment.h"

#define CORPUS_PATH_BYTES 4096

/* An open segment.  Numbers are never used twice; 0: no such file. */
struct corpus_part {
    struct segment *segment; /* owned */
    uint64_t number, deleted_number;
    uint64_t *deleted; /* owned; a bit per document; NULL: none */
    uint32_t n_deleted;
    int64_t n_docs; /* as the manifest has it */
    bool changed;   /* deletions that are not written yet */
    bool fresh;     /* not in a manifest yet */
};

/* Documents that are in no segment yet. */
struct corpus_pending {
    struct search_index *fields[CORPUS_MAX_FIELDS]; /* owned; NULL until the first document */
    struct corpus_pending_doc {
        int64_t key;
        struct segment_attribute attribute;
        uint32_t at; /* its number in the indexes */
    } * docs;        /* owned */
    size_t n, cap;
    bool sorted; /* so far by key and part */
};

/* Invariant: parts that are fresh stand behind those that are not. */
struct corpus {
    char *dir; /* owned; NULL: in memory */
    const struct corpus_kind *kind;
    struct corpus_part *parts; /* owned */
    size_t n_parts, cap_parts;
    uint64_t next_number, commits;
    int64_t stamp;
    struct corpus_pending pending;
};

static inline bool
corpus_is_deleted(const struct corpus_part *p, uint32_t doc)
{
    return p->deleted != NULL && (p->deleted[doc / 64] >> doc % 64 & 1) != 0;
}

static inline uint32_t
corpus_live(const struct corpus_part *p)
{
    return p->segment->n_docs - p->n_deleted;
}

/* dir/NUMBER.suffix, or dir/manifest for number 0. */
void corpus_path(const struct corpus *c, uint64_t number, const char *suffix,
                 char ret[CORPUS_PATH_BYTES]);
void corpus_part_release(struct corpus_part *p);
struct corpus_part *corpus_new_part(struct corpus *c);
/* A new segment of these bytes, which it takes over; on disk unless the corpus is in memory. */
enum status corpus_put_segment(struct corpus *c, unsigned char *bytes, size_t n, struct err *err);
/* Remove a file that no manifest names any more. */
void corpus_drop_file(const struct corpus *c, uint64_t number, const char *suffix);

/* corpus_pending.c: the pending documents become a segment. */
enum status corpus_flush(struct corpus *c, struct err *err);
void corpus_pending_release(struct corpus_pending *p);

/* corpus_deleted.c */
enum status corpus_deleted_read(const char *path, struct corpus_part *p, struct err *err);
enum status corpus_deleted_write(struct corpus *c, struct corpus_part *p, struct err *err);
void corpus_deleted_set(struct corpus_part *p, uint32_t doc);

/* corpus_manifest.c: the parts of the manifest, numbers only; and writing it anew. */
enum status corpus_manifest_read(struct corpus *c, struct err *err);
enum status corpus_manifest_write(struct corpus *c, struct err *err);

/* BM25 of one clause: score = gain tf / (tf + base + slope length), gain times CORPUS_SCALE. */
struct corpus_factors {
    double gain, base, slope;
};
/* corpus_query.c: those of every clause; numbers[part * n + clause] is its term's number. */
void corpus_find_terms(const struct corpus *c, const struct corpus_query *q,
                       struct corpus_factors *f, uint32_t *numbers);

#endif /* CORPUS_PRIVATE_H */
