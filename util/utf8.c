#include "utf8.h"

#include <string.h>

#include "buf.h"

/* Lead byte -> bytes in the sequence, and the range its second byte must be in (RFC 3629 §4). */
static size_t
lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
    *lo = 0x80;
    *hi = 0xBF;
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    if (c < 0xE0)
        return 2;
    if (c == 0xE0)
        *lo = 0xA0;
    if (c == 0xED)
        *hi = 0x9F;
    if (c < 0xF0)
        return 3;
    if (c == 0xF0)
        *lo = 0x90;
    if (c == 0xF4)
        *hi = 0x8F;
    return 4;
}

/* As utf8_next(), but says whether the bytes were well formed. */
static bool
decode(struct text t, size_t *at, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)t.p + *at;
    size_t left = t.n - *at, n, i;
    unsigned char lo, hi;

    n = lead(p[0], &lo, &hi);
    *cp = UTF8_REPLACEMENT;
    if (n <= 1) {
        *at += 1;
        if (n == 1)
            *cp = p[0];
        return n == 1;
    }
    for (i = 1; i < n && i < left && p[i] >= lo && p[i] <= hi; i++) {
        lo = 0x80;
        hi = 0xBF;
    }
    *at += i;
    if (i < n)
        return false;
    *cp = p[0] & (0xFFu >> (n + 1));
    for (i = 1; i < n; i++)
        *cp = *cp << 6 | (p[i] & 0x3Fu);
    return true;
}

uint32_t
utf8_next(struct text t, size_t *at)
{
    uint32_t cp;

    (void)decode(t, at, &cp);
    return cp;
}

size_t
utf8_encode(uint32_t c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool
utf8_drives_terminal(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool
utf8_valid(struct text t)
{
    uint32_t cp;

    for (size_t at = 0; at < t.n;) {
        at += text_ascii(text_from(t, at)); /* most text is */
        if (at < t.n && !decode(t, &at, &cp))
            return false;
    }
    return true;
}

void
utf8_clean(struct text t, struct buf *out)
{
    size_t from = 0, at = 0;
    uint32_t cp;

    while (at < t.n) {
        size_t start = at;

        if ((unsigned char)t.p[at] < 0x80) {
            at++;
        } else if (!decode(t, &at, &cp)) {
            buf_add(out, t.p + from, start - from);
            buf_add_utf8(out, UTF8_REPLACEMENT);
            from = at;
        }
    }
    if (at > from)
        buf_add(out, t.p + from, at - from);
}

/* Of bytes that are no UTF-8 it takes nothing back: a caller who cuts again and again gets on. */
size_t
utf8_cut(struct text t, size_t max_bytes)
{
    size_t start = max_bytes, at;
    uint32_t cp;

    if (t.n <= max_bytes)
        return t.n;
    while (start > 0 && max_bytes - start < UTF8_MAX_BYTES - 1 &&
           ((unsigned char)t.p[start] & 0xC0) == 0x80)
        start--;
    at = start;
    return decode(t, &at, &cp) && at > max_bytes ? start : max_bytes;
}

size_t
utf8_count(struct text t)
{
    size_t n = 0;

    for (size_t at = 0; at < t.n; n++)
        (void)utf8_next(t, &at);
    return n;
}
