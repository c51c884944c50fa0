/* totp.c - see totp.h. */

#include "totp.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define IPAD        0x36 /* RFC 2104 2 */
#define OPAD        0x5C
#define BASE32_BITS 5

static const uint32_t modulus = 1000000; /* ten to the power of TOTP_DIGITS */

/* RFC 2104; a key longer than a block, which none of ours is, is not hashed but refused. */
static void
hmac_sha1(struct text key, struct text message, unsigned char out[SHA1_BYTES])
{
    unsigned char pad[SHA1_BLOCK_BYTES] = { 0 };
    const struct text block = { (const char *)pad, sizeof(pad) };
    struct sha1 s;

    memcpy(pad, key.p, key.n < sizeof(pad) ? key.n : sizeof(pad));
    for (size_t i = 0; i < sizeof(pad); i++)
        pad[i] ^= IPAD;
    sha1_init(&s);
    sha1_add(&s, block);
    sha1_add(&s, message);
    sha1_done(&s, out);
    for (size_t i = 0; i < sizeof(pad); i++)
        pad[i] ^= IPAD ^ OPAD;
    sha1_init(&s);
    sha1_add(&s, block);
    sha1_add(&s, (struct text){ (const char *)out, SHA1_BYTES });
    sha1_done(&s, out);
    sodium_memzero(pad, sizeof(pad));
}

void
totp_secret_new(unsigned char out[TOTP_SECRET_BYTES])
{
    randombytes_buf(out, TOTP_SECRET_BYTES);
}

uint32_t
totp_number(struct text secret, int64_t step)
{
    unsigned char mac[SHA1_BYTES];
    char counter[sizeof(step)];
    const unsigned char *at;

    for (size_t i = 0; i < sizeof(counter); i++)
        counter[i] = (char)((uint64_t)step >> (8 * (sizeof(counter) - 1 - i)));
    hmac_sha1(secret, (struct text){ counter, sizeof(counter) }, mac);
    at = mac + (mac[SHA1_BYTES - 1] & 0x0F);
    return (uint32_t)(at[0] & 0x7F) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

const char *
totp_code(struct text secret, int64_t step, char out[TOTP_DIGITS + 1])
{
    snprintf(out, TOTP_DIGITS + 1, "%0*u", TOTP_DIGITS, totp_number(secret, step) % modulus);
    return out;
}

bool
totp_matches(struct text secret, struct text code, int64_t now_s, int64_t *ret_step)
{
    char typed[TOTP_DIGITS + 1] = "", right[TOTP_DIGITS + 1];
    int64_t now = now_s / TOTP_STEP_S, found = -1;
    size_t n = 0;

    for (size_t i = 0; i < code.n; i++) {
        if (code.p[i] == ' ')
            continue;
        if (n == TOTP_DIGITS)
            return false;
        typed[n++] = code.p[i];
    }
    if (n != TOTP_DIGITS || secret.n == 0)
        return false;
    /* All of the window, whichever fits: time tells nothing. */
    for (int64_t step = now - TOTP_WINDOW; step <= now + TOTP_WINDOW; step++)
        if (sodium_memcmp(typed, totp_code(secret, step, right), TOTP_DIGITS) == 0)
            found = step;
    if (found < 0)
        return false;
    *ret_step = found;
    return true;
}

bool
totp_secret_read(struct text letters, unsigned char out[TOTP_SECRET_BYTES])
{
    unsigned kept = 0, bits = 0;
    unsigned char made[TOTP_SECRET_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < letters.n; i++) {
        char c = letters.p[i];
        unsigned v = c >= 'A' && c <= 'Z'   ? (unsigned)(c - 'A')
                     : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a')
                     : c >= '2' && c <= '7' ? (unsigned)(c - '2') + 26
                                            : 1u << BASE32_BITS;

        if (c == ' ')
            continue;
        if (v >> BASE32_BITS != 0 || n == sizeof(made))
            return false;
        kept = kept << BASE32_BITS | v;
        bits += BASE32_BITS;
        if (bits >= 8) {
            bits -= 8;
            made[n++] = (unsigned char)(kept >> bits);
        }
    }
    if (n != sizeof(made) || bits != 0)
        return false;
    memcpy(out, made, sizeof(made));
    return true;
}

void
totp_uri(const unsigned char secret[TOTP_SECRET_BYTES], struct text name, struct buf *out)
{
    char letters[SHA1_TEXT_BYTES];

    /* A name's letters need no escape (store_account_name_ok()). */
    buf_addf(out, "otpauth://totp/Earshot:%.*s?secret=%s&issuer=Earshot", TEXT_ARG(name),
             sha1_letters(secret, letters));
}
