/* segment_bytes.h - little-endian numbers and varints of segment.h's format; reading and writing.
 */
#ifndef SEGMENT_BYTES_H
#define SEGMENT_BYTES_H

#include <string.h>

#include "buf.h"

#define SEGMENT_MAGIC        "ESHSEG\r\n"
#define SEGMENT_HEADER_BYTES ((size_t)56)
#define SEGMENT_PLACE_BYTES  ((size_t)32)
#define SEGMENT_ATTR_BYTES   ((size_t)24)
#define SEGMENT_ENTRY_BYTES  ((size_t)16)
#define SEGMENT_PAD_BYTES    ((size_t)8)
#define SEGMENT_ONE          (UINT64_C(1) << 63) /* an entry that is a posting */
#define SEGMENT_FAN_TERMS    8u                  /* terms per slot of the fan, about */
#define SEGMENT_MAX_FAN_BITS 20u

enum segment_kind {
    SEGMENT_KEYS,
    SEGMENT_ATTRIBUTES,
    SEGMENT_LENGTHS,
    SEGMENT_FAN,
    SEGMENT_TERMS,
    SEGMENT_ENTRIES,
    SEGMENT_LISTS,
};

/* Sections before those of fields, and of each field. */
#define SEGMENT_COMMON    2u
#define SEGMENT_PER_FIELD 5u

static inline uint64_t
segment_get64(const unsigned char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint32_t
segment_get32(const unsigned char *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap32(v);
#endif
    return v;
}

static inline uint32_t
segment_get16(const unsigned char *p)
{
    return (uint32_t)(p[0] | p[1] << 8);
}

static inline void
segment_put(struct buf *b, uint64_t v, size_t n_bytes)
{
    unsigned char p[8];

    for (size_t i = 0; i < n_bytes; i++)
        p[i] = (unsigned char)(v >> 8 * i);
    buf_add(b, p, n_bytes);
}

static inline void
segment_put_varint(struct buf *b, uint32_t v)
{
    unsigned char p[5];
    size_t n = 0;

    for (; v >= 0x80; v >>= 7)
        p[n++] = (unsigned char)(v | 0x80);
    p[n++] = (unsigned char)v;
    buf_add(b, p, n);
}

/* Read one and step over it; false: it does not end before end, or is too large. */
static inline bool
segment_varint(const unsigned char **p, const unsigned char *end, uint32_t *ret)
{
    uint32_t v = 0;

    for (unsigned shift = 0; shift < 35 && *p < end; shift += 7) {
        unsigned char byte = *(*p)++;

        if (shift == 28 && byte > 0xf)
            return false;
        v |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *ret = v;
            return true;
        }
    }
    return false;
}

#endif /* SEGMENT_BYTES_H */
