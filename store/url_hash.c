/* url_hash.c - see url_hash.h. */
#include "url_hash.h"

#include <xxhash.h>

#include "db.h"

#define MAX_DIGITS    18 /* of a number, as many as surely fit into 60 bits */
#define MANTISSA_BITS 18
#define HASH_BITS     40
#define WORD_BITS     64

#define SLASHES_OF_HOST 3 /* "https://a.example/": what follows is the path */

/* The longest number after an address's host, the last of several: a topic's, as a rule. */
static uint64_t
number_in(struct text address)
{
    uint64_t best = 0, v = 0;
    size_t n = 0, n_best = 0, slashes = 0;

    for (size_t i = 0; i < address.n; i++) {
        bool digit = address.p[i] >= '0' && address.p[i] <= '9';

        v = digit && n < MAX_DIGITS ? v * 10 + (uint64_t)(address.p[i] - '0') : digit ? v : 0;
        n = digit ? n + 1 : 0;
        slashes += address.p[i] == '/';
        if (n > 0 && n >= n_best && slashes >= SLASHES_OF_HOST) {
            n_best = n;
            best = v;
        }
    }
    return best;
}

int64_t
url_hash_of(struct text address)
{
    uint64_t v = number_in(address), hash = XXH3_64bits(address.p, address.n), bits = 0;

    while (v >> bits > 0)
        bits++;
    if (bits > 0)
        v = v << (WORD_BITS - bits) << 1 >> (WORD_BITS - MANTISSA_BITS);
    return (int64_t)((bits << MANTISSA_BITS | v) << HASH_BITS |
                     (hash & ((UINT64_C(1) << HASH_BITS) - 1)));
}

void
url_hash_all(struct store *s)
{
    static const char after[] = "SELECT id, address FROM url WHERE id > ? ORDER BY id LIMIT 1";
    static const char put[] = "UPDATE url SET hash = ? WHERE id = ?";
    int64_t id = 0, hash;

    for (;;) {
        struct db_query *q = db_query(s, after);

        db_bind_int(q, id);
        if (!db_row(q)) {
            db_done(q);
            return;
        }
        id = db_int(q, 0);
        hash = url_hash_of(db_text(q, 1));
        db_done(q);
        q = db_query(s, put);
        db_bind_int(q, hash);
        db_bind_int(q, id);
        db_exec(q);
    }
}
