/*
 * weblog_pages.h - which page of ours a request was for, if it is one that an answer links to.
 *
 * Sites are hosts with the port that is not their scheme's own: http and https of one host are
 * one site.  A request's address is normalised as the crawler's are (url.h), the answers' tags
 * and what only tracks the reader dropped.
 */
#ifndef WEBLOG_PAGES_H
#define WEBLOG_PAGES_H

#include "arena.h"
#include "buf.h"
#include "status.h"

#define WEBLOG_PAGES_NONE SIZE_MAX

struct weblog_page {
    struct text address;
    int64_t url_id;
    size_t site;
};

struct weblog_pages;

struct weblog_pages *weblog_pages_new(void);
void weblog_pages_free(struct weblog_pages *p); /* accepts NULL */

/* Add what there is, then ask.  A page's site is added with it.  Addresses are copied. */
void weblog_pages_add_site(struct weblog_pages *p, struct text address);
void weblog_pages_add(struct weblog_pages *p, struct text address, int64_t url_id);
void weblog_pages_add_tag(struct weblog_pages *p, struct text tag); /* key=value */

size_t weblog_pages_count(const struct weblog_pages *p);
const struct weblog_page *weblog_pages_at(const struct weblog_pages *p, size_t i);
size_t weblog_pages_sites(const struct weblog_pages *p);
struct text weblog_pages_site_name(const struct weblog_pages *p, size_t site);

/*
 * The site that a log calls so: "host", "host:port".  A port that no site has stands for the
 * only site of that host: it is the server's behind a proxy.  WEBLOG_PAGES_NONE: no site of ours.
 */
size_t weblog_pages_site(const struct weblog_pages *p, struct text name);

/*
 * The page of a site that a request target ("/a?b", or a whole address) is for, and whether it
 * carries a tag; WEBLOG_PAGES_NONE: none of them.
 */
size_t weblog_pages_find(struct weblog_pages *p, size_t site, struct text target, bool *ret_tagged);

#endif /* WEBLOG_PAGES_H */
