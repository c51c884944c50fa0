/*
 * segment_write.h - composing a segment in memory (segment.h has the format).
 *
 *     segment_writer_init(&w, n_docs, n_fields);
 *     for each document by ascending key:  segment_writer_doc(&w, key, &attribute)
 *     for each field:
 *         segment_writer_field(&w, lengths);            n_docs of them
 *         for each term ascending:  segment_writer_term(&w, term, postings, n)
 *     st = segment_writer_end(&w, &p, &n, err);         the caller's to free or segment_take()
 *
 * ST_LIMIT: it would be larger than SEGMENT_MAX_BYTES; the writer is released either way.
 */
#ifndef SEGMENT_WRITE_H
#define SEGMENT_WRITE_H

#include "buf.h"
#include "search_index.h"
#include "segment.h"

struct segment_writer {
    struct buf out, terms, entries, lists; /* the latter three of the field at hand */
    struct buf keys, attributes, table;
    uint32_t n_docs, n_fields, n_done;
    const uint32_t *lengths; /* borrowed: of the field at hand; NULL: none begun */
};

void segment_writer_init(struct segment_writer *w, uint32_t n_docs, uint32_t n_fields);
void segment_writer_doc(struct segment_writer *w, int64_t key, const struct segment_attribute *a);
void segment_writer_field(struct segment_writer *w, const uint32_t *lengths);
/* Postings by ascending document; n of 0 leaves the term out. */
void segment_writer_term(struct segment_writer *w, uint64_t term, const struct search_posting *p,
                         uint32_t n);
enum status segment_writer_end(struct segment_writer *w, unsigned char **ret, size_t *ret_bytes,
                               struct err *err);

#endif /* SEGMENT_WRITE_H */
