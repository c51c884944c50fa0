/*
 * feed_parts.h - what feed.c shares with feed_json.c: turning what a feed says
 * into the fields of an entry.  Private to them and to sitemap.c.
 */
#ifndef FEED_PARTS_H
#define FEED_PARTS_H

#include "feed.h"

struct feed_work {
    struct arena *arena;
    struct text url; /* what relative addresses are resolved against */
    struct feed *feed;
    size_t cap; /* of feed->entries */
};

/* A new entry at the end; NULL, with truncated set, when there are enough. */
struct feed_entry *feed_parts_entry(struct feed_work *w);

/* RFC 3339 or RFC 5322, whichever t is; false, *ret_s untouched, if neither. */
bool feed_parts_date(struct text t, int64_t *ret_s);

/* address as it stands if it is an absolute http(s) one, else resolved; empty if it is bad. */
struct text feed_parts_url(struct text address, struct text base, struct arena *arena);

/* One more category of the entry; what is past a cap is left out. */
void feed_parts_tag(struct feed_entry *entry, struct text tag, struct arena *arena);

/* JSON Feed; the contract is feed_parse()'s. */
enum status feed_json(struct text body, struct feed_work *w, struct err *err);

#endif /* FEED_PARTS_H */
