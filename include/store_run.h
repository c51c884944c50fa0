/*
 * store_run.h - crawls as they run: what each source has been given and what
 * came of it, and every request that was sent.
 *
 * A run that was killed has no end in the store: store_run_begin() takes it up
 * again, so that its budgets hold.  All errors are sticky (store.h).
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include "arena.h"
#include "store.h"

/* A source of questions, or a department's own site, as configured. */
struct store_source {
    int64_t id, department_id;
    struct text department; /* its key, the name of its file in seeds/ */
    struct text department_name;
    struct text key, url, basis;
    bool listen;    /* collect, never draft */
    bool match_all; /* every question is kept */
    bool own_site;
    int64_t delay_ms;     /* 0: the crawler's own */
    int64_t max_pages;    /* in one run */
    struct text audience; /* who asks there, as a set (store_audience.h) */
};

/* The active sources by department and key, in the arena; how many. */
size_t store_run_sources(struct store *s, struct arena *a, struct store_source **ret);

/* A department's keyword lines: kind "keyword", "exclude" or "person". */
struct store_keyword {
    struct text kind, phrase;
};
size_t store_run_keywords(struct store *s, int64_t department_id, int64_t now_s, struct arena *a,
                          struct store_keyword **ret);

/* The unfinished run that began after not_before_s (*resumed), or a new one; its id. */
int64_t store_run_begin(struct store *s, int64_t now_s, int64_t not_before_s, bool *resumed);
void store_run_end(struct store *s, int64_t run_id, int64_t now_s, const char *outcome);

/* Counters of a source in a run, or what to add to them. */
struct store_tally {
    int64_t requests;  /* sent, robots.txt too */
    int64_t pages;     /* of them, against max_pages */
    int64_t unchanged; /* 304, or the same content */
    int64_t failed, refused;
    int64_t skipped;   /* no HTML */
    int64_t threads;   /* pages with a question on them */
    int64_t questions; /* new posts kept */
};
void store_run_add(struct store *s, int64_t run_id, int64_t source_id,
                   const struct store_tally *add);
/* All zero, and false: the run has asked nothing for it yet. */
bool store_run_tally(struct store *s, int64_t run_id, int64_t source_id, struct store_tally *ret);

/* What a source has given so far. */
struct store_source_facts {
    int64_t pages, queued, gone, failed, refused; /* addresses */
    int64_t questions;                            /* kept */
    int64_t last_new_s;                           /* when the newest was first seen; 0: never */
    int64_t last_run_requests;
};
/* Of n sources, in their order; their addresses are read once, however many sources there are. */
void store_run_facts(struct store *s, const struct store_source *v, size_t n,
                     struct store_source_facts *ret);

struct store_fetch {
    int64_t host_id, url_id; /* url_id 0: robots.txt */
    int64_t at_ms, span_ms, status, body_bytes;
    struct text outcome; /* "ok", "unchanged", "timeout", ... */
};
void store_run_add_fetch(struct store *s, int64_t run_id, const struct store_fetch *f);
/* The last requests for an address, newest first; how many. */
size_t store_run_fetches(struct store *s, int64_t url_id, size_t max, struct arena *a,
                         struct store_fetch *ret);

/* Note that a source is crawled for, unless it is known to be.  In role STORE_CRAWLER. */
void store_run_begun(struct store *s, int64_t source_id, int64_t at_s);

#endif /* STORE_RUN_H */
