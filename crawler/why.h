/*
 * why.h - everything that decides about one address, in words and as JSON.
 *
 * Looks at the store and the configuration only: nothing is asked, nothing
 * written.  Lines are for people, the first says how it stands; json has every
 * fact by itself.  why.c is about the address, why_page.c about what was found there,
 * why_host.c about its host, why_never.c about one that was never met.
 */
#ifndef WHY_H
#define WHY_H

#include <jansson.h>

#include "config.h"
#include "extract.h"
#include "filter.h"
#include "robots.h"
#include "store_explain.h"
#include "store_host.h"
#include "store_page.h"
#include "store_run.h"
#include "store_url.h"
#include "url.h"

struct why_line {
    const char *about, *says; /* in the arena */
};

struct why {
    struct store *store;
    const struct config *config;
    const struct extract *profiles; /* NULL: not looked at */
    struct arena *arena;            /* the caller's; holds all of it */
    int64_t now_ms;

    struct text address; /* as the frontier knows it */
    struct url url;
    bool known;
    bool wanted;        /* one of its sources still wants it read */
    struct store_url u; /* if known */
    struct store_source *sources;
    size_t n_sources;
    struct store_page page;
    bool has_page;
    struct store_explain_post *posts;
    size_t n_posts;
    size_t n_kept; /* questions that are still there */

    struct store_host host; /* id 0: never met */
    int64_t floor_ms;
    struct robots_verdict robots; /* of its rules; allowed when there are none */
    struct text rule;             /* the line that decides; empty: none does */
    const char *refusal;          /* why the host is not asked now, or NULL */
    const char *guarded;          /* why its address may not be asked, or NULL */

    struct why_line *lines;
    size_t n_lines, cap_lines;
    json_t *json; /* owned: why_release() */
};

/*
 * Find the address: normalised, or by the permalink of a question.  ST_USAGE:
 * it is no web address.  ST_OK otherwise, known or not.
 */
enum status why_find(struct why *w, struct text given, struct err *err);
void why_explain(struct why *w);
void why_release(struct why *w);

/* An address that is known and that this one may have been meant to be; NULL: none. */
const char *why_suggest(const struct why *w);

/* For the files of this module. */
void why_say(struct why *w, const char *about, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
const char *why_time(struct why *w, int64_t at_s);
const struct store_source *why_source(const struct why *w, int64_t id); /* NULL: not active */
void why_put_time(json_t *o, const char *key, int64_t at_s);            /* 0: null */
void why_host_look(struct why *w);
void why_host_say(struct why *w);
void why_page_look(struct why *w);
const char *why_page_verdict(struct why *w);
void why_page_say(struct why *w);
const char *why_never_verdict(struct why *w);
void why_never_say(struct why *w);
/* Why a source's site may not be crawled on its basis; NULL: it may. */
const char *why_refused(const struct why *w, const struct store_source *src);

#endif /* WHY_H */
