/*
 * store_url.h - the frontier's addresses, one row each, however many pages and
 * sources lead there.
 *
 * An address is known by its canonical text (url.h); the row is found by its
 * host (the authority that the text begins with) and a 64-bit hash, and told
 * from others by the text.  There is one writer, the
 * crawler, so that looking and adding in one transaction keeps it unique.
 * All errors are sticky (store.h).
 */
#ifndef STORE_URL_H
#define STORE_URL_H

#include "arena.h"
#include "store.h"

/* Takes the place of an address that was erased: its row is known by the hash alone. */
#define STORE_URL_ERASED "[erased]"

enum store_url_state {
    STORE_URL_QUEUED,  /* to be fetched */
    STORE_URL_WAITING, /* to be tried again at due_s */
    STORE_URL_DONE,    /* fetched; again at due_s */
    STORE_URL_GONE,    /* 404 or 410 */
    STORE_URL_FAILED,  /* given up, but for a slow retry at due_s */
    STORE_URL_REFUSED, /* by robots.txt, a trap or a cap: reason says which */
    STORE_URL_SHELVED, /* not asked for while the source is read through its site's API */
};

enum store_url_kind {
    STORE_URL_PAGE,
    STORE_URL_SEED, /* a source's own address: asked again in every run, as the next two are */
    STORE_URL_FEED,
    STORE_URL_SITEMAP,
    STORE_URL_API,      /* the first page of an API's list: asked for in every run, too */
    STORE_URL_API_ITEM, /* further pages of it, and single threads by API */
};

struct store_url {
    int64_t id;
    struct text address; /* in the arena, as all texts here */
    int64_t host_id;
    int64_t source_id; /* whose budget pays */
    enum store_url_state state;
    struct text reason;
    enum store_url_kind kind;
    int64_t depth;                   /* links from a seed, pages of a list not counted */
    int64_t hops;                    /* redirects that led here */
    int64_t priority;                /* larger goes first */
    int64_t due_s;                   /* when it is queued again; 0: it is queued, or never */
    int64_t interval_s;              /* between two visits; 0: none yet */
    int64_t tries;                   /* failures in a row */
    struct text etag, last_modified; /* validators; empty: none */
    int64_t content_hash;            /* 0: none */
    int64_t rules_hash;              /* what it was read for (keywords); 0: none */
    int64_t lastmod_s;               /* by a sitemap or feed; 0: not said */
    int64_t redirect_to, found_on;   /* other rows; 0: none */
    int64_t first_seen_s, fetched_s; /* fetched_s 0: never */
    struct text label; /* what the first link to it said; written by store_url_add() only */
};

const char *store_url_state_name(enum store_url_state st); /* "queued" */
const char *store_url_kind_name(enum store_url_kind kind);

/* What the frontier wants to know of an address that it meets again. */
struct store_url_known {
    int64_t id, source_id;
    enum store_url_state state;
    int64_t fetched_s, priority;
    bool labelled; /* it is known what a link to it said */
};
/* False: not known. */
bool store_url_find(struct store *s, struct text address, struct store_url_known *ret);
/* The same by one who knows its host, which spares looking that up. */
bool store_url_find_on(struct store *s, int64_t host_id, struct text address,
                       struct store_url_known *ret);
/* Queue a known address with this priority (because a feed or sitemap says it changed). */
void store_url_requeue(struct store *s, int64_t id, int64_t priority);
/* What a link to it says, where it is not known yet. */
void store_url_label(struct store *s, int64_t id, struct text label);
/* Let a queued address go sooner, unless it has failed: then its place was chosen for that. */
void store_url_raise(struct store *s, int64_t id, int64_t priority);
bool store_url_get(struct store *s, int64_t id, struct arena *a, struct store_url *ret);
/* The caller has looked that it is not there; u->id is ignored.  Its id. */
int64_t store_url_add(struct store *s, const struct store_url *u);
/* Write all but address, host_id, source_id, found_on and first_seen_s. */
void store_url_put(struct store *s, const struct store_url *u);

/* The most urgent queued address of a source on a host. */
bool store_url_next(struct store *s, int64_t source_id, int64_t host_id, struct arena *a,
                    struct store_url *ret);
bool store_url_has_queued(struct store *s, int64_t source_id, int64_t host_id);

/*
 * Queue what is due of the source; with all, also what will be due one day.  What is due at a
 * time no page waits for was filed by a clock that has been set back: it is due, too.
 */
void store_url_promote(struct store *s, int64_t source_id, int64_t now_s, bool all);
/* Queue a source's seed, feeds and sitemaps, but for those that were fetched in this second. */
void store_url_promote_seeds(struct store *s, int64_t source_id, int64_t now_s);
/* A host's robots.txt changed: look again at what it refused. */
void store_url_requeue_refused(struct store *s, int64_t host_id, struct text reason_head);

/* Note that a source leads there too.  False: it was known. */
bool store_url_join(struct store *s, int64_t url_id, int64_t source_id);
/* The sources of an address, its owner's first; how many (cap at most). */
size_t store_url_sources(struct store *s, int64_t url_id, int64_t *ids, size_t cap);

/* The earliest due_s of its waiting and done addresses; 0: none. */
int64_t store_url_next_due_s(struct store *s, int64_t source_id);

/*
 * Note that a page of this path shape on the host had this text; how many
 * pages of the shape in a row had the same one before it.
 */
int64_t store_url_shape_note(struct store *s, int64_t host_id, uint64_t shape, uint64_t text_hash);
int64_t store_url_shape_same(struct store *s, int64_t host_id, uint64_t shape);

#endif /* STORE_URL_H */
