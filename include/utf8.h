/*
 * utf8.h - UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing
 * above U+10FFFF.  Normalisation and case folding are utf8proc's (token.h).
 */
#ifndef UTF8_H
#define UTF8_H

#include "text.h"

#define UTF8_MAX_BYTES   4
#define UTF8_REPLACEMENT 0xFFFDu

struct buf;

/*
 * The code point at t.p[*at], moving *at past it.  *at must be < t.n.  Bytes
 * that are no UTF-8 give U+FFFD and move past the longest valid start of a
 * sequence, one byte at least (the Encoding standard's rule).
 */
uint32_t utf8_next(struct text t, size_t *at);

/* Bytes written to out (UTF8_MAX_BYTES at most); U+FFFD for what is no scalar value. */
size_t utf8_encode(uint32_t codepoint, char *out);

/* Controls and what turns the writing direction around: to be shown as '?' to a person. */
bool utf8_drives_terminal(uint32_t codepoint);

bool utf8_valid(struct text t);
void utf8_clean(struct text t, struct buf *out);  /* append t, bad bytes as U+FFFD */
size_t utf8_cut(struct text t, size_t max_bytes); /* largest whole-character length <= max */
size_t utf8_count(struct text t);                 /* code points */

#endif /* UTF8_H */
