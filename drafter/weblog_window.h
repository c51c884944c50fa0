/*
 * weblog_window.h - requests of one visitor to one page within half an hour of each other are
 * one visit.
 *
 * Who a visitor is stays in memory, as a keyed hash.  The table has a fixed size: where more
 * visitors come in half an hour than it holds, the one that was quiet for longest is forgotten,
 * and may count twice.
 */
#ifndef WEBLOG_WINDOW_H
#define WEBLOG_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEBLOG_WINDOW_S 1800 /* as the makers of web statistics have long agreed */

struct weblog_window;

struct weblog_window *weblog_window_new(void);
void weblog_window_free(struct weblog_window *w); /* accepts NULL */

/* Does this request begin a visit?  visitor: hash of who and where; not 0.  page: a number below
 * 2^32 that goes with it. */
bool weblog_window_begins(struct weblog_window *w, uint64_t visitor, size_t page, int64_t at_s);

/* Whoever made a request at since_s or later, with the latest, in no order. */
typedef void weblog_window_fn(void *self, uint64_t visitor, size_t page, int64_t at_s);
void weblog_window_each(const struct weblog_window *w, int64_t since_s, weblog_window_fn *fn,
                        void *self);

#endif /* WEBLOG_WINDOW_H */
