/* weblog_hash.c - see weblog_hash.h. */

#include "weblog_hash.h"

#include <string.h>

#include <sodium.h>

uint64_t
weblog_hash(const unsigned char key[WEBLOG_HASH_KEY_BYTES], struct text one, struct text two,
            struct buf *scratch)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t h;

    buf_clear(scratch);
    buf_add_text(scratch, one);
    buf_add_char(scratch, '\n'); /* in no line */
    buf_add_text(scratch, two);
    crypto_shorthash(out, (const unsigned char *)scratch->p, scratch->n, key);
    memcpy(&h, out, sizeof(h));
    return h;
}
