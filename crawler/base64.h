/* base64.h - RFC 4648 section 4, read: the bodies of pages in filter lines. */
#ifndef BASE64_H
#define BASE64_H

#include "buf.h"
#include "text.h"

/*
 * Append the bytes that t encodes to out.  White space is skipped, '-' and '_' are
 * taken for '+' and '/', the padding may be missing.  False on any other byte,
 * on a single letter left over, or when out is full.
 */
bool base64_decode(struct text t, struct buf *out);

#endif /* BASE64_H */
