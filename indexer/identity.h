/*
 * identity.h - what editors decided about groups, replayed in order.
 *
 * The program gives each question a home: the group it found for it.  Where the question is
 * follows from its home and the decisions that stand, in their order:
 *
 *     merge K O...   what is in one of O is in K then
 *     split G q...   q... are in the group that the split opened, wherever they were
 *     head G q       moves nothing
 *     undo d         d does not stand; what the program put into the group
 *                    that a split opened is in the group it was split from
 *
 * So the same homes and decisions give the same groups, however they came in;
 * and the later decision wins.  Taking back is a stack: a decision is not undone while
 * a later one that stands names one of its groups.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "store_group.h"

struct identity {
    struct store_group_decision *v; /* owned; parts and actors are borrowed */
    size_t n, cap;
};

void identity_release(struct identity *x);

/* The next decision; an undo marks the one it takes back. */
void identity_add(struct identity *x, const struct store_group_decision *d);

/* Where a question of that home is. */
int64_t identity_place(const struct identity *x, int64_t question, int64_t home);
/* The same as the first n decisions alone would have it. */
int64_t identity_place_before(const struct identity *x, size_t n, int64_t question, int64_t home);
/* Where a group went; itself if it stands. */
int64_t identity_follow(const struct identity *x, int64_t group);

/* The question that the latest standing decision on it makes the head of the group; 0: none. */
int64_t identity_head(const struct identity *x, int64_t group);

/* Does it name the group?  What an undo names is what the decision taken back names. */
bool identity_names(const struct identity *x, const struct store_group_decision *d, int64_t group);
/* The decision an undo takes back, or d itself; NULL: there is none of that id. */
const struct store_group_decision *identity_target(const struct identity *x,
                                                   const struct store_group_decision *d);
/* How often a decision named the group: its revision. */
int64_t identity_revision(const struct identity *x, int64_t group);
/* The latest that stands and names it; NULL: none. */
const struct store_group_decision *identity_latest(const struct identity *x, int64_t group);
/* A later one that stands and names a group of d; NULL: none, d may be taken back. */
const struct store_group_decision *identity_blocker(const struct identity *x,
                                                    const struct store_group_decision *d);

/* The latest standing split that parted what this merge is about to join; NULL: none. */
const struct store_group_decision *identity_parted(const struct identity *x,
                                                   const struct store_group_decision *merge);
/* Did a standing merge bring the two questions (with their homes) together?  NULL: none did. */
struct identity_question {
    int64_t id, home;
};
const struct store_group_decision *
identity_joined(const struct identity *x, struct identity_question a, struct identity_question b);

#endif /* IDENTITY_H */
