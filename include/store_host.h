/*
 * store_host.h - hosts: their clocks, what they refuse, their robots.txt.
 *
 * A host is an authority ("https://example.org", default port left out), the
 * key of RFC 9309.  Only the crawler writes here (STORE_CRAWLER).  All errors
 * are sticky (store.h).
 *
 * Invariant kept by the crawler: next_ok_ms on disk is never earlier than the
 * instant at which the host may be asked again, also while a request is under
 * way, so that a kill cannot shorten a delay.
 */
#ifndef STORE_HOST_H
#define STORE_HOST_H

#include "arena.h"
#include "store.h"

struct store_host {
    int64_t id;
    struct text authority;    /* in the arena */
    int64_t next_ok_ms;       /* Unix time; nothing is sent before */
    int64_t crawl_delay_ms;   /* of robots.txt; 0: none */
    int64_t response_ms;      /* how long the last answer took */
    int64_t blocked_until_ms; /* asked for by 429 or 503 */
    int64_t backoff_step;     /* doublings of the back-off so far */
    int64_t failures;         /* in a row: no connection, or refused pages */
    int64_t parked_until_s;   /* 0: in use */
    struct text parked_why;   /* in the arena; empty while in use */
    struct text ip;           /* that answered last; in the arena; empty: unknown */
    struct text verdict;      /* "": not asked; "rules", "allow", "disallow" */
    int64_t robots_status;    /* HTTP, 0: no answer */
    int64_t robots_fetched_s; /* when robots_body was read; 0: never */
    int64_t robots_expires_s; /* ask for it again from then on */
    int64_t robots_failing_s; /* since when it cannot be had; 0: it can */
    int64_t last_ok_s;
    int64_t requests; /* ever sent */
    int64_t asked_ms; /* when the request under way was sent; 0: none is */
};

/* The row of an authority, made when it is new. */
int64_t store_host_id(struct store *s, struct text authority);
int64_t store_host_find(struct store *s, struct text authority); /* 0: none */

/* Texts in the arena; the body of robots.txt apart, for it may be large. */
bool store_host_get(struct store *s, int64_t id, struct arena *a, struct store_host *ret);
struct text store_host_robots_body(struct store *s, int64_t id, struct arena *a);

/* Write the clock, the blocks, ip, last_ok_s and requests; not robots. */
void store_host_put_clock(struct store *s, const struct store_host *h);
int64_t store_host_after(struct store *s, int64_t id); /* the next host by id; 0: none */
/* The next host after that id (by id) with a request under way and no lease; 0: there is none. */
int64_t store_host_asked(struct store *s, int64_t after_id, int64_t now_s);
/* Write the six robots fields; the body unless keep_body. */
void store_host_put_robots(struct store *s, const struct store_host *h, struct text body,
                           bool keep_body);

/*
 * Take the host for owner until then, unless another owner's lease is still
 * running at now_s.  False: somebody else has it.
 */
bool store_host_lease(struct store *s, int64_t id, const char *owner, int64_t now_s,
                      int64_t until_s);
void store_host_unlease(struct store *s, const char *prefix); /* of owners */

int64_t store_ip_next_ok_ms(struct store *s, struct text ip); /* 0: never asked */
/* Times after now_ms move by so much. */
void store_ip_shift(struct store *s, int64_t now_ms, int64_t ahead_ms);
void store_ip_put(struct store *s, struct text ip, int64_t next_ok_ms);

/* All hosts by authority; each() may not write.  The row's texts live until it returns. */
struct store_host_row {
    struct store_host host;
    int64_t queued, done, failed, refused; /* addresses */
};
void store_host_list(struct store *s, void (*each)(void *self, const struct store_host_row *row),
                     void *self);

#endif /* STORE_HOST_H */
