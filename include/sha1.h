/*
 * sha1.h - SHA-1, for two uses that know nothing else: the digests that web
 * archives are indexed by, and one-time codes.
 *
 * Source: RFC 3174.  Broken for signatures, and not used for any: WARC allows
 * other algorithms, but the indexes and deduplication of pywb, OpenWayback and Common Crawl
 * compare the base 32 text of a SHA-1 and nothing else; the apps that show one-time codes
 * (RFC 6238) all know HMAC-SHA-1, whose safety does not rest on collisions.  libsodium, which
 * has SHA-256, has no SHA-1.
 */
#ifndef SHA1_H
#define SHA1_H

#include "text.h"

#define SHA1_BYTES       20
#define SHA1_BLOCK_BYTES 64
#define SHA1_TEXT_BYTES  33 /* 32 letters of RFC 4648's base 32, and NUL */

struct sha1 {
    uint32_t h[5];
    uint64_t n; /* bytes so far */
    unsigned char block[SHA1_BLOCK_BYTES];
};

void sha1_init(struct sha1 *s);
void sha1_add(struct sha1 *s, struct text t);
void sha1_done(struct sha1 *s, unsigned char out[SHA1_BYTES]); /* once; then init again */

/* bytes, SHA1_BYTES of them, as 32 letters of base 32: a secret as people type it. */
const char *sha1_letters(const unsigned char bytes[SHA1_BYTES], char out[SHA1_TEXT_BYTES]);

/* The digest as archives write it, without "sha1:". */
const char *sha1_base32(struct sha1 *s, char out[SHA1_TEXT_BYTES]); /* as done */
const char *sha1_of(struct text t, char out[SHA1_TEXT_BYTES]);

#endif /* SHA1_H */
