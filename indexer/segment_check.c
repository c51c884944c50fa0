/* segment_check.c - reading all of a segment; see segment.h. */

#include <xxhash.h>

#include "segment.h"
#include "segment_bytes.h"

static enum status
check_sums(const struct segment *s, struct err *err)
{
    const unsigned char *row = s->p + segment_get64(s->p + 24);

    for (uint32_t i = 0; i < segment_get32(s->p + 20); i++, row += SEGMENT_PLACE_BYTES)
        if (XXH3_64bits(s->p + segment_get64(row + 8), segment_get64(row + 16)) !=
            segment_get64(row + 24))
            return err_set(err, ST_INVALID, "damaged: the checksum of section %u", i);
    return ST_OK;
}

/* No posting may give more than the bound says. */
static bool
is_within(struct segment_bound b, uint32_t tf, uint32_t len)
{
    return tf == 1 ? b.one > 0 && b.one <= len + 1 : tf <= b.tf && len >= b.len;
}

/* Every posting of a term: how many tokens they stand for, or UINT64_MAX if one is wrong. */
static uint64_t
check_term(struct segment_cursor *c, const struct segment *s, uint32_t field, uint32_t i)
{
    uint64_t total = 0;
    uint32_t n = 0;

    segment_cursor_open(c, s, field, i);
    for (uint32_t doc = segment_cursor_seek(c, 0); doc != SEGMENT_END;
         doc = segment_cursor_next(c), n++) {
        uint32_t len = segment_length(s, field, doc), tf = segment_cursor_tf(c, c->at);

        if (!is_within(segment_cursor_bound(c, c->block), tf, len) || !is_within(c->whole, tf, len))
            return UINT64_MAX;
        total += tf;
    }
    return c->damaged || n != c->df ? UINT64_MAX : total;
}

static enum status
check_field(const struct segment *s, uint32_t field, struct err *err)
{
    const struct segment_field *f = &s->fields[field];
    static const char what[] = "damaged: term %u of field %u: %s";
    struct segment_cursor c;
    uint64_t total = 0, lengths = 0;

    for (uint32_t i = 0; i < f->n_terms; i++) {
        uint64_t n;

        if (i > 0 && segment_term(s, field, i) <= segment_term(s, field, i - 1))
            return err_set(err, ST_INVALID, what, i, field, "its order");
        if (segment_find(s, field, segment_term(s, field, i)) != i)
            return err_set(err, ST_INVALID, what, i, field, "it is not found");
        n = check_term(&c, s, field, i);
        if (n == UINT64_MAX)
            return err_set(err, ST_INVALID, what, i, field, "its postings");
        total += n;
    }
    for (uint32_t d = 0; d < s->n_docs; d++)
        lengths += segment_length(s, field, d);
    if (lengths != f->total || total > f->total)
        return err_set(err, ST_INVALID, "damaged: the lengths of field %u", field);
    return ST_OK;
}

enum status
segment_check(const struct segment *s, struct err *err)
{
    enum status st = check_sums(s, err);

    for (uint32_t d = 1; d < s->n_docs && st == ST_OK; d++)
        if (segment_key(s, d) < segment_key(s, d - 1))
            st = err_set(err, ST_INVALID, "damaged: the order of keys");
    for (uint32_t i = 0; i < s->n_fields && st == ST_OK; i++)
        st = check_field(s, i, err);
    return st;
}
