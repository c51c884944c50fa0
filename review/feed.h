/*
 * feed.h - readers of feeds, which have no cookies: a secret in the address instead.
 *
 * An account's secret (account_feed(), 256 random bits, only their hash is stored) reads the
 * feeds (.atom) and nothing else, as a viewer of the departments whose drafts the account may
 * see.  It begins no session and writes nothing, but for the count of wrong ones: who guesses
 * waits, by address; whoever has a right one never does.
 */
#ifndef FEED_H
#define FEED_H

#include "request.h"

enum feed_answer {
    FEED_NONE,    /* it is no feed, or has no secret: whoever has a cookie may read it */
    FEED_READS,   /* r->account is the viewer */
    FEED_REFUSED, /* it has answered: a wrong secret */
};

/* After the route is known; nobody is signed in. */
enum feed_answer feed_identify(struct request *r, struct response *res);

#endif /* FEED_H */
