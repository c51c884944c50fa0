/*
 * wording.h - what a post asks, in one line.
 */
#ifndef WORDING_H
#define WORDING_H

#include "arena.h"
#include "text.h"
#include "token.h"

#define WORDING_MAX_BYTES ((size_t)300) /* of one line in a list */

/*
 * The title without what software and habit put around it ("Re:", "[closed]", double
 * blanks), or, if there is none, the first sentence of the body that asks; cut at a word.
 */
struct text wording_clean(struct text title, struct text body, struct arena *a);

/*
 * What is compared with other questions: the wording; with the start of the body behind it when
 * the wording alone says too little ("Question", "Help needed").
 */
struct text wording_compared(struct tokenizer *tk, struct text wording, struct text body,
                             const char *language, struct arena *a);

#endif /* WORDING_H */
