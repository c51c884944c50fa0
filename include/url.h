/*
 * url.h - addresses: resolve, normalise, take apart, compare.
 *
 * Source: the URL Standard (url.spec.whatwg.org, read as of 2026), because it
 * is what browsers do with the links that pages carry; "basic URL parser" in
 * url.c follows it rule by rule.  libcurl's URL parser stays closer to RFC
 * 3986 and treats back slashes, IPv4 numbers and dots otherwise, so the
 * parser is our own; hosts go through libidn2, registrable domains through
 * libpsl.
 *
 * A normalised address is the standard's serialisation without the fragment:
 * ASCII, percent-encoded, default port and dot segments gone.  Two addresses
 * are equal when their normalised texts are.
 *
 * Not done: query encodings other than UTF-8; hosts whose labels are over 63
 * bytes after Punycode, which no resolver takes, when they hold non-ASCII.
 */
#ifndef URL_H
#define URL_H

#include "arena.h"
#include "status.h"
#include "text.h"

#define URL_MAX_BYTES ((size_t)64 * 1024) /* an address in and out; servers stop at 8 KiB or so */

/* The parts of a normalised address; all point into it. */
struct url {
    struct text href;     /* the whole */
    struct text scheme;   /* "https" */
    struct text userinfo; /* "user:secret" or empty */
    struct text host;     /* "example.org", "192.0.2.1", "[2001:db8::1]"; empty: none */
    struct text port;     /* digits, empty when it is the scheme's own */
    struct text path;     /* "/a/b"; of an opaque address what follows the colon */
    struct text query;    /* without '?' */
    bool has_host;        /* "//" stood there, though host may be empty (file:///x) */
    bool has_query;       /* '?' stood there, though query may be empty */
    bool opaque;          /* mailto:x, javascript:y: nothing resolves against it */
};

/*
 * Resolve address against base (TEXT_NONE: address must be absolute) and
 * normalise.  Any scheme parses; ask url_fetchable() before a fetch.
 * On ST_OK *ret lives in the arena, NUL-terminated.  ST_INVALID: the standard
 * says failure (the message names the address and why); ST_LIMIT: over
 * URL_MAX_BYTES.  *ret is untouched then.
 */
enum status url_resolve(struct text address, struct text base, struct arena *arena,
                        struct text *ret, struct err *err);

/*
 * The same on a base that url_split() made of a normalised address (NULL: none),
 * for the many links of one page: about half the work.
 */
enum status url_resolve_on(struct text address, const struct url *base, struct arena *arena,
                           struct text *ret, struct err *err);

/* Take a normalised address apart; false if it has no scheme (then it was not one). */
bool url_split(struct text normalised, struct url *ret);

bool url_fetchable(const struct url *u); /* http or https, with a host */
/*
 * The host as written: of an address, or of "host:port/path" without a scheme.  A look, which
 * checks nothing: url_split() takes an address apart.  Points into t.
 */
struct text url_host_of(struct text t);

struct text url_authority(const struct url *u, struct arena *); /* "https://host[:port]" */
struct text url_path_query(const struct url *u);                /* "/a/b?c", points into href */

/*
 * The registrable domain of a host ("example.co.uk" for "www.example.co.uk"),
 * by the Public Suffix List; an IP address, a public suffix or a name with no
 * dot is its own.  Points into host.
 */
struct text url_registrable(struct text host);

/* Do two normalised addresses belong to the same registrable domain? */
bool url_same_site(struct text a, struct text b);

/*
 * The form under which the frontier knows a normalised http(s) address: its
 * tracking and session parameters dropped (the table is in url_canonical.c),
 * credentials and empty parameters too; what remains keeps its order.  Any other
 * address comes back as it is.  The result lives in the arena or is the input.
 */
struct text url_canonical(struct text normalised, struct arena *arena);

#endif /* URL_H */
