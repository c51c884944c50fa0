/*
 * quoted_words.h - the words by which mail programs head and close a letter; quoted.c's own.
 */
#ifndef QUOTED_WORDS_H
#define QUOTED_WORDS_H

#include "text.h"

/* "On" of "On ... wrote:", lower case. */
bool quoted_words_open(struct text first);
/* "wrote" of the same stands in the line. */
bool quoted_words_wrote(struct text line);
/* A line that everything below belongs to somebody else's letter: "Original Message". */
bool quoted_words_below(struct text line);
/* The name of a header line as mail programs translate it: From; To, Sent, Subject ... */
bool quoted_words_from(struct text name);
bool quoted_words_header(struct text name);
/* "Sent from my iPhone". */
bool quoted_words_device(struct text line);
/* "Best regards", with or without a comma. */
bool quoted_words_close(struct text line);
/* "Re", "AW": what stands before the colon of a subject. */
bool quoted_words_answer(struct text head);

#endif /* QUOTED_WORDS_H */
