/* segment_write.c - see segment_write.h. */

#include "segment_write.h"

#include <stdlib.h>
#include <xxhash.h>

#include "mem.h"
#include "segment_bytes.h"

#define BOUND_LENGTH 65534u /* the largest length that a block's bound holds */

void
segment_writer_init(struct segment_writer *w, uint32_t n_docs, uint32_t n_fields)
{
    struct buf *const bufs[] = { &w->out,  &w->terms,      &w->entries, &w->lists,
                                 &w->keys, &w->attributes, &w->table };

    *w = (struct segment_writer){ .n_docs = n_docs, .n_fields = n_fields };
    for (size_t i = 0; i < N_ELEMENTS(bufs); i++)
        buf_init(bufs[i], SEGMENT_MAX_BYTES);
    for (size_t i = 0; i < SEGMENT_HEADER_BYTES; i++)
        buf_add_char(&w->out, 0);
}

void
segment_writer_doc(struct segment_writer *w, int64_t key, const struct segment_attribute *a)
{
    segment_put(&w->keys, (uint64_t)key, 8);
    segment_put(&w->attributes, a->hash, 8);
    segment_put(&w->attributes, (uint64_t)a->date_s, 8);
    segment_put(&w->attributes, a->department, 4);
    segment_put(&w->attributes, a->part, 2);
    segment_put(&w->attributes, a->language, 2);
}

/* Append a section and its row of the table. */
static void
add_section(struct segment_writer *w, uint32_t kind, uint32_t field, const struct buf *b)
{
    while (w->out.n % 8 != 0 && buf_add_char(&w->out, 0))
        continue;
    segment_put(&w->table, kind, 4);
    segment_put(&w->table, field, 4);
    segment_put(&w->table, w->out.n, 8);
    segment_put(&w->table, b->n, 8);
    segment_put(&w->table, XXH3_64bits(b->n > 0 ? b->p : "", b->n), 8);
    buf_add(&w->out, b->p, b->n);
    w->out.over |= b->over;
}

/* How many terms lie below each run of top bits; about SEGMENT_FAN_TERMS in each. */
static void
make_fan(const struct buf *terms, struct buf *ret)
{
    uint32_t n = (uint32_t)(terms->n / 8), i = 0;
    unsigned bits = 0;

    while (bits < SEGMENT_MAX_FAN_BITS && (n >> bits) > SEGMENT_FAN_TERMS)
        bits++;
    for (uint64_t slot = 0; slot < UINT64_C(1) << bits; slot++) {
        while (i < n && bits > 0 &&
               segment_get64((const unsigned char *)terms->p + (size_t)i * 8) >> (64 - bits) < slot)
            i++;
        segment_put(ret, i, 4);
    }
    segment_put(ret, n, 4);
}

static void
add_lengths(struct segment_writer *w, uint32_t field)
{
    uint32_t most = 0;
    uint64_t total = 0;
    struct buf b;

    for (uint32_t i = 0; i < w->n_docs; i++) {
        most = w->lengths[i] > most ? w->lengths[i] : most;
        total += w->lengths[i];
    }
    buf_init(&b, SEGMENT_MAX_BYTES);
    segment_put(&b, total, 8);
    for (uint32_t i = 0; i < w->n_docs; i++)
        segment_put(&b, w->lengths[i], most <= UINT8_MAX ? 1 : most <= UINT16_MAX ? 2 : 4);
    add_section(w, SEGMENT_LENGTHS, field, &b);
    buf_release(&b);
}

static void
end_field(struct segment_writer *w)
{
    uint32_t field = w->n_done;
    struct buf fan;

    if (w->lengths == NULL)
        return;
    buf_init(&fan, SEGMENT_MAX_BYTES);
    make_fan(&w->terms, &fan);
    segment_put(&w->lists, 0, SEGMENT_PAD_BYTES);
    add_section(w, SEGMENT_FAN, field, &fan);
    add_section(w, SEGMENT_TERMS, field, &w->terms);
    add_section(w, SEGMENT_ENTRIES, field, &w->entries);
    add_section(w, SEGMENT_LISTS, field, &w->lists);
    buf_release(&fan);
    w->n_done++;
    w->lengths = NULL;
    buf_clear(&w->terms);
    buf_clear(&w->entries);
    buf_clear(&w->lists);
}

void
segment_writer_field(struct segment_writer *w, const uint32_t *lengths)
{
    if (w->keys.n > 0) {
        add_section(w, SEGMENT_KEYS, 0, &w->keys);
        add_section(w, SEGMENT_ATTRIBUTES, 0, &w->attributes);
        buf_release(&w->keys);
        buf_release(&w->attributes);
    }
    end_field(w);
    w->lengths = lengths;
    add_lengths(w, w->n_done);
}

static uint32_t
tf_of(const struct search_posting *p)
{
    return p->tf < SEGMENT_MAX_TF ? p->tf : SEGMENT_MAX_TF;
}

static struct segment_bound
bound_of(const struct segment_writer *w, const struct search_posting *p, uint32_t n)
{
    struct segment_bound b = { 0, 0, 0 };

    for (uint32_t i = 0; i < n; i++) {
        uint32_t len = w->lengths[p[i].doc], tf = tf_of(&p[i]);

        len = len < BOUND_LENGTH ? len : BOUND_LENGTH;
        if (tf == 1) {
            b.one = b.one == 0 || len + 1 < b.one ? len + 1 : b.one;
        } else {
            b.len = b.tf == 0 || len < b.len ? len : b.len;
            b.tf = tf > b.tf ? tf : b.tf;
        }
    }
    return b;
}

static void
put_small(struct buf *b, const struct search_posting *p, uint32_t n)
{
    uint32_t next = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint32_t tf = tf_of(&p[i]);

        segment_put_varint(b, (p[i].doc - next) << 1 | (tf > 1));
        if (tf > 1)
            segment_put_varint(b, tf);
        next = p[i].doc + 1;
    }
}

static unsigned
bits_for(uint32_t v)
{
    return v > 0 ? 32 - (unsigned)__builtin_clz(v) : 0;
}

struct packer {
    struct buf *out;
    uint64_t bits;
    unsigned n;
};

static void
pack(struct packer *k, uint32_t v, unsigned bits)
{
    k->bits |= (uint64_t)v << k->n;
    for (k->n += bits; k->n >= 8; k->n -= 8, k->bits >>= 8)
        buf_add_char(k->out, (char)k->bits);
}

static void
pack_end(struct packer *k)
{
    if (k->n > 0)
        buf_add_char(k->out, (char)k->bits);
    k->bits = 0;
    k->n = 0;
}

/* One block: its entry to entries, its postings to data. */
static void
put_block(const struct segment_writer *w, const struct search_posting *p, uint32_t n, uint32_t next,
          struct buf *entries, struct buf *data)
{
    struct segment_bound b = bound_of(w, p, n);
    uint32_t gaps = 0, tfs = 0, from = next;
    struct packer k = { data, 0, 0 };
    unsigned gap_bits, tf_bits;

    for (uint32_t i = 0; i < n; i++) {
        gaps |= p[i].doc - from;
        tfs |= tf_of(&p[i]) - 1;
        from = p[i].doc + 1;
    }
    gap_bits = bits_for(gaps);
    tf_bits = bits_for(tfs);
    segment_put(entries, p[n - 1].doc, 4);
    segment_put(entries, data->n, 4);
    segment_put(entries, b.one, 2);
    segment_put(entries, b.len, 2);
    segment_put(entries, b.tf, 2);
    segment_put(entries, gap_bits, 1);
    segment_put(entries, tf_bits, 1);
    for (uint32_t i = 0; i < n; i++) {
        pack(&k, p[i].doc - next, gap_bits);
        next = p[i].doc + 1;
    }
    pack_end(&k);
    for (uint32_t i = 0; i < n; i++)
        pack(&k, tf_of(&p[i]) - 1, tf_bits);
    pack_end(&k);
}

static void
put_large(struct segment_writer *w, const struct search_posting *p, uint32_t n)
{
    struct buf data;

    buf_init(&data, SEGMENT_MAX_BYTES);
    for (uint32_t at = 0; at < n; at += SEGMENT_BLOCK)
        put_block(w, p + at, n - at < SEGMENT_BLOCK ? n - at : SEGMENT_BLOCK,
                  at > 0 ? p[at - 1].doc + 1 : 0, &w->lists, &data);
    buf_add(&w->lists, data.p, data.n);
    w->lists.over |= data.over;
    buf_release(&data);
}

void
segment_writer_term(struct segment_writer *w, uint64_t term, const struct search_posting *p,
                    uint32_t n)
{
    struct segment_bound b;

    if (n == 0)
        return;
    segment_put(&w->terms, term, 8);
    if (n == 1) {
        segment_put(&w->entries, SEGMENT_ONE | (uint64_t)tf_of(p) << 32 | p->doc, 8);
        return;
    }
    segment_put(&w->entries, w->lists.n, 8);
    b = bound_of(w, p, n);
    segment_put_varint(&w->lists, n);
    segment_put_varint(&w->lists, b.one);
    segment_put_varint(&w->lists, b.tf);
    segment_put_varint(&w->lists, b.len);
    if (n <= SEGMENT_BLOCK)
        put_small(&w->lists, p, n);
    else
        put_large(w, p, n);
}

static void
put_header(struct segment_writer *w, uint64_t table_at)
{
    struct buf h;

    buf_init(&h, SEGMENT_HEADER_BYTES);
    buf_add(&h, SEGMENT_MAGIC, 8);
    segment_put(&h, SEGMENT_VERSION, 4);
    segment_put(&h, w->n_docs, 4);
    segment_put(&h, w->n_fields, 4);
    segment_put(&h, SEGMENT_COMMON + SEGMENT_PER_FIELD * w->n_fields, 4);
    segment_put(&h, table_at, 8);
    segment_put(&h, w->out.n, 8);
    segment_put(&h, XXH3_64bits(w->table.p, w->table.n), 8);
    segment_put(&h, XXH3_64bits(h.p, h.n), 8);
    memcpy(w->out.p, h.p, h.n);
    buf_release(&h);
}

enum status
segment_writer_end(struct segment_writer *w, unsigned char **ret, size_t *ret_bytes,
                   struct err *err)
{
    enum status st = ST_OK;
    uint64_t table_at;

    end_field(w);
    while (w->out.n % 8 != 0 && buf_add_char(&w->out, 0))
        continue;
    table_at = w->out.n;
    buf_add(&w->out, w->table.p, w->table.n);
    if (w->out.over) {
        st = err_set(err, ST_LIMIT, "a segment would be larger than %zu MB",
                     SEGMENT_MAX_BYTES >> 20);
        buf_release(&w->out);
    } else {
        put_header(w, table_at);
        *ret_bytes = w->out.n;
        *ret = (unsigned char *)buf_take(&w->out);
    }
    buf_release(&w->terms);
    buf_release(&w->entries);
    buf_release(&w->lists);
    buf_release(&w->keys);
    buf_release(&w->attributes);
    buf_release(&w->table);
    return st;
}
