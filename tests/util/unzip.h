/*
 * unzip.h - a member of a small ZIP file, for tests that look into Excel files.
 *
 * Reads the central directory (APPNOTE.TXT 4.3.12) and inflates.
 */
#ifndef TESTS_UNZIP_H
#define TESTS_UNZIP_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static inline size_t
unzip_le(const unsigned char *p, size_t n)
{
    size_t v = 0;

    while (n-- > 0)
        v = v << 8 | p[n];
    return v;
}

/* Its bytes with a NUL behind them, to be freed; NULL: no such member. */
static inline char *
unzip_member(const char *zip, size_t n_zip, const char *name)
{
    const unsigned char *z = (const unsigned char *)zip;

    for (size_t at = 0; at + 46 < n_zip; at++) {
        const unsigned char *h = z + at;
        size_t packed, whole, local, n_name;
        z_stream s = { 0 };
        char *out;

        if (memcmp(h, "PK\1\2", 4) != 0 || (n_name = unzip_le(h + 28, 2)) != strlen(name) ||
            memcmp(h + 46, name, n_name) != 0)
            continue;
        packed = unzip_le(h + 20, 4);
        whole = unzip_le(h + 24, 4);
        local = unzip_le(h + 42, 4);
        local += 30 + unzip_le(z + local + 26, 2) + unzip_le(z + local + 28, 2);
        out = calloc(1, whole + 1);
        if (unzip_le(h + 10, 2) == 0) {
            memcpy(out, z + local, whole);
            return out;
        }
        s.next_in = (Bytef *)(uintptr_t)(z + local);
        s.avail_in = (uInt)packed;
        s.next_out = (Bytef *)out;
        s.avail_out = (uInt)whole;
        inflateInit2(&s, -15);
        inflate(&s, Z_FINISH);
        inflateEnd(&s);
        return out;
    }
    return NULL;
}

#endif /* TESTS_UNZIP_H */
