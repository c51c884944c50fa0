/*
 * words_read.h - a text letter by letter, as it stands or as it reads where it is shown.
 *
 * WORDS_SHOWN undoes, in up to WORDS_LAYERS layers of any order (JSON that holds HTML, a feed that
 * holds HTML that holds HTML), references of HTML and XML, escapes of JSON, of scripts and of
 * Markdown, percent-encoding, and in the outermost the doubled quotes of CSV.  WORDS_UNTAGGED
 * besides leaves tags out: one of those that stand inside words (<b>) is nothing, any other white
 * space.  What is none of these stands for itself.
 *
 * For looking only: it does not know which of these forms a text is in.
 */
#ifndef WORDS_READ_H
#define WORDS_READ_H

#include <stdint.h>

#include "text.h"

#define WORDS_LAYERS 3

enum words_reading { WORDS_RAW, WORDS_SHOWN, WORDS_UNTAGGED, WORDS_READINGS };

/* Is it a byte at which a reading may differ from the bytes? */
static inline bool
words_read_special(unsigned char c)
{
    return c == '&' || c == '\\' || c == '%' || c == '"' || c == '<';
}

/*
 * The letter at *at, moving *at past all that it is written with; *at must be < t.n.  Of a tag
 * that is nothing, WORDS_NOTHING.
 */
#define WORDS_NOTHING 0xADu /* a soft hyphen, which is passed over where words are compared */
uint32_t words_read_next(struct text t, size_t *at, enum words_reading how);

#endif /* WORDS_READ_H */
