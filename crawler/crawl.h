/*
 * crawl.h - one run of the crawler: from the sources' own addresses to posts
 * and page texts in the store.
 *
 * A run asks each source's host for what is due, one request at a time per
 * host and per IP address, as robots.h, politeness.h and fetchplan.h allow, and
 * commits everything that one answer leads to (the address's state, links,
 * posts, clocks, counts) in one transaction.  So a kill at any instant leaves a
 * store from which the next run goes on as if nothing had happened.
 *
 * Files: crawl.c the loop · crawl_progress.c what it says meanwhile ·
 * crawl_report.c what became of it · crawl_plan.c what would be ·
 * crawl_setup.c sources, departments, hosts · crawl_queue.c whose turn it is ·
 * crawl_host.c what to ask a host next · crawl_robots.c its robots.txt ·
 * crawl_page.c answers · crawl_read.c what a body says · crawl_post.c questions ·
 * crawl_list.c sitemaps and feeds · crawl_api.c sites' APIs · crawl_links.c,
 * frontier.c links · crawl_clock.c, crawl_heal.c clocks that are set or wrong ·
 * crawl_lease.c hosts among several crawlers · crawl_archive.c copies ·
 * crawl_warc.c archives in place of the network · crawl_probe.c addresses in
 * place of the queue.
 *
 * Not here: options and output (crawl_cmd.c), HTTP (fetch.h), SQL (store_*.h).
 */
#ifndef CRAWL_H
#define CRAWL_H

#include "archive.h"
#include "clock.h"
#include "extract.h"
#include "fetch.h"
#include "options.h"
#include "guard.h"
#include "pseudonym.h"
#include "store_run.h"

/* Hosts that may not be asked again for longer than this are left to the next run: more than
 * the longest Crawl-delay that is obeyed ... */
#define CRAWL_MAX_WAIT_MS INT64_C(660000)
/* ... but less for a host that is blocked, and none for one that failed so often in a row. */
#define CRAWL_MAX_BLOCK_MS INT64_C(300000)
#define CRAWL_MAX_FAILURES 2
/* What is under way may end after a signal; the rest is dropped and asked again next time. */
#define CRAWL_GRACE_MS INT64_C(8000)
#define CRAWL_MAX_BUSY 256 /* requests under way at once, each to a host of its own */

struct crawl_config {
    struct store *store; /* role STORE_CRAWLER */
    const struct clock *clock;
    struct clock_steady *steady; /* what clock is made of; NULL: nobody sets it */
    const struct extract *extract;
    const struct pseudonym_key *key; /* for askers */
    struct archive *archive;         /* where answers are kept; NULL: nowhere */
    const char *agent;               /* as robots.txt is asked for: the User-Agent */
    const char *dir;                 /* of the store, for its disk; NULL: not looked at */
    const char *department, *source; /* keys; NULL: all */
    const struct text_list *only;    /* "department/source", each of several; NULL: all */
    int64_t delay_ms;                /* the floor */
    int64_t max_depth, limit_pages;  /* 0: no limit */
    int64_t disk_floor_bytes;
    size_t threads;      /* that read pages, the main one counted; 0 or 1: it does all */
    size_t thread_bytes; /* a page of fewer is read at once, by the main thread */
    const struct guard_range *allow; /* beside public addresses; the plan alone asks */
    size_t n_allow;
    bool shared; /* sources at the address of one that is asked for are, too: others share its pages
                  */
    bool again;  /* everything is due */
    bool links;  /* only pages that drafts and posted answers link to, when they are due */
    bool (*stop)(void);                             /* a signal came; NULL: never */
    void (*progress)(void *self, const char *line); /* NULL: none */
    void *progress_self;
};

/* What became of one source. */
struct crawl_coverage {
    struct store_source source;
    struct store_tally tally;
    int64_t queued;         /* addresses left */
    int64_t known, fetched; /* addresses it leads to, and those of them that have been had */
    int64_t span_ms;        /* from its first request in this run to its last answer */
    const char *undone;     /* why something was left, or NULL */
    const char *asked_by;   /* it asked nothing, as another source has its address; NULL: none */
    bool partial;           /* it was not its own budget */
};

struct crawl_report {
    bool resumed;
    int64_t run_id, hosts;
    struct crawl_coverage *sources; /* in the arena given */
    size_t n_sources;
    int64_t wall_ms;
};

struct crawl;

/*
 * Prepare a run: sources without a basis are left out with a warning.
 * ST_NOTFOUND: the department or source is not there, or there is none to run;
 * ST_CONFIG: a keyword does not compile, a source's address is no web address.
 * On ST_OK *ret is the caller's to close.
 */
enum status crawl_open(const struct crawl_config *cfg, struct crawl **ret, struct err *err);
void crawl_close(struct crawl *c); /* accepts NULL */

/* To be called by the fetcher before it connects (fetch_config.may_connect). */
bool crawl_may_connect(void *self, void *tag, const char *ip, int64_t *until_ms);

/*
 * For fetch_config.wake_fd: readable when a thread has read a page; -1: there is no thread.
 * Without this call a run waits for its threads before it lets the fetcher work on.
 */
int crawl_wake_fd(struct crawl *c);

/*
 * Run until nothing is left that may be asked soon.  ST_PARTIAL: something was
 * left undone, the report says what; ST_IO: the disk is full or below its
 * floor; ST_INTERRUPTED: stop() said so.  All is in the store in any case.
 */
enum status crawl_run(struct crawl *c, const struct fetcher *fetcher, struct arena *a,
                      struct crawl_report *ret, struct err *err);

/*
 * The plan, without asking anybody or writing anything: what is due per source,
 * and the least time it takes.  Hosts are asked side by side, each on its own
 * clock, those of one IP address on one; the longest decides.
 */
struct crawl_plan {
    const struct store_source *source;
    struct text host;                        /* of its own address: its authority */
    int64_t lists, fresh, revisits, retries; /* due, as in store_explain.h */
    int64_t requests;                        /* of them within the budget, robots.txt too */
    int64_t cut;                             /* due, but over the budget */
    int64_t delay_ms, span_ms;               /* between two; of all */
    const char *delay_why, *robots;          /* in words */
    const char *note;                        /* why it is not asked, or NULL */
};
struct crawl_plans {
    struct crawl_plan *v; /* in the arena given */
    size_t n;
    bool resumed; /* an unfinished run is taken up, with what it has spent */
    int64_t requests, span_ms, hosts;
    struct text longest; /* the host that decides; empty: none is asked */
};
void crawl_plan(struct crawl *c, struct arena *a, struct crawl_plans *ret);

/* How many pages that answers link to are due, without asking anybody or writing anything. */
size_t crawl_target_count(struct crawl *c);

/* The unfinished run that this one will take up; 0: none. */
int64_t crawl_unfinished(const struct crawl *c);

/* Is a host on the public internet, as far as its name tells? */
bool crawl_is_public(struct text host);
/* Does any source of the run ask a public host? */
bool crawl_asks_public(const struct crawl *c);

#endif /* CRAWL_H */
