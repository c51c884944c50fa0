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

/*
 * Read the archives ("-": standard input).  All dates are those of the records: one that is
 * older than what is stored of its address is passed over.  ST_PARTIAL: some of several
 * could not be read; the rest is.
 */
enum status crawl_warc_run(struct crawl *c, const struct text_list *files, struct err *err);

#endif /* CRAWL_WARC_H */
