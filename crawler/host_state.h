/*
 * host_state.h - how a host is, in words: for why, hosts, plans and reports.
 */
#ifndef HOST_STATE_H
#define HOST_STATE_H

#include "store_host.h"

/* Why it is not asked at that time, and until when; NULL: it is.  In the arena. */
const char *host_state_refusal(const struct store_host *h, int64_t now_ms, struct arena *a);

/* What is known of its robots.txt: "read 3 h ago", "there is none", "not asked for yet", ... */
const char *host_state_robots(const struct store_host *h, int64_t now_ms, struct arena *a);

/* "5 s", "1.5 s", "10 min", "2 h 5 min", "3 days"; from half a minute on the seconds go. */
const char *host_state_span(int64_t span_ms, struct arena *a);

#endif /* HOST_STATE_H */
