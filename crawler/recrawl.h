/*
 * recrawl.h - when is a page looked at again?
 *
 * An interval per page, that grows by 40 % when nothing had changed and
 * shrinks by 20 % when something had, within bounds that depend on what the
 * page is: people still answer an open question, a settled one rests, a list
 * shows new threads.  The factors are those of Cho and Garcia-Molina's adaptive
 * refresh in the form that Heritrix made known.
 */
#ifndef RECRAWL_H
#define RECRAWL_H

#include <stdbool.h>
#include <stdint.h>

enum recrawl_kind {
    RECRAWL_PAGE, /* an article, the own site */
    RECRAWL_LIST, /* threads, feeds, sitemaps, a source's first page */
    RECRAWL_OPEN, /* a question without an accepted answer */
    RECRAWL_SETTLED,
    RECRAWL_REDIRECT,
};

/* interval_s: the last one, 0 on the first visit.  Seconds until the next visit. */
int64_t recrawl_interval_s(enum recrawl_kind kind, int64_t interval_s, bool changed);

#endif /* RECRAWL_H */
