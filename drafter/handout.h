/*
 * handout.h - head and end of a page in one file that people print, mail or put on a web server.
 *
 * What stands between is its caller's.  Pages with a style of their own (report.h, faq.h) and
 * those of the web application are not made here.
 */
#ifndef HANDOUT_H
#define HANDOUT_H

#include "buf.h"
#include "text.h"

/* The title, escaped here, is the heading, too; style: rules of CSS after the common ones. */
void handout_begin(struct buf *b, struct text title, const char *style);
void handout_end(struct buf *b);

#endif /* HANDOUT_H */
