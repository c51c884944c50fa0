/*
 * group.h - questions that ask for the same thing, put together.
 *
 * Three reasons to be in one group:
 *  - exact: the same stems in the same order (what group_fingerprint() says);
 *  - near: the letters are almost the same (typos, punctuation, a cut title);
 *  - intent: average link over half the words' and half the letters' likeness.
 * A group's head is the wording that is clearest.  Deterministic: the same
 * questions in the same order give the same groups.
 *
 * How fine groups should be differs between collections by a factor of ten, so
 * the threshold is an option; the default favours precision, for editors forgive
 * two groups that should be one more readily than one that should be two.
 */
#ifndef GROUP_H
#define GROUP_H

#include "idf.h"

#define GROUP_THRESHOLD .5  /* the default probability at which groups join */
#define GROUP_NEAR      .9F /* likeness from which two wordings are nearly the same */

#define GROUP_NEW UINT32_MAX

struct group_set;

enum group_why { GROUP_ALONE, GROUP_EXACT, GROUP_CLOSE, GROUP_INTENT };

struct group_member {
    uint32_t group;     /* number of the first of its questions */
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

/* Group them all; ret has room for as many as were added.  Once. */
void group_run(struct group_set *s, double threshold, struct group_member *ret);

/*
 * The stems of a question in order, one space between, appended to out: two
 * questions are exactly the same if these are equal.  Punctuation, case and word endings are
 * gone; small words count.
 */
struct buf;
void group_stems(const struct token_list *l, struct buf *out);

const char *group_why_name(enum group_why why);

#endif /* GROUP_H */
