/*
 * crawl_key.h - the workspace's key for pseudonyms of askers.
 *
 * Kept in the file pseudonym.key (mode 0600), 32 random bytes from libsodium;
 * older than 90 days, it is replaced, after which a repeat asker can no longer
 * be linked to what was stored before.
 */
#ifndef CRAWL_KEY_H
#define CRAWL_KEY_H

#include "pseudonym.h"
#include "status.h"

#define CRAWL_KEY_DAYS 90

/* Read dir/pseudonym.key, or make it.  now_s decides about its age. */
enum status crawl_key_load(const char *dir, int64_t now_s, struct pseudonym_key *ret,
                           struct err *err);

#endif /* CRAWL_KEY_H */
