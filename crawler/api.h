/*
 * api.h - what to ask of a site's read API in place of its pages.
 *
 * Plans are made from a source's address and the platform profiles alone; no
 * store, no network.  An answer is read by extract_page(), which knows it by its
 * address.  The API's host has a clock and a robots.txt of its own, which are
 * obeyed like any other's.
 */
#ifndef API_H
#define API_H

#include "extract.h"

#define API_MAX_LISTS 32 /* first pages of one source: a search for each of its keywords */

struct api_wanted {
    struct text address;      /* the source's, normalised */
    struct text platform;     /* whose page was seen there; "": none yet */
    const struct text *words; /* keywords as configured; none: every thread is wanted */
    size_t n_words;
};

struct api_plan {
    const char *platform;
    struct text lists[API_MAX_LISTS]; /* normalised addresses, in the arena */
    size_t n;
};

/*
 * The attempt-th way, from 0 on, to read the source through an API: searches
 * for its words first, then lists.  False: there is none, its pages are left.
 * Software that any host may run counts only once its platform was seen.
 */
bool api_plan(const struct extract *x, const struct api_wanted *w, unsigned attempt,
              struct arena *a, struct api_plan *ret);

/* A keyword as words to search for: without quotes, stars and operators; "": nothing is left. */
struct text api_search_words(struct text keyword, struct arena *a);

/*
 * X-RateLimit-Remaining (or RateLimit-Remaining) and -Reset: how long nothing may
 * be asked for.  Reset is a date, seconds from now or Unix time; 0: there is
 * something left, or nothing was said; at most FETCHPLAN_MAX_WAIT_MS.
 */
int64_t api_limit_ms(struct text remaining, struct text reset, int64_t now_ms);

#endif /* API_H */
