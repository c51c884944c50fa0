/*
 * store_visit.h - visits to the pages that answers link to, counted from web server logs.
 *
 * What is kept is how many visits a page had on a day (UTC), by how they came and from where;
 * and, so that a log that is read again counts nothing twice, a keyed hash of each line that
 * was a request for such a page.  No address and no agent is kept.
 *
 * Which answer a visit belongs to is worked out when it is asked for, from the postings there
 * are, so that a posting that is recorded late still gets its visits.
 *
 * Write in role STORE_CRAWLER; errors are sticky.
 */
#ifndef STORE_VISIT_H
#define STORE_VISIT_H

#include "arena.h"
#include "store.h"

#define STORE_VISIT_DAY_S 86400

enum store_visit_how {
    STORE_VISIT_TAGGED,   /* the address carries the department's answer_tag */
    STORE_VISIT_REFERRED, /* from a site where questions are collected, or an answer was posted */
    STORE_VISIT_DIRECT,   /* no referer and no tag */
    STORE_VISIT_OTHER,    /* from anywhere else, as search engines and our own pages */
    STORE_VISIT_HOWS,
};
const char *store_visit_how_name(enum store_visit_how how); /* "tagged" */

/* ---- what a log is read with ---- */

/* A page that the draft of a group, or an answer that stands or was posted, links to. */
struct store_visit_page {
    int64_t url_id;
    struct text address;
};
/* Of a department's groups; 0: of all. */
size_t store_visit_pages(struct store *s, int64_t department_id, struct arena *a,
                         struct store_visit_page **ret);

/* Where an answer was posted, by the address that was written down and by the question's. */
struct store_visit_thread {
    int64_t group_id, url_id, at_s;
    struct text address;
};
size_t store_visit_threads(struct store *s, struct arena *a, struct store_visit_thread **ret);

/* Addresses of the sources that are not our own sites. */
size_t store_visit_sources(struct store *s, struct arena *a, struct text **ret);

/*
 * The name under which a site is counted: the host of an address in lower case, without what
 * only says which of its faces was seen ("www.", "m.", "old.").  "" : it has none.
 */
struct text store_visit_place(struct text address, struct arena *a);

/* ---- counting ---- */

/* A request for a page, and whether it begins a visit. */
struct store_visit_request {
    int64_t day; /* since 1970-01-01 */
    uint64_t hash;
    int64_t url_id;
    bool begins; /* the rest is of a visit */
    enum store_visit_how how;
    int64_t group_id;  /* of an answer posted in the very thread it came from; 0: not known */
    struct text place; /* "" : not known */
};
/* False: the line was counted before. */
bool store_visit_add(struct store *s, const struct store_visit_request *x);
bool store_visit_known(struct store *s, int64_t day, uint64_t hash);

/* A log with referers was read for the page on that day: without visits it had none. */
void store_visit_cover(struct store *s, int64_t url_id, int64_t day);

/* Lines before this day are no longer known, so they cannot be told from new ones; 0: all are. */
int64_t store_visit_floor(struct store *s);
/* Is any line known? */
bool store_visit_any(struct store *s);
/* No line that was counted is known any more: the floor rises above all of them.  In
 * role STORE_RETENTION. */
void store_visit_forget(struct store *s);

/* ---- what it comes to ---- */

/*
 * How much an answer was visited:
 *   tagged, referred  visits to its page since the day it was posted, shared evenly where several
 *                     answers with this page were posted at the site they came from (tagged: or
 *                     anywhere, where that is not known)
 *   dark              an estimate of the visits that say nothing of where they came from: those
 *                     to the page without referer and tag, from the day of the posting on for
 *                     STORE_VISIT_DARK_DAYS, less what as many days before let expect; never
 *                     below 0, shared evenly as well
 */
#define STORE_VISIT_DARK_DAYS 28
#define STORE_VISIT_FIGURES   3 /* these */

struct store_visit_answer {
    int64_t group_id, draft_id, url_id, department_id;
    int64_t posted_s; /* first; of an answer without posting: when it was approved */
    double tagged, referred, dark;
    bool dark_known; /* there is a log from before its posting and one from after it */
    struct text question, address, title; /* with names only; title "" : the page has none */
};

struct store_visit_query {
    const int64_t *departments; /* their ids */
    size_t n_departments;       /* 0: all */
    const int64_t *groups;      /* of these only, by their ids */
    size_t n_groups;            /* 0: all */
    int64_t since_s, until_s;   /* whole days, UTC; until_s 0: no end */
    size_t limit;               /* answers; 0: all */
    bool listed; /* only groups that lists have: of a narrowed store (store_campaign.h) its own */
    bool names, by_group; /* by_group: answers in their groups' order, not in that of visits */
};

struct store_visits {
    struct store_visit_answer *answers; /* most visits first, then by group */
    size_t n;                           /* as many as there are, or limit; none if not logged */
    double tagged, referred, dark;      /* of all, also of those left out */
    size_t n_answers;                   /* the same */
    bool logged;                        /* a log was read for a day of the span */
};

/* Answers that have a posting before until_s that was not taken back before it, and others with
 * tagged visits. */
void store_visit_read(struct store *s, const struct store_visit_query *q, struct arena *a,
                      struct store_visits *ret);

/* What was read by_group has of a group, all its pages together; false: no answer of it. */
bool store_visit_sum(const struct store_visits *v, int64_t group_id,
                     struct store_visit_answer *ret);

#endif /* STORE_VISIT_H */
