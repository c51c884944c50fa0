/*
 * fetch.h - one request over HTTP, and what came back: an interface, so that a
 * test can stand in for the network.
 *
 * A fetcher runs many requests at once and hands out answers as they end; who
 * may be asked when is the caller's business (politeness.h).  It follows no
 * redirects: every hop is a request of the caller's, with all its checks.
 *
 * fetch_curl.c is the real one: HTTP/1.1 and HTTP/2 by libcurl, gzip, deflate,
 * br and zstd undone under the body's cap (unpack_stream.h; gzip of a page or
 * robots.txt also where no label says it), TLS verified, no
 * proxies, no cookies, http and https only.  Each address is put to guard.h
 * when its socket is opened.
 */
#ifndef FETCH_H
#define FETCH_H

#include "arena.h"
#include "clock.h"
#include "fetchplan.h"
#include "guard.h"
#include "status.h"

#define FETCH_MAX_BODY      ((size_t)8 * 1024 * 1024)  /* decoded bytes of a page */
#define FETCH_MAX_SITEMAP   ((size_t)52 * 1024 * 1024) /* sitemaps.org: 50 MB unpacked, and slack */
#define FETCH_MAX_HEADERS   ((size_t)128 * 1024)       /* bytes; servers and browsers stop below */
#define FETCH_MAX_FIELD     ((size_t)4096)             /* bytes of one header value we keep */
#define FETCH_CONNECT_MS    INT64_C(30000)
#define FETCH_LOW_SPEED_BPS 200 /* below this for FETCH_LOW_SPEED_S: given up */
#define FETCH_LOW_SPEED_S   30
#define FETCH_IP_BYTES      48

enum fetch_body {
    FETCH_BODY_WHOLE, /* more than the cap: FETCHPLAN_TOO_BIG */
    FETCH_BODY_CUT,   /* more than the cap: the first bytes are the answer */
    FETCH_BODY_HTML,  /* as WHOLE, and nothing is read of what is neither HTML nor text */
    FETCH_BODY_SEED,  /* as HTML, and feeds, too */
};

struct fetch_request {
    struct text url;                 /* http or https, NUL-terminated besides */
    struct text etag, last_modified; /* validators of the copy we have; empty: none */
    enum fetch_body body;
    size_t max_body; /* bytes */
    void *tag;       /* the caller's, given back */
};

/* The header fields that somebody reads, values trimmed; empty: absent. */
enum fetch_field {
    FETCH_CONTENT_TYPE,
    FETCH_ETAG,
    FETCH_LAST_MODIFIED,
    FETCH_LOCATION,
    FETCH_RETRY_AFTER, /* as FETCH_ROBOTS_TAG: several lines are joined */
    FETCH_DATE,
    FETCH_ROBOTS_TAG, /* several lines are joined with ", " */
    FETCH_LINK,
    FETCH_RATE_REMAINING, /* X-RateLimit-Remaining or RateLimit-Remaining */
    FETCH_RATE_RESET,     /* the same with -Reset */
    FETCH_N_FIELDS
};

struct fetch_response {
    void *tag;
    unsigned status; /* 0: failure says why there is none */
    enum fetchplan_failure failure;
    char why[160];                      /* in words, when it failed */
    struct text fields[FETCH_N_FIELDS]; /* point into the response */
    struct text body;                   /* decoded */
    struct text head, sent; /* status line and fields as they came; the request; see keep_heads */
    bool answered;          /* a status line had come before it failed */
    bool unwanted;          /* FETCH_BODY_HTML, _SEED: another type; no body was read */
    bool cut;               /* FETCH_BODY_CUT: there was more */
    bool again; /* sent on a kept connection that had died: the host is well, ask it once more */
    int64_t wait_until_ms; /* not sent: its IP address may be asked from then; or 0 */
    int64_t started_ms, ended_ms;
    char ip[FETCH_IP_BYTES]; /* that answered; "" when none did */
};

struct fetcher {
    /* ST_OK: an answer will come.  Otherwise nothing was sent. */
    enum status (*start)(void *self, const struct fetch_request *rq, struct err *err);
    /*
     * The next answer, or NULL when until_ms is there, a signal came or wake_fd says so.  Give
     * it back to release() when done.
     */
    struct fetch_response *(*wait)(void *self, int64_t until_ms);
    void (*release)(void *self, struct fetch_response *r);
    void (*free)(void *self);
    void *self;
};

struct fetch_config {
    const char *user_agent;
    const char *from; /* e-mail address for the From field; NULL: none */
    const struct guard_range *allow;
    size_t n_allow;
    int64_t timeout_ms;  /* of one whole answer */
    int64_t connect_ms;  /* 0: FETCH_CONNECT_MS */
    int64_t low_speed_s; /* 0: FETCH_LOW_SPEED_S */
    const char *ca_file; /* PEM, trusted besides the system's; NULL: none */
    bool keep_heads;     /* fill head and sent, for archives */
    int wake_fd;         /* wait() gives NULL while it is readable; 0 or less: none */
    const struct clock *clock;
    /*
     * Asked before a connection to ip for the request of that tag: may it be
     * asked now?  If not, say from when it may (*until_ms).  NULL: always.
     */
    bool (*may_connect)(void *self, void *tag, const char *ip, int64_t *until_ms);
    void *may_connect_self;
};

/* The real one.  Everything in cfg is borrowed until free(). */
enum status fetch_curl_new(const struct fetch_config *cfg, struct fetcher *ret, struct err *err);

/* "Earshot/0.1 (+https://...; mailto:...)"; contact and homepage may be NULL. */
char *fetch_agent(struct arena *a, const char *homepage, const char *contact);
/* The address of a mailto: contact, for From; NULL if it is none. */
const char *fetch_from(const char *contact);

/*
 * Is a body of that Content-Type read?  For FETCH_BODY_HTML and _SEED: HTML in any dress, or what
 * is so vague that one has to look.
 */
bool fetch_wanted(struct text type, enum fetch_body body);

const char *fetch_failure_name(enum fetchplan_failure failure); /* "timeout" */

#endif /* FETCH_H */
