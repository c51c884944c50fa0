/*
 * page.h - small writers for the pages of the test site: escaping, paragraphs,
 * slugs, dates and query values.
 */
#ifndef PAGE_H
#define PAGE_H

#include "site.h"

void page_escape(struct buf *b, const char *z);
void page_paragraphs(struct buf *b, const char *z); /* blank lines part them */
void page_slug(const char *title, char out[SITE_NAME_BYTES]);
void page_head(struct buf *b, const char *lang, const char *title); /* up to inside <head> */
void page_list_link(struct buf *b, const char *href, const char *text);

/* day plus hours as strftime() lays it out (C locale, UTC). */
const char *page_date(const char *day, int hours, const char *fmt, char out[SITE_NAME_BYTES]);
const char *page_user(unsigned seed); /* a made-up user name */

/* The number behind "?name=" or "&name=" of a request, or fallback. */
long page_query(const struct site_request *q, const char *name, long fallback);
/* The number right after the prefix of the path; -1 if the path does not start so. */
long page_number_after(const struct site_request *q, const char *prefix);

void page_redirect(struct site_reply *r, unsigned status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void page_not_found(struct site_reply *r);

#endif /* PAGE_H */
