/*
 * store_goal.h - what a department wants a figure of each month to be, and since when.
 *
 * Rows are added and never changed: what is said last holds from its month on, so the months
 * before it keep what they were measured against.  A goal cannot begin in a month that is over;
 * callers see to that.  Write in role STORE_REVIEW; errors are sticky.
 */
#ifndef STORE_GOAL_H
#define STORE_GOAL_H

#include "store_numbers.h"

/* What may be measured: the figures of store_numbers.h, and shares of them. */
enum store_goal_share {
    STORE_GOAL_ANSWERED_SHARE = STORE_NUMBERS_FIGURES,
    STORE_GOAL_POSTED_SHARE,
    STORE_GOAL_THERE_SHARE,
    STORE_GOAL_MEASURES,
};

enum store_goal_unit { STORE_GOAL_COUNT, STORE_GOAL_HOURS, STORE_GOAL_PERCENT };

struct store_goal_measure {
    const char *name, *label, *means;
    enum store_goal_unit unit;
    bool at_most; /* less is better; else at least */
};
struct store_goal_measure store_goal_measure(int measure); /* 0 .. STORE_GOAL_MEASURES - 1 */
int store_goal_measure_of(struct text name);               /* -1: none of them */

/* Its value in a month.  False: there was nothing to measure; *ret untouched. */
bool store_goal_value(const struct store_numbers *n, int measure, double *ret);

/* "40", "80 %", "24 h", "3.5 days" */
const char *store_goal_say(struct arena *a, int measure, double v);
/* What is typed: "40"; "80" or "80%", up to 100; hours, or a time such as "36h" or "2d". */
bool store_goal_parse(int measure, struct text t, double *ret);

struct store_goal {
    int64_t id, department_id;
    struct text department; /* its key */
    int measure;
    bool at_most;
    bool dropped; /* from then on there is none; target is 0 */
    double target;
    int64_t from_s;  /* the first month's first second */
    int64_t until_s; /* from then on something else holds; from_s: it never did; 0: it still does */
    struct text actor;
    int64_t at_s; /* when it was said */
};

/* Its id; nothing that was said before changes. */
int64_t store_goal_add(struct store *s, const struct store_goal *g);
bool store_goal_met(const struct store_goal *g, double value);

/* All that was ever said, in the order it was; of a department, or 0: of all.  In the arena. */
size_t store_goal_list(struct store *s, int64_t department_id, struct arena *a,
                       struct store_goal **ret);
/* Those of a list in force in the month that begins at since_s, by department and measure. */
size_t store_goal_in_force(const struct store_goal *v, size_t n, int64_t since_s, struct arena *a,
                           const struct store_goal ***ret);

#endif /* STORE_GOAL_H */
