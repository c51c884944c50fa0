/*
 * corpus_merge.c - fewer, larger segments; see corpus.h.
 *
 * Tiers: a segment of n documents is in tier log8(n / 128); as soon as eight
 * stand in one, they become one of the next.  A document is so written
 * again once per tier: seven times up to a million of them.
 */

#include <stdlib.h>

#include "corpus_private.h"
#include "mem.h"
#include "segment_write.h"

#define FAN_IN     8u   /* segments that are merged at once */
#define TIER_FIRST 128u /* documents of a segment of the first tier, at most FAN_IN times */

/* The parts of one merge, and where each document goes. */
struct join {
    const struct corpus_part *parts[CORPUS_MAX_SEGMENTS];
    uint32_t *numbers[CORPUS_MAX_SEGMENTS]; /* owned; SEGMENT_END: dropped */
    size_t n;
    uint32_t n_docs;
    struct search_posting *postings; /* owned */
    size_t cap;
    struct segment_cursor cursor;
    bool damaged;
};

static bool
comes_before(const struct segment *a, uint32_t i, const struct segment *b, uint32_t k)
{
    int64_t x = segment_key(a, i), y = segment_key(b, k);

    if (x != y)
        return x < y;
    return segment_attribute(a, i).part < segment_attribute(b, k).part;
}

/* Documents of all parts in the order of their keys. */
static void
number_docs(struct join *j, struct segment_writer *w)
{
    uint32_t at[CORPUS_MAX_SEGMENTS] = { 0 }, n = 0;

    while (n < j->n_docs) {
        size_t best = j->n;
        struct segment_attribute a;

        for (size_t i = 0; i < j->n; i++) {
            const struct segment *s = j->parts[i]->segment;

            while (at[i] < s->n_docs && corpus_is_deleted(j->parts[i], at[i]))
                j->numbers[i][at[i]++] = SEGMENT_END;
            if (at[i] < s->n_docs &&
                (best == j->n || comes_before(s, at[i], j->parts[best]->segment, at[best])))
                best = i;
        }
        a = segment_attribute(j->parts[best]->segment, at[best]);
        segment_writer_doc(w, segment_key(j->parts[best]->segment, at[best]), &a);
        j->numbers[best][at[best]++] = n++;
    }
    for (size_t i = 0; i < j->n; i++)
        while (at[i] < j->parts[i]->segment->n_docs)
            j->numbers[i][at[i]++] = SEGMENT_END;
}

static int
by_doc(const void *a, const void *b)
{
    const struct search_posting *x = a, *y = b;

    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

/* Append the postings of term i of a part. */
static size_t
take_postings(struct join *j, size_t part, uint32_t field, uint32_t i, size_t n)
{
    struct segment_cursor *c = &j->cursor;

    segment_cursor_open(c, j->parts[part]->segment, field, i);
    for (uint32_t doc = segment_cursor_seek(c, 0); doc != SEGMENT_END;
         doc = segment_cursor_next(c)) {
        uint32_t to = j->numbers[part][doc];

        if (to == SEGMENT_END)
            continue;
        j->postings = mem_grow(j->postings, &j->cap, n + 1, sizeof(*j->postings));
        j->postings[n++] = (struct search_posting){ to, segment_cursor_tf(c, c->at) };
    }
    j->damaged |= c->damaged;
    return n;
}

static void
join_field(struct join *j, struct segment_writer *w, uint32_t field)
{
    uint32_t at[CORPUS_MAX_SEGMENTS] = { 0 };

    for (;;) {
        uint64_t term = UINT64_MAX;
        bool any = false, sorted = true;
        size_t n = 0;

        for (size_t i = 0; i < j->n; i++) {
            const struct segment *s = j->parts[i]->segment;

            if (at[i] == s->fields[field].n_terms)
                continue;
            any = true;
            if (segment_term(s, field, at[i]) < term)
                term = segment_term(s, field, at[i]);
        }
        if (!any)
            return;
        for (size_t i = 0; i < j->n; i++) {
            const struct segment *s = j->parts[i]->segment;
            size_t before = n;

            if (at[i] == s->fields[field].n_terms || segment_term(s, field, at[i]) != term)
                continue;
            n = take_postings(j, i, field, at[i]++, n);
            if (before > 0 && n > before && j->postings[before].doc < j->postings[before - 1].doc)
                sorted = false;
        }
        if (!sorted)
            qsort(j->postings, n, sizeof(*j->postings), by_doc);
        segment_writer_term(w, term, j->postings, (uint32_t)n);
    }
}

static enum status
join_fields(struct join *j, struct segment_writer *w, uint32_t n_fields, unsigned char **ret,
            size_t *ret_bytes, struct err *err)
{
    uint32_t *lengths = mem_alloc(j->n_docs * sizeof(*lengths));
    enum status st;

    for (uint32_t f = 0; f < n_fields; f++) {
        for (size_t i = 0; i < j->n; i++)
            for (uint32_t d = 0; d < j->parts[i]->segment->n_docs; d++)
                if (j->numbers[i][d] != SEGMENT_END)
                    lengths[j->numbers[i][d]] = segment_length(j->parts[i]->segment, f, d);
        segment_writer_field(w, lengths);
        join_field(j, w, f);
    }
    st = segment_writer_end(w, ret, ret_bytes, err);
    free(lengths);
    return st;
}

/* Their live documents as one segment's bytes. */
static enum status
join_parts(struct join *j, uint32_t n_fields, unsigned char **ret, size_t *ret_bytes,
           struct err *err)
{
    struct segment_writer w;
    enum status st;

    segment_writer_init(&w, j->n_docs, n_fields);
    for (size_t i = 0; i < j->n; i++)
        j->numbers[i] = mem_alloc(j->parts[i]->segment->n_docs * sizeof(uint32_t));
    number_docs(j, &w);
    st = join_fields(j, &w, n_fields, ret, ret_bytes, err);
    for (size_t i = 0; i < j->n; i++)
        free(j->numbers[i]);
    free(j->postings);
    if (st == ST_OK && j->damaged) {
        free(*ret);
        st = err_set(err, ST_INVALID, "a segment to merge is damaged");
    }
    return st;
}

static unsigned
tier_of(const struct corpus_part *p)
{
    unsigned tier = 0;

    for (uint32_t n = corpus_live(p) / TIER_FIRST; n >= FAN_IN; n /= FAN_IN)
        tier++;
    return tier;
}

/* Mark the first FAN_IN of the lowest tier that has so many, or one that is half deleted. */
static size_t
choose(const struct corpus *c, size_t budget, bool *chosen)
{
    for (size_t i = 0; i < c->n_parts; i++) {
        const struct corpus_part *p = &c->parts[i];

        if (p->n_deleted > corpus_live(p) && p->segment->n <= budget) {
            chosen[i] = true;
            return 1;
        }
    }
    for (unsigned tier = 0; tier < 32 / 3; tier++) {
        size_t n = 0, bytes = 0;

        for (size_t i = 0; i < c->n_parts && n < FAN_IN; i++)
            if (tier_of(&c->parts[i]) == tier && bytes + c->parts[i].segment->n <= budget) {
                chosen[i] = true;
                bytes += c->parts[i].segment->n;
                n++;
            }
        if (n == FAN_IN)
            return n;
        for (size_t i = 0; i < c->n_parts; i++)
            chosen[i] = false;
    }
    return 0;
}

/* The manifest without the chosen, with the fresh one if any; then their files go. */
static enum status
replace(struct corpus *c, const bool *chosen, size_t n, struct err *err)
{
    struct corpus_part *old = mem_alloc(c->n_parts * sizeof(*old));
    size_t n_old = 0, kept = 0;
    enum status st;

    for (size_t i = 0; i < c->n_parts; i++) {
        if (i < n && chosen[i])
            old[n_old++] = c->parts[i];
        else
            c->parts[kept++] = c->parts[i];
    }
    c->n_parts = kept;
    c->commits++;
    st = corpus_manifest_write(c, err);
    for (size_t i = 0; i < n_old; i++) {
        if (st == ST_OK) {
            corpus_drop_file(c, old[i].number, "seg");
            corpus_drop_file(c, old[i].deleted_number, "del");
        }
        corpus_part_release(&old[i]);
    }
    for (size_t i = 0; i < c->n_parts && st == ST_OK; i++)
        c->parts[i].fresh = false;
    free(old);
    return st;
}

static enum status
merge_chosen(struct corpus *c, const bool *chosen, struct err *err)
{
    struct join *j = mem_zalloc(sizeof(*j));
    size_t n = c->n_parts, n_bytes;
    enum status st = ST_OK;
    unsigned char *bytes;

    for (size_t i = 0; i < n; i++)
        if (chosen[i]) {
            j->parts[j->n++] = &c->parts[i];
            j->n_docs += corpus_live(&c->parts[i]);
        }
    if (j->n_docs > 0) {
        st = join_parts(j, c->kind->n_fields, &bytes, &n_bytes, err);
        if (st == ST_OK)
            st = corpus_put_segment(c, bytes, n_bytes, err);
    }
    free(j);
    return st == ST_OK ? replace(c, chosen, n, err) : st;
}

enum status
corpus_merge(struct corpus *c, struct err *err)
{
    size_t budget = CORPUS_MERGE_BYTES;
    enum status st = ST_OK;

    while (st == ST_OK) {
        bool chosen[CORPUS_MAX_SEGMENTS] = { false };
        size_t bytes = 0;

        if (choose(c, budget, chosen) == 0)
            break;
        for (size_t i = 0; i < c->n_parts; i++)
            bytes += chosen[i] ? c->parts[i].segment->n : 0;
        budget -= bytes;
        st = merge_chosen(c, chosen, err);
    }
    return st;
}
