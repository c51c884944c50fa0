/*
 * charset.h - a page's bytes as UTF-8.
 *
 * What the bytes are is decided in this order: byte order mark, HTTP charset,
 * the <meta> prescan, an XML declaration, UTF-8 validity, windows-1252.  Labels mean what the
 * Encoding standard says they mean (iso-8859-1 is windows-1252, gb2312 is
 * GB18030); bytes that are none become U+FFFD and decoding goes on; NUL is
 * dropped.  We never guess by statistics: a wrong guess corrupts silently.
 *
 * Sources: WHATWG Encoding standard 4.2 (labels); HTML standard 13.2.3.2
 * (prescan).  iconv is glibc's.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "arena.h"
#include "text.h"

#define CHARSET_PRESCAN_BYTES 1024 /* HTML standard 13.2.3.2 */
/* A later <meta> counts too (13.2.3.4, "changing the encoding while parsing"); ours: this far. */
#define CHARSET_LATE_BYTES ((size_t)64 * 1024)

/* One encoding of the standard. */
struct charset {
    const char *name;   /* lower-case WHATWG name */
    const char *iconv;  /* what iconv(3) calls it; NULL: the "replacement" encoding */
    const char *labels; /* parted by single spaces */
};

/* The encoding a label names (trimmed, any case); NULL if none does. */
const struct charset *charset_find(struct text label);

/* What a <meta> in the first bytes declares, or else an XML declaration; NULL if none does. */
const struct charset *charset_prescan(struct text body);

/*
 * Decide and decode.  The result lives in the arena, or is body itself when
 * that is clean UTF-8 already.  *ret, if not NULL, is what was decided.
 */
struct text charset_decode(struct text body, struct text content_type, struct arena *a,
                           const struct charset **ret);

#endif /* CHARSET_H */
