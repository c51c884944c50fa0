/*
 * store_explain.h - what explains a crawl afterwards: the questions of a page,
 * a source's runs, how much of what is known has been fetched.
 *
 * Reads only.  All errors are sticky (store.h).
 */
#ifndef STORE_EXPLAIN_H
#define STORE_EXPLAIN_H

#include "store_run.h"

/* A question that is kept, with one department that keeps it. */
struct store_explain_post {
    int64_t id;
    struct text permalink, title, how;     /* in the arena, as all texts here */
    struct text department, source, words; /* words: the keywords that match; "": all are kept */
    double p;
    int64_t gone_s; /* 0: it is still there */
};
/* Those of a page, in the order of its posts; how many. */
size_t store_explain_posts(struct store *s, int64_t url_id, struct arena *a,
                           struct store_explain_post **ret);
/* The page that holds the question of this permalink; 0: none. */
int64_t store_explain_page_of(struct store *s, struct text permalink);

/* Addresses of a source on a host that are queued before this one. */
struct store_url;
int64_t store_explain_ahead(struct store *s, const struct store_url *u);
/* Addresses first found on this page of a host. */
int64_t store_explain_found_on(struct store *s, int64_t host_id, int64_t url_id);
/* Other hosts that answer from that IP address, max at most, by authority; how many. */
size_t store_explain_neighbours(struct store *s, struct text ip, int64_t host_id, size_t max,
                                struct arena *a, struct text *ret);

/*
 * How a source stands on a host, one pass over all addresses.  lists, fresh,
 * revisits and retries are what a run at now_s would ask for: first pages, feeds
 * and sitemaps; pages never fetched; fetched ones that are due; failed ones.
 */
struct store_explain_count {
    int64_t source_id, host_id;
    int64_t known, fetched; /* addresses but for refused ones, and those of them we have */
    int64_t queued, refused;
    int64_t lists, fresh, revisits, retries;
    /* Addresses that others pay for and it wants read, and those of them that would not be asked
     * for but for that. */
    int64_t wanted, early;
};
/* again: everything that will ever be due is. */
size_t store_explain_counts(struct store *s, int64_t now_s, bool again, struct arena *a,
                            struct store_explain_count **ret);

/* Queued addresses by source and host, from the queue's index alone. */
struct store_explain_queue {
    int64_t source_id, host_id, queued;
};
size_t store_explain_queues(struct store *s, struct arena *a, struct store_explain_queue **ret);

/* What each source has given, in one pass; how many have given anything. */
struct store_explain_yield {
    int64_t source_id, questions;
    int64_t last_new_s; /* when the newest was first seen */
};
size_t store_explain_yields(struct store *s, struct arena *a, struct store_explain_yield **ret);
/* Has the source any address besides first pages and lists? */
bool store_explain_has_pages(struct store *s, int64_t source_id);
/* Was it in any run, whichever source asked for what they share? */
bool store_explain_took_part(struct store *s, int64_t source_id);
/* When a source was first crawled for, and its department was; 0: not yet. */
int64_t store_explain_begun_s(struct store *s, int64_t department_id, int64_t source_id);
/* Pages of a source that changed after then and are no thread, FAQ or list, max at most. */
void store_explain_unread(struct store *s, int64_t source_id, int64_t after_s, size_t max,
                          void (*each)(void *self, struct text address), void *self);
/* When the last run ended; 0: none has. */
int64_t store_explain_last_end_s(struct store *s);

/* The unfinished run that store_run_begin() would take up; 0: none. */
int64_t store_explain_unfinished(struct store *s, int64_t not_before_s);

/* What a run did for a source, newest first; max at most; how many. */
struct store_explain_run {
    int64_t run_id, started_s, ended_s; /* ended_s 0: not yet */
    struct text outcome;
    struct store_tally tally;
};
size_t store_explain_runs(struct store *s, int64_t source_id, size_t max, struct arena *a,
                          struct store_explain_run *ret);

#endif /* STORE_EXPLAIN_H */
