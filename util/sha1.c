#include "sha1.h"

#include <string.h>

#define ROUNDS      80
#define WORDS       16
#define LENGTH_AT   56 /* in the last block: 8 bytes of length follow */
#define BASE32_BITS 5

static uint32_t
rotate(uint32_t v, unsigned bits)
{
    return v << bits | v >> (32 - bits);
}

void
sha1_init(struct sha1 *s)
{
    static const uint32_t start[] = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };

    memcpy(s->h, start, sizeof(start));
    s->n = 0;
}

/* RFC 3174, 6.1. */
static void
add_block(struct sha1 *s, const unsigned char *p)
{
    static const uint32_t k[] = { 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6 };
    uint32_t w[ROUNDS], a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];

    for (size_t t = 0; t < WORDS; t++, p += sizeof(w[0]))
        w[t] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    for (size_t t = WORDS; t < ROUNDS; t++)
        w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    for (size_t t = 0; t < ROUNDS; t++) {
        uint32_t f = t < 20              ? (b & c) | (~b & d)
                     : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d)
                                         : b ^ c ^ d;
        uint32_t next = rotate(a, 5) + f + e + w[t] + k[t / 20];

        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    s->h[0] += a;
    s->h[1] += b;
    s->h[2] += c;
    s->h[3] += d;
    s->h[4] += e;
}

void
sha1_add(struct sha1 *s, struct text t)
{
    size_t at = (size_t)(s->n % SHA1_BLOCK_BYTES);

    s->n += t.n;
    while (t.n > 0) {
        size_t n = SHA1_BLOCK_BYTES - at < t.n ? SHA1_BLOCK_BYTES - at : t.n;

        if (n == SHA1_BLOCK_BYTES) {
            add_block(s, (const unsigned char *)t.p);
        } else {
            memcpy(s->block + at, t.p, n);
            if (at + n == SHA1_BLOCK_BYTES)
                add_block(s, s->block);
        }
        at = 0;
        t = text_from(t, n);
    }
}

void
sha1_done(struct sha1 *s, unsigned char out[SHA1_BYTES])
{
    static const char pad[SHA1_BLOCK_BYTES] = { (char)0x80 };
    uint64_t bits = s->n * 8;
    size_t at = (size_t)(s->n % SHA1_BLOCK_BYTES);
    char length[sizeof(bits)];

    for (size_t i = 0; i < sizeof(length); i++)
        length[i] = (char)(bits >> (8 * (sizeof(length) - 1 - i)));
    sha1_add(
        s, (struct text){ pad, (at < LENGTH_AT ? LENGTH_AT : LENGTH_AT + SHA1_BLOCK_BYTES) - at });
    sha1_add(s, (struct text){ length, sizeof(length) });
    for (size_t i = 0; i < SHA1_BYTES; i++)
        out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

const char *
sha1_letters(const unsigned char bytes[SHA1_BYTES], char out[SHA1_TEXT_BYTES])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned kept = 0, bits = 0;
    size_t n = 0;

    for (size_t i = 0; i < SHA1_BYTES; i++) { /* 160 bits are 32 letters, without a rest */
        kept = kept << 8 | bytes[i];
        for (bits += 8; bits >= BASE32_BITS; bits -= BASE32_BITS)
            out[n++] = letters[kept >> (bits - BASE32_BITS) & 31];
    }
    out[n] = '\0';
    return out;
}

const char *
sha1_base32(struct sha1 *s, char out[SHA1_TEXT_BYTES])
{
    unsigned char digest[SHA1_BYTES];

    sha1_done(s, digest);
    return sha1_letters(digest, out);
}

const char *
sha1_of(struct text t, char out[SHA1_TEXT_BYTES])
{
    struct sha1 s;

    sha1_init(&s);
    sha1_add(&s, t);
    return sha1_base32(&s, out);
}
