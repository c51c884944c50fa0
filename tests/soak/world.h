/*
 * world.h - the hosts of the politeness soak: what their robots.txt says, the
 * pages they have, and how badly they behave.  All of it follows from a seed.
 *
 * Host i has pages /p/0 (its entrance is "/", which is page 0) to
 * /p/<pages - 1>; page k leads to pages 2k + 1 and 2k + 2, to one under /no/,
 * which its robots.txt forbids, to a redirect into /no/, and sometimes to
 * redirects: on the host and, between the department's own sites, to another host.
 *
 * Calm, every answer is whole and quick.  In a storm, answers are slow, come in
 * drips, break off, or are 429 and 503 with every kind of Retry-After; no page
 * fails more than twice, so that a patient crawler gets all of them.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "rng.h"

#define WORLD_NAME_BYTES 40
#define WORLD_MAX_HOSTS  4096
#define WORLD_N_OWN      10 /* the first hosts are sites of the department itself */

enum world_kind {
    WORLD_KIND_CALM,   /* never fails */
    WORLD_KIND_STORMY, /* 429 and 503 with short Retry-After, slow answers */
    WORLD_KIND_SILENT, /* and once without a readable Retry-After, or reset without an answer */
    WORLD_KIND_BREAKS, /* and a page that breaks off in the middle */
    WORLD_KIND_HELD    /* asks to be left alone for an hour after its first page */
};

struct world_host {
    char name[WORLD_NAME_BYTES]; /* "127.16.0.1:40001" */
    char ip[WORLD_NAME_BYTES];
    unsigned port;
    enum world_kind kind;
    unsigned pages;
    int64_t crawl_delay_ms;
    int robots_at; /* the host that has its robots.txt, by a redirect; -1: itself */
    unsigned asked, troubles, robots_asked;
    unsigned char *failed; /* owned; times each page has failed */
    struct rng rng;
};

struct world {
    struct world_host *hosts;
    size_t n_hosts;
    bool storm, brief; /* brief: nothing that takes a minute to pass */
};

enum world_end { WORLD_END_WHOLE, WORLD_END_CUT, WORLD_END_RESET };

/* How an answer leaves. */
struct world_answer {
    unsigned status;
    int64_t wait_ms;  /* before the first byte */
    int64_t drip_ms;  /* between the first half and the second; 0: at once */
    int64_t retry_ms; /* how long the crawler has been asked to stay away; 0: not */
    enum world_end end;
};

/* Names and ports are the server's to fill in. */
void world_init(struct world *w, size_t n_hosts, unsigned pages, uint64_t seed, bool brief);
void world_release(struct world *w);
/* From now on answers misbehave; counts start anew. */
void world_storm(struct world *w);
/* The IP address of host i: some hosts share one. */
void world_ip(size_t i, char out[WORLD_NAME_BYTES]);

/* The whole answer to "GET uri", header and body, goes to out. */
void world_answer(struct world *w, size_t host, const char *uri, struct world_answer *ret,
                  struct buf *out);
/* One JSON line with the rules of a host, for the checker. */
void world_rules(const struct world *w, size_t host, struct buf *out);

#endif /* WORLD_H */
