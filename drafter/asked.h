/*
 * asked.h - which words of a question ask, and which tell how it came about.
 *
 * "My daughter is ill. Can she sit the paper in August?": the page need not know
 * of the daughter.  English by its words, other languages by the question mark.
 *
 * What it does not do: find out whether a text asks anything (judge.h).
 */
#ifndef ASKED_H
#define ASKED_H

#include "text.h"
#include "token.h"

/* Of a word of the story, beside 1 for a word of the question. */
#define ASKED_STORY .4F

/*
 * Fill ret[0 .. l->n) with 1 or ASKED_STORY.  l: the tokens of question.  Where no
 * part asks, or none tells, every word counts fully.
 */
void asked_weigh(struct text question, const struct token_list *l, float *ret);

#endif /* ASKED_H */
