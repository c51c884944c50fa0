/*
 * weblog_hash.h - what stands for a line or a visitor: SipHash-2-4 of two texts, by a key.
 */
#ifndef WEBLOG_HASH_H
#define WEBLOG_HASH_H

#include <stdint.h>

#include "buf.h"

#define WEBLOG_HASH_KEY_BYTES 16

/* Neither has a line end.  scratch is written over. */
uint64_t weblog_hash(const unsigned char key[WEBLOG_HASH_KEY_BYTES], struct text one,
                     struct text two, struct buf *scratch);

#endif /* WEBLOG_HASH_H */
