/* base64.h - RFC 4648 section 4, read by libsodium: the bodies of pages in filter lines. */
#ifndef BASE64_H
#define BASE64_H

#include "buf.h"
#include "text.h"

/*
 * Append the bytes that t encodes to out.  White space is skipped, the padding
 * may be missing.  False, out untouched, on anything else or when out is full.
 */
bool base64_decode(struct text t, struct buf *out);

#endif /* BASE64_H */
