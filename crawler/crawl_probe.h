/*
 * crawl_probe.h - one page of a source, asked for as in a run, and what was
 * understood of it.
 *
 * robots.txt, the clocks of host and IP address, blocks and the guard bind a
 * probe as they bind a run, and its requests stand in the log of requests.
 * Of robots.txt its copy and the sitemaps it names are kept, as in a run.  Nothing
 * else is written: no page, link or question.
 */
#ifndef CRAWL_PROBE_H
#define CRAWL_PROBE_H

#include "crawl.h"

struct crawl_probe {
    struct text address; /* that answered; in the arena given, as all texts here */
    unsigned status, hops;
    struct text type;
    size_t body_bytes;
    int64_t span_ms;
    struct extract_page page; /* of an answer with a readable body */
    bool has_page;
    struct text plan; /* what a run makes of such an answer, in words */
    struct {
        struct text title, words;
    } * kept; /* questions a run would keep, and for which words */
    size_t n_kept;
    struct text left_out; /* why it would not keep others */
};

/*
 * Ask for address, which is of the only source of c, following redirects within
 * it.  c was opened for that source alone and has not run.  ST_DENIED: robots.txt or
 * a block forbids it, the message says which; ST_BUSY: its host's turn is too far
 * off; ST_NET: there was no answer; ST_INTERRUPTED.
 */
enum status crawl_probe(struct crawl *c, const struct fetcher *fetcher, struct text address,
                        struct arena *a, struct crawl_probe *ret, struct err *err);

/* The same for the i-th source of c, which may have many. */
enum status crawl_probe_source(struct crawl *c, const struct fetcher *fetcher, size_t i,
                               struct text address, struct arena *a, struct crawl_probe *ret,
                               struct err *err);

/* Ask for robots.txt of the i-th source's host, unless it is known.  ST_NET, ST_BUSY and ST_DENIED
 * (blocked): it was not asked. */
enum status crawl_probe_rules(struct crawl *c, const struct fetcher *fetcher, size_t i,
                              struct err *err);

/* What robots.txt, as it is known, says of the i-th source's own address. */
struct crawl_rules {
    bool allow;
    const char *words; /* in the arena */
};
void crawl_probe_verdict(struct crawl *c, size_t i, struct arena *a, struct crawl_rules *ret);

#endif /* CRAWL_PROBE_H */
