/* pseudonym.c - see pseudonym.h. */

#include "pseudonym.h"

#include <sodium.h>

#define HASH_BYTES ((PSEUDONYM_HEX - 1) / 2)

void
pseudonym_of(const struct pseudonym_key *key, struct text site, struct text user,
             char out[PSEUDONYM_HEX])
{
    crypto_generichash_state state;
    unsigned char hash[HASH_BYTES];
    const unsigned char gap = '\0'; /* so that ("ab", "c") is not ("a", "bc") */

    out[0] = '\0';
    if (user.n == 0 || sodium_init() < 0)
        return;
    crypto_generichash_init(&state, key->bytes, sizeof(key->bytes), sizeof(hash));
    if (site.n > 0)
        crypto_generichash_update(&state, (const unsigned char *)site.p, site.n);
    crypto_generichash_update(&state, &gap, 1);
    crypto_generichash_update(&state, (const unsigned char *)user.p, user.n);
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(out, PSEUDONYM_HEX, hash, sizeof(hash));
}
