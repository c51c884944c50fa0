/*
 * reply.h - how long a reply may be where a question was asked.
 *
 * A platform's profile says it ([reply] max_chars in seeds/platforms/NAME.ini): one answer goes to
 * all places of a group, so the shortest limit counts.  What it does not do: keep within it
 * (compose.h), or complain (lint.h).
 */
#ifndef REPLY_H
#define REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "store.h"

struct reply;

/* seeds: the workspace's folder, or NULL; borrowed. */
struct reply *reply_new(const char *seeds);
void reply_free(struct reply *r); /* accepts NULL */

/* In characters; 0: none of its platforms has a limit.  Profiles are read once. */
size_t reply_max_chars(struct reply *r, struct store *s, int64_t group_id);

#endif /* REPLY_H */
