/*
 * politeness.h - when may this host be asked again?
 *
 * One clock per host and one per IP address, on disk (store_host.h).  The delay
 * runs from the end of one answer to the start of the next request and is the
 * largest of
 *
 *   the floor     configured for the crawl, or for the source if that is more
 *   Crawl-delay   of robots.txt
 *   k x response  a server that takes long is busy: k = 2 leaves it two thirds
 *                 of its time to others
 *
 * and nothing is sent while the host is blocked (429, 503, no connection) or
 * parked.  Every request to the host counts, robots.txt and redirects too.
 *
 * The functions change the row in memory; the caller writes it: before the
 * request leaves, with an estimate that already holds the delay, and again
 * when the answer ended.  An answer that takes longer than estimated is no
 * loophole for a kill either: the row says that a request is under way, and
 * whoever finds it so begins the delay anew (politeness_recover).
 *
 * Not here: what an answer means (fetchplan.h), what may be asked (robots.h).
 */
#ifndef POLITENESS_H
#define POLITENESS_H

#include "fetchplan.h"
#include "store_host.h"

#define POLITENESS_RESPONSE_FACTOR 2
#define POLITENESS_MAX_RESPONSE_MS INT64_C(60000)  /* of delay for slowness: it is our line, too */
#define POLITENESS_QUIET_MS        INT64_C(600000) /* after a block, until a good answer forgives */
#define POLITENESS_PARK_S          INT64_C(86400)
#define POLITENESS_FOR_GOOD_S      INT64_C(253402300799) /* 9999-12-31: parked by a person */
#define POLITENESS_MAX_ANSWER_MS   INT64_C(600000)       /* the longest timeout */

/* The delay that a host is due, without blocks. */
int64_t politeness_delay_ms(const struct store_host *h, int64_t floor_ms);

/* What makes it that long, for people; static. */
const char *politeness_delay_why(const struct store_host *h, int64_t floor_ms);

/* The same for its IP address, which may serve others: without the host's Crawl-delay. */
int64_t politeness_ip_delay_ms(const struct store_host *h, int64_t floor_ms);

/* A request is about to leave: counts it, and moves next_ok_ms past it. */
void politeness_before(struct store_host *h, int64_t floor_ms, int64_t now_ms);

/*
 * The run before died with a request under way, which ended by now at the
 * latest: the delay that was estimated then begins now.
 */
void politeness_recover(struct store_host *h, int64_t now_ms);

/*
 * Its answer ended, or it failed.  plan is what fetchplan.h made of it; blocks
 * are counted once per window, so that answers to several requests of the same
 * window do not double the back-off twice.
 */
struct politeness_answer {
    const struct fetchplan *plan;
    int64_t started_ms, ended_ms;
};
void politeness_after(struct store_host *h, int64_t floor_ms, const struct politeness_answer *in);

/* robots.txt, which ended then, asks for this much: it holds from the next request on. */
void politeness_set_crawl_delay(struct store_host *h, int64_t floor_ms, int64_t crawl_delay_ms,
                                int64_t ended_ms);

/* It asked for a pause, though nothing went wrong: nothing is sent before then. */
void politeness_pause(struct store_host *h, int64_t until_ms);

/* Leave the host alone until then; why is kept by reference. */
void politeness_park(struct store_host *h, int64_t until_s, struct text why);

/*
 * Times further ahead than any wait there is come from a clock that was set
 * back, or from a damaged row: cut them to the longest wait.  What was cut, in
 * words (static), or NULL.  floor_ms: the largest that any source asks for.
 */
const char *politeness_heal(struct store_host *h, int64_t floor_ms, int64_t now_ms);
int64_t politeness_max_ip_wait_ms(int64_t floor_ms); /* the same bound for an IP's clock */

/*
 * The system's clock, which said now_ms, is set ahead by so much (< 0: back):
 * times to come keep their distance.
 */
void politeness_shift(struct store_host *h, int64_t now_ms, int64_t ahead_ms);

#endif /* POLITENESS_H */
