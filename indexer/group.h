/*
 * group.h - questions that ask for the same thing, put together.
 *
 * Three reasons to be in one group:
 *  - exact: the same stems in the same order (by their hash and number);
 *  - near: the letters are almost the same (typos, punctuation, a cut title);
 *  - intent: average link over half the words' and half the letters' likeness.
 * A group's head is the wording that is clearest.  Deterministic: the same
 * questions in the same order give the same groups.
 *
 * A set grows: known questions are added pinned to their groups, new ones without, and a run
 * groups what is new since the last one.  What a run has put together is known to the next.
 * Groups that are known are never joined, nor parted; of them, a run looks only at
 * those that a new question is near, so it costs by what is new.
 *
 * How fine groups should be differs between collections by a factor of ten, so
 * the threshold is an option; the default favours precision, for editors forgive
 * two groups that should be one more readily than one that should be two.
 */
#ifndef GROUP_H
#define GROUP_H

#include "idf.h"
#include "threshold.h"

#define GROUP_NEAR .9F /* likeness from which two wordings are nearly the same */

#define GROUP_NEW UINT32_MAX

struct group_set;

enum group_why { GROUP_ALONE, GROUP_EXACT, GROUP_CLOSE, GROUP_INTENT };

struct group_member {
    uint32_t group;     /* number of one of its questions, the same for all */
    uint32_t head;      /* number of the question that speaks for the group */
    double p;           /* how well it fits the group, 0 to 1; 1 if it is alone */
    enum group_why why; /* against the head */
};

struct group_set *group_new(struct tokenizer *tk); /* tk is borrowed */
void group_free(struct group_set *s);              /* accepts NULL */

/*
 * Add a question; its number, from 0.  text is copied.  pinned: a group it is in already, any
 * small number (questions with one number stay together, and two such groups stay apart),
 * or GROUP_NEW.
 */
uint32_t group_add(struct group_set *s, struct text text, const char *language, uint32_t pinned);

/* Before group_run(): the question is to speak for its group, or (false) only if no other can. */
void group_prefer(struct group_set *s, uint32_t number, bool wanted);

/*
 * Group what was added since the last run; ret has room for as many, in their order.
 * Of pinned ones p and why are not told.
 */
void group_run(struct group_set *s, double threshold, struct group_member *ret);

/* All are pinned: how they fit their groups, whole however large, and who speaks for them.  Once.
 */
void group_refit(struct group_set *s, struct group_member *ret);

/*
 * The stems of a question in order, one space between, appended to out: two
 * questions are exactly the same if these are equal.  Punctuation, case and word endings are
 * gone; small words count.
 */
struct buf;
void group_stems(const struct token_list *l, struct buf *out);

const char *group_why_name(enum group_why why);

#endif /* GROUP_H */
