/*
 * url_chars.h - percent-encoding as the URL Standard has it (section 1.3).
 *
 * Only for the url_*.c files; others ask url.h.
 */
#ifndef URL_CHARS_H
#define URL_CHARS_H

#include "buf.h"
#include "text.h"

/* The standard's percent-encode sets, each a bit; bytes above 0x7E are in every one. */
enum url_chars_set {
    URL_CHARS_C0 = 1,
    URL_CHARS_QUERY = 2,
    URL_CHARS_SPECIAL_QUERY = 4,
    URL_CHARS_PATH = 8,
    URL_CHARS_USERINFO = 16,
    URL_CHARS_HOST = 32,   /* not an encode set: forbidden host code points */
    URL_CHARS_DOMAIN = 64, /* forbidden domain code points */
};

bool url_chars_in(unsigned char c, enum url_chars_set set);
void url_chars_encode(struct text t, enum url_chars_set set, struct buf *out);
void url_chars_decode(struct text t, struct buf *out);
int url_chars_hex(char c); /* 0..15, or -1 */

#endif /* URL_CHARS_H */
