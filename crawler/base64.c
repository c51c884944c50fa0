#include "base64.h"

#define LETTER_BITS 6
#define BYTE_BITS   8

/* The value of a letter, or -1. */
static int
value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

bool
base64_decode(struct text t, struct buf *out)
{
    unsigned bits = 0, n_bits = 0;
    size_t letters = 0;

    while (t.n > 0 && (t.p[t.n - 1] == '=' || t.p[t.n - 1] == '\n' || t.p[t.n - 1] == '\r'))
        t.n--;
    for (size_t i = 0; i < t.n; i++) {
        int v = value_of(t.p[i]);

        if (v < 0) {
            if (t.p[i] == ' ' || (t.p[i] >= '\t' && t.p[i] <= '\r'))
                continue;
            return false;
        }
        letters++;
        bits = bits << LETTER_BITS | (unsigned)v;
        n_bits += LETTER_BITS;
        if (n_bits >= BYTE_BITS) {
            n_bits -= BYTE_BITS;
            buf_add_char(out, (char)(bits >> n_bits & 0xFF));
        }
    }
    return letters % 4 != 1 && !out->over;
}
