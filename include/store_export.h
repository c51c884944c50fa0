/*
 * store_export.h - what the lists that leave the program are made of: groups
 * with where they stand, questions, drafts, and the counts behind stats.
 *
 * Reads only.  Texts in a row point into the arena that comes with the call
 * and live until it is cleared; lists of addresses are JSON arrays, owned by
 * the row and released by the walker after the callback.
 *
 * Where a group stands follows from its gap, its latest draft and the latest decision on
 * that (store/standing.h):
 *   gap        no page of the department answers it
 *   open       nothing proposed (yet, or listen only, or it asks nothing)
 *   machine    a draft waits for an editor    edited         changed, not yet approved
 *   approved   an answer may be posted        rejected       an editor said no
 *   parked     until a date                   handed-over    to somebody else
 *   needs-page a page should be written       posted         a person has posted it
 *   withdrawn  it is not our answer any more  stale          its page, link or question changed
 *   reopened   open to decide again           reply-missing  it was posted, and is gone
 */
#ifndef STORE_EXPORT_H
#define STORE_EXPORT_H

#include <jansson.h>

#include "arena.h"
#include "store.h"

/* A group whose posts are all less likely than this to ask something asks nothing. */
#define STORE_ASKS_P .5

/* A span whose list was made at made_s: what was found after that stands on no list of it, nor does
 * what was answered then and is not any more. */
struct store_export_made {
    int64_t since_s, until_s, made_s;
    const int64_t *listed; /* the groups on it, ascending */
    size_t n_listed;
    bool unknown; /* nobody can tell which they are */
};

struct store_export_query {
    int64_t department_id;    /* 0: all */
    int64_t group_id;         /* of answers; 0: all */
    int64_t since_s, until_s; /* from, to before: last asked, a draft: made; 0: no bound */
    int64_t before_s;         /* only what was first asked before; 0: no bound */
    int64_t limit;            /* rows; 0: all */
    bool only_gaps;           /* of what is unanswered */
    bool within;              /* of what is unanswered: asked from since_s to before until_s, and
                               * counted up to then */
    const struct store_export_made
        *made; /* with within: what these lack, as of when it was found */
    size_t n_made;
};

struct store_export_group {
    int64_t id, head_id, draft_id; /* draft_id 0: none */
    struct text department, department_name, question, language;
    const char *state; /* one of those above */
    int64_t times_asked, sites, first_asked_s, last_asked_s;
    json_t *urls;            /* where it was asked */
    struct text why;         /* of a gap or a rejection */
    struct text nearest_url; /* of a gap; empty: none */
    struct text escalation;  /* of a gap: the kind of alarm; empty: none */
    struct text owner;       /* of a gap or a draft: whom it is routed to; empty: nobody */
    struct text tone;        /* of a gap or a draft; empty: neither */
    int64_t gap_s;           /* since when it is one; 0: it is none */
    double confidence;
};

typedef void store_export_group_fn(void *self, const struct store_export_group *g);

/* How the reason of a gap begins that nobody should answer. */
#define STORE_LEFT_ALONE "do not engage"

/*
 * Groups that nobody answers, alarms first: state gap unless it is to be left alone, parked,
 * handed-over, needs-page, open if it asks something (STORE_ASKS_P), or rejected because the
 * draft was wrong; why says which.  Mentions are none of them.  With only_gaps all groups in
 * state gap, mentions, too.
 */
enum status store_export_unanswered(struct store *s, const struct store_export_query *query,
                                    store_export_group_fn *fn, void *self, struct err *err);

struct store_export_question {
    int64_t id, group_id, first_asked_s, last_asked_s, times_asked;
    struct text department, question, body, language;
    const char *state; /* of its group */
    json_t *urls;
};

typedef void store_export_question_fn(void *self, const struct store_export_question *q);
/* By id; mentions are none of them. */
enum status store_export_questions(struct store *s, const struct store_export_query *query,
                                   store_export_question_fn *fn, void *self, struct err *err);

struct store_export_draft {
    int64_t id, group_id, created_s, revision;
    struct text department, question, tone, kind, answer, link;
    struct text owner; /* the person that the question asks about; empty: nobody */
    const char *state;
    double confidence;
    json_t *urls;
    json_t *sentences; /* [{"text","page","start","end"}] */
};

typedef void store_export_draft_fn(void *self, const struct store_export_draft *d);
/* The latest draft of each group that has one and is no gap now. */
enum status store_export_drafts(struct store *s, const struct store_export_query *query,
                                store_export_draft_fn *fn, void *self, struct err *err);

/* An answer that may stand in public: its draft is approved or posted. */
struct store_export_answer {
    int64_t group_id, draft_id, times_asked;
    int64_t published_s, approved_s; /* the first approval of the draft, and the last */
    struct text department, question, language;
    struct text answer, link, title; /* link: the draft's; title: of the page there; "" : none */
    struct text voice;               /* the one the draft was written in */
    const char *state;               /* approved | posted */
};

typedef void store_export_answer_fn(void *self, const struct store_export_answer *a);

enum store_export_order {
    STORE_EXPORT_BY_PAGE, /* by the linked page's title and address, then by group; no link: last */
    STORE_EXPORT_NEWEST,  /* last approved first */
};

/* Answers to questions, not thanks for praise; since, until: last approved. */
enum status store_export_answers(struct store *s, const struct store_export_query *query,
                                 enum store_export_order order, store_export_answer_fn *fn,
                                 void *self, struct err *err);

/* One figure of stats: what and how many. */
struct store_stat {
    const char *name, *meaning;
    int64_t value;
};

/* Fill rows (of STORE_STATS) for a department, 0 for all. */
#define STORE_STATS 18
enum status store_export_stats(struct store *s, int64_t department_id,
                               struct store_stat rows[STORE_STATS], struct err *err);

#endif /* STORE_EXPORT_H */
