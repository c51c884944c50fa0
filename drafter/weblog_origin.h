/*
 * weblog_origin.h - where a visit came from, by its Referer: a site where questions are
 * collected or answers were posted, and the very thread where the browser says so much.
 *
 * Most browsers tell the site alone (Referrer-Policy strict-origin-when-cross-origin).
 */
#ifndef WEBLOG_ORIGIN_H
#define WEBLOG_ORIGIN_H

#include "arena.h"
#include "store_visit.h"

struct weblog_origin;

struct weblog_origin *weblog_origin_new(void);
void weblog_origin_free(struct weblog_origin *o); /* accepts NULL */

/* Texts are copied.  A later thread of the same address and page takes the place of the earlier. */
void weblog_origin_add_site(struct weblog_origin *o, struct text address);
/* Of ours: who comes from there goes from page to page, but for threads we answered in. */
void weblog_origin_add_own(struct weblog_origin *o, struct text address);
void weblog_origin_add_thread(struct weblog_origin *o, const struct store_visit_thread *t);

/* The name of the site it is from (store_visit_place()); "" : ours, or none that is known. */
struct text weblog_origin_place(struct weblog_origin *o, struct text referer);

/* The group whose answer with that page was posted there by then; 0: none. */
int64_t weblog_origin_group(struct weblog_origin *o, struct text referer, int64_t url_id,
                            int64_t at_s);

#endif /* WEBLOG_ORIGIN_H */
