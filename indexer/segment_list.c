/* segment_list.c - the postings of one term, block by block; see segment.h. */

#include "segment.h"
#include "segment_bytes.h"

#define GAP_BITS_MAX 32u
#define TF_BITS_MAX  16u
#define EIGHT_BITS   8u
#define FOUR_BITS    14u

static void
damage(struct segment_cursor *c)
{
    c->damaged = true;
    c->block = c->n_blocks;
    c->unpacked = false;
}

static const unsigned char *
entry_at(const struct segment_cursor *c, uint32_t block)
{
    return c->entries + block * SEGMENT_ENTRY_BYTES;
}

uint32_t
segment_cursor_last(const struct segment_cursor *c, uint32_t block)
{
    return c->entries != NULL ? segment_get32(entry_at(c, block)) : c->last;
}

struct segment_bound
segment_cursor_bound(const struct segment_cursor *c, uint32_t block)
{
    const unsigned char *e;

    if (c->entries == NULL)
        return c->whole;
    e = entry_at(c, block);
    return (struct segment_bound){ segment_get16(e + 8), segment_get16(e + 12),
                                   segment_get16(e + 10) };
}

/* A single posting stands in the entry itself. */
static void
open_single(struct segment_cursor *c, uint64_t entry)
{
    uint32_t doc = (uint32_t)entry, tf = (uint32_t)(entry >> 32) & 0x7fffffffu, len;

    c->df = c->n_blocks = 1;
    if (doc >= c->segment->n_docs || tf == 0 || tf > SEGMENT_MAX_TF) {
        damage(c);
        return;
    }
    len = segment_length(c->segment, c->field, doc);
    c->whole =
        tf == 1 ? (struct segment_bound){ len + 1, 0, 0 } : (struct segment_bound){ 0, tf, len };
    c->docs[0] = doc;
    c->tfs[0] = tf;
    c->n = 1;
    c->unpacked = true;
    c->last = doc;
}

/* The varints that a list begins with, and where its blocks are. */
static bool
open_list(struct segment_cursor *c, const unsigned char *p, const unsigned char *end)
{
    if (!segment_varint(&p, end, &c->df) || !segment_varint(&p, end, &c->whole.one) ||
        !segment_varint(&p, end, &c->whole.tf) || !segment_varint(&p, end, &c->whole.len))
        return false;
    if (c->df < 2 || c->df > c->segment->n_docs || c->whole.tf > SEGMENT_MAX_TF)
        return false;
    c->n_blocks = (c->df + SEGMENT_BLOCK - 1) / SEGMENT_BLOCK;
    if (c->df > SEGMENT_BLOCK) {
        if ((size_t)(end - p) < c->n_blocks * SEGMENT_ENTRY_BYTES)
            return false;
        c->entries = p;
        p += c->n_blocks * SEGMENT_ENTRY_BYTES;
    }
    c->data = p;
    c->end = end;
    return true;
}

/* Stand at block b, not unpacked; blocks must follow each other. */
static void
enter_block(struct segment_cursor *c, uint32_t b, uint32_t from)
{
    c->block = b;
    c->from = from;
    c->at = 0;
    if (b == c->n_blocks)
        return;
    if (c->entries == NULL) {
        c->last = c->df == 1 ? c->docs[0] : c->segment->n_docs - 1;
        c->unpacked = c->df == 1;
        return;
    }
    c->unpacked = false;
    c->last = segment_get32(entry_at(c, b));
    if (c->last < from || c->last >= c->segment->n_docs)
        damage(c);
}

void
segment_cursor_open(struct segment_cursor *c, const struct segment *s, uint32_t field, uint32_t i)
{
    const struct segment_field *f = &s->fields[field];
    uint64_t entry = segment_get64(f->entries + (size_t)i * 8);

    c->segment = s;
    c->field = field;
    c->df = c->n_blocks = 0;
    c->entries = NULL;
    c->data = c->end = NULL;
    c->whole = (struct segment_bound){ 0, 0, 0 };
    c->damaged = c->unpacked = false;
    c->block = c->from = c->last = c->n = c->at = 0;
    if (entry & SEGMENT_ONE)
        open_single(c, entry);
    else if (entry >= f->list_bytes || !open_list(c, f->lists + entry, f->lists + f->list_bytes))
        damage(c);
    else
        enter_block(c, 0, 0);
}

void
segment_cursor_rewind(struct segment_cursor *c)
{
    if (!c->damaged)
        enter_block(c, 0, 0);
}

/*
 * Gaps of so many bits to documents, the first gap counted from doc; the document after the last.
 * Eight gaps of up to eight bits are in one load, and four of up to 14 wherever they begin in a
 * byte.
 */
static uint64_t
unpack_gaps(const unsigned char *p, unsigned bits, uint32_t n, uint64_t doc, uint32_t *ret)
{
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint32_t i = 0, at = 0;

    for (; bits <= EIGHT_BITS && i + 8 <= n; i += 8, p += bits) {
        uint64_t v = segment_get64(p);

        doc += v & mask;
        ret[i] = (uint32_t)doc;
        doc += (v >> bits & mask) + 1;
        ret[i + 1] = (uint32_t)doc;
        doc += (v >> 2 * bits & mask) + 1;
        ret[i + 2] = (uint32_t)doc;
        doc += (v >> 3 * bits & mask) + 1;
        ret[i + 3] = (uint32_t)doc;
        doc += (v >> 4 * bits & mask) + 1;
        ret[i + 4] = (uint32_t)doc;
        doc += (v >> 5 * bits & mask) + 1;
        ret[i + 5] = (uint32_t)doc;
        doc += (v >> 6 * bits & mask) + 1;
        ret[i + 6] = (uint32_t)doc;
        doc += (v >> 7 * bits & mask) + 1;
        ret[i + 7] = (uint32_t)doc++;
    }
    if (bits > EIGHT_BITS && bits <= FOUR_BITS) {
        for (; i + 4 <= n; i += 4, at += 4 * bits) {
            uint64_t v = segment_get64(p + at / 8) >> at % 8;

            doc += v & mask;
            ret[i] = (uint32_t)doc;
            doc += (v >> bits & mask) + 1;
            ret[i + 1] = (uint32_t)doc;
            doc += (v >> 2 * bits & mask) + 1;
            ret[i + 2] = (uint32_t)doc;
            doc += (v >> 3 * bits & mask) + 1;
            ret[i + 3] = (uint32_t)doc++;
        }
    }
    for (; i < n; i++, at += bits) {
        doc += segment_get64(p + at / 8) >> at % 8 & mask;
        ret[i] = (uint32_t)doc++;
    }
    return doc;
}

static size_t
packed_bytes(uint32_t n, unsigned bits)
{
    return ((size_t)n * bits + 7) / 8;
}

/* A block of a large list: false if it makes no sense. */
static bool
unpack_large(struct segment_cursor *c)
{
    const unsigned char *e = entry_at(c, c->block);
    uint32_t at = segment_get32(e + 4), n = SEGMENT_BLOCK;
    unsigned gap_bits = e[14], tf_bits = e[15];
    size_t gap_bytes, tf_bytes;
    uint64_t doc;

    if (c->block + 1 == c->n_blocks)
        n = c->df - c->block * SEGMENT_BLOCK;
    gap_bytes = packed_bytes(n, gap_bits);
    tf_bytes = packed_bytes(n, tf_bits);
    if (gap_bits > GAP_BITS_MAX || tf_bits > TF_BITS_MAX || at > (size_t)(c->end - c->data) ||
        gap_bytes + tf_bytes > (size_t)(c->end - c->data) - at)
        return false;
    c->packed_tfs = c->data + at + gap_bytes;
    c->tf_bits = tf_bits;
    doc = unpack_gaps(c->data + at, gap_bits, n, c->from, c->docs);
    c->n = n;
    return doc == (uint64_t)c->last + 1; /* so all are below n_docs */
}

static bool
unpack_small(struct segment_cursor *c)
{
    const unsigned char *p = c->data;
    uint64_t doc = 0;

    for (uint32_t i = 0; i < c->df; i++) {
        uint32_t gap, tf = 1;

        if (!segment_varint(&p, c->end, &gap) || (gap & 1 && !segment_varint(&p, c->end, &tf)))
            return false;
        doc += gap >> 1;
        if (doc >= c->segment->n_docs || tf == 0 || tf > SEGMENT_MAX_TF)
            return false;
        c->docs[i] = (uint32_t)doc++;
        c->tfs[i] = tf;
    }
    c->n = c->df;
    c->last = c->docs[c->n - 1];
    return true;
}

bool
segment_cursor_unpack(struct segment_cursor *c)
{
    if (c->block == c->n_blocks)
        return false;
    if (c->unpacked)
        return true;
    if (!(c->entries != NULL ? unpack_large(c) : unpack_small(c))) {
        damage(c);
        return false;
    }
    c->unpacked = true;
    return true;
}

uint32_t
segment_cursor_tf(const struct segment_cursor *c, uint32_t i)
{
    uint32_t at = i * c->tf_bits;

    if (c->entries == NULL)
        return c->tfs[i];
    if (c->tf_bits == 0)
        return 1;
    return (uint32_t)(segment_get64(c->packed_tfs + at / 8) >> at % 8 &
                      ((UINT64_C(1) << c->tf_bits) - 1)) +
           1;
}

void
segment_cursor_leave(struct segment_cursor *c)
{
    if (c->block < c->n_blocks)
        enter_block(c, c->block + 1, c->last + 1);
}

/* The first of docs[at] .. docs[n - 1] that is doc or later, or n: in growing steps, then halves.
 */
static uint32_t
first_from(const uint32_t *docs, uint32_t at, uint32_t n, uint32_t doc)
{
    uint32_t step = 1, left;

    if (at == n || docs[at] >= doc)
        return at;
    while (at + step < n && docs[at + step] < doc) {
        at += step;
        step *= 2;
    }
    left = at + step < n ? step : n - at; /* docs[at] < doc; the first is in at + 1 .. at + left */
    while (left > 1) {
        uint32_t half = left / 2;

        at = docs[at + half] < doc ? at + half : at;
        left -= half;
    }
    return at + 1;
}

void
segment_cursor_skip(struct segment_cursor *c, uint32_t doc)
{
    while (c->block < c->n_blocks && c->last < doc)
        enter_block(c, c->block + 1, c->last + 1);
}

uint32_t
segment_cursor_seek(struct segment_cursor *c, uint32_t doc)
{
    segment_cursor_skip(c, doc);
    while (segment_cursor_unpack(c)) {
        c->at = first_from(c->docs, c->at, c->n, doc);
        if (c->at < c->n)
            return c->docs[c->at];
        segment_cursor_leave(c);
    }
    return SEGMENT_END;
}

uint32_t
segment_cursor_next(struct segment_cursor *c)
{
    if (c->block == c->n_blocks)
        return SEGMENT_END;
    if (++c->at < c->n)
        return c->docs[c->at];
    segment_cursor_leave(c);
    return segment_cursor_seek(c, 0);
}
