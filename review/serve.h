/*
 * serve.h - what every request of `earshot serve` shares.
 *
 * Made once by serve_cmd.c and never written afterwards, but for the counters.
 */
#ifndef SERVE_H
#define SERVE_H

#include <stdatomic.h>

#include "clock.h"
#include "config.h"

struct request;
struct response;
struct route;
struct workshop;
struct tally;

/*
 * Who is it, and may they?  Called for every request whose row asks for a role, before its
 * handler: fills r->account and r->csrf, and checks the roles, the origin and the form's token.
 * False: it has made the answer (a sign-in page, 403).
 */
typedef bool serve_gate_fn(struct request *r, struct response *res);

#define SERVE_CLASSES 6 /* of status codes: 1xx to 5xx by their first digit */

#define SERVE_SPANS                                                                                \
    9 /* how many answers took how long: up to each of vital.c's bounds, and longer */

struct serve_counters {
    atomic_llong spans[SERVE_SPANS], decisions;
    atomic_llong requests, answers[SERVE_CLASSES], answer_bytes, span_us, slow_closed;
};

struct serve {
    const struct config *_Atomic config; /* replaced when the settings are read again */
    const struct clock *clock;
    const char *dir;        /* of the workspace */
    const char *store_path; /* every thread opens its own */
    serve_gate_fn *gate;    /* NULL: nobody has an account, so nobody is let in */
    struct serve_counters *counters;
    struct workshop *workshop; /* NULL: requests wait for the next run */
    struct tally *tally;       /* NULL: each request counts for itself */
};

#endif /* SERVE_H */
