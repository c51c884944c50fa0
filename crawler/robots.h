/*
 * robots.h - may we fetch this path on this host?
 *
 * Implements RFC 9309, the Robots Exclusion Protocol; "§" below means a
 * section of it.  Pure code: no network, clock or store.  fetchplan.h says what
 * a fetch of robots.txt leads to (§2.3.1); the crawl fetches, caches (24 h at
 * most, §2.4) and keeps one per scheme, host and port.
 *
 * Where the RFC leaves room, robots.txt files of the real world decide: the
 * usual misspellings of a directive, a missing colon, CR line ends and a byte
 * order mark are read as they are meant; DESIGN.md has the list.
 */
#ifndef ROBOTS_H
#define ROBOTS_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define ROBOTS_MAX_BYTES ((size_t)512 * 1024) /* §2.5 asks for 500 KiB at least */
/* Bytes of a line; the rest is ignored: 8 x the 2,083 that Internet Explorer took as an
 * address, less one, as in Google's parser (2019). */
#define ROBOTS_MAX_LINE     ((size_t)2083 * 8 - 1)
#define ROBOTS_MAX_DELAY_MS INT64_C(600000) /* ours: 10 min; a longer ask is cut to this */
#define ROBOTS_MAX_SITEMAPS 200             /* Sitemap: lines kept; the most seen is about 100 */

struct robots;

struct robots_verdict {
    bool allow;
    unsigned line; /* the deciding line of the file, from 1; 0: no rule matched */
};

/*
 * Parse the whole lines in the first ROBOTS_MAX_BYTES bytes of a robots.txt
 * for the crawler named agent.  What counts of agent is the product token it
 * starts with (§2.2.1: letters, '-', '_'), so "Earshot/1.0 (+...)" will do; an
 * agent without one is bound by the '*' groups.  A line that does not parse is
 * skipped (§2.3.1.5: "use the parseable rules"), so any bytes parse.
 *
 * body is not kept.  The result is the caller's: robots_free() it.
 */
struct robots *robots_parse(struct text body, struct text agent);

/* The part of a body that is read: all of it, or its first ROBOTS_MAX_BYTES up to a line end. */
struct text robots_whole_lines(struct text body);

/*
 * May path be fetched, and which line says so?  path is what follows the
 * authority: it starts with '/' and holds the query if there is one; any
 * percent-encoding (§2.2.2) will do.  A '/' is put before what starts otherwise.
 */
struct robots_verdict robots_ask(const struct robots *r, struct text path);
/* The line with that number, for people; 0: empty.  Points into body. */
struct text robots_line_text(struct text body, unsigned line);

/*
 * Milliseconds the site asks us to leave between requests, 0 if it asks
 * nothing: the longest Crawl-delay (or Request-rate) of the groups that bind
 * us.  Neither is in RFC 9309; we honour them because they are common.
 */
int64_t robots_delay_ms(const struct robots *r);

/* The values of the Sitemap: lines (§2.2.4), as written; they live as long as r. */
size_t robots_n_sitemaps(const struct robots *r);
struct text robots_sitemap(const struct robots *r, size_t i);

/*
 * The path that robots_ask() wants, of an address that need not be normalised:
 * what follows the authority, without the fragment; empty if nothing does.  A
 * bare path comes back as it is.  Points into address.
 */
struct text robots_path(struct text address);

void robots_free(struct robots *r); /* accepts NULL */

#endif /* ROBOTS_H */
