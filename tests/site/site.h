/*
 * site.h - the local test site: eight hosts on loopback that behave as public
 * hosts do, well and badly, so that the whole program can run against them.
 *
 *   127.0.0.3  department  pages of a physics department (files below www/)
 *   127.0.0.4  forum       Discourse-like crawler view, JSON-LD that misstates counts
 *   127.0.0.5  qa          Stack-Exchange-like lists and microdata
 *   127.0.0.6  board       phpBB-like, no structured data, session ids in links
 *   127.0.0.7  faq         a students' union help desk (files below www/)
 *   127.0.0.8  traps       everything that breaks crawlers
 *   127.0.0.9  deaf        robots.txt answers 503: nothing may be fetched
 *   127.0.0.10 api         read APIs for programs (api.h)
 *
 * All hosts share one port.  It does not do TLS, and it trusts its own files.
 */
#ifndef SITE_H
#define SITE_H

#include <pthread.h>

#include "buf.h"

#define SITE_PATH_BYTES 1024 /* of one address; longer ones answer 404 */
#define SITE_NAME_BYTES 256

enum site_host {
    SITE_DEPARTMENT,
    SITE_FORUM,
    SITE_QA,
    SITE_BOARD,
    SITE_FAQ,
    SITE_TRAPS,
    SITE_DEAF,
    SITE_API,
    SITE_N
};

/* One thread of the forum, the Q&A site or the board; texts are the JSON file's. */
struct site_thread {
    int id;
    const char *title, *day; /* day: YYYY-MM-DD */
    const char *kind;        /* question, statement, thanks, complaint, noise */
    const char *gold;        /* path of the answering department page; NULL: none does */
    const char *lang;
    const char *const *tags; /* NULL at the end */
    const char *const *posts;
    int n_posts, accepted; /* index into posts of the accepted one; 0: none */
    bool closed;
    int score, views;
};

struct site_threads {
    struct site_thread *all;
    size_t n;
    void *json; /* owns the texts */
};

struct site {
    const char *www;         /* folder of the content */
    const char *crawl_delay; /* of the board, as robots.txt says it, in seconds */
    long slow_ms;            /* how long the slow page takes */
    bool calm;               /* no 429, 503 or slow answers */
    bool api;                /* the APIs answer */
    unsigned port;
    char base[SITE_N][SITE_NAME_BYTES]; /* "http://127.0.0.3:8080" */
    struct site_threads threads[SITE_N];
    pthread_mutex_t lock;   /* guards what follows */
    unsigned asked[SITE_N]; /* requests but those for robots.txt */
    void *log;              /* FILE; one JSON line per request */
};

struct site_request {
    enum site_host host;
    const char *uri; /* as sent: path and query */
    char path[SITE_PATH_BYTES];
    unsigned nth; /* this request's number on its host, from 1; 0 for robots.txt */
};

/* How the body goes out. */
enum site_delivery {
    SITE_WHOLE,
    SITE_CUT,   /* says it is twice as long as it is, then closes */
    SITE_STREAM /* SITE_HUGE_BYTES of words, no length given */
};

#define SITE_HUGE_BYTES ((size_t)50 * 1024 * 1024)

struct site_reply {
    unsigned status;
    const char *type;               /* Content-Type */
    const char *encoding;           /* Content-Encoding; NULL: none */
    const char *location;           /* points into where; NULL: none */
    const char *robots;             /* X-Robots-Tag; NULL: none */
    char modified[SITE_NAME_BYTES]; /* Last-Modified; "": none */
    char retry_after[SITE_NAME_BYTES];
    char where[SITE_PATH_BYTES];
    char link[2 * SITE_PATH_BYTES]; /* Link; "": none */
    unsigned spent_s;               /* X-RateLimit-Remaining: 0, and this as -Reset; 0: neither */
    char note[SITE_NAME_BYTES];     /* backs robots */
    unsigned retry_after_s;
    enum site_delivery delivery;
    bool no_etag;
    struct buf body; /* "@SID@" in it becomes a fresh session id on the way out */
};

#endif /* SITE_H */
