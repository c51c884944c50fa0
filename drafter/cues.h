/*
 * cues.h - what kind of answer a question wants, and whether a sentence has it.
 *
 * "When" wants a date, "how much" a number, "who" a name.  English by its words;
 * numbers, dates and capitals in any language that writes them.
 * What it does not do: find the answer.
 */
#ifndef CUES_H
#define CUES_H

#include "text.h"

enum cue_kind {
    CUE_NONE,       /* nothing in particular */
    CUE_NUMBER,     /* how many, how much, how long, cost, fee */
    CUE_TIME,       /* when, what date, deadline */
    CUE_PLACE,      /* where */
    CUE_PERSON,     /* who */
    CUE_REASON,     /* why */
    CUE_MANNER,     /* how do I */
    CUE_DEFINITION, /* what is, what does ... mean */
    CUE_PERMISSION  /* can I, do I need, is it: yes or no, and under which condition */
};

enum cue_kind cues_wanted(struct text question);
/* Names, numbers and dates that stand in the question do not count. */
bool cues_present(enum cue_kind kind, struct text question, struct text sentence);

/* Does it start with a word that speaks of the sentence before: "This", "It", "However"? */
bool cues_dangling(struct text sentence);

/* Does it send the reader elsewhere: "See", "Click", "Find out", "... listed below"? */
bool cues_pointing(struct text sentence);

/* What sites say about themselves on every page: cookies, scripts, copyright, navigation. */
bool cues_boilerplate(struct text sentence);

/* Is it a word of asking, not of what is asked for: "hello", "wondering", "explain"?  Lower case.
 */
bool cues_asking(struct text word);

/* Do questions begin with it: "how", "can"?  Lower case. */
bool cues_opens_question(struct text word);

#endif /* CUES_H */
