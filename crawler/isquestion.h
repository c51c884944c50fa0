/*
 * isquestion.h - does a text ask something?
 *
 * Rules with weights in log-odds: the mark, how the text starts, phrases that
 * ask ("anyone know", "weiß jemand"), phrases that tell ("thank you all",
 * "announcement"), and whether a short text without a finite verb could be the
 * title of a question.  Several languages; English is the fullest.  What the
 * platform says about a page outranks all this (extract_merge.c).
 *
 * The weights are ours, set by hand from counts over published descriptions of
 * questions in forums and chats; nothing is learned from single examples.
 */
#ifndef ISQUESTION_H
#define ISQUESTION_H

#include "text.h"

#define ISQUESTION_MAX_TITLE ((size_t)2048)  /* bytes looked at */
#define ISQUESTION_MAX_BODY  ((size_t)16384) /* most posts are below 4,000 */

/* Probability 0..1 that one sentence or title asks. */
double isquestion_of_title(struct text title);

/* The same for a thread's opening post: title and what stands below it. */
double isquestion_of_post(struct text title, struct text body);

/* The first sentence of a text that asks, or its first line: a title for it. */
struct text isquestion_headline(struct text t);

#endif /* ISQUESTION_H */
