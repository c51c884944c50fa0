/*
 * store_queue.h - the lists that editors work from: one derived row for every listed group
 * but mentions that need nothing, kept exact by whoever changes a group.
 *
 * Every function of store/ that changes where a group stands touches it; the row is made
 * anew before the transaction commits.  It says what store/standing.h would work out.
 * Reading is by index: a page costs the same however many groups there are.  Texts live
 * in the arena; errors are sticky.
 */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include "arena.h"
#include "store.h"
#include "store_search.h"

enum store_queue_state {
    STORE_QUEUE_OPEN,
    STORE_QUEUE_GAP,
    STORE_QUEUE_MACHINE,
    STORE_QUEUE_EDITED,
    STORE_QUEUE_APPROVED,
    STORE_QUEUE_REJECTED,
    STORE_QUEUE_PARKED,
    STORE_QUEUE_HANDED_OVER,
    STORE_QUEUE_NEEDS_PAGE,
    STORE_QUEUE_POSTED,
    STORE_QUEUE_WITHDRAWN,
    STORE_QUEUE_STALE,
    STORE_QUEUE_REPLY_MISSING,
    STORE_QUEUE_REOPENED,
    STORE_QUEUE_STATES, /* how many */
};

/* Of the gaps, those with words for which a person must see them: nobody has decided yet.  No
 * state, but lists and counts can be of it. */
#define STORE_QUEUE_ALARMS STORE_QUEUE_STATES
#define STORE_QUEUE_COUNTS (STORE_QUEUE_STATES + 1)

#define STORE_QUEUE_IN(state) (1u << STORE_QUEUE_##state)
#define STORE_QUEUE_ANY       ((1u << STORE_QUEUE_STATES) - 1)
/* What waits for an editor to decide. */
#define STORE_QUEUE_WAITING                                                                        \
    (STORE_QUEUE_IN(MACHINE) | STORE_QUEUE_IN(EDITED) | STORE_QUEUE_IN(STALE) |                    \
     STORE_QUEUE_IN(REPLY_MISSING) | STORE_QUEUE_IN(REOPENED))

/* What an editor can decide now: the "To do" of the queue, the "To decide" of every count. */
#define STORE_QUEUE_DECIDABLE (STORE_QUEUE_WAITING | STORE_QUEUE_IN(ALARMS))

const char *store_queue_state_name(enum store_queue_state state); /* "handed-over" */
int store_queue_state_of(struct text name);                       /* -1: none of them */

/* ---- keeping it ---- */

/* The group has changed: its row is made anew by store_commit().  Inside a transaction. */
void store_queue_touch(struct store *s, int64_t group_id);
/* The same for the group that a question, or a post for a department, is in. */
void store_queue_touch_question(struct store *s, int64_t question_id);
void store_queue_touch_post(struct store *s, int64_t post_id);

/* Make all rows of a department anew (0: all of them); in a transaction.  How many. */
int64_t store_queue_rebuild(struct store *s, int64_t department_id);

/* Rows that are not what a rebuild would make, the first of them told; 0: all are.  For tests. */
int64_t store_queue_verify(struct store *s, struct err *err);

/* ---- reading it ---- */

/* What rows are ordered by: the highest first, then lower ids. */
enum store_queue_order {
    STORE_QUEUE_BY_RANK,
    STORE_QUEUE_BY_ASKED,  /* the last time */
    STORE_QUEUE_BY_TIMES,  /* how often */
    STORE_QUEUE_BY_VISITS, /* of its answer: all, or some (store_visit.h); as of a minute ago */
    STORE_QUEUE_BY_TAGGED,
    STORE_QUEUE_BY_REFERRED,
    STORE_QUEUE_BY_DARK,
    STORE_QUEUE_ORDERS, /* how many */
};

/* A row's place in a list. */
struct store_queue_at {
    int64_t rank, group_id; /* rank: or what else the list is ordered by */
};

/* Ranks: the reason to look first is in the high bits, times asked in the low ones. */
enum store_queue_class {
    STORE_QUEUE_EASY,
    STORE_QUEUE_CAREFUL,  /* errors, warnings, or low confidence */
    STORE_QUEUE_NEGATIVE, /* tone */
    STORE_QUEUE_AGAIN,    /* stale, or the reply is missing */
    STORE_QUEUE_ALARM,    /* words for which a person must see it */
};
/* The lowest rank of a class. */
#define STORE_QUEUE_RANK_SHIFT  32 /* times asked has the bits below */
#define STORE_QUEUE_RANK(class) ((int64_t)STORE_QUEUE_##class << STORE_QUEUE_RANK_SHIFT)

struct store_queue_row {
    int64_t group_id, department_id, draft_id, rank; /* draft_id 0: none */
    int64_t head_id, n_questions;                    /* n_questions: heard ones, each once */
    enum store_queue_state state;
    struct text department, question, tone, kind, language, escalation;
    struct text owner;               /* whom it was handed or routed to */
    struct text campaigns, audience; /* "applicants, students" */
    double confidence;
    bool asks; /* one of its posts probably asks something */
    int64_t errors, warnings, times_asked, sites, first_asked_s, last_asked_s;
    int64_t until_s; /* parked until */
    int64_t revision, changed_s;
    struct text lease_by; /* "" : nobody has it open */
    int64_t lease_until_s;
};

/* Zeros do not narrow it down; states must name one at least. */
struct store_queue_query {
    int64_t department_id;      /* 0: all */
    const int64_t *departments; /* or several: those an account may see */
    size_t n_departments;
    unsigned states; /* STORE_QUEUE_IN() or'ed; ALARMS, too */
    struct text tone, owner;
    struct text search;       /* in the question, without case (ASCII) */
    struct text language;     /* of the question */
    int64_t source_id;        /* one of its posts was found through it */
    struct text campaign;     /* one of its posts is the campaign's (key) */
    struct text audience;     /* they ask it: an editor says so, or a source of its posts */
    int64_t since_s, until_s; /* last asked: from, to before */
    bool alarms;              /* only those with an escalation */
    bool clear;               /* only those without errors, warnings and alarms */
    struct text free_for;     /* leave out what others than this actor have open at now_s */
    int64_t now_s;
    enum store_queue_order order;
    struct store_queue_at after; /* rows after this one (before it: backward); group_id 0: all */
    bool backward;               /* nearest first: the other way round */
    size_t limit;                /* rows, STORE_QUEUE_PAGE at most; 0: that many */
};

#define STORE_QUEUE_PAGE 500

struct store_queue_at store_queue_place(struct store *s, const struct store_queue_row *row,
                                        enum store_queue_order order);

/* A page of the list, in order; how many rows (*ret is in the arena). */
size_t store_queue_page(struct store *s, const struct store_queue_query *q, struct arena *a,
                        struct store_queue_row **ret);

/* Is the group one of those that the query is narrowed down to?  Its departments, states, lease
 * and place are not looked at.  For lists that are not the queue's.  *ret, if so and not NULL: what
 * it is ordered by. */
bool store_queue_has(struct store *s, const struct store_queue_query *q, int64_t group_id,
                     int64_t *ret);

/* The questions of these groups, for a search; the handle's, until the next call of either. */
void store_queue_questions(struct store *s, const struct store_queue_query *q,
                           struct store_search_ids *ret);

/* The row of one group; false: it is not listed. */
bool store_queue_get(struct store *s, int64_t group_id, int64_t now_s, struct arena *a,
                     struct store_queue_row *ret);

/* How many groups in each state; department_id 0: all. */
void store_queue_counts(struct store *s, int64_t department_id, int64_t ret[STORE_QUEUE_STATES]);
/* How many rows the query has, by state, and alarms; its states and place are not looked at. */
void store_queue_count(struct store *s, const struct store_queue_query *q,
                       int64_t ret[STORE_QUEUE_COUNTS]);
/* Of such counts, what is in STORE_QUEUE_DECIDABLE. */
int64_t store_queue_decidable(const int64_t counts[STORE_QUEUE_COUNTS]);

#endif /* STORE_QUEUE_H */
