/*
 * same.h - words that count as one: "lab" and "laboratory", "pay" and "paid".
 *
 * Read from seeds/words/same.txt, which says what belongs there.  Applied to pages and
 * questions alike, so that whatever compares stems finds them equal.
 *
 * What it does not do: find words of like meaning.  That harms more than it helps
 * (DESIGN.md).
 */
#ifndef SAME_H
#define SAME_H

#include "token.h"

struct same;

struct same *same_new(struct tokenizer *tk); /* with the table read; tk is used only now */
void same_free(struct same *s);              /* accepts NULL */

/* Give each token of a list in English the id of the first word of its line. */
void same_fold(const struct same *s, struct token_list *l);

#endif /* SAME_H */
