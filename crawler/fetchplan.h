/*
 * fetchplan.h - what politeness does with the outcome of a request.
 *
 * Pure decisions: no network, store or clock.  Sources: RFC 9110 (15, status
 * codes; 10.2.3, Retry-After), RFC 6585 (429), RFC 9309 (2.3.1, what a failed
 * robots.txt means).
 */
#ifndef FETCHPLAN_H
#define FETCHPLAN_H

#include "rng.h"
#include "text.h"

#define FETCHPLAN_FIRST_WAIT_MS    INT64_C(60000)    /* back-off begins at 1 min ... */
#define FETCHPLAN_MAX_WAIT_MS      INT64_C(86400000) /* ... and ends at 24 h, Retry-After too */
#define FETCHPLAN_PARK_FAILURES    8 /* in a row; 60 s x 2^8 is over 4 h of asking */
#define FETCHPLAN_ROBOTS_GRACE_S   (INT64_C(30) * 86400) /* RFC 9309 2.3.1.4: 30 days */
#define FETCHPLAN_ROBOTS_MAX_AGE_S INT64_C(86400)        /* RFC 9309 2.4: 24 h */
#define FETCHPLAN_ROBOTS_AGAIN_MS  INT64_C(3600000)      /* while a copy serves: hourly */
#define FETCHPLAN_MAX_REDIRECTS    5                     /* RFC 9309 2.3.1.2; pages the same */

/* How a request ended before there was a whole response. */
enum fetchplan_failure {
    FETCHPLAN_NO_FAILURE, /* there was one: look at the status */
    FETCHPLAN_DNS,
    FETCHPLAN_CONNECT, /* refused or unreachable */
    FETCHPLAN_TLS,
    FETCHPLAN_TIMEOUT,
    FETCHPLAN_RESET,    /* closed or cut before the end */
    FETCHPLAN_PROTOCOL, /* no HTTP */
    FETCHPLAN_DENIED,   /* the address guard said no */
    FETCHPLAN_TOO_BIG,  /* the body passed its cap: the page is dropped, the host is fine */
    FETCHPLAN_REDIRECTS /* too many hops, or a loop */
};

enum fetchplan_action {
    FETCHPLAN_OK,           /* read the body */
    FETCHPLAN_NOT_MODIFIED, /* what is stored still holds */
    FETCHPLAN_REDIRECT,     /* follow Location, as a request of its own */
    FETCHPLAN_RETRY_LATER,  /* ask again after wait_ms */
    FETCHPLAN_GONE,         /* 404, 410: forget the page */
    FETCHPLAN_PARK,         /* leave the whole host alone until a person or a day says otherwise */
    FETCHPLAN_DROP          /* this page will never do; the host is fine */
};

struct fetchplan_in {
    unsigned status;                /* HTTP status; 0 when failure says why there is none */
    enum fetchplan_failure failure; /* FETCHPLAN_NO_FAILURE with a status */
    bool answered;           /* it failed after a status line: the page is ill, not the host */
    struct text retry_after; /* header values, empty when absent; of several lines a list */
    struct text location;
    struct text date;
    unsigned failures; /* of this host (wait.host) or page in a row before this one */
    int64_t now_s;     /* for a Retry-After date when there is no Date; 0: none known */
    struct rng *rng;   /* jitter; NULL: none */
};

struct fetchplan {
    enum fetchplan_action action;
    int64_t wait_ms; /* 0: none beyond the host's usual delay */
    bool host;       /* wait and failure are the host's: no page of it is asked before */
    bool asked;      /* wait_ms is what Retry-After said */
    const char *why; /* static, for "earshot why" */
};

struct fetchplan fetchplan_page(const struct fetchplan_in *in);

/* "retry_later", ... */
const char *fetchplan_action_name(enum fetchplan_action action);

/* 60 s x 2^failures up to 24 h, give or take 10 % when there is an rng. */
int64_t fetchplan_backoff_ms(unsigned failures, struct rng *rng);

/* What binds us on an authority after a fetch of its robots.txt (RFC 9309 2.3.1). */
enum fetchplan_robots {
    FETCHPLAN_ROBOTS_PARSE,        /* parse and obey the body */
    FETCHPLAN_ROBOTS_ALLOW_ALL,    /* there are no rules */
    FETCHPLAN_ROBOTS_DISALLOW_ALL, /* ask nothing of it until robots.txt answers */
    FETCHPLAN_ROBOTS_USE_CACHED    /* go on with the copy we have */
};

struct fetchplan_robots_in {
    struct fetchplan_in fetch;   /* of the last hop; redirects have been followed */
    bool cached;                 /* there is a parsed copy */
    int64_t unreachable_since_s; /* when the first of a run of failures was; 0: this is it */
};

/*
 * *wait is for the host that answered: how long nothing is asked of it, or
 * (host false) how long the answer holds.  *again_ms is when to ask for
 * robots.txt again: with a copy to go by, not before other pages had a turn.
 */
enum fetchplan_robots fetchplan_robots(const struct fetchplan_robots_in *in, struct fetchplan *wait,
                                       int64_t *again_ms);

#endif /* FETCHPLAN_H */
