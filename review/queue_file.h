/* queue_file.h - the queue, and the groups, as files and feeds; the same columns for both. */
#ifndef QUEUE_FILE_H
#define QUEUE_FILE_H

#include "download.h"
#include "listing.h"
#include "route.h"

extern const struct route queue_file_routes[];

/* All rows of the list, from its beginning; list: how it is called. */
void queue_file_write(struct request *r, struct response *res, const struct listing *l,
                      const char *name, const char *title, const char *page);

#endif /* QUEUE_FILE_H */
