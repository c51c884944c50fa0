/*
 * crawl_probe.h - pages of sources, asked for as in a run, and what was understood of them.
 *
 * They are asked for side by side by the run's own loop (crawl.c), which has them in place of the
 * queue: one request at a time per host and per IP address.  robots.txt, the clocks of host and
 * IP address, blocks and the guard bind a probe as they bind a run, and its requests stand in the
 * log of requests.  Of robots.txt its copy and the sitemaps it names are kept, as in a run.
 * Nothing else is written: no page, link or question.
 */
#ifndef CRAWL_PROBE_H
#define CRAWL_PROBE_H

#include "crawl.h"

struct crawl_probe {
    /* What is asked for. */
    size_t source;       /* which of c's */
    struct text address; /* on its site; becomes the one that was asked last, after redirects */
    /* What became of it.  Texts are in the arena given. */
    enum status st;  /* see crawl_probe() */
    const char *why; /* in words; NULL: ST_OK */
    bool forbidden;  /* by robots.txt: its page was not asked for */
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

struct crawl_probes {
    struct crawl_probe *v;
    size_t n;
    bool read; /* look into the bodies: page, kept and left_out */
    struct arena *arena;
};

/*
 * Ask for them all, following redirects within their sources.  c has not run and reads with one
 * thread.  ST_OK: the fate of each is in its own st.  ST_OK there: it has an answer; ST_DENIED:
 * robots.txt or a block forbids it, why says which; ST_BUSY: its host's turn is too far off;
 * ST_NET: there was no answer; ST_USAGE: it, or what it leads to, is not on the source's site.
 * ST_INTERRUPTED: stop() said so; those whose turn had not come are ST_BUSY.
 */
enum status crawl_probe(struct crawl *c, const struct fetcher *fetcher, struct crawl_probes *ps,
                        struct err *err);

/* What robots.txt, as it is known, says of the i-th source's own address. */
struct crawl_rules {
    bool allow;
    const char *words; /* in the arena */
};
void crawl_probe_verdict(struct crawl *c, size_t i, struct arena *a, struct crawl_rules *ret);

#endif /* CRAWL_PROBE_H */
