/*
 * person.h - does a post ask about one of the department's people by name?
 *
 * A department names them: "Example Chair, Prof. Chair".  The full name and every short form
 * are found as whole words with the capitals they have, with a genitive's 's, however the words
 * are divided, and also as "Prof. Chair", "Dr. Chair" by the last word of the full name.  A name
 * that only signs a post, stands in a quotation or says who wrote something is not asked about.
 *
 * What it does not do: tell two people of one name apart, or find misspelt names.  Pure code.
 */
#ifndef PERSON_H
#define PERSON_H

#include "text.h"

#define PERSON_MAX_WORDS 8 /* of one form of a name */

/*
 * Number of the first of n people whom the post is about, or n.  In a question: named in its title
 * or in a sentence of the body that asks.  asks = false: named anywhere.
 */
size_t person_asked(const struct text *people, size_t n, struct text title, struct text body,
                    bool asks);

/* Is the person (one line of people) named in the text at all? */
bool person_named(struct text person, struct text t);

/* "Example Chair, Prof. Chair": "Example Chair".  Points into person. */
struct text person_full_name(struct text person);

#endif /* PERSON_H */
