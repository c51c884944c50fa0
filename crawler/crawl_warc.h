/*
 * crawl_warc.h - web archives through the crawl's own path, without the network.
 *
 * A record belongs to the source whose host it comes from.  When the run is
 * for one department or source, records of all other hosts belong to the
 * source named, or to the department's first with match = all: the archive was
 * chosen for it.
 */
#ifndef CRAWL_WARC_H
#define CRAWL_WARC_H

#include "crawl.h"
#include "options.h"

/* Read the archives ("-": standard input).  ST_PARTIAL: one of them broke off; the rest is read. */
enum status crawl_warc_run(struct crawl *c, const struct text_list *files, struct err *err);

#endif /* CRAWL_WARC_H */
