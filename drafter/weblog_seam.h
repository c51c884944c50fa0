/*
 * weblog_seam.h - where a log meets those of other imports: a visit that goes on from one into
 * the next counts once, where it begins.
 *
 * Of the logs before, visits are known that were near their ends or beginnings (store_seam.h).  A
 * request near such an end goes on with that visit.  One near such a beginning, before it,
 * takes the beginning over: that visit counts no more where it was counted.
 *
 * The logs of one import are one stretch of time, from the first line to the last; pages that it
 * was not asked for are left alone.
 */
#ifndef WEBLOG_SEAM_H
#define WEBLOG_SEAM_H

#include "store_seam.h"
#include "weblog_pages.h"
#include "weblog_window.h"

struct weblog_seam;

/* pages, sites: as in weblog_count.h; borrowed.  Reads the store. */
struct weblog_seam *weblog_seam_new(struct store *s, const struct weblog_pages *pages,
                                    const bool *sites, int64_t now_s);
void weblog_seam_free(struct weblog_seam *m); /* accepts NULL */

/* Whoever it was, at a page, by the key of this import; not 0. */
uint64_t weblog_seam_visitor(struct weblog_seam *m, struct text client, struct text agent,
                             int64_t url_id);

/* A line of that time was read; of any kind, as long as it would have been counted. */
void weblog_seam_note(struct weblog_seam *m, int64_t at_s);
/* May a visit that begins then have begun in an earlier log? */
bool weblog_seam_is_first(const struct weblog_seam *m, int64_t at_s);

/*
 * Does a request go on with a visit of another log?  *ret_later, if not 0, is a visit there that
 * turns out to go on with this request: weblog_seam_join() it when the request is a new one.
 */
bool weblog_seam_goes_on(struct weblog_seam *m, struct text client, struct text agent,
                         int64_t url_id, int64_t at_s, size_t *ret_later);

/* In a transaction of the request that is counted.  begun: of a visit that begins the log. */
void weblog_seam_begin(struct weblog_seam *m, uint64_t visitor, int64_t at_s,
                       const struct store_visit_request *begun);
/* False: it was done before.  dry: nothing is written. */
bool weblog_seam_join(struct weblog_seam *m, size_t later, bool dry);

/* All logs are read: keep what may go on, by w, and drop what is over. */
enum status weblog_seam_end(struct weblog_seam *m, const struct weblog_window *w, struct err *err);

#endif /* WEBLOG_SEAM_H */
