/*
 * feed.h - what a feed lists: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0,
 * JSON Feed 1.0 and 1.1.
 *
 * Bytes in, entries out; no network, clock or store.  Sources: RFC 4287, the
 * RSS 2.0 specification (rssboard.org), RSS 1.0 and its modules (web.resource.org),
 * jsonfeed.org; forgiving as readers are: a feed that breaks off gives the
 * entries before the break.
 */
#ifndef FEED_H
#define FEED_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define FEED_MAX_BYTES   ((size_t)8 * 1024 * 1024) /* of a body; as for pages */
#define FEED_MAX_ENTRIES ((size_t)2000)            /* kept; feeds list 10 to 100 */
#define FEED_MAX_TEXT    ((size_t)64 * 1024)       /* bytes of one field; the rest is cut */

struct feed_entry {
    struct text url;     /* absolute; as written if it was, empty if there is none */
    struct text title;   /* plain text */
    struct text summary; /* plain text of the summary, else of the content */
    struct text tags;    /* its categories, plain text, a space after each */
    struct text author;  /* as written: a name or an address; never stored as it is */
    struct text id;      /* guid, id or rdf:about, as written */
    int64_t published_s; /* Unix time */
    bool has_published;
};

struct feed {
    const char *format; /* "rss", "rdf", "atom" or "json" */
    struct text title;
    struct text site;           /* the page it is the feed of, absolute; empty if not said */
    struct feed_entry *entries; /* in the feed's order */
    size_t n;
    bool truncated; /* there were more than FEED_MAX_ENTRIES */
};

/*
 * Read body, fetched from url (empty when unknown), which relative addresses are
 * resolved against.  What *ret points to lives in the arena.  ST_INVALID: it is no
 * feed; the message says what it is.  ST_LIMIT: over FEED_MAX_BYTES.
 */
enum status feed_parse(struct text body, struct text url, struct arena *arena, struct feed *ret,
                       struct err *err);

/* Is it a feed by its first bytes? A look, no promise. */
bool feed_likely(struct text body);

#endif /* FEED_H */
