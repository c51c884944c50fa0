/*
 * words.h - find words in a text as a person would, and put a mark in their place.
 *
 * Letters match in either case, of any script (utf8proc's simple lower case); white space of any
 * kind and length matches white space.  Nothing is normalised: composed and decomposed letters
 * differ.  What is looked for is trimmed and not empty.
 */
#ifndef WORDS_H
#define WORDS_H

#include <jansson.h>
#include <stdbool.h>

#include "buf.h"
#include "text.h"

/* The first place; *ret points into t. */
bool words_find(struct text t, struct text what, struct text *ret);

/* Is any of them there? */
bool words_any(struct text t, const struct text *what, size_t n);

/* Append t to out with the mark for each of them; false: none was there, out has t as it was. */
bool words_replace(struct text t, const struct text *what, size_t n, const char *mark,
                   struct buf *out);

/* The same in all strings of a JSON value, in place (a string itself is not changed: wrap it). */
bool words_replace_json(json_t *v, const struct text *what, size_t n, const char *mark);

/*
 * Append t to out as it reads, whatever form it was written in: the references of HTML and XML
 * (twice: feeds hold HTML), the escapes of JSON and Markdown, the doubled quotes of CSV, and tags
 * left out.  For looking only: a text that is of none of these forms loses little by it.
 */
void words_plain(struct text t, struct buf *out);

#endif /* WORDS_H */
