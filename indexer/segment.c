/* segment.c - opening and looking up; see segment.h. */

#include "segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "mem.h"
#include "segment_bytes.h"

#define LETTER_BITS 5u

struct place {
    const unsigned char *p;
    size_t n;
    uint64_t sum;
};

static enum status
wrong(struct err *err, const char *what)
{
    return err_set(err, ST_INVALID, "damaged: %s", what);
}

static enum status
read_header(struct segment *s, struct err *err)
{
    const unsigned char *p = s->p;
    uint64_t table_at, n_sections;

    if (s->n < SEGMENT_HEADER_BYTES || memcmp(p, SEGMENT_MAGIC, 8) != 0)
        return err_set(err, ST_INVALID, "no segment of an index");
    if (segment_get32(p + 8) != SEGMENT_VERSION)
        return err_set(err, ST_INVALID, "a segment of version %u, wanted %u", segment_get32(p + 8),
                       SEGMENT_VERSION);
    if (segment_get64(p + 48) != XXH3_64bits(p, SEGMENT_HEADER_BYTES - 8))
        return wrong(err, "the header's checksum");
    s->n_docs = segment_get32(p + 12);
    s->n_fields = segment_get32(p + 16);
    n_sections = segment_get32(p + 20);
    table_at = segment_get64(p + 24);
    if (segment_get64(p + 32) != s->n)
        return wrong(err, "the file's length");
    if (s->n_docs == 0 || s->n_docs > SEARCH_MAX_DOCS || s->n_fields == 0 ||
        s->n_fields > SEGMENT_MAX_FIELDS ||
        n_sections != SEGMENT_COMMON + SEGMENT_PER_FIELD * s->n_fields)
        return wrong(err, "the header's counts");
    if (table_at > s->n || s->n - table_at != n_sections * SEGMENT_PLACE_BYTES)
        return wrong(err, "the place of the table");
    if (segment_get64(p + 40) != XXH3_64bits(p + table_at, s->n - table_at))
        return wrong(err, "the table's checksum");
    return ST_OK;
}

/* Row i of the table, whose kind and field follow from i. */
static bool
read_place(const struct segment *s, uint32_t i, struct place *ret)
{
    uint64_t table_at = segment_get64(s->p + 24), at, n;
    const unsigned char *row = s->p + table_at + i * SEGMENT_PLACE_BYTES;
    uint32_t kind = i, field = 0;

    if (i >= SEGMENT_COMMON) {
        kind = SEGMENT_COMMON + (i - SEGMENT_COMMON) % SEGMENT_PER_FIELD;
        field = (i - SEGMENT_COMMON) / SEGMENT_PER_FIELD;
    }
    at = segment_get64(row + 8);
    n = segment_get64(row + 16);
    if (segment_get32(row) != kind || segment_get32(row + 4) != field ||
        at < SEGMENT_HEADER_BYTES || at % 8 != 0 || at > table_at || n > table_at - at)
        return false;
    *ret = (struct place){ s->p + at, n, segment_get64(row + 24) };
    return true;
}

/* b, if n is 2^b + 1 numbers of four bytes. */
static bool
fan_bits(size_t n, unsigned *ret)
{
    for (unsigned b = 0; b <= SEGMENT_MAX_FAN_BITS; b++)
        if (n == (((size_t)1 << b) + 1) * 4) {
            *ret = b;
            return true;
        }
    return false;
}

static bool
read_field(const struct segment *s, uint32_t field, struct segment_field *f)
{
    uint32_t first = SEGMENT_COMMON + field * SEGMENT_PER_FIELD;
    struct place fan, terms, entries, lists, lengths;

    if (!read_place(s, first, &lengths) || !read_place(s, first + 1, &fan) ||
        !read_place(s, first + 2, &terms) || !read_place(s, first + 3, &entries) ||
        !read_place(s, first + 4, &lists))
        return false;
    if (!fan_bits(fan.n, &f->fan_bits) || terms.n % 8 != 0 || terms.n / 8 > UINT32_MAX - 1 ||
        entries.n != terms.n || lists.n < SEGMENT_PAD_BYTES || lengths.n < 8 ||
        (lengths.n - 8) % s->n_docs != 0)
        return false;
    f->fan = fan.p;
    f->terms = terms.p;
    f->entries = entries.p;
    f->lists = lists.p;
    f->lengths = lengths.p + 8;
    f->total = segment_get64(lengths.p);
    f->list_bytes = lists.n - SEGMENT_PAD_BYTES;
    f->n_terms = (uint32_t)(terms.n / 8);
    f->length_bytes = (unsigned)((lengths.n - 8) / s->n_docs);
    return f->length_bytes == 1 || f->length_bytes == 2 || f->length_bytes == 4;
}

static enum status
read_all(struct segment *s, struct err *err)
{
    struct place keys, attributes;
    enum status st = read_header(s, err);

    if (st != ST_OK)
        return st;
    if (!read_place(s, SEGMENT_KEYS, &keys) || !read_place(s, SEGMENT_ATTRIBUTES, &attributes) ||
        keys.n != (size_t)s->n_docs * 8 || attributes.n != s->n_docs * SEGMENT_ATTR_BYTES)
        return wrong(err, "the keys");
    s->keys = keys.p;
    s->attributes = attributes.p;
    for (uint32_t i = 0; i < s->n_fields; i++)
        if (!read_field(s, i, &s->fields[i]))
            return wrong(err, "the table of a field");
    return ST_OK;
}

enum status
segment_take(unsigned char *p, size_t n, struct segment **ret, struct err *err)
{
    struct segment *s = mem_zalloc(sizeof(*s));
    enum status st;

    s->p = p;
    s->n = n;
    st = read_all(s, err);
    if (st == ST_OK)
        *ret = s;
    else
        free(s);
    return st;
}

static enum status
map_file(const char *path, unsigned char **p, size_t *n, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum status st = ST_OK;
    struct stat sb;
    void *at;

    if (fd < 0)
        return err_set(err, errno == ENOENT ? ST_NOTFOUND : ST_IO, "%s: %s", path, strerror(errno));
    if (fstat(fd, &sb) != 0)
        st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
    else if (sb.st_size < (off_t)SEGMENT_HEADER_BYTES || sb.st_size > (off_t)SEGMENT_MAX_BYTES)
        st = err_set(err, ST_INVALID, "%s: damaged: its size", path);
    if (st == ST_OK) {
        *n = (size_t)sb.st_size;
        at = mmap(NULL, *n, PROT_READ, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED)
            st = err_set(err, ST_IO, "%s: %s", path, strerror(errno));
        *p = at;
    }
    close(fd);
    return st;
}

enum status
segment_open(const char *path, struct segment **ret, struct err *err)
{
    struct err why = { "" };
    unsigned char *p = NULL;
    enum status st;
    size_t n = 0;

    st = map_file(path, &p, &n, err);
    if (st != ST_OK)
        return st;
    st = segment_take(p, n, ret, &why);
    if (st != ST_OK) {
        munmap(p, n);
        return err_set(err, st, "%s: %s", path, why.msg);
    }
    (*ret)->mapped = true;
    return ST_OK;
}

void
segment_close(struct segment *s)
{
    if (s == NULL)
        return;
    if (s->mapped)
        munmap((void *)(uintptr_t)s->p, s->n);
    else
        free((void *)(uintptr_t)s->p);
    free(s);
}

int64_t
segment_key(const struct segment *s, uint32_t doc)
{
    return (int64_t)segment_get64(s->keys + (size_t)doc * 8);
}

struct segment_attribute
segment_attribute(const struct segment *s, uint32_t doc)
{
    const unsigned char *p = s->attributes + doc * SEGMENT_ATTR_BYTES;

    return (struct segment_attribute){ segment_get64(p), (int64_t)segment_get64(p + 8),
                                       segment_get32(p + 16), (uint16_t)segment_get16(p + 20),
                                       (uint16_t)segment_get16(p + 22) };
}

uint32_t
segment_length(const struct segment *s, uint32_t field, uint32_t doc)
{
    const struct segment_field *f = &s->fields[field];

    switch (f->length_bytes) {
    case 1:
        return f->lengths[doc];
    case 2:
        return segment_get16(f->lengths + (size_t)doc * 2);
    default:
        return segment_get32(f->lengths + (size_t)doc * 4);
    }
}

uint32_t
segment_lower(const struct segment *s, int64_t key)
{
    uint32_t lo = 0, hi = s->n_docs;

    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;

        if (segment_key(s, mid) < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint16_t
segment_language(const char *code)
{
    unsigned v = 0;

    for (size_t i = 0; code != NULL && i < 3 && code[i] >= 'a' && code[i] <= 'z'; i++)
        v |= (unsigned)(code[i] - 'a' + 1) << LETTER_BITS * i;
    return (uint16_t)v;
}

uint64_t
segment_term(const struct segment *s, uint32_t field, uint32_t i)
{
    return segment_get64(s->fields[field].terms + (size_t)i * 8);
}

uint32_t
segment_find(const struct segment *s, uint32_t field, uint64_t term)
{
    const struct segment_field *f = &s->fields[field];
    size_t slot = f->fan_bits > 0 ? (size_t)(term >> (64 - f->fan_bits)) : 0;
    uint32_t lo = segment_get32(f->fan + slot * 4), end = segment_get32(f->fan + slot * 4 + 4);
    uint32_t hi = end;

    if (hi > f->n_terms || lo > hi)
        return SEGMENT_END; /* a damaged fan */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;

        if (segment_term(s, field, mid) < term)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < end && segment_term(s, field, lo) == term ? lo : SEGMENT_END;
}

uint32_t
segment_df(const struct segment *s, uint32_t field, uint32_t i)
{
    const struct segment_field *f = &s->fields[field];
    uint64_t entry = segment_get64(f->entries + (size_t)i * 8);
    const unsigned char *p;
    uint32_t df;

    if (entry & SEGMENT_ONE)
        return 1;
    if (entry >= f->list_bytes)
        return 0;
    p = f->lists + entry;
    return segment_varint(&p, f->lists + f->list_bytes, &df) && df <= s->n_docs ? df : 0;
}
