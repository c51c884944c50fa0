/*
 * reach.h - does each source answer, and may it be read?  earshot check asks here; the crawler
 * does it, in crawler/reach.c.
 *
 * Asked as in a run, hosts side by side: robots.txt of each first, then each source's own address
 * where that allows it, on the clocks of host and IP address, blocks and the guard obeyed.  Kept
 * are these clocks, the copy of robots.txt with the sitemaps it names, and the log of requests:
 * nothing else.
 */
#ifndef REACH_H
#define REACH_H

#include "cmd.h"

/* A host that answers takes a second or two; who checks sits and waits. */
#define REACH_TIMEOUT_MS INT64_C(10000)

struct reach {
    struct text department, key; /* of the source */
    const char *robots;          /* the verdict in words: "allowed", "disallowed by line 4: ..." */
    const char *answer;          /* in words; why it was not asked; NULL: robots.txt forbids it */
    bool ok;
};

/*
 * For every source that would run, in the arena.  env has the store in role STORE_CRAWLER with the
 * settings in it, and holds the lock.  ST_NOTFOUND: there is none; ST_CONFIG: public hosts and no
 * contact; ST_INTERRUPTED: *ret has what was known by then.
 */
enum status reach_sources(struct cmd_env *env, struct reach **ret, size_t *n, struct err *err);

#endif /* REACH_H */
