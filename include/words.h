/*
 * words.h - find words in a text as a person would, and put a mark in their place.
 *
 * What is the same to a person matches: capital and small letters of any script, composed and
 * decomposed ones, ligatures and letters of full width, whatever white space is between two words,
 * curly and straight quotes, any dash; what cannot be seen (soft hyphens, joiners, marks of
 * direction) is passed over.  That is Unicode's NFKC_Casefold, by which the index compares words,
 * and utf8proc's lumps; besides, the Turkish letters without and with a dot are an i.
 *
 * A text is searched as it stands, and as it reads (words_read.h): references of HTML and XML,
 * escapes of JSON, Markdown and addresses, the doubled quotes of CSV, tags.
 *
 * A letter counts whole: "jose" is not in "José", whichever way that is written.
 */
#ifndef WORDS_H
#define WORDS_H

#include <jansson.h>
#include <stdbool.h>

#include "arena.h"
#include "buf.h"
#include "text.h"

/* What is looked for, trimmed; made once for many texts. */
struct words {
    struct text *v; /* as they are compared; without those of which nothing is left */
    size_t n;
};

struct words words_of(const struct text *what, size_t n, struct arena *a);

/* Is any of them there? */
bool words_any(struct text t, const struct words *w);

/* Append t to out with the mark for each of them; false: none was there, out has t as it was. */
bool words_replace(struct text t, const struct words *w, const char *mark, struct buf *out);

/* The same in all strings of a JSON value, in place (a string itself is not changed: wrap it). */
bool words_replace_json(json_t *v, const struct words *w, const char *mark);

#endif /* WORDS_H */
