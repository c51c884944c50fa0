/*
 * corpus_deleted.c - which documents of a segment are deleted.
 *
 * One immutable file for a state; a further deletion writes a new file.  Little-endian:
 *
 *   deletions = magic n-docs n *doc sum
 *   magic     = "ESHDEL" CR LF
 *   n-docs    = u32                ; of the segment
 *   n         = u32                ; 1 to n-docs
 *   doc       = u32                ; ascending
 *   sum       = u64                ; XXH3 of all before it
 */

#include <stdlib.h>
#include <xxhash.h>

#include "corpus_private.h"
#include "file.h"
#include "mem.h"
#include "segment_bytes.h"

#define MAGIC        "ESHDEL\r\n"
#define HEADER_BYTES ((size_t)16)
#define SUM_BYTES    ((size_t)8)

void
corpus_deleted_set(struct corpus_part *p, uint32_t doc)
{
    if (p->deleted == NULL)
        p->deleted = mem_zalloc((p->segment->n_docs / 64 + 1) * sizeof(*p->deleted));
    if (corpus_is_deleted(p, doc))
        return;
    p->deleted[doc / 64] |= UINT64_C(1) << doc % 64;
    p->n_deleted++;
}

static bool
read_body(const unsigned char *b, size_t n, struct corpus_part *p)
{
    uint32_t count, want = p->n_deleted, last = 0;

    if (n < HEADER_BYTES + SUM_BYTES || memcmp(b, MAGIC, 8) != 0 ||
        segment_get64(b + n - SUM_BYTES) != XXH3_64bits(b, n - SUM_BYTES))
        return false;
    count = segment_get32(b + 12);
    if (segment_get32(b + 8) != p->segment->n_docs || count != want ||
        n != HEADER_BYTES + (size_t)count * 4 + SUM_BYTES)
        return false;
    p->n_deleted = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t doc = segment_get32(b + HEADER_BYTES + (size_t)i * 4);

        if (doc >= p->segment->n_docs || (i > 0 && doc <= last))
            return false;
        corpus_deleted_set(p, doc);
        last = doc;
    }
    return true;
}

enum status
corpus_deleted_read(const char *path, struct corpus_part *p, struct err *err)
{
    enum status st;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    st = file_read(path, &b, err);
    if (st == ST_OK && !read_body((const unsigned char *)b.p, b.n, p))
        st = err_set(err, ST_INVALID, "%s: damaged", path);
    buf_release(&b);
    return st;
}

enum status
corpus_deleted_write(struct corpus *c, struct corpus_part *p, struct err *err)
{
    char path[CORPUS_PATH_BYTES];
    enum status st = ST_OK;
    uint64_t number = c->next_number++;
    struct buf b;

    buf_init(&b, BUF_LARGE);
    buf_add(&b, MAGIC, 8);
    segment_put(&b, p->segment->n_docs, 4);
    segment_put(&b, p->n_deleted, 4);
    for (uint32_t d = 0; d < p->segment->n_docs; d++)
        if (corpus_is_deleted(p, d))
            segment_put(&b, d, 4);
    segment_put(&b, XXH3_64bits(b.p, b.n), 8);
    corpus_path(c, number, "del", path);
    if (c->dir != NULL)
        st = file_write(path, buf_text(&b), 0644, err);
    buf_release(&b);
    if (st == ST_OK)
        p->deleted_number = number;
    return st;
}
