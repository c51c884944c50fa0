/*
 * pseudonym.h - a repeat asker can be recognised, and not named.
 *
 * Names of askers are never stored: what is kept is a keyed hash of site and
 * name.  The key is the installation's and is rotated every 90 days, after
 * which old hashes cannot be linked to new ones.
 *
 * Source: BLAKE2b with a key (RFC 7693), libsodium's crypto_generichash.
 */
#ifndef PSEUDONYM_H
#define PSEUDONYM_H

#include "text.h"

#define PSEUDONYM_KEY_BYTES 32
#define PSEUDONYM_HEX       33 /* 16 bytes as hexadecimal digits, and a NUL */

struct pseudonym_key {
    unsigned char bytes[PSEUDONYM_KEY_BYTES];
};

/* "" in out when user is empty.  site is a host name, in lower case. */
void pseudonym_of(const struct pseudonym_key *key, struct text site, struct text user,
                  char out[PSEUDONYM_HEX]);

#endif /* PSEUDONYM_H */
