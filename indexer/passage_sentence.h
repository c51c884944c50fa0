/*
 * passage_sentence.h - where the sentences of a run of prose end.
 *
 * Internal to passage.c, which knows about lines, headings, lists and tables.
 * What it does not do: look at line breaks (white space like any other).
 * Rules: a mark of a script that writes no spaces ends a sentence where it
 * stands; a Latin, Arabic, Devanagari, ... mark ends one when closing quotes or
 * brackets and then white space follow.  A full stop does not after an
 * abbreviation, an initial or a German ordinal day, nor before a lower-case letter.
 */
#ifndef PASSAGE_SENTENCE_H
#define PASSAGE_SENTENCE_H

#include "text.h"

/* Bytes of the sentence t starts with, its end mark and closers included; at least 1 unless t is
 * empty. */
size_t passage_sentence_length(struct text t);

/* Does the text end with a mark that ends a sentence (quotes and brackets after it allowed)? */
bool passage_sentence_ends(struct text t);

/* White space in the sense of Unicode's White_Space, and U+200B. */
bool passage_sentence_space(uint32_t c);

#endif /* PASSAGE_SENTENCE_H */
